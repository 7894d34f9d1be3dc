package io.dukou.gateway.format;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the metadata of a Dataset-JSON 1.1 body by the rules of the standard, and keeps only names
 * and types of columns, and {@code records}.
 *
 * <p>The standard is CDISC Dataset-JSON 1.1, sections "Top-level Metadata Attributes" and "Column
 * Metadata". It recommends an order of members so that readers can stream; of that order only this
 * is required here: {@code columns} before {@code rows}. One thread.
 */
final class DatasetHeader {
  private static final Set<String> REQUIRED =
      Set.of(
          "datasetJSONCreationDateTime",
          "datasetJSONVersion",
          "itemGroupOID",
          "records",
          "name",
          "label",
          "columns");
  private static final Set<String> REQUIRED_IN_COLUMN =
      Set.of("itemOID", "name", "label", "dataType");
  private static final Pattern VERSION = Pattern.compile("1\\.1(?:\\.(?:0|[1-9][0-9]*))?");
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
              + "T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,9})?"
              + "(?:[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]|Z)?");

  private final JsonScanner scanner;
  private final FormatLimits limits;
  private final Set<String> members = new HashSet<>();
  private final Map<String, ColumnFormat> columns = new LinkedHashMap<>();
  private long records;

  /** Creates a reader of the object whose opening brace is the present token. */
  DatasetHeader(JsonScanner scanner, FormatLimits limits) {
    this.scanner = scanner;
    this.limits = limits;
  }

  /**
   * Reads members up to {@code rows} or to the closing brace.
   *
   * @return true if the present token is the name {@code rows}, whose value the caller reads
   */
  boolean nextMember() throws IOException, BadTableException {
    while (nextName(members)) {
      String name = scanner.name();
      if (name.equals("rows")) {
        return true;
      }
      readMember(name);
    }
    return false;
  }

  /** Returns a reader of rows, after the columns were read. */
  CellReader cells(ReadOptions options) throws BadTableException {
    if (!members.contains("columns")) {
      throw scanner.fail(
          members.contains("rows")
              ? BadTableCode.ROWS_BEFORE_COLUMNS
              : BadTableCode.MISSING_MEMBER);
    }
    return CellReader.typed(scanner, columns, options);
  }

  /** Fails unless every required member was there. */
  void requireComplete() throws BadTableException {
    if (!members.containsAll(REQUIRED)) {
      throw scanner.fail(BadTableCode.MISSING_MEMBER);
    }
  }

  /** Returns how many rows the dataset says it has. */
  long records() {
    return records;
  }

  private void readMember(String name) throws IOException, BadTableException {
    switch (name) {
      case "datasetJSONCreationDateTime", "dbLastModifiedDateTime" -> require(DATE_TIME);
      case "datasetJSONVersion" -> require(VERSION);
      case "itemGroupOID", "name", "fileOID", "studyOID", "metaDataVersionOID" -> requireText(1);
      case "label", "originator", "metaDataRef" -> requireText(0);
      case "records" -> records = requireInteger(0);
      case "sourceSystem" -> readSourceSystem();
      case "columns" -> readColumns();
      default -> throw scanner.fail(BadTableCode.UNKNOWN_MEMBER);
    }
  }

  private void readSourceSystem() throws IOException, BadTableException {
    scanner.next(JsonToken.START_OBJECT);
    Set<String> present = new HashSet<>();
    while (nextName(present)) {
      if (!scanner.name().equals("name") && !scanner.name().equals("version")) {
        throw scanner.fail(BadTableCode.UNKNOWN_MEMBER);
      }
      requireText(0);
    }
    if (present.size() < 2) {
      throw scanner.fail(BadTableCode.MISSING_MEMBER);
    }
  }

  private void readColumns() throws IOException, BadTableException {
    scanner.next(JsonToken.START_ARRAY);
    for (JsonToken token = scanner.next(); token != JsonToken.END_ARRAY; token = scanner.next()) {
      scanner.require(token, JsonToken.START_OBJECT);
      if (columns.size() == limits.maxColumns()) {
        throw scanner.fail(BadTableCode.TOO_MANY_COLUMNS);
      }
      readColumn();
    }
    if (columns.isEmpty()) {
      throw scanner.fail(BadTableCode.EMPTY_INPUT);
    }
  }

  private void readColumn() throws IOException, BadTableException {
    Set<String> present = new HashSet<>();
    String columnName = "";
    DataType type = DataType.STRING;
    DataType target = null;
    while (nextName(present)) {
      switch (scanner.name()) {
        case "itemOID" -> requireText(1);
        case "label", "displayFormat" -> requireText(0);
        case "length", "keySequence" -> requireInteger(1);
        case "name" -> columnName = requireColumnName();
        case "dataType" -> type = requireType();
        case "targetDataType" -> target = requireTarget();
        default -> throw scanner.fail(BadTableCode.UNKNOWN_MEMBER);
      }
    }
    if (!present.containsAll(REQUIRED_IN_COLUMN)) {
      throw scanner.fail(BadTableCode.MISSING_MEMBER);
    }
    columns.put(columnName, new ColumnFormat(type, target));
  }

  private String requireColumnName() throws IOException, BadTableException {
    String name = requireText(0);
    BadTableCode problem =
        columns.containsKey(name) ? BadTableCode.DUPLICATE_COLUMN_NAME : ColumnNames.problem(name);
    if (problem != null) {
      throw scanner.fail(problem);
    }
    return name;
  }

  private DataType requireType() throws IOException, BadTableException {
    return DataType.ofDatasetJson(requireText(1))
        .orElseThrow(() -> scanner.fail(BadTableCode.BAD_MEMBER));
  }

  private @Nullable DataType requireTarget() throws IOException, BadTableException {
    DataType target = requireType();
    if (target != DataType.INTEGER && target != DataType.DECIMAL) {
      throw scanner.fail(BadTableCode.BAD_MEMBER);
    }
    return target;
  }

  private String requireText(int leastLength) throws IOException, BadTableException {
    if (scanner.next() != JsonToken.VALUE_STRING) {
      throw scanner.fail(BadTableCode.BAD_MEMBER);
    }
    String text = scanner.text();
    if (text.length() < leastLength) {
      throw scanner.fail(BadTableCode.BAD_MEMBER);
    }
    return text;
  }

  private void require(Pattern pattern) throws IOException, BadTableException {
    if (!pattern.matcher(requireText(1)).matches()) {
      throw scanner.fail(BadTableCode.BAD_MEMBER);
    }
  }

  private long requireInteger(long least) throws IOException, BadTableException {
    boolean integer = scanner.next() == JsonToken.VALUE_NUMBER_INT;
    String exact = integer ? JsonNumbers.exact(scanner.text()) : null;
    if (exact == null || Long.parseLong(exact) < least) {
      throw scanner.fail(BadTableCode.BAD_MEMBER);
    }
    return Long.parseLong(exact);
  }

  /** Moves to the next name of an object, which must not be in {@code present}; adds it. */
  private boolean nextName(Set<String> present) throws IOException, BadTableException {
    JsonToken token = scanner.next();
    if (token == null) {
      throw scanner.fail(BadTableCode.TRUNCATED);
    }
    if (token != JsonToken.FIELD_NAME) {
      return false;
    }
    if (!present.add(scanner.name())) {
      throw scanner.fail(BadTableCode.DUPLICATE_KEY);
    }
    return true;
  }
}
