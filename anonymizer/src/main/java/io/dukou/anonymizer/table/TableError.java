package io.dukou.anonymizer.table;

import java.util.Locale;

/** Why a table cannot be read or written, and what to do about it. */
public enum TableError {
  /** The source holds no byte, or no header row. */
  EMPTY_INPUT("there is no header row", "send a table whose first row names its columns"),
  /** A field of the header row is empty. */
  EMPTY_COLUMN_NAME("a column has no name", "name every column in the header row"),
  /** Two fields of the header row are equal. */
  DUPLICATE_COLUMN_NAME("two columns have the same name", "give every column its own name"),
  /** A row has fewer fields than the header. */
  MISSING_FIELD("the row has fewer fields than the header", "complete the row"),
  /** A row has more fields than the header. */
  EXTRA_FIELD(
      "the row has more fields than the header", "remove the field, or quote the delimiter in it"),
  /** The source ends inside a quoted field. */
  UNTERMINATED_QUOTE("a quoted field is never closed", "close the quote, or double quotes in it"),
  /** Something other than a delimiter or a line end follows a closing quote. */
  TEXT_AFTER_QUOTE(
      "text follows a closing quote", "double every quote that belongs to the field's content"),
  /** A quote stands inside a field that does not start with one. */
  QUOTE_IN_PLAIN_FIELD(
      "a quote stands inside an unquoted field", "quote the field and double the quotes in it"),
  /** The source starts with a byte order mark. */
  BYTE_ORDER_MARK(
      "the input starts with a byte order mark", "save it without a byte order mark, as UTF-8"),
  /** Bytes are no text in the declared encoding. */
  UNDECODABLE_BYTES(
      "bytes are no text in the declared encoding", "declare the encoding the file is written in"),
  /** A field holds the character U+0000. */
  NUL_CHARACTER("a field holds the character U+0000", "remove it; the file may be no text at all"),
  /** Some rows end with LF and others with CR LF. */
  MIXED_LINE_ENDS(
      "the line end differs from that of the first row", "use either LF or CR LF throughout"),
  /** A carriage return is not followed by a line feed. */
  BARE_CARRIAGE_RETURN(
      "a carriage return stands alone", "end rows with LF or CR LF, and quote it inside a field"),
  /** A field is longer than the limit. */
  FIELD_TOO_LONG("a field is longer than the limit", "shorten it, or raise the limit"),
  /** There are more rows than the limit. */
  TOO_MANY_ROWS("there are more rows than the limit", "split the table, or raise the limit"),
  /** There are more columns than the limit. */
  TOO_MANY_COLUMNS("there are more columns than the limit", "drop columns, or raise the limit"),
  /** The source is larger than the limit. */
  TOO_MANY_BYTES("the input is larger than the limit", "split the table, or raise the limit"),
  /** The source could not be read, or the target could not be written. */
  INPUT_OUTPUT("reading or writing failed", "see the cause");

  private final String problem;
  private final String remedy;

  TableError(String problem, String remedy) {
    this.problem = problem;
    this.remedy = remedy;
  }

  /** Returns the name a program can rely on, such as {@code mixed-line-ends}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns what is wrong, in words that hold no cell. */
  public String problem() {
    return problem;
  }

  /** Returns what whoever made the table can do. */
  public String remedy() {
    return remedy;
  }
}
