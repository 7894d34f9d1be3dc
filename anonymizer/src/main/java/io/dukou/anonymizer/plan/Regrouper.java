package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * Rolls groupings up: merges the tuples that become equal at coarser levels, and with them their
 * classes, persons of the population and sensitive values. Not thread-safe.
 *
 * <h2>How equal tuples are found</h2>
 *
 * <p>Keys of one word are sorted by the codes that are not lifted yet, which stand in their high
 * bits. So all tuples that can merge lie side by side in a block, and within a block the low bits
 * tell them apart. Those few bits index a table that gives the tuple of the result; an entry from
 * an earlier block is known by its number, which is below that of the block's first tuple. The
 * result is sorted in the same way. Where the low bits are too many, and for longer keys, a hash
 * table of open addressing with linear probing does the same; it holds numbers of tuples only, and
 * keys are read where the result keeps them.
 */
final class Regrouper {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;
  private static final int MOST_SLOTS = 1 << 30;

  /** Low bits up to which they index a table: 1 MiB, which a core keeps close by. */
  private static final int MOST_TABLE_BITS = 18;

  private final FrequencyTable table;
  private final MultisetIds multisets = new MultisetIds();
  private final ValueSums sums = new ValueSums();
  private final int[] shifts;
  private final int[] masks;
  private final long[][] forms;
  private final int[] coarsest;
  private int liftedCount;
  private int[] byLowBits = new int[1 << 10];
  private int entries = 1;
  private int[] slots = new int[64];
  private int slotCount;
  private int[] tupleOf = new int[0];
  private int[] classOf = new int[0];
  private int[] buffer = new int[16];
  private int[] order = new int[0];
  private int[] ends = new int[0];

  /** Prepares for groupings of {@code table}. */
  Regrouper(FrequencyTable table) {
    this.table = table;
    this.shifts = new int[table.dimensions()];
    this.masks = new int[table.dimensions()];
    this.forms = new long[table.dimensions()][0];
    this.coarsest = new int[table.dimensions()];
    Arrays.setAll(coarsest, i -> table.levels(i) - 1);
  }

  /** Returns, for each class of the last source, its class in the result; longer than needed. */
  int[] classOf() {
    return classOf;
  }

  /**
   * Lifts some quasi-identifiers of {@code source} to their levels and writes what comes of it into
   * {@code target}.
   *
   * @param from place in the order of the first that is lifted; those before are lifted already
   * @param to place in the order after the last that is lifted
   * @param levels of all quasi-identifiers
   */
  void roll(Grouping source, int from, int to, int[] levels, Grouping target) {
    reserve(source, target);
    if (table.layout().words() == 1) {
      mergeShortKeys(source, from, to, levels, target);
    } else {
      mergeLongKeys(source, from, to, levels, target);
    }
    mergeCounts(source, target);
  }

  /**
   * Lifts one quasi-identifier of a {@code source} in which all are lifted already, this one to
   * level 0. The result can be counted, but not rolled up further.
   *
   * @param place of the quasi-identifier in the order
   * @param levels of all quasi-identifiers
   */
  void lift(Grouping source, int place, int[] levels, Grouping target) {
    reserve(source, target);
    if (table.layout().words() == 1) {
      liftShortKeys(source, table.order(place), levels, target);
    } else {
      mergeLongKeys(source, place, place + 1, levels, target);
    }
    mergeCounts(source, target);
  }

  /**
   * Lifts the first {@code count} quasi-identifiers of a marginal table: one with their codes of
   * level 0, and those of the coarsest level of all others, in the layout of the table. The result
   * can be counted, or go through {@link #lift}.
   */
  void rollMarginal(Grouping marginal, int count, int[] levels, Grouping target) {
    reserve(marginal, target);
    if (table.layout().words() == 1) {
      rollShortMarginal(marginal, count, levels, target);
    } else {
      mergeLongKeys(marginal, 0, count, levels, target);
    }
    mergeCounts(marginal, target);
  }

  private void rollShortMarginal(Grouping marginal, int count, int[] levels, Grouping target) {
    KeyLayout layout = table.layout();
    liftedCount = 0;
    for (int place = 0; place < table.dimensions(); place++) {
      int dimension = table.order(place);
      int level = place < count ? levels[dimension] : table.levels(dimension) - 1;
      int cardinality = table.cardinality(dimension, level);
      int bits = KeyLayout.bits(cardinality);
      if (bits > 0 && place < count) {
        lift(dimension, level, layout.lowBits());
      } else if (bits > 0) {
        keep(dimension, cardinality, layout.lowBits());
      }
      layout = layout.lowered(dimension, bits);
    }
    target.setLayout(layout);
    merge(marginal, 0, Long.SIZE - 1, target);
  }

