package io.dukou.gateway.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Turns a released value into the bytes that stand for it in an answer. Any thread. */
@FunctionalInterface
interface CellForm {
  /** Text in JSON; missing is {@code null}. */
  CellForm JSON_TEXT = value -> value == null ? Literal.NULL : quoted(value);

  /**
   * Text in Dataset-JSON; missing is the empty string, as CDISC's own datasets have it: their
   * character variables know no other missing value.
   */
  CellForm DATASET_TEXT = value -> quoted(value == null ? "" : value);

  /** A number in JSON; missing is {@code null}. */
  CellForm JSON_NUMBER =
      value -> {
        if (value == null) {
          return Literal.NULL;
        }
        if (!JsonNumbers.isPlainNumber(value)) {
          throw new IllegalStateException("a number column holds something else");
        }
        return value.getBytes(UTF_8);
      };

  /** A boolean in JSON; missing is {@code null}. */
  CellForm JSON_BOOLEAN =
      value -> {
        if (value == null) {
          return Literal.NULL;
        }
        return switch (value) {
          case "true" -> Literal.TRUE;
          case "false" -> Literal.FALSE;
          default -> throw new IllegalStateException("a boolean column holds something else");
        };
      };

  /**
   * Returns the bytes for {@code value}, which the receiver must not change; null is missing.
   *
   * @throws IllegalStateException if a column of this form cannot hold it; says no value
   */
  byte[] encode(@Nullable String value);

  /** Returns a JSON string. */
  static byte[] quoted(String text) {
    byte[] content = JsonStringEncoder.getInstance().quoteAsUTF8(text);
    ByteArrayOutputStream quoted = new ByteArrayOutputStream(content.length + 2);
    quoted.write('"');
    quoted.writeBytes(content);
    quoted.write('"');
    return quoted.toByteArray();
  }

  /** Returns the form of CSV fields between delimiters; missing is empty. */
  static CellForm csv(char delimiter) {
    return value -> value == null ? Literal.EMPTY : csvField(value, delimiter);
  }

  private static byte[] csvField(String value, char delimiter) {
    boolean plain =
        value.indexOf(delimiter) < 0
            && value.indexOf('"') < 0
            && value.indexOf('\n') < 0
            && value.indexOf('\r') < 0;
    String field = plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    return field.getBytes(UTF_8);
  }

  /** Bytes that never change; shared. */
  final class Literal {
    static final byte[] EMPTY = {};
    static final byte[] NULL = "null".getBytes(UTF_8);
    static final byte[] TRUE = "true".getBytes(UTF_8);
    static final byte[] FALSE = "false".getBytes(UTF_8);

    private Literal() {}
  }
}
