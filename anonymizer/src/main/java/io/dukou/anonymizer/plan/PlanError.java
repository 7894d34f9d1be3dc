package io.dukou.anonymizer.plan;

import java.util.Locale;

/** Why no plan can be made, read or applied. */
public enum PlanError {
  /** The specification names a column that the table does not have. */
  UNKNOWN_COLUMN,
  /** The table has a column that the specification does not name. */
  UNNAMED_COLUMN,
  /** A table that is needed is missing, or there is one that is not known. */
  UNKNOWN_TABLE,
  /** A row has no subject. */
  MISSING_SUBJECT,
  /** A cell is outside the hierarchy of its column. */
  VALUE_OUTSIDE_HIERARCHY,
  /** A cell is not of the type of its column. */
  WRONG_TYPE,
  /** No column is a quasi-identifier. */
  NO_QUASI_IDENTIFIER,
  /** There are more transformations than may be searched. */
  TOO_MANY_TRANSFORMATIONS,
  /** A model cannot be applied to the table. */
  MODEL_NOT_APPLICABLE,
  /** The rows to be released are not all rows of the table. */
  SUBSET_DOES_NOT_FIT,
  /** The plan may be applied to the planned table only. */
  NOT_THE_PLANNED_TABLE,
  /** The planner chosen cannot express what is asked; {@link Planner#optimal} can. */
  BEYOND_PLANNER,
  /** The table is too large for exact sums. */
  TABLE_TOO_LARGE,
  /** The thread was interrupted. */
  INTERRUPTED,
  /** A released cell or name holds a character that only steers what shows it. */
  STEERING_CHARACTER,
  /** A plan file cannot be used. */
  PLAN_FILE,
  /** A key file cannot be used. */
  KEY_FILE;

  /** Returns the name a program can rely on, such as {@code unknown-column}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
