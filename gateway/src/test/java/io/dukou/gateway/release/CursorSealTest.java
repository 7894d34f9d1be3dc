package io.dukou.gateway.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.release.CursorSeal.Bearer;
import io.dukou.gateway.release.SelectionException.Kind;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A cursor is of use to one caller, for one table and one selection, and nobody else learns why.
 */
final class CursorSealTest {
  private static final String WORDS =
      "the cursor is not one of this caller, this table and this selection";
  private static final Bearer BEARER = new Bearer("rhein-stats", "rhein-pharma", 42, "adsl");
  private static final Selection PAGE = page(10, Map.of("sex", "F"));
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ \u0000\u00e9";

  private final Secret key = Secret.random(new SecureRandom());
  private final CursorSeal seal = new CursorSeal(key);
  private final String cursor = seal.seal(BEARER, PAGE, 7);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 255, 256, 1_000_000, Integer.MAX_VALUE})
  void cursor_opensAtItsRow(int row) {
    assertThat(seal.open(BEARER, PAGE, seal.seal(BEARER, PAGE, row))).isEqualTo(row);
  }

  @Test
  void cursor_opensAfterARestart() {
    assertThat(new CursorSeal(key).open(BEARER, PAGE, cursor)).isEqualTo(7);
  }

  @Test
  void equalPages_haveEqualCursors_andOthersHaveOthers() {
    assertThat(seal.seal(BEARER, PAGE, 7)).isEqualTo(cursor);
    Set<String> seen = new HashSet<>();
    for (int row = 0; row < 2_000; row++) {
      assertThat(seen.add(seal.seal(BEARER, PAGE, row))).isTrue();
    }
    assertThat(seen).contains(cursor).allMatch(each -> each.length() == cursor.length());
  }

  @Test
  void cursor_needsNoEscapeInAUrl() {
    assertThat(cursor).matches("[A-Za-z0-9_-]{48}");
  }

  @Test
  void cursorOfAnotherBearer_isRefused() {
    assertRefused(new Bearer("other", "rhein-pharma", 42, "adsl"), PAGE, cursor);
    assertRefused(new Bearer("rhein-stats", "other", 42, "adsl"), PAGE, cursor);
    assertRefused(new Bearer("rhein-stats", "rhein-pharma", 43, "adsl"), PAGE, cursor);
    assertRefused(new Bearer("rhein-stats", "rhein-pharma", 42, "adae"), PAGE, cursor);
  }

  @Test
  void partsOfABearer_cannotBeMoved() {
    String joined = seal.seal(new Bearer("ab", "c", 1, "adsl"), PAGE, 7);
    assertRefused(new Bearer("a", "bc", 1, "adsl"), PAGE, joined);
    assertRefused(new Bearer("ab", "c1", 1, "adsl"), PAGE, joined);
  }

  @Test
  void cursorOfAnotherSelection_isRefused() {
    assertRefused(BEARER, page(11, Map.of("sex", "F")), cursor);
    assertRefused(BEARER, page(10, Map.of("sex", "M")), cursor);
    assertRefused(BEARER, page(10, Map.of("age", "F")), cursor);
    assertRefused(BEARER, page(10, Map.of()), cursor);
    assertRefused(BEARER, page(10, Map.of("sex", "F", "age", "[20, 30)")), cursor);
  }

  @Test
  void cursorUnderAnotherKey_isRefused() {
    CursorSeal other = new CursorSeal(Secret.random(new SecureRandom()));
    assertRefused(BEARER, PAGE, other.seal(BEARER, PAGE, 7));
  }

  @Test
  void mutatedCursor_isRefused_whereverItIsChanged() {
    for (int at = 0; at < cursor.length(); at++) {
      String head = cursor.substring(0, at);
      String tail = cursor.substring(at + 1);
      ALPHABET
          .chars()
          .mapToObj(other -> head + (char) other + tail)
          .filter(mutant -> !mutant.equals(cursor))
          .forEach(mutant -> assertRefused(BEARER, PAGE, mutant));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "7", "================================================"})
  void textThatIsNoCursor_isRefused(String text) {
    assertRefused(BEARER, PAGE, text);
  }

  @Test
  void noise_isRefused() {
    Random random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      assertRefused(BEARER, PAGE, noise(random));
    }
  }

  @Test
  void cursorCutOrLengthened_isRefused() {
    for (int length = 0; length < cursor.length(); length++) {
      assertRefused(BEARER, PAGE, cursor.substring(0, length));
    }
    assertRefused(BEARER, PAGE, cursor + "A");
    assertRefused(BEARER, PAGE, cursor + cursor);
  }

  /** All refusals are one: the same kind and words, without a trace to tell them apart. */
  private void assertRefused(Bearer bearer, Selection selection, String text) {
    SelectionException refused =
        catchThrowableOfType(SelectionException.class, () -> seal.open(bearer, selection, text));
    assertThat(refused).as("%s", text).isNotNull().hasMessage(WORDS).hasNoCause();
    assertThat(refused.kind()).isEqualTo(Kind.CURSOR);
    assertThat(refused.getStackTrace()).isEmpty();
  }

  private String noise(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(4) > 0 ? cursor.length() : random.nextInt(100);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  private static Selection page(int limit, Map<String, String> filters) {
    return new Selection(new TreeMap<>(filters), limit, null);
  }
}
