package io.dukou.gateway.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dukou.gateway.release.SelectionException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A query is a whole table, a page or filters, or it is refused before any row is looked at. */
final class SelectionTest {
  private static final int PAGE_ROWS = 500;
  private static final int ROUNDS = 20_000 * Integer.getInteger("dukou.fuzz", 1);
  private static final String[] NAMES = {"limit", "cursor", "sex", "age", "", "Limit", "中文"};
  private static final String[] VALUES = {
    "", "0", "1", "500", "501", "-1", "+1", "01", "1e2", "999999999", "9999999999", "\u0661", "F"
  };

  @Test
  void noParameters_areTheWholeTable() {
    assertThat(Selection.of(List.of(), PAGE_ROWS)).isEqualTo(Selection.whole());
  }

  @Test
  void limitAndCursor_areNoFilters() {
    Selection page = Selection.of(parameters("limit", "10", "sex", "F", "cursor", "c"), PAGE_ROWS);
    assertThat(page.filters()).isEqualTo(Map.of("sex", "F"));
    assertThat(page.limit()).isEqualTo(10);
    assertThat(page.cursor()).isEqualTo("c");
  }

  @Test
  void orderOfParameters_makesNoDifference() {
    assertThat(Selection.of(parameters("a", "1", "b", "2"), PAGE_ROWS))
        .isEqualTo(Selection.of(parameters("b", "2", "a", "1"), PAGE_ROWS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "501", "-1", "+1", "01", "1.0", " 1", "9999999999", "\u0661"})
  void limitThatIsNoPageSize_isRefused(String limit) {
    assertThat(refusal(parameters("limit", limit))).isEqualTo(Kind.LIMIT);
  }

  @Test
  void cursorWithoutLimit_isRefused() {
    assertThat(refusal(parameters("cursor", "c"))).isEqualTo(Kind.CURSOR);
  }

  @Test
  void parameterTwice_isRefused_evenWithOneValue() {
    assertThat(refusal(parameters("sex", "F", "sex", "F"))).isEqualTo(Kind.MALFORMED);
    assertThat(refusal(parameters("limit", "1", "limit", "1"))).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void tooManyParameters_areRefused() {
    List<Map.Entry<String, String>> many = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      many.add(Map.entry("c" + i, "v"));
    }
    assertThat(Selection.of(many, PAGE_ROWS).filters()).hasSize(32);
    many.add(Map.entry("c32", "v"));
    assertThat(refusal(many)).isEqualTo(Kind.MALFORMED);
  }

  @Test
  void anyParameters_areReadAsTheModelReadsThem_orRefused() {
    Random random = new Random(31);
    for (int round = 0; round < ROUNDS; round++) {
      List<Map.Entry<String, String>> asked = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        asked.add(
            Map.entry(NAMES[random.nextInt(NAMES.length)], VALUES[random.nextInt(VALUES.length)]));
      }
      assertThat(read(asked)).as("%s", asked).isEqualTo(model(asked));
    }
  }

  /** Returns what a query means, or what is wrong with it first, from the words of the manual. */
  private static Object model(List<Map.Entry<String, String>> asked) {
    Map<String, String> left = new TreeMap<>();
    for (Map.Entry<String, String> parameter : asked) {
      if (left.containsKey(parameter.getKey())) {
        return Kind.MALFORMED;
      }
      left.put(parameter.getKey(), parameter.getValue());
    }
    String limit = left.remove("limit");
    String cursor = left.remove("cursor");
    if (limit != null && !List.of("1", "500").contains(limit)) {
      return Kind.LIMIT;
    }
    return cursor != null && limit == null
        ? Kind.CURSOR
        : "%s %s %s".formatted(limit, cursor, left);
  }

  private static Object read(List<Map.Entry<String, String>> asked) {
    try {
      Selection read = Selection.of(asked, PAGE_ROWS);
      return "%s %s %s".formatted(read.limit(), read.cursor(), read.filters());
    } catch (SelectionException e) {
      return e.kind();
    }
  }

  private static Kind refusal(List<Map.Entry<String, String>> asked) {
    return catchThrowableOfType(SelectionException.class, () -> Selection.of(asked, PAGE_ROWS))
        .kind();
  }

  private static List<Map.Entry<String, String>> parameters(String... namesAndValues) {
    List<Map.Entry<String, String>> parameters = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      parameters.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
    }
    return parameters;
  }
}
