package io.dukou.anonymizer.spec;

/** What becomes of columns that the specification does not name. */
public enum Others {
  /** They are an error. */
  REFUSE,
  /** They are left out. */
  DROP,
  /** They are released as they are, with a warning. */
  KEEP
}
