package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.pipeline.Request.Parameter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries are decoded in one way or not at all. */
final class QueryTest {
  @Test
  void emptyQuery_hasNoParameters() {
    assertThat(Query.parse("")).contains(List.of());
  }

  @Test
  void parameter_isSplitAtItsFirstEqualsSign() {
    assertThat(Query.parse("a=b=c&d&e="))
        .contains(
            List.of(new Parameter("a", "b=c"), new Parameter("d", ""), new Parameter("e", "")));
  }

  @Test
  void equalsSignOfALaterParameter_belongsToThatOne() {
    assertThat(Query.parse("a&b=c"))
        .contains(List.of(new Parameter("a", ""), new Parameter("b", "c")));
  }

  @Test
  void semicolon_isNoSeparator() {
    assertThat(Query.parse("a=b;c=d")).contains(List.of(new Parameter("a", "b;c=d")));
  }

  @Test
  void encodedSeparators_arePartOfTheText() {
    assertThat(Query.parse("a%26b=c%3Dd%2Be+f")).contains(List.of(new Parameter("a&b", "c=d+e f")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&",
        "a&",
        "&a",
        "a&&b",
        "=a",
        "%",
        "a%",
        "a=%2",
        "a=%2g",
        "a=%-1",
        "a=%+1",
        "a=%\uff11\uff11",
        "a=%80",
        "a=%ed%a0%80",
        "a=%c0%80",
        "a=%f4%90%80%80",
        "a=#",
        "a=\u00e9",
        "a=\t",
        "a=\u007f"
      })
  void whatCouldBeReadInTwoWays_isNotRead(String query) {
    assertThat(Query.parse(query)).isEmpty();
  }

  @Test
  void everyListOfParameters_survivesItsEncoding() {
    Random random = new Random(4711);
    for (int i = 0; i < 2000; i++) {
      List<Parameter> parameters = new ArrayList<>();
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        parameters.add(new Parameter("n" + text(random), text(random)));
      }
      assertThat(Query.parse(encode(parameters))).contains(parameters);
    }
  }

  @Test
  void garbage_isReadOrNotButNeverThrows() {
    Random random = new Random(4712);
    for (int i = 0; i < 20_000; i++) {
      String garbage =
          random
              .ints(random.nextInt(12), 0, 16)
              .mapToObj(n -> "" + "a%2&=+0fF;#\u00e9cC8~".charAt(n))
              .collect(Collectors.joining());
      Query.parse(garbage)
          .ifPresent(
              read ->
                  assertThat(Query.parse(garbage.isEmpty() ? "" : encode(read))).contains(read));
    }
  }

  private static String encode(List<Parameter> parameters) {
    return parameters.stream()
        .map(parameter -> encode(parameter.name()) + "=" + encode(parameter.value()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(6), 0, 0x11000)
        .filter(point -> point < 0xd800 || point > 0xdfff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
