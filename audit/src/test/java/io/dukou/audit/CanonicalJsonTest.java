package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Random;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8785. */
final class CanonicalJsonTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** The sample of section 3.2.2, its first number shortened to what a double holds. */
  @Test
  void the_sample_of_the_rfc_comes_out_as_printed_there() {
    String input =
        """
        {"numbers": [333333333.3333333, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
         "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
         "literals": [null, true, false]}\
        """;
    assertThat(canonical(input))
        .isEqualTo(
            "{\"literals\":[null,true,false],"
                + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
  }

  /** The sample of section 3.2.3. */
  @Test
  void names_are_ordered_by_utf16_code_units() {
    String input =
        """
        {"\\u20ac": 1, "\\r": 2, "\\ufb33": 3, "1": 4, "\\ud83d\\ude00": 5, "\\u0080": 6, "\\u00f6": 7}\
        """;
    assertThat(canonical(input).replaceAll("\"[^\"]*\":", "")).isEqualTo("{2,4,6,7,1,5,3}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "9007199254740991, 9007199254740991",
    "-9007199254740991, -9007199254740991",
    "9007199254740992, 9007199254740992",
    "1e21, 1e+21",
    "1e20, 100000000000000000000",
    "5e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "0.000001, 0.000001",
    "0.0000001, 1e-7",
    "1.0, 1",
  })
  void numbers_are_written_as_ecmascript_does(String input, String output) {
    assertThat(canonical(input)).isEqualTo(output);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993",
        "-9007199254740993",
        "1152921504606846976",
        "123456789012345678901234567890",
        "1e400",
        "0.1000000000000000055511151231257827",
        "333333333.33333329",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
      })
  void what_has_no_exact_form_is_refused(String input) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> canonical(input));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1,\"a\":1}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "1 2",
        "[1,]",
        "NaN",
        "Infinity",
        "'a'",
        "{a:1}",
        "01",
        "/* */1",
        "\ufeff1",
        "\"\t\"",
      })
  void what_is_not_strict_json_is_refused(String input) {
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> canonical(input));
  }

  @Test
  void bytes_that_are_not_utf8_are_refused() {
    byte[] gb18030 = {'"', (byte) 0xc4, (byte) 0xe3, '"'};
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> CanonicalJson.parse(gb18030, "text"));
  }

  @Test
  void numbers_that_are_no_numbers_and_values_that_are_no_values_are_refused() {
    for (JsonNode node :
        new JsonNode[] {
          NODES.numberNode(Double.NaN),
          NODES.numberNode(Double.POSITIVE_INFINITY),
          NODES.binaryNode(new byte[1]),
          NODES.pojoNode("x"),
          NODES.missingNode()
        }) {
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> CanonicalJson.encode(node));
    }
  }

  @Test
  void nesting_has_a_limit() {
    String deep = "[".repeat(101) + "]".repeat(101);
    assertThat(canonical(deep.substring(1, 201))).hasSize(200);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> canonical("[" + deep + "]"));
  }

  @Test
  void any_value_comes_out_as_the_reference_implementation_writes_it() throws IOException {
    Random random = new Random(8785);
    for (int i = 0; i < 2000; i++) {
      JsonNode value = NODES.objectNode().set("x", randomValue(random, 4));
      String reference = new JsonCanonicalizer(value.toString()).getEncodedString();
      assertThat(CanonicalJson.text(value)).isEqualTo(reference);
      assertThat(canonical(reference)).isEqualTo(reference);
    }
  }

  @Test
  void a_top_level_string_is_found_without_reading_the_rest() {
    byte[] json = "{\"a\":{\"r\":\"no\"},\"b\":[1],\"r\":\"yes\",\"z\":1}".getBytes(UTF_8);
    assertThat(CanonicalJson.topLevelString(json, "r")).isEqualTo("yes");
    assertThat(CanonicalJson.topLevelString(json, "z")).isNull();
    assertThat(CanonicalJson.topLevelString(json, "q")).isNull();
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> CanonicalJson.topLevelString("{\"a\":".getBytes(UTF_8), "r"));
  }

  private static String canonical(String json) {
    return CanonicalJson.text(CanonicalJson.parse(json.getBytes(UTF_8), "text"));
  }

  private static JsonNode randomValue(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextLong() >> (11 + random.nextInt(50)));
      case 3 -> NODES.numberNode(randomDouble(random));
      case 4 -> NODES.numberNode(BigDecimal.valueOf(random.nextInt(), random.nextInt(12)));
      case 5 -> NODES.textNode(randomText(random));
      case 6 -> {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(randomValue(random, depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(6); i > 0; i--) {
          object.set(randomText(random), randomValue(random, depth - 1));
        }
        yield object;
      }
    };
  }

  private static double randomDouble(Random random) {
    double any = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(any) ? any : random.nextGaussian();
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      int[] ranges = {0x30, 0x7f, 0x800, 0xd800, 0x20000};
      int codePoint = random.nextInt(ranges[random.nextInt(ranges.length)]);
      text.appendCodePoint(
          Character.isBmpCodePoint(codePoint) && Character.isSurrogate((char) codePoint)
              ? 'x'
              : codePoint);
    }
    return text.toString();
  }
}
