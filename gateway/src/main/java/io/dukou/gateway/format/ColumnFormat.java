package io.dukou.gateway.format;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What a body says about the form of one column.
 *
 * @param type type of the values
 * @param target type that a Dataset-JSON reader converts the values to, {@link DataType#INTEGER} or
 *     {@link DataType#DECIMAL}; null if it keeps them
 */
public record ColumnFormat(DataType type, @Nullable DataType target) {
  /** Text, as everything in CSV. */
  static final ColumnFormat TEXT = new ColumnFormat(DataType.STRING, null);

  /** Refuses targets that the standard does not have. */
  public ColumnFormat {
    requireNonNull(type, "type");
    if (target != null && target != DataType.INTEGER && target != DataType.DECIMAL) {
      throw new IllegalArgumentException("no target data type: " + target.wireName());
    }
  }
}
