package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.plan.EquivalenceClasses.Member;
import java.util.Arrays;
import java.util.List;

/**
 * The generalised quasi-identifier tuple of each row of a table, as a number.
 *
 * <p>Rows are looked at in chunks, member after member: what a code of the table adds to the key of
 * a tuple is worked out once. Not thread-safe; complete once made.
 */
final class TupleNumbering {
  /** Stands for the tuple of a row that is left out. */
  static final int LEFT_OUT = -1;

  /** Stands for the tuple of a row with a value outside a hierarchy. */
  static final int OUTSIDE = -2;

  /** Marks the key of a row that has no tuple: keys are at most {@code Long.MAX_VALUE}. */
  private static final long NO_TUPLE = Long.MIN_VALUE;

  private static final int CHUNK = 2_048;

  private final List<Member> members;
  private final TupleKeys keys;
  private final long[][] parts;
  private final int[] codes = new int[CHUNK];
  private final long[] keyOfRow = new long[CHUNK];
  private final int[] tupleOfRow;
  private int[] firstRowOfTuple = new int[16];

  /** Numbers the tuples of {@code rowCount} rows, from 0 in the order of first occurrence. */
  TupleNumbering(int rowCount, List<Member> members) {
    this.members = members;
    this.keys =
        new TupleKeys(
            members.stream().mapToInt(m -> m.column().cardinality(m.level())).toArray(), 1 << 10);
    this.parts = new long[members.size()][];
    Arrays.setAll(parts, i -> parts(members.get(i), keys.shift(i)));
    this.tupleOfRow = new int[rowCount];
    for (int start = 0; start < rowCount; start += CHUNK) {
      number(start, Math.min(CHUNK, rowCount - start));
    }
  }

  /** Returns what each code of a member's column adds to a key. */
  private static long[] parts(Member member, int shift) {
    long[] parts = new long[member.column().column().cardinality()];
    for (int code = 0; code < parts.length; code++) {
      int form = member.column().code(member.level(), code);
      boolean none = form == GeneralisedColumn.OUTSIDE || member.leavesOutCode(code);
      parts[code] = none ? NO_TUPLE : (long) form << shift;
    }
    return parts;
  }

  private void number(int start, int count) {
    fillKeys(start, count);
    int lastStage = keys.stages() - 1;
    for (int i = 0; i < count; i++) {
      int row = start + i;
      tupleOfRow[row] = keyOfRow[i] < 0 ? reasonForNone(row) : number(row, lastStage, keyOfRow[i]);
    }
  }

  private int number(int row, int stage, long key) {
    int known = keys.size();
    int tuple = keys.idOf(stage, key);
    if (tuple == known) {
      if (tuple == firstRowOfTuple.length) {
        firstRowOfTuple = Arrays.copyOf(firstRowOfTuple, tuple * 2);
      }
      firstRowOfTuple[tuple] = row;
    }
    return tuple;
  }

  /** Sets the key of the last stage of each row of a chunk. */
  private void fillKeys(int start, int count) {
    Arrays.fill(keyOfRow, 0, count, 0);
    int stage = 0;
    for (int i = 0; i < parts.length; i++) {
      if (keys.stage(i) != stage) {
        numberStage(stage++, count);
      }
      members.get(i).column().column().copyCodes(start, count, codes);
      add(parts[i], count);
    }
  }

  private void add(long[] part, int count) {
    for (int i = 0; i < count; i++) {
      keyOfRow[i] |= part[codes[i]];
    }
  }

  private void numberStage(int stage, int count) {
    for (int i = 0; i < count; i++) {
      if (keyOfRow[i] >= 0) {
        keyOfRow[i] = keys.idOf(stage, keyOfRow[i]);
      }
    }
  }

  private int reasonForNone(int row) {
    return members.stream().anyMatch(member -> member.leavesOut(row)) ? LEFT_OUT : OUTSIDE;
  }

  /** Returns the number of different tuples. */
  int size() {
    return keys.size();
  }

  /** Returns for each row the number of its tuple, {@link #LEFT_OUT} or {@link #OUTSIDE}. */
  int[] tupleOfRow() {
    return tupleOfRow;
  }

  /** Returns for each tuple the first row that has it; there may be further entries. */
  int[] firstRowOfTuple() {
    return firstRowOfTuple;
  }
}