  /**
   * Makes a marginal table coarser: lifts the quasi-identifiers from a place on to their coarsest
   * levels, and leaves all codes where they are.
   */
  void marginalise(Grouping marginal, int from, int to, Grouping target) {
    reserve(marginal, target);
    if (table.layout().words() == 1) {
      long kept = -1;
      liftedCount = 0;
      for (int place = from; place < to; place++) {
        int dimension = table.order(place);
        int shift = table.layout().shift(dimension);
        kept &= ~((long) table.layout().mask(dimension) << shift);
        lift(dimension, table.levels(dimension) - 1, shift);
      }
      target.setLayout(table.layout());
      clearSlots(hashSlots(marginal.tupleCount));
      mergeByHash(marginal, kept, Long.SIZE - 1, target);
    } else {
      mergeLongKeys(marginal, from, to, coarsest, target);
    }
    mergeCounts(marginal, target);
  }

  private void keep(int dimension, int cardinality, int shift) {
    long[] shifted = room(cardinality);
    for (int code = 0; code < cardinality; code++) {
      shifted[code] = (long) code << shift;
    }
    shifts[liftedCount] = table.layout().shift(dimension);
    masks[liftedCount] = table.layout().mask(dimension);
    liftedCount++;
  }

  private long[] room(int codes) {
    if (forms[liftedCount].length < codes) {
      forms[liftedCount] = new long[codes];
    }
    return forms[liftedCount];
  }

  private void reserve(Grouping source, Grouping target) {
    target.reserveTuples(source.tupleCount, table.layout().words());
    if (tupleOf.length < source.tupleCount) {
      tupleOf = new int[source.tupleCount];
    }
  }

  private void liftShortKeys(Grouping source, int dimension, int[] levels, Grouping target) {
    KeyLayout layout = source.layout();
    int shift = layout.shift(dimension);
    liftedCount = 0;
    lift(dimension, levels[dimension], shift);
    shifts[0] = shift;
    masks[0] = layout.mask(dimension);
    target.setLayout(layout);
    merge(source, ~((long) layout.mask(dimension) << shift), Long.SIZE - 1, target);
  }

  private void mergeShortKeys(Grouping source, int from, int to, int[] levels, Grouping target) {
    KeyLayout layout = source.layout();
    liftedCount = 0;
    for (int place = from; place < to; place++) {
      int dimension = table.order(place);
      int bits = KeyLayout.bits(table.cardinality(dimension, levels[dimension]));
      if (bits > 0) {
        lift(dimension, levels[dimension], layout.lowBits());
      }
      layout = layout.lowered(dimension, bits);
    }
    target.setLayout(layout);
    int high = to == table.dimensions() ? Long.SIZE - 1 : table.layout().shift(table.order(to));
    merge(source, (1L << source.layout().lowBits()) - 1, high, target);
  }

  /**
   * Merges tuples whose keys become equal.
   *
   * @param low mask of the bits of a key that stay
   * @param high where the bits begin that stay, too, and tell blocks apart
   */
  private void merge(Grouping source, long low, int high, Grouping target) {
    int bits = target.layout().lowBits();
    if (bits <= MOST_TABLE_BITS) {
      reserveTable(bits, source.tupleCount);
      mergeByTable(source, low, high, target);
    } else {
      clearSlots(hashSlots(source.tupleCount));
      mergeByHash(source, low, high, target);
    }
  }

  private void lift(int dimension, int level, int shift) {
    int[] codes = table.forms(dimension, level);
    long[] shifted = room(codes.length);
    for (int code = 0; code < codes.length; code++) {
      shifted[code] = (long) codes[code] << shift;
    }
    shifts[liftedCount] = table.layout().shift(dimension);
    masks[liftedCount] = table.layout().mask(dimension);
    liftedCount++;
  }

  private static int hashSlots(int tuples) {
    return Integer.highestOneBit(Math.max(16, Math.min(tuples, MOST_SLOTS / 4))) << 2;
  }

  private void clearSlots(int count) {
    if (slots.length < count) {
      slots = new int[count];
    } else {
      Arrays.fill(slots, 0, count, 0);
    }
    slotCount = count;
  }

