package io.dukou.gateway.format;

import java.util.Arrays;
import java.util.Optional;

/**
 * The type of a column's values: the data types of Dataset-JSON 1.1, and {@link #NUMBER} for any
 * number in plain JSON.
 */
public enum DataType {
  /** Any text. */
  STRING("string", Form.TEXT),
  /** A number without a fraction. */
  INTEGER("integer", Form.NUMBER),
  /** A decimal number that travels as text. */
  DECIMAL("decimal", Form.TEXT),
  /** A number. */
  FLOAT("float", Form.NUMBER),
  /** A number. */
  DOUBLE("double", Form.NUMBER),
  /** True or false. */
  BOOLEAN("boolean", Form.BOOLEAN),
  /** An ISO 8601 date and time, perhaps partial, as text. */
  DATETIME("datetime", Form.TEXT),
  /** An ISO 8601 date, perhaps partial, as text. */
  DATE("date", Form.TEXT),
  /** An ISO 8601 time, perhaps partial, as text. */
  TIME("time", Form.TEXT),
  /** A URI as text. */
  URI("URI", Form.TEXT),
  /** A number of plain JSON; Dataset-JSON has no such type. */
  NUMBER("number", Form.NUMBER);

  private final String wireName;
  private final Form form;

  DataType(String wireName, Form form) {
    this.wireName = wireName;
    this.form = form;
  }

  /** Returns the name in Dataset-JSON. */
  public String wireName() {
    return wireName;
  }

  /** Returns how a value is written in JSON. */
  Form form() {
    return form;
  }

  /** Returns the data type that Dataset-JSON calls {@code wireName}. */
  static Optional<DataType> ofDatasetJson(String wireName) {
    return Arrays.stream(values())
        .filter(type -> type != NUMBER && type.wireName.equals(wireName))
        .findFirst();
  }

  /** How a value is written in JSON. */
  enum Form {
    /** In quotes. */
    TEXT,
    /** As its digits. */
    NUMBER,
    /** As {@code true} or {@code false}. */
    BOOLEAN
  }
}
