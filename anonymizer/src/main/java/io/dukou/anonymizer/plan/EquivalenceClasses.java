package io.dukou.anonymizer.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * The rows and subjects of a table, sorted into equivalence classes.
 *
 * <p>The class of a subject is the multiset of the generalised quasi-identifier tuples of all its
 * rows; without a subject column each row is a subject of its own. A subject with a row whose value
 * is outside a hierarchy has no class. A row with a missing quasi-identifier whose rule is {@code
 * suppress} is left out as if it were not in the table. Immutable; any thread may read it.
 */
public final class EquivalenceClasses {
  /** Stands for no subject or no class. */
  public static final int NONE = -1;

  private static final int OUTSIDE = -2;
  private static final byte[] HASH_DOMAIN = "dukou-equivalence-class-v1\0".getBytes(UTF_8);

  private final List<Member> members;
  private final @Nullable Column subjectColumn;
  private final int[] tupleOfRow;
  private final int[] subjectOfRow;
  private final int[] firstRowOfTuple;
  private final int[] firstRowOfSubject;
  private final int[] classOfSubject;
  private final int[][] tuplesOfClass;
  private final int[] subjectsOfClass;
  private final int[] rowsOfClass;

  private EquivalenceClasses(Sorting sorting) {
    this.members = sorting.members;
    this.subjectColumn = sorting.subject;
    this.tupleOfRow = sorting.tupleOfRow;
    this.subjectOfRow = sorting.subjectOfRow;
    this.firstRowOfTuple = sorting.firstRowOfTuple;
    this.firstRowOfSubject = sorting.firstRowOfSubject;
    this.classOfSubject = sorting.classOfSubject;
    this.tuplesOfClass = sorting.tuplesOfClass;
    this.subjectsOfClass = new int[tuplesOfClass.length];
    this.rowsOfClass = new int[tuplesOfClass.length];
    for (int classIndex : classOfSubject) {
      if (classIndex != NONE) {
        subjectsOfClass[classIndex]++;
        rowsOfClass[classIndex] += tuplesOfClass[classIndex].length;
      }
    }
  }

  /**
   * Sorts the rows of {@code table} into classes at the levels of {@code plan}.
   *
   * @throws PlanException if a quasi-identifier or the subject column is not in the table, or a row
   *     that is not left out has no subject
   */
  public static EquivalenceClasses of(Table table, ReleasePlan plan) {
    List<Member> members =
        plan.quasiIdentifiers().stream()
            .map(
                planned ->
                    new Member(
                        new GeneralisedColumn(
                            column(table, planned.name()),
                            planned.hierarchy(),
                            planned.missing() == MissingRule.MATCHES_ANYTHING),
                        planned.level(),
                        planned.missing()))
            .toList();
    Column subject = plan.subject().map(name -> column(table, name)).orElse(null);
    return of(table.rowCount(), members, subject);
  }

  /** Sorts {@code rowCount} rows into classes. */
  static EquivalenceClasses of(int rowCount, List<Member> members, @Nullable Column subject) {
    return new EquivalenceClasses(new Sorting(rowCount, members, subject));
  }

  private static Column column(Table table, String name) {
    if (!table.has(name)) {
      throw new PlanException(
          PlanError.UNKNOWN_COLUMN, "the plan needs column " + name + ", which the table lacks");
    }
    return table.column(name);
  }

  /** Returns the number of quasi-identifiers. */
  public int dimensions() {
    return members.size();
  }

  /** Returns a quasi-identifier, in the order of the plan, at all its levels. */
  public GeneralisedColumn column(int dimension) {
    return members.get(dimension).column();
  }

  /** Returns the level at which a quasi-identifier is seen. */
  public int level(int dimension) {
    return members.get(dimension).level();
  }

  /** Returns the number of classes. */
  public int classCount() {
    return tuplesOfClass.length;
  }

  /** Returns the number of subjects with at least one row that is not left out. */
  public int subjectCount() {
    return classOfSubject.length;
  }

  /** Returns the number of subjects in a class. */
  public int subjectsOf(int classIndex) {
    return subjectsOfClass[classIndex];
  }

  /** Returns the number of rows in a class. */
  public int rowsOf(int classIndex) {
    return rowsOfClass[classIndex];
  }

