package io.dukou.anonymizer.release;

/**
 * What became of the rows of a cut; their sum is {@code rows}. For people in China only.
 *
 * @param rows rows of the cut
 * @param released rows released
 * @param suppressed rows of classes that the plan does not release, if the cut is the planned table
 * @param unknownClass rows of such classes in any other cut, and rows of classes with fewer than k
 *     subjects in this one
 * @param unknownValue rows of subjects who have a value outside a hierarchy
 * @param dropped rows left out because a quasi-identifier is missing and the specification says so
 * @param withheld rows of subjects whom the caller withholds
 */
public record ProtectionCounts(
    int rows,
    int released,
    int suppressed,
    int unknownClass,
    int unknownValue,
    int dropped,
    int withheld) {
  /** Refuses counts that do not add up. */
  public ProtectionCounts {
    if (released + suppressed + unknownClass + unknownValue + dropped + withheld != rows) {
      throw new IllegalArgumentException("the counts do not add up to the rows");
    }
  }
}