  /**
   * Merges block by block. Whether a tuple begins a block, and whether it is the first of what it
   * merges into, are as good as random, so both are computed with and without a branch: minus one
   * or zero selects.
   */
  private void mergeByTable(Grouping source, long low, int high, Grouping target) {
    long[] from = source.keys;
    int[] rows = source.rows;
    long[] keys = target.keys;
    int[] counts = target.rows;
    int[] mergedInto = tupleOf;
    int[] found = byLowBits;
    int index = found.length - 1;
    int base = entries;
    int first = base;
    int next = base;
    long block = -1;
    long[] forms0 = forms[0];
    boolean isOne = liftedCount == 1;
    int shift0 = shifts[0];
    int mask0 = masks[0];
    for (int tuple = 0; tuple < source.tupleCount; tuple++) {
      long old = from[tuple];
      long key = old & low;
      if (isOne) {
        key |= forms0[(int) (old >>> shift0) & mask0];
      } else {
        for (int i = 0; i < liftedCount; i++) {
          key |= forms[i][(int) (old >>> shifts[i]) & masks[i]];
        }
      }
      long change = (old >>> high) ^ block;
      int begins = (int) ((change | -change) >> (Long.SIZE - 1));
      block ^= change;
      first += (next - first) & begins;
      int slot = (int) key & index;
      int entry = found[slot];
      int isNew = (entry - first) >> (Integer.SIZE - 1);
      entry += (next - entry) & isNew;
      next -= isNew;
      found[slot] = entry;
      int merged = entry - base;
      keys[merged] = key | block << high;
      counts[merged] = (counts[merged] & ~isNew) + rows[tuple];
      mergedInto[tuple] = merged;
    }
    target.tupleCount = next - base;
    entries = next;
  }

  /** Makes room for low bits; entries of earlier rolls are below those of later ones. */
  private void reserveTable(int bits, int tuples) {
    if (byLowBits.length < 1 << bits) {
      byLowBits = new int[1 << bits];
      entries = 1;
    } else if (entries > Integer.MAX_VALUE / 2 - tuples) {
      Arrays.fill(byLowBits, 0);
      entries = 1;
    }
  }

  private void mergeByHash(Grouping source, long low, int high, Grouping target) {
    long[] from = source.keys;
    int[] rows = source.rows;
    long[] keys = target.keys;
    int[] counts = target.rows;
    int[] found = slots;
    int last = slotCount - 1;
    int shift = Long.numberOfLeadingZeros(slotCount) + 1;
    int size = 0;
    for (int tuple = 0; tuple < source.tupleCount; tuple++) {
      long old = from[tuple];
      long key = (old & low) | (old >>> high << high);
      for (int i = 0; i < liftedCount; i++) {
        key |= forms[i][(int) (old >>> shifts[i]) & masks[i]];
      }
      int slot = (int) (((key ^ (key >>> 29)) * FACTOR) >>> shift);
      int merged = found[slot] - 1;
      while (merged >= 0 && keys[merged] != key) {
        slot = (slot + 1) & last;
        merged = found[slot] - 1;
      }
      if (merged < 0) {
        merged = size++;
        found[slot] = size;
        keys[merged] = key;
        counts[merged] = rows[tuple];
      } else {
        counts[merged] += rows[tuple];
      }
      tupleOf[tuple] = merged;
    }
    target.tupleCount = size;
  }

  private void mergeLongKeys(Grouping source, int from, int to, int[] levels, Grouping target) {
    int words = table.layout().words();
    target.setLayout(table.layout());
    clearSlots(hashSlots(source.tupleCount));
    int shift = Long.numberOfLeadingZeros(slotCount) + 1;
    int size = 0;
    for (int tuple = 0; tuple < source.tupleCount; tuple++) {
      System.arraycopy(source.keys, tuple * words, target.keys, size * words, words);
      for (int place = from; place < to; place++) {
        lift(table.order(place), levels, target.keys, size * words);
      }
      int slot = (int) (hash(target.keys, size * words, words) >>> shift);
      int merged = slots[slot] - 1;
      while (merged >= 0 && !isSame(target.keys, merged, size, words)) {
        slot = (slot + 1) & (slotCount - 1);
        merged = slots[slot] - 1;
      }
      if (merged < 0) {
        merged = size++;
        slots[slot] = size;
        target.rows[merged] = source.rows[tuple];
      } else {
        target.rows[merged] += source.rows[tuple];
      }
      tupleOf[tuple] = merged;
    }
    target.tupleCount = size;
  }