  /** Returns the class of a subject, or {@link #NONE} if it has none. */
  public int classOfSubject(int subject) {
    return classOfSubject[subject];
  }

  /** Returns the value of the subject column for a subject; null if there is no such column. */
  public @Nullable String nameOfSubject(int subject) {
    return subjectColumn == null ? null : subjectColumn.valueAt(firstRowOfSubject[subject]);
  }

  /** Returns the subject of a row, or {@link #NONE} if the row is left out. */
  public int subjectOfRow(int row) {
    return subjectOfRow[row];
  }

  /** Returns the class of a row's subject, or {@link #NONE} if the row or its subject has none. */
  public int classOfRow(int row) {
    return subjectOfRow[row] == NONE ? NONE : classOfSubject[subjectOfRow[row]];
  }

  /** Returns whether a value of the row is outside the hierarchy of its column. */
  public boolean isOutside(int row) {
    return tupleOfRow[row] == OUTSIDE;
  }

  /** Returns the keyed hash of a class: HMAC-SHA-256 of its tuples in a fixed order, truncated. */
  public ClassHash hash(int classIndex, PlanKey key) {
    return new Hasher(key).hash(classIndex);
  }

  /** Returns the keyed hashes of all classes. */
  public ClassHash[] hashes(PlanKey key) {
    Hasher hasher = new Hasher(key);
    ClassHash[] hashes = new ClassHash[classCount()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = hasher.hash(i);
    }
    return hashes;
  }

  /**
   * A quasi-identifier at a level.
   *
   * @param column the column at all its levels
   * @param level the level that counts
   * @param missing what a missing cell means
   */
  record Member(GeneralisedColumn column, int level, MissingRule missing) {
    /** Returns the code of the form in a row. */
    int code(int row) {
      return column.code(level, column.column().code(row));
    }

    /** Returns whether the cell is missing and the row therefore left out. */
    boolean leavesOut(int row) {
      return missing == MissingRule.SUPPRESS
          && column.column().value(column.column().code(row)) == null;
    }
  }

  /** Turns classes into bytes: the tuples, each encoded, in ascending order of the encodings. */
  private final class Hasher {
    private final Mac mac;

    Hasher(PlanKey key) {
      this.mac = key.mac();
    }

    ClassHash hash(int classIndex) {
      int[] tuples = tuplesOfClass[classIndex];
      byte[][] encoded = new byte[tuples.length][];
      for (int i = 0; i < tuples.length; i++) {
        encoded[i] = encode(firstRowOfTuple[tuples[i]]);
      }
      Arrays.sort(encoded, Arrays::compareUnsigned);
      mac.update(HASH_DOMAIN);
      mac.update(number(encoded.length));
      for (byte[] tuple : encoded) {
        mac.update(number(tuple.length));
        mac.update(tuple);
      }
      return ClassHash.of(mac.doFinal());
    }

    private byte[] encode(int row) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (Member member : members) {
        String form = member.column().form(member.level(), member.code(row));
        bytes.write(form == null ? 0 : 1);
        byte[] text = form == null ? new byte[0] : form.getBytes(UTF_8);
        bytes.writeBytes(number(text.length));
        bytes.writeBytes(text);
      }
      return bytes.toByteArray();
    }

    private byte[] number(int value) {
      return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
  }

  /** The work of sorting; its arrays become those of the classes. */
  private static final class Sorting {
    private final List<Member> members;
    private final @Nullable Column subject;
    private final int[] tupleOfRow;
    private final int[] subjectOfRow;
    private int[] firstRowOfTuple = new int[16];
    private final int[] firstRowOfSubject;
    private final int[] classOfSubject;
    private final int[][] tuplesOfClass;

    Sorting(int rowCount, List<Member> members, @Nullable Column subject) {
      this.members = List.copyOf(members);
      this.subject = subject;
      this.tupleOfRow = new int[rowCount];
      this.subjectOfRow = new int[rowCount];
      int tuples = numberTuples();
      int subjects = numberSubjects();
      this.firstRowOfSubject = new int[subjects];
      this.classOfSubject = new int[subjects];
      this.tuplesOfClass = subject == null ? classesOfRows(tuples) : classesOfSubjects();
    }

