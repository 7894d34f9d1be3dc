package io.dukou.anonymizer.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Tables that are generalised in a few quasi-identifiers only, kept so that finer counting need not
 * be repeated.
 *
 * <p>The quasi-identifiers with the most values, as long as their levels combine in at most {@link
 * #MOST_PREFIXES} ways, make up the prefix. A combination is counted from the table that is
 * generalised to the same levels in the prefix and not at all elsewhere. The least recently used
 * tables go when all together hold more than {@link #MOST_ENTRIES} tuples. Not thread-safe.
 */
final class Snapshots {
  private static final int MOST_PREFIXES = 256;
  private static final long MOST_ENTRIES = 1L << 23;

  private final int[] strides;
  private final Snapshot base;
  private final Map<Integer, Snapshot> kept = new LinkedHashMap<>(64, 0.75f, true);
  private long entries;

  /** Prepares for the combinations of {@code table}. */
  Snapshots(FrequencyTable table) {
    this.strides = choosePrefix(table);
    this.base = Snapshot.base(table);
  }

  /** Returns the stride of each quasi-identifier in the index of a prefix, or 0 if it is not in. */
  private static int[] choosePrefix(FrequencyTable table) {
    int[] chosen = new int[table.dimensions()];
    int[] byCardinality =
        IntStream.range(0, chosen.length)
            .boxed()
            .sorted(Comparator.comparingInt(i -> -table.cardinality(i)))
            .mapToInt(Integer::intValue)
            .toArray();
    int combinations = 1;
    for (int i : byCardinality) {
      if ((long) combinations * table.levels(i) <= MOST_PREFIXES) {
        chosen[i] = combinations;
        combinations *= table.levels(i);
      }
    }
    return chosen;
  }

  /** Returns the table that is not generalised. */
  Snapshot base() {
    return base;
  }

  /** Returns {@code levels} with 0 outside the prefix. */
  int[] prefixOf(int[] levels) {
    int[] prefix = new int[levels.length];
    for (int i = 0; i < prefix.length; i++) {
      prefix[i] = strides[i] > 0 ? levels[i] : 0;
    }
    return prefix;
  }

  /** Returns the table of a prefix, or null if it is not kept. */
  @Nullable Snapshot find(int[] prefix) {
    int index = index(prefix);
    return index == 0 ? base : kept.get(index);
  }

  private int index(int[] prefix) {
    int index = 0;
    for (int i = 0; i < prefix.length; i++) {
      index += prefix[i] * strides[i];
    }
    return index;
  }

  /** Keeps the first {@code size} tuples with their rows as the table of a prefix. */
  Snapshot keep(int[] prefix, int[] tuples, int[] rows, int size) {
    Snapshot snapshot = new Snapshot(Arrays.copyOf(tuples, size), Arrays.copyOf(rows, size), size);
    kept.put(index(prefix), snapshot);
    entries += size;
    var oldest = kept.values().iterator();
    while (entries > MOST_ENTRIES && kept.size() > 1) {
      entries -= oldest.next().size();
      oldest.remove();
    }
    return snapshot;
  }

  /** Tuples with their rows. */
  static final class Snapshot {
    private final int @Nullable [] tuples;
    private final int[] rows;
    private final int size;

    private Snapshot(int @Nullable [] tuples, int[] rows, int size) {
      this.tuples = tuples;
      this.rows = rows;
      this.size = size;
    }

    private static Snapshot base(FrequencyTable table) {
      int[] rows = new int[table.tupleCount()];
      for (int tuple = 0; tuple < rows.length; tuple++) {
        rows[tuple] = table.rows(tuple);
      }
      return new Snapshot(null, rows, rows.length);
    }

    /** Returns one base tuple for each entry; null if entry and tuple are the same number. */
    int @Nullable [] tuples() {
      return tuples;
    }

    /** Returns the number of entries. */
    int size() {
      return size;
    }

    /** Returns the base tuple of an entry. */
    int tuple(int entry) {
      return tuples == null ? entry : tuples[entry];
    }

    /** Returns the rows of an entry. */
    int rows(int entry) {
      return rows[entry];
    }
  }
}