  private void lift(int dimension, int[] levels, long[] keys, int start) {
    KeyLayout layout = table.layout();
    int word = start + layout.word(dimension);
    int shift = layout.shift(dimension);
    int code = (int) (keys[word] >>> shift) & layout.mask(dimension);
    long form = table.forms(dimension, levels[dimension])[code];
    keys[word] = (keys[word] & ~((long) layout.mask(dimension) << shift)) | form << shift;
  }

  private static long hash(long[] keys, int start, int words) {
    long hash = 0;
    for (int word = 0; word < words; word++) {
      long mixed = hash ^ keys[start + word];
      hash = (mixed ^ (mixed >>> 29)) * FACTOR;
    }
    return hash;
  }

  private static boolean isSame(long[] keys, int one, int other, int words) {
    for (int word = 0; word < words; word++) {
      if (keys[one * words + word] != keys[other * words + word]) {
        return false;
      }
    }
    return true;
  }

  private void mergeCounts(Grouping source, Grouping target) {
    if (source.isByRow()) {
      target.classCount = target.tupleCount;
      target.reserveClasses(target.classCount, source.populations.length);
      classOf = tupleOf;
    } else {
      mergeClasses(source, target);
    }
    for (int i = 0; i < source.populations.length; i++) {
      addUp(source.populations[i], source.classCount, target.populations[i], target.classCount);
    }
    if (source.firstRows.length > 0) {
      mergeFirstRows(source, target);
    }
    if (source.spreads.length > 0) {
      mergeSpreads(source, target);
    }
  }

  private void mergeClasses(Grouping source, Grouping target) {
    int[] starts = requireNonNull(source.starts);
    if (classOf.length < source.classCount || classOf == tupleOf) {
      classOf = new int[source.classCount];
    }
    multisets.clear();
    for (int index = 0; index < source.classCount; index++) {
      int count = starts[index + 1] - starts[index];
      if (buffer.length < count) {
        buffer = new int[count * 2];
      }
      for (int i = 0; i < count; i++) {
        buffer[i] = tupleOf[source.members[starts[index] + i]];
      }
      classOf[index] = multisets.idOf(buffer, count);
    }
    target.classCount = multisets.size();
    target.starts = multisets.starts();
    target.members = multisets.members();
    target.reserveClasses(target.classCount, source.populations.length);
    addUp(source.subjects, source.classCount, target.subjects, target.classCount);
  }

  private void addUp(int[] counts, int size, int[] into, int intoSize) {
    Arrays.fill(into, 0, intoSize, 0);
    for (int index = 0; index < size; index++) {
      into[classOf[index]] += counts[index];
    }
  }

  private void mergeFirstRows(Grouping source, Grouping target) {
    if (target.firstRows.length < target.classCount) {
      target.firstRows = new int[target.classCount];
    }
    Arrays.fill(target.firstRows, 0, target.classCount, Integer.MAX_VALUE);
    for (int index = 0; index < source.classCount; index++) {
      int merged = classOf[index];
      target.firstRows[merged] = Math.min(target.firstRows[merged], source.firstRows[index]);
    }
  }

  private void mergeSpreads(Grouping source, Grouping target) {
    sortByClass(source.classCount, target.classCount);
    target.reserveSpreads(source.spreads.length);
    for (int i = 0; i < source.spreads.length; i++) {
      mergeSpread(source.spreads[i], target.spreads[i], target.classCount, table.valueCount(i));
    }
  }

  /** Fills {@link #order} with the classes of the source, sorted by their class in the target. */
  private void sortByClass(int sourceClasses, int targetClasses) {
    if (order.length < sourceClasses) {
      order = new int[sourceClasses];
    }
    if (ends.length < targetClasses + 1) {
      ends = new int[targetClasses + 1];
    }
    Arrays.fill(ends, 0, targetClasses + 1, 0);
    for (int index = 0; index < sourceClasses; index++) {
      ends[classOf[index] + 1]++;
    }
    for (int index = 0; index < targetClasses; index++) {
      ends[index + 1] += ends[index];
    }
    for (int index = 0; index < sourceClasses; index++) {
      order[ends[classOf[index]]++] = index;
    }
  }

  private void mergeSpread(Spread source, Spread target, int classes, int values) {
    sums.reserve(values);
    target.clear();
    int next = 0;
    for (int index = 0; index < classes; index++) {
      for (; next < ends[index]; next++) {
        int old = order[next];
        for (int i = source.starts[old]; i < source.starts[old + 1]; i++) {
          sums.add(source.values[i], source.weights[i]);
        }
      }
      sums.endClass(target);
    }
  }
}
