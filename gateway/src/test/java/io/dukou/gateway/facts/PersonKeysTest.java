package io.dukou.gateway.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.config.RouteConfig.PersonKind;
import io.dukou.gateway.facts.PersonKeys.Digest;
import io.dukou.gateway.facts.PersonKeys.Use;
import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.keys.SecretAccess;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers here are made up; their check characters are computed by ISO 7064 MOD 11-2. */
final class PersonKeysTest {
  /** The example of GB 11643-1999 for a check character of X. */
  private static final String STANDARD_EXAMPLE = "11010519491231002X";

  private static final Secret SECRET = Secret.of(new byte[Secret.LENGTH], SecretAccess.grant());
  private final PersonKeys keys = PersonKeys.of(SECRET, Use.COUNTING, Digest.SHA_256);

  @ParameterizedTest
  @CsvSource({
    "11010519491231002X",
    "11010519491231002x",
    "' 110105 19491231 002X '",
    "110105491231002",
    "１１０１０５１９４９１２３１００２Ｘ",
    "１１０１０５１９４９１２３１００２ｘ",
    "110105\u300019491231002X",
    "110105\u200B19491231002X"
  })
  void writtenForms_areTheSamePerson(String written) {
    assertThat(residentId(written)).contains(STANDARD_EXAMPLE);
    assertThat(key("study", "subject", written)).isEqualTo(key("other", "x", STANDARD_EXAMPLE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "110105194912310021",
        "11010519491231002",
        "11010519491331002X",
        "010105194912310020",
        "11010549123100",
        "110105490231002",
        "1101051949123100X2",
        "passport E12345678"
      })
  void otherText_isNoResidentId(String written) {
    assertThat(residentId(written)).isEmpty();
  }

  @Test
  void everyWrongDigit_isNoticed() {
    for (int at = 0; at < STANDARD_EXAMPLE.length(); at++) {
      for (char digit = '0'; digit <= '9'; digit++) {
        StringBuilder wrong = new StringBuilder(STANDARD_EXAMPLE);
        wrong.setCharAt(at, digit);
        boolean same = wrong.toString().equals(STANDARD_EXAMPLE);
        assertThat(residentId(wrong.toString()).isPresent()).isEqualTo(same);
      }
    }
  }

  @Test
  void swappedNeighbours_areNoticed() {
    for (int at = 0; at + 1 < STANDARD_EXAMPLE.length(); at++) {
      char[] swapped = STANDARD_EXAMPLE.toCharArray();
      char first = swapped[at];
      swapped[at] = swapped[at + 1];
      swapped[at + 1] = first;
      if (swapped[at] != first) {
        assertThat(residentId(new String(swapped))).isEmpty();
      }
    }
  }

  @Test
  void fifteenDigits_meetTheEighteenOfTheSamePerson() {
    Random random = new Random(11_643);
    for (int i = 0; i < 2000; i++) {
      String fifteen =
          "%06d%02d%02d%02d%03d"
              .formatted(
                  110_000 + random.nextInt(540_000),
                  random.nextInt(100),
                  1 + random.nextInt(12),
                  1 + random.nextInt(28),
                  random.nextInt(1000));
      String eighteen = residentId(fifteen).orElseThrow();
      assertThat(eighteen).startsWith(fifteen.substring(0, 6) + "19");
      assertThat(residentId(eighteen)).contains(eighteen);
    }
  }

  @Test
  void personWithoutIdentifier_isCountedByStudyAndSubject() {
    assertThat(keys.key("A", "1", null)).isNotEqualTo(keys.key("B", "1", null));
    assertThat(keys.key("A", "1", null)).isEqualTo(keys.key("A", "1", null));
  }

  @Test
  void boundariesOfTexts_areKept() {
    Set<String> seen = new HashSet<>();
    seen.add(keys.key("AB", "C", null));
    seen.add(keys.key("A", "BC", null));
    seen.add(keys.key("ABC", "", null));
    seen.add(keys.key("", "ABC", null));
    assertThat(seen).hasSize(4);
  }

  @Test
  void kindsUsesDigestsAndSecrets_giveUnrelatedKeys() {
    PersonIdentifier id = identifier(PersonKind.RESIDENT_ID, STANDARD_EXAMPLE);
    PersonIdentifier index = identifier(PersonKind.MASTER_INDEX, STANDARD_EXAMPLE);
    Secret other = SECRET.derive("other");
    assertThat(
            Set.of(
                keys.key("S", "1", id),
                keys.key("S", "1", index),
                PersonKeys.of(SECRET, Use.COMMITMENT, Digest.SHA_256).key("S", "1", id),
                PersonKeys.of(SECRET, Use.COUNTING, Digest.SM3).key("S", "1", id),
                PersonKeys.of(other, Use.COUNTING, Digest.SHA_256).key("S", "1", id)))
        .hasSize(5)
        .allMatch(key -> key.matches("[0-9a-f]{64}"));
  }

  @Test
  void masterIndex_isComparedWithoutSpaceWidthAndCase() {
    assertThat(identifier(PersonKind.MASTER_INDEX, " mpi－００１ ").normalised()).isEqualTo("MPI-001");
    assertThat(PersonIdentifier.of(PersonKind.MASTER_INDEX, " \u3000 ")).isEmpty();
  }

  @Test
  void endlessText_isNoIdentifier() {
    assertThat(PersonIdentifier.of(PersonKind.MASTER_INDEX, "1".repeat(129))).isEmpty();
  }

  @Test
  void identifiersAndKeys_arePrintedByNothing() {
    assertThat(identifier(PersonKind.RESIDENT_ID, STANDARD_EXAMPLE))
        .hasToString("PersonIdentifier[redacted]");
    assertThat(keys).hasToString("PersonKeys[redacted]");
  }

  private String key(String study, String subject, String residentId) {
    return keys.key(study, subject, identifier(PersonKind.RESIDENT_ID, residentId));
  }

  private static PersonIdentifier identifier(PersonKind kind, String written) {
    return PersonIdentifier.of(kind, written).orElseThrow();
  }

  private static Optional<String> residentId(String written) {
    return PersonIdentifier.of(PersonKind.RESIDENT_ID, written).map(PersonIdentifier::normalised);
  }
}