    private int numberTuples() {
      int[] cardinalities =
          members.stream().mapToInt(m -> m.column().cardinality(m.level())).toArray();
      TupleKeys keys = new TupleKeys(cardinalities, 1 << 10);
      for (int row = 0; row < tupleOfRow.length; row++) {
        int known = keys.size();
        int tuple = tupleOf(row, keys);
        tupleOfRow[row] = tuple;
        if (tuple == known) {
          if (tuple == firstRowOfTuple.length) {
            firstRowOfTuple = Arrays.copyOf(firstRowOfTuple, tuple * 2);
          }
          firstRowOfTuple[tuple] = row;
        }
      }
      return keys.size();
    }

    /** Returns the number of a row's tuple, {@code NONE} if it is left out, or {@code OUTSIDE}. */
    private int tupleOf(int row, TupleKeys keys) {
      boolean outside = false;
      for (Member member : members) {
        if (member.leavesOut(row)) {
          return NONE;
        }
        outside |= member.code(row) == GeneralisedColumn.OUTSIDE;
      }
      return outside ? OUTSIDE : numberOf(row, keys);
    }

    private int numberOf(int row, TupleKeys keys) {
      long key = 0;
      int stage = 0;
      for (int i = 0; i < members.size(); i++) {
        if (keys.stage(i) != stage) {
          key = keys.idOf(stage++, key);
        }
        key |= (long) members.get(i).code(row) << keys.shift(i);
      }
      return keys.idOf(stage, key);
    }

    /** Numbers the subjects in the order of their first row that is not left out. */
    private int numberSubjects() {
      int[] numberOfCode = new int[subject == null ? 0 : subject.cardinality()];
      int count = 0;
      for (int row = 0; row < subjectOfRow.length; row++) {
        if (tupleOfRow[row] == NONE) {
          subjectOfRow[row] = NONE;
        } else if (subject == null) {
          subjectOfRow[row] = count++;
        } else {
          int code = subject.code(row);
          refuseMissing(code, row);
          if (numberOfCode[code] == 0) {
            numberOfCode[code] = ++count;
          }
          subjectOfRow[row] = numberOfCode[code] - 1;
        }
      }
      return count;
    }

    private void refuseMissing(int code, int row) {
      if (subject != null && code == subject.missingCode()) {
        throw new PlanException(
            PlanError.MISSING_SUBJECT, "row " + (row + 1) + ": the row has no subject; add it");
      }
    }

    private int[][] classesOfRows(int tuples) {
      for (int row = 0; row < tupleOfRow.length; row++) {
        int person = subjectOfRow[row];
        if (person != NONE) {
          firstRowOfSubject[person] = row;
          classOfSubject[person] = tupleOfRow[row] == OUTSIDE ? NONE : tupleOfRow[row];
        }
      }
      int[][] classes = new int[tuples][];
      Arrays.setAll(classes, tuple -> new int[] {tuple});
      return classes;
    }

    private int[][] classesOfSubjects() {
      int[][] rows = rowsOfSubjects();
      MultisetIds ids = new MultisetIds();
      for (int person = 0; person < rows.length; person++) {
        firstRowOfSubject[person] = rows[person][0];
        int[] tuples = Arrays.stream(rows[person]).map(row -> tupleOfRow[row]).toArray();
        boolean outside = Arrays.stream(tuples).anyMatch(tuple -> tuple == OUTSIDE);
        classOfSubject[person] = outside ? NONE : ids.idOf(tuples, tuples.length);
      }
      int[][] classes = new int[ids.size()][];
      Arrays.setAll(classes, ids::elements);
      return classes;
    }

    private int[][] rowsOfSubjects() {
      int[] counts = new int[firstRowOfSubject.length];
      for (int person : subjectOfRow) {
        if (person != NONE) {
          counts[person]++;
        }
      }
      int[][] rows = new int[counts.length][];
      Arrays.setAll(rows, person -> new int[counts[person]]);
      for (int row = subjectOfRow.length - 1; row >= 0; row--) {
        int person = subjectOfRow[row];
        if (person != NONE) {
          rows[person][--counts[person]] = row;
        }
      }
      return rows;
    }
  }
}
