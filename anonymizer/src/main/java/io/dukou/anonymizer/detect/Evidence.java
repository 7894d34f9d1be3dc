package io.dukou.anonymizer.detect;

import static java.util.Objects.requireNonNull;

/**
 * One reason for a proposal; never a value of the data.
 *
 * @param code what was seen, such as {@code name:age} or {@code values:resident-id}
 * @param share share of the distinct values for which it holds, from 0 to 1; 1 if it is said of the
 *     column as a whole
 */
public record Evidence(String code, double share) {
  /** Refuses a share outside 0 to 1. */
  public Evidence {
    requireNonNull(code, "code");
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is not from 0 to 1");
    }
  }

  /** Returns evidence about a column as a whole. */
  static Evidence of(String code) {
    return new Evidence(code, 1);
  }
}
