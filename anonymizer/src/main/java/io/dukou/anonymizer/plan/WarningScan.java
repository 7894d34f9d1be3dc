package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for columns that are released as they are and undo what generalisation does.
 *
 * <h2>Dependence</h2>
 *
 * <p>Column A determines column B if A's value settles B's. What counts is how often that could
 * have failed: of the n rows that share a value of A, n - 1 repeat the first, and those with the
 * most frequent B among the n, less one, agree. A determines B if all repetitions agree, or 99 % of
 * them while the most frequent value of B alone would explain at most 90 %. Without any repetition
 * nothing is claimed, and a column with one value is neither determined nor determining. Successive
 * rows of one subject that repeat both values count once. An insensitive column that determines a
 * quasi-identifier, or is determined by one (a coarser form of it, as an age group is of the age),
 * narrows it beyond its level.
 */
final class WarningScan {
  private static final double AGREEMENT = 0.99;
  private static final double EXPLAINED_BY_FREQUENCY = 0.90;

  /** Pairs of values up to which each has a counter: 16 MiB. */
  private static final long LARGEST_GRID = 1L << 22;

  private final @Nullable Column subject;
  private final boolean[] released;

  private WarningScan(@Nullable Column subject, boolean[] released) {
    this.subject = subject;
    this.released = released;
  }

  /**
   * Returns what is to be said of the released rows.
   *
   * @param kept names of columns that the specification does not name
   * @param released for each row, whether it is released
   */
  static List<PlanWarning> warnings(
      Preparation prepared, List<String> kept, boolean[] released, int k) {
    WarningScan scan = new WarningScan(prepared.subject(), released);
    List<PlanWarning> warnings = new ArrayList<>();
    for (String name : kept) {
      warnings.add(new PlanWarning(PlanWarning.Kind.KEEP, name, null));
    }
    List<AttributeSpec> attributes = prepared.attributes();
    for (AttributeSpec attribute : attributes) {
      if (attribute.role() == Role.INSENSITIVE) {
        scan.addRelations(attribute.name(), prepared, warnings);
        scan.addRareValue(prepared.table().column(attribute.name()), k, warnings);
      }
    }
    return List.copyOf(warnings);
  }

  /**
   * Returns how far an insensitive column undoes what is done to a quasi-identifier, both given for
   * the same rows, all of them released.
   */
  static Optional<PlanWarning.Kind> relation(
      Column insensitive, Column quasiIdentifier, Column subject) {
    boolean[] released = new boolean[subject.rowCount()];
    Arrays.fill(released, true);
    return new WarningScan(subject, released).relation(insensitive, quasiIdentifier);
  }

  private Optional<PlanWarning.Kind> relation(Column column, Column other) {
    if (determines(column, other)) {
      return Optional.of(PlanWarning.Kind.DETERMINES);
    }
    return determines(other, column) ? Optional.of(PlanWarning.Kind.REFINES) : Optional.empty();
  }

  private void addRelations(String name, Preparation prepared, List<PlanWarning> warnings) {
    Column column = prepared.table().column(name);
    for (AttributeSpec attribute : prepared.quasiIdentifiers()) {
      Column other = prepared.table().column(attribute.name());
      relation(column, other)
          .map(kind -> new PlanWarning(kind, name, other.name()))
          .ifPresent(warnings::add);
    }
  }

  /** Returns whether {@code first} settles {@code second}; see the class for what that means. */
  private boolean determines(Column first, Column second) {
    Dependence dependence = new Dependence(second.cardinality());
    if ((long) first.cardinality() * second.cardinality() <= LARGEST_GRID) {
      countInGrid(first, second, dependence);
    } else {
      countSorted(first, second, dependence);
    }
    return dependence.holds();
  }

  /** Counts every pair in a field of its own. */
  private void countInGrid(Column first, Column second, Dependence dependence) {
    int width = second.cardinality();
    int[] grid = new int[first.cardinality() * width];
    for (int row = 0; row < released.length; row++) {
      if (counts(row, first, second)) {
        grid[first.code(row) * width + second.code(row)]++;
      }
    }
    for (int field = 0; field < grid.length; field++) {
      if (grid[field] > 0) {
        dependence.add(field / width, field % width, grid[field]);
      }
    }
  }

  /** Sorts the pairs, where there would be too many fields. */
  private void countSorted(Column first, Column second, Dependence dependence) {
    long[] pairs = new long[released.length];
    int count = 0;
    for (int row = 0; row < released.length; row++) {
      if (counts(row, first, second)) {
        pairs[count++] = ((long) first.code(row) << Integer.SIZE) | second.code(row);
      }
    }
    Arrays.sort(pairs, 0, count);
    for (int from = 0; from < count; ) {
      int to = from + 1;
      while (to < count && pairs[to] == pairs[from]) {
        to++;
      }
      dependence.add((int) (pairs[from] >>> Integer.SIZE), (int) pairs[from], to - from);
      from = to;
    }
  }

  private boolean counts(int row, Column first, Column second) {
    return released[row] && !(row > 0 && repeats(row, first, second));
  }

  private boolean repeats(int row, Column first, Column second) {
    return subject != null
        && released[row - 1]
        && subject.code(row) == subject.code(row - 1)
        && first.code(row) == first.code(row - 1)
        && second.code(row) == second.code(row - 1);
  }

  private void addRareValue(Column column, int k, List<PlanWarning> warnings) {
    long[] holders =
        IntStream.range(0, released.length)
            .filter(row -> released[row])
            .mapToLong(row -> ((long) column.code(row) << Integer.SIZE) | personOf(row))
            .sorted()
            .distinct()
            .toArray();
    int[] persons = new int[column.cardinality()];
    for (long holder : holders) {
      persons[(int) (holder >>> Integer.SIZE)]++;
    }
    if (Arrays.stream(persons).anyMatch(count -> count > 0 && count < k)) {
      warnings.add(new PlanWarning(PlanWarning.Kind.RARE_VALUE, column.name(), null));
    }
  }

  private int personOf(int row) {
    return subject == null ? row : subject.code(row);
  }

  /** How well first values settle second ones; pairs are added in the order of first values. */
  private static final class Dependence {
    private final long[] frequencies;
    private int current = -1;
    private int firstValues;
    private long rows;
    private long rowsOfCurrent;
    private long mostOfCurrent;
    private long repetitions;
    private long agreements;

    Dependence(int cardinality) {
      this.frequencies = new long[cardinality];
    }

    /** Adds all rows with a pair of values; each pair comes once. */
    void add(int first, int second, int count) {
      if (first != current) {
        endValue();
        current = first;
        firstValues++;
      }
      rows += count;
      rowsOfCurrent += count;
      mostOfCurrent = Math.max(mostOfCurrent, count);
      frequencies[second] += count;
    }

    private void endValue() {
      if (rowsOfCurrent > 0) {
        repetitions += rowsOfCurrent - 1;
        agreements += mostOfCurrent - 1;
      }
      rowsOfCurrent = 0;
      mostOfCurrent = 0;
    }

    boolean holds() {
      endValue();
      long most = Arrays.stream(frequencies).max().orElse(0);
      if (firstValues < 2 || most == rows || repetitions == 0) {
        return false;
      }
      return agreements == repetitions
          || (agreements >= AGREEMENT * repetitions && most <= EXPLAINED_BY_FREQUENCY * rows);
    }
  }
}
