package io.dukou.anonymizer.plan;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the equivalence classes of a combination of levels and finds what it suppresses.
 *
 * <p>The generalised codes of a tuple are looked up already shifted to their place in a packed key,
 * so a tuple's key is a few look-ups and ors, and comparing tuples is comparing keys. Where each
 * row is a subject, counting starts from a {@link Snapshots snapshot} that is generalised less, and
 * so holds the classes already merged in part. Not thread-safe.
 */
final class ClassCounter {
  private final FrequencyTable table;
  private final List<PrivacyModel> models;
  private final long[][][] shifted;
  private final TupleKeys keys;
  private final Snapshots snapshots;
  private final Suppression suppression = new Suppression();
  private final MultisetIds multisets = new MultisetIds();
  private final long[] keyOf;
  private final int[] groupOf;
  private final int[] counts;
  private final int[] representatives;
  private final int[] buffer;
  private long checked;

  /** Prepares to count classes of {@code table}, which every one of {@code models} must accept. */
  ClassCounter(FrequencyTable table, List<PrivacyModel> models) {
    this.table = table;
    this.models = List.copyOf(models);
    int[] cardinalities = new int[table.dimensions()];
    for (int i = 0; i < cardinalities.length; i++) {
      cardinalities[i] = table.cardinality(i);
    }
    this.keys = new TupleKeys(cardinalities, table.tupleCount());
    this.shifted = new long[table.dimensions()][][];
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] = shift(i);
    }
    this.snapshots = new Snapshots(table);
    this.keyOf = new long[table.tupleCount()];
    this.groupOf = new int[table.tupleCount()];
    FrequencyTable.Patterns patterns = table.patterns();
    int classes = Math.max(table.tupleCount(), patterns == null ? 0 : patterns.size());
    this.counts = new int[classes];
    this.representatives = new int[classes];
    this.buffer = new int[patterns == null ? 0 : patterns.longest()];
  }

  private long[][] shift(int dimension) {
    long[][] all = new long[table.levels(dimension)][];
    for (int level = 0; level < all.length; level++) {
      int[] codes = table.generalised(dimension, level);
      all[level] = new long[codes.length];
      for (int code = 0; code < codes.length; code++) {
        all[level][code] = (long) codes[code] << keys.shift(dimension);
      }
    }
    return all;
  }

  /** Returns how many combinations have been counted. */
  long checked() {
    return checked;
  }

  /** Returns what is suppressed at {@code levels}; valid until the next call. */
  Suppression check(int[] levels) {
    checked++;
    suppression.reset(levels);
    FrequencyTable.Patterns patterns = table.patterns();
    if (patterns == null) {
      checkRows(levels);
    } else {
      checkSubjects(levels, patterns);
    }
    return suppression;
  }

  private void checkRows(int[] levels) {
    int[] prefix = snapshots.prefixOf(levels);
    Snapshots.Snapshot source = snapshots.find(prefix);
    if (source == null) {
      int size = group(prefix, snapshots.base());
      source = snapshots.keep(prefix, representatives, counts, size);
    }
    int size = group(levels, source);
    for (int group = 0; group < size; group++) {
      if (!isAccepted(counts[group])) {
        suppression.addRows(representatives[group], counts[group]);
        suppression.addSubjects(counts[group]);
      }
    }
  }

  private boolean isAccepted(int subjects) {
    for (PrivacyModel model : models) {
      if (!model.accepts(subjects)) {
        return false;
      }
    }
    return true;
  }

  /** Groups the tuples of {@code source} by their forms and returns the number of groups. */
  private int group(int[] levels, Snapshots.Snapshot source) {
    fillGroups(levels, source.tuples(), source.size());
    int size = keys.size();
    Arrays.fill(counts, 0, size, 0);
    for (int i = source.size() - 1; i >= 0; i--) {
      int group = groupOf[i];
      counts[group] += source.rows(i);
      representatives[group] = source.tuple(i);
    }
    return size;
  }

  /** Numbers the forms of the given tuples; null stands for all tuples. */
  private void fillGroups(int[] levels, int @Nullable [] tuples, int size) {
    keys.clear();
    Arrays.fill(keyOf, 0, size, 0);
    int stage = 0;
    for (int i = 0; i < levels.length; i++) {
      if (keys.stage(i) != stage) {
        for (int entry = 0; entry < size; entry++) {
          keyOf[entry] = keys.idOf(stage, keyOf[entry]);
        }
        stage++;
      }
      addCodes(shifted[i][levels[i]], table.codes(i), tuples, size);
    }
    for (int entry = 0; entry < size; entry++) {
      groupOf[entry] = keys.idOf(stage, keyOf[entry]);
    }
  }

  private void addCodes(long[] forms, int[] codes, int @Nullable [] tuples, int size) {
    if (tuples == null) {
      for (int entry = 0; entry < size; entry++) {
        keyOf[entry] |= forms[codes[entry]];
      }
    } else {
      for (int entry = 0; entry < size; entry++) {
        keyOf[entry] |= forms[codes[tuples[entry]]];
      }
    }
  }

  private void checkSubjects(int[] levels, FrequencyTable.Patterns patterns) {
    fillGroups(levels, null, table.tupleCount());
    multisets.clear();
    int[] classOf = representatives;
    for (int pattern = 0; pattern < patterns.size(); pattern++) {
      int[] tuples = patterns.tuples(pattern);
      for (int i = 0; i < tuples.length; i++) {
        buffer[i] = groupOf[tuples[i]];
      }
      int known = multisets.size();
      int found = multisets.idOf(buffer, tuples.length);
      classOf[pattern] = found;
      counts[found] = (found == known ? 0 : counts[found]) + patterns.subjects(pattern);
    }
    for (int pattern = 0; pattern < patterns.size(); pattern++) {
      if (!isAccepted(counts[classOf[pattern]])) {
        for (int tuple : patterns.tuples(pattern)) {
          suppression.addRows(tuple, patterns.subjects(pattern));
        }
        suppression.addSubjects(patterns.subjects(pattern));
      }
    }
  }
}
