package io.dukou.anonymizer.release;

/** Whether a filter {@code COLUMN=value} may be asked of a protected table. */
public enum FilterCheck {
  /** The column is released and the value is one that it could hold. */
  OK,
  /** No such column is released, whether or not the cut has one. */
  UNKNOWN_COLUMN,
  /** The column's hierarchy knows no such value at the level of the plan. */
  NOT_DEFINED_AT_LEVEL
}
