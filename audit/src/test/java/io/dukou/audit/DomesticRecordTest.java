package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DomesticRecordTest {
  private final DomesticSeal seal = new DomesticSeal(Fixture.DOMESTIC_KEY);

  @Test
  void any_part_survives_writing_sealing_and_reading() {
    for (int seed = 0; seed < 200; seed++) {
      DomesticPart part = randomPart(new Random(seed));
      DomesticRecord record = DomesticRecord.salted(part, Fixture.random(seed));
      byte[] sealed = seal.seal(record.encode(), Fixture.random(seed));
      DomesticRecord read = DomesticRecord.decode(seal.unseal(sealed));
      assertThat(read.part()).isEqualTo(part);
      assertThat(read.commitment()).isEqualTo(record.commitment());
    }
  }

  @Test
  void hundreds_of_thousands_of_persons_survive() {
    List<String> persons = IntStream.range(0, 200_000).mapToObj(i -> "person-" + i).toList();
    DomesticPart part = new DomesticPart(Map.of(), persons);
    DomesticRecord record = DomesticRecord.salted(part, Fixture.random(1));
    byte[] sealed = seal.seal(record.encode(), Fixture.random(2));
    assertThat(DomesticRecord.decode(seal.unseal(sealed)).part()).isEqualTo(part);
  }

  @Test
  void the_same_part_never_has_the_same_commitment() {
    assertThat(commitment(Fixture.part(3), 1)).isNotEqualTo(commitment(Fixture.part(3), 2));
    assertThat(commitment(DomesticPart.empty(), 1))
        .isNotEqualTo(commitment(DomesticPart.empty(), 2));
  }

  @Test
  void what_moves_between_name_and_value_or_field_and_person_changes_the_commitment() {
    JsonNode text = JsonNodeFactory.instance.textNode("b");
    String plain = commitment(new DomesticPart(Map.of("a", text), List.of()), 1);
    assertThat(plain)
        .isNotEqualTo(commitment(new DomesticPart(Map.of("a\"b", text), List.of()), 1))
        .isNotEqualTo(commitment(new DomesticPart(Map.of(), List.of("a")), 1))
        .isNotEqualTo(commitment(new DomesticPart(Map.of("", text), List.of()), 1));
  }

  @Test
  void half_a_surrogate_pair_is_refused_rather_than_replaced() {
    DomesticPart person = new DomesticPart(Map.of(), List.of("\ud800"));
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> commitment(person, 1));
    JsonNode text = JsonNodeFactory.instance.textNode("b");
    DomesticPart field = new DomesticPart(Map.of("\ud800", text), List.of());
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> commitment(field, 1));
  }

  @Test
  void persons_keep_their_order() {
    DomesticPart part = new DomesticPart(Map.of(), List.of("c", "a", "b", "a"));
    assertThat(DomesticRecord.salted(part, Fixture.random(1)).part().persons())
        .containsExactly("c", "a", "b", "a");
  }

  @Test
  void each_field_opens_against_the_commitment_and_no_other_value_does() {
    DomesticPart part = randomPart(new Random(77));
    DomesticRecord record = DomesticRecord.salted(part, Fixture.random(1));
    part.fields()
        .forEach(
            (name, value) -> {
              DomesticOpening opening = record.openField(name).orElseThrow();
              assertThat(opening.value()).isEqualTo(CanonicalJson.text(value));
              assertThat(opening.matches(record.commitment())).isTrue();
              DomesticOpening forged =
                  new DomesticOpening(
                      name,
                      "\"forged\"",
                      opening.salt(),
                      opening.index(),
                      opening.size(),
                      opening.path());
              assertThat(forged.matches(record.commitment())).isFalse();
              assertThat(opening.toString()).isEqualTo("DomesticOpening[" + name + "]");
            });
  }

  @Test
  void a_part_in_words_shows_neither_values_nor_persons() {
    assertThat(Fixture.part(4)).hasToString("DomesticPart[1 fields, 4 persons]");
  }

  @Test
  void any_changed_cut_or_lengthened_seal_is_refused() {
    byte[] plain = new byte[200_000];
    new Random(1).nextBytes(plain);
    byte[] sealed = seal.seal(plain, Fixture.random(2));
    Random random = new Random(3);
    for (int round = 0; round < 300; round++) {
      byte[] changed = sealed.clone();
      changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
      refuses(changed);
    }
    int piece = 65_536 + 16;
    refuses(Arrays.copyOf(sealed, 32 + piece));
    refuses(Arrays.copyOf(sealed, 32 + piece + 1));
    refuses(Arrays.copyOf(sealed, 32 + piece + 15));
    refuses(Arrays.copyOf(sealed, 32 + 2 * piece));
    refuses(Arrays.copyOf(sealed, sealed.length - 1));
    refuses(Arrays.copyOf(sealed, sealed.length + 16));
    refuses(new byte[0]);
    refuses(swapped(sealed, 32, 32 + piece, piece));
  }

  @Test
  void another_key_opens_nothing() {
    byte[] sealed = seal.seal("secret".getBytes(UTF_8), Fixture.random(2));
    DomesticSeal other = new DomesticSeal(DomesticKey.generate(Fixture.random(99)));
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> other.unseal(sealed));
  }

  @Test
  void pieces_of_every_length_survive_sealing() {
    for (int length : new int[] {0, 1, 65_535, 65_536, 65_537, 131_072}) {
      byte[] plain = new byte[length];
      assertThat(seal.unseal(seal.seal(plain, Fixture.random(length)))).isEqualTo(plain);
    }
  }

  @Test
  void bytes_that_are_no_record_are_refused() {
    Random random = new Random(21);
    byte[] record = DomesticRecord.salted(Fixture.part(4), Fixture.random(1)).encode();
    for (int length = 1; length < record.length; length++) {
      assertRefusedOrDifferent(Arrays.copyOf(record, length));
    }
    for (int round = 0; round < 500; round++) {
      byte[] noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      assertRefusedOrDifferent(noise);
    }
  }

  /** Noise may by chance be items, but then of another commitment. */
  private static void assertRefusedOrDifferent(byte[] bytes) {
    String commitment = commitment(Fixture.part(4), 1);
    try {
      assertThat(DomesticRecord.decode(bytes).commitment()).isNotEqualTo(commitment);
    } catch (MalformedException e) {
      assertThat(e).hasMessageContaining("domestic");
    }
  }

  private void refuses(byte[] sealed) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> seal.unseal(sealed));
  }

  private static byte[] swapped(byte[] bytes, int first, int second, int length) {
    byte[] swapped = bytes.clone();
    System.arraycopy(bytes, first, swapped, second, length);
    System.arraycopy(bytes, second, swapped, first, length);
    return swapped;
  }

  private static String commitment(DomesticPart part, long seed) {
    return DomesticRecord.salted(part, Fixture.random(seed)).commitment();
  }

  private static DomesticPart randomPart(Random random) {
    Map<String, JsonNode> fields = new TreeMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      String name = "\u5b57\u6bb5-" + random.nextInt(100);
      fields.put(name, Fixture.decision(random.nextInt()));
    }
    List<String> persons = random.ints(random.nextInt(20)).mapToObj(Integer::toHexString).toList();
    return new DomesticPart(fields, persons);
  }
}
