package io.dukou.audit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.erdtman.jcs.NumberToJSON;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Canonicalization Scheme (RFC 8785), written and strictly read.
 *
 * <p>Beyond the RFC, a number that an IEEE 754 double cannot hold exactly as written is refused
 * rather than rounded: what is logged is what was meant.
 */
final class CanonicalJson {
  private static final int MAX_DEPTH = 100;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private CanonicalJson() {}

  /**
   * Returns the canonical bytes of a value.
   *
   * @throws MalformedException if the value has no exact canonical form
   */
  static byte[] encode(JsonNode value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the canonical text of a value. */
  static String text(JsonNode value) {
    StringBuilder out = new StringBuilder(256);
    append(value, out, 0);
    return out.toString();
  }

  /**
   * Reads one JSON value: UTF-8, no duplicate name, nothing behind it.
   *
   * @throws MalformedException if it is anything else; the message shows none of the content
   */
  static JsonNode parse(byte[] bytes, String what) {
    try {
      JsonNode node = MAPPER.readTree(StrictText.utf8(bytes, what));
      if (node == null || node.isMissingNode()) {
        throw new MalformedException(what + " is empty");
      }
      return node;
    } catch (JsonProcessingException | NumberFormatException e) { // an exponent beyond any int
      throw new MalformedException(what + " is not strict JSON");
    }
  }

  /**
   * Returns the value of a name of the outermost object if it is a string, else null.
   *
   * @throws MalformedException if the bytes are not JSON as far as they had to be read
   */
  static @Nullable String topLevelString(byte[] bytes, String name) {
    try (JsonParser parser = MAPPER.createParser(bytes)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = parser.currentName().equals(name);
        JsonToken value = parser.nextToken();
        if (found) {
          return value == JsonToken.VALUE_STRING ? parser.getText() : null;
        }
        parser.skipChildren();
      }
      return null;
    } catch (IOException e) {
      throw new MalformedException("not JSON");
    }
  }

  private static void append(JsonNode value, StringBuilder out, int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedException("JSON is nested deeper than " + MAX_DEPTH);
    }
    switch (value.getNodeType()) {
      case OBJECT -> appendObject(value, out, depth);
      case ARRAY -> appendArray(value, out, depth);
      case STRING -> appendString(value.textValue(), out);
      case NUMBER -> out.append(number(value));
      case BOOLEAN -> out.append(value.booleanValue());
      case NULL -> out.append("null");
      default -> throw new MalformedException("not a JSON value: " + value.getNodeType());
    }
  }

  /** Orders names by UTF-16 code units (RFC 8785, 3.2.3), which is the order of Java strings. */
  private static void appendObject(JsonNode value, StringBuilder out, int depth) {
    List<String> names = new ArrayList<>(value.size());
    value.fieldNames().forEachRemaining(names::add);
    Collections.sort(names);
    char separator = '{';
    for (String name : names) {
      out.append(separator);
      separator = ',';
      appendString(name, out);
      out.append(':');
      append(value.get(name), out, depth + 1);
    }
    out.append(names.isEmpty() ? "{}" : "}");
  }

  private static void appendArray(JsonNode value, StringBuilder out, int depth) {
    char separator = '[';
    for (JsonNode element : value) {
      out.append(separator);
      separator = ',';
      append(element, out, depth + 1);
    }
    out.append(value.isEmpty() ? "[]" : "]");
  }

  /** Copies runs of characters that stand for themselves at once: nearly every text is one run. */
  private static void appendString(String text, StringBuilder out) {
    out.append('"');
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\') {
        out.append(text, run, i);
        appendEscape(c, out);
        run = i + 1;
      } else if (Character.isSurrogate(c)) {
        requirePair(text, i);
        i++;
      }
    }
    out.append(text, run, text.length()).append('"');
  }

  private static void requirePair(String text, int at) {
    if (at + 1 >= text.length()
        || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
      throw new MalformedException("JSON string with half a surrogate pair");
    }
  }

  private static void appendEscape(char c, StringBuilder out) {
    int known = "\b\t\n\f\r\"\\".indexOf(c);
    if (known >= 0) {
      out.append('\\').append("btnfr\"\\".charAt(known));
    } else {
      out.append("\\u").append(HexFormat.of().toHexDigits(c));
    }
  }

  private static String number(JsonNode value) {
    double rounded = value.doubleValue();
    if (!Double.isFinite(rounded)) {
      throw new MalformedException("JSON number that is not finite");
    }
    if (value.isInt()) {
      return Integer.toString(value.intValue());
    }
    String text = serialize(rounded);
    boolean binary = value.isDouble() || value.isFloat();
    if (!binary && new BigDecimal(text).compareTo(value.decimalValue()) != 0) {
      throw new MalformedException("JSON number with more digits than a double holds");
    }
    return text;
  }

  private static String serialize(double finite) {
    try {
      return NumberToJSON.serializeNumber(finite);
    } catch (IOException e) {
      throw new IllegalStateException("a finite double has a JSON form", e);
    }
  }
}
