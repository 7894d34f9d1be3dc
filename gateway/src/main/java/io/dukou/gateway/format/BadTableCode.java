package io.dukou.gateway.format;

import io.dukou.anonymizer.table.TableError;
import java.util.Locale;

/**
 * Why a body is not a table, and what whoever runs the origin can do about it.
 *
 * <p>Codes are stable: they are never renamed and never given another meaning. Those that CSV can
 * cause bear the names of {@link TableError}.
 */
public enum BadTableCode {
  // Any format.
  /** The body is a gzip, zip, bzip2, xz, zstd, lz4 or 7z file. */
  COMPRESSED_BODY("the body is compressed", "have the origin send it as it is"),
  /** The body holds no byte, or no header row. */
  EMPTY_INPUT("there is nothing that names the columns", "send a table with its column names"),
  /** The body starts with a byte order mark. */
  BYTE_ORDER_MARK("the body starts with a byte order mark", "send UTF-8 without one"),
  /** Bytes or escapes are no text in the declared encoding. */
  UNDECODABLE_BYTES(
      "the bytes are no text in the declared encoding",
      "send UTF-8, or declare another encoding of CSV as origin.csv.encoding"),
  /** The character U+0000 occurs. */
  NUL_CHARACTER("the character U+0000 occurs", "remove it; the body may be UTF-16 or no text"),
  /** The body is longer than the limit. */
  TOO_MANY_BYTES("the body is longer than the limit", "raise origin.maxBytes of the route"),
  /** There are more rows than the limit. */
  TOO_MANY_ROWS("there are more rows than the limit", "raise tables.rows"),
  /** There are more columns than the limit. */
  TOO_MANY_COLUMNS("there are more columns than the limit", "raise tables.columns"),
  /** A field, a name or a number is longer than the limit. */
  FIELD_TOO_LONG("a field is longer than the limit", "shorten it, or raise tables.fieldBytes"),
  /** A column has no name. */
  EMPTY_COLUMN_NAME("a column has no name", "give every column a name"),
  /** Two columns have the same name. */
  DUPLICATE_COLUMN_NAME("two columns have the same name", "give every column its own name"),
  /** A row has fewer fields than there are columns. */
  MISSING_FIELD("the row has fewer fields than there are columns", "complete the row"),
  /** A row has more fields than there are columns. */
  EXTRA_FIELD("the row has more fields than there are columns", "remove what is too much"),
  /** Lines end in more than one way. */
  MIXED_LINE_ENDS("lines end in more than one way", "use either LF or CR LF throughout"),
  /** A carriage return is not followed by a line feed. */
  BARE_CARRIAGE_RETURN("a carriage return stands alone", "end lines with LF or CR LF"),

  // CSV.
  /** The body ends inside a quoted field. */
  UNTERMINATED_QUOTE("a quoted field is never closed", "close the quote, or double those inside"),
  /** Something other than a delimiter or a line end follows a closing quote. */
  TEXT_AFTER_QUOTE("text follows a closing quote", "double the quotes inside a field"),
  /** A quote stands inside a field that does not start with one. */
  QUOTE_IN_PLAIN_FIELD("a quote stands inside an unquoted field", "quote it, and double the quote"),

  // JSON in any form.
  /** The text breaks a rule of RFC 8259. */
  JSON_SYNTAX("the text is not JSON", "send JSON as RFC 8259 defines it"),
  /** The text ends in the middle. */
  TRUNCATED("the text ends in the middle", "send the whole body"),
  /** Something follows the end. */
  TRAILING_CONTENT("something follows the end", "send one JSON text"),
  /** The text is JSON of another shape than the format has here. */
  UNEXPECTED_SHAPE(
      "another kind of JSON value is needed here", "send what origin.format of the route says"),
  /** A cell is an array or an object. */
  NESTED_VALUE("a cell holds an array or an object", "flatten the rows"),
  /** A key occurs twice in an object. */
  DUPLICATE_KEY("a key occurs twice in one object", "send every key once"),
  /** A row has a key that the first row does not have. */
  UNKNOWN_KEY("a key is not one of the first row", "give every row the same keys"),
  /** A row lacks a key that the first row has. */
  MISSING_KEY("a key of the first row is missing", "give every row the same keys, null if need be"),
  /** The values of a column are of different kinds. */
  MIXED_KINDS(
      "the column's values are of different kinds",
      "send only strings, only numbers or only booleans"),
  /** A number is beyond 2^53, or not kept exactly by readers that use binary doubles. */
  INEXACT_NUMBER("a number is too large or too precise to be kept exactly", "send it as a string"),
  /** NaN or an infinity. */
  NUMBER_NOT_FINITE("a number is not finite", "send null"),

  // NDJSON forms.
  /** A line holds nothing. */
  BLANK_LINE("the line is blank", "send no blank lines"),
  /** A line holds part of a value, or more than one. */
  NOT_ONE_LINE_EACH("values and lines do not match", "send each value on a line of its own"),

  // Dataset-JSON forms.
  /** A member is not in the standard. */
  UNKNOWN_MEMBER("a member is not in the standard", "send Dataset-JSON 1.1 without extensions"),
  /** A required member is absent. */
  MISSING_MEMBER("a required member is absent", "send every required member of Dataset-JSON 1.1"),
  /** A member has a value that the standard does not allow. */
  BAD_MEMBER("a member has a value that the standard forbids", "send Dataset-JSON 1.1"),
  /** The rows stand before the columns, or there are no columns. */
  ROWS_BEFORE_COLUMNS("no columns stand before the rows", "send columns, and before the rows"),
  /** {@code records} is not the number of rows. */
  WRONG_RECORDS("records is not the number of rows", "send the whole dataset, or mend records"),
  /** A value is not of its column's data type. */
  WRONG_TYPE("the value is not of the column's data type", "mend the value or the data type");

  private final String problem;
  private final String remedy;

  BadTableCode(String problem, String remedy) {
    this.problem = problem;
    this.remedy = remedy;
  }

  /** Returns the name a program can rely on, such as {@code mixed-line-ends}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns what is wrong, in words that hold nothing of the body. */
  public String problem() {
    return problem;
  }

  /** Returns what whoever runs the origin or the route can do. */
  public String remedy() {
    return remedy;
  }

  /** Returns the code of what the CSV reader or the table found. */
  static BadTableCode of(TableError error) {
    return valueOf(error.name());
  }
}
