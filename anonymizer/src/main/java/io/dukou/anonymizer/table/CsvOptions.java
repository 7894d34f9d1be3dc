package io.dukou.anonymizer.table;

import static java.util.Objects.requireNonNull;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How a CSV file is written: its delimiter and its encoding.
 *
 * @param delimiter one ASCII character that is no letter, digit, quote, line end or NUL
 * @param encoding UTF-8 or GB18030
 */
public record CsvOptions(char delimiter, Charset encoding) {
  /** The national standard encoding of China, a superset of GBK. */
  public static final Charset GB18030 = Charset.forName("GB18030");

  /** Comma and UTF-8. */
  public static final CsvOptions DEFAULT = new CsvOptions(',', StandardCharsets.UTF_8);

  /** Refuses delimiters that a CSV scanner cannot tell from content, and other encodings. */
  public CsvOptions {
    requireNonNull(encoding, "encoding");
    if (!isDelimiter(delimiter)) {
      throw new IllegalArgumentException(
          "not a delimiter: U+" + String.format("%04X", (int) delimiter));
    }
    if (!encoding.equals(StandardCharsets.UTF_8) && !encoding.equals(GB18030)) {
      throw new IllegalArgumentException("not UTF-8 or GB18030: " + encoding.name());
    }
  }

  /** Returns whether {@code character} can separate the fields of a row. */
  public static boolean isDelimiter(char character) {
    boolean printable = (character > ' ' && character < 0x7F) || character == '\t';
    return printable && !Character.isLetterOrDigit(character) && character != '"';
  }
}
