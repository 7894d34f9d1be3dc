package io.dukou.anonymizer.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
public final class EquivalenceClasses implements SubjectClasses {
  /** Stands for no subject or no class. */
  public static final int NONE = SubjectClasses.NONE;

  private static final int OUTSIDE = TupleNumbering.OUTSIDE;
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
   * Sorts the rows of {@code table} into classes at the levels of the first layer of {@code plan}.
   *
   * @throws PlanException if a quasi-identifier or the subject column is not in the table, or a row
   *     that is not left out has no subject
   */
  public static EquivalenceClasses of(Table table, ReleasePlan plan) {
    return of(table, plan, 0);
  }

  /**
   * Sorts the rows of {@code table} into classes at the levels of a layer of {@code plan}. Subjects
   * have the same numbers in every layer, and a class or none in all of them.
   *
   * @throws PlanException if a quasi-identifier or the subject column is not in the table, or a row
   *     that is not left out has no subject
   */
  public static EquivalenceClasses of(Table table, ReleasePlan plan, int layer) {
    List<Member> members =
        plan.quasiIdentifiers().stream()
            .map(planned -> member(table, planned, layer, planned.missing()))
            .toList();
    Column subject = plan.subject().map(name -> column(table, name)).orElse(null);
    return of(table.rowCount(), members, subject);
  }

  /**
   * Sorts the rows of a population into classes at the levels of a layer of {@code plan}. No row of
   * it is left out: one that lacks a value looks like no released row until that value is fully
   * generalised.
   *
   * @param subject the column that identifies a person, or null if each row is a person
   * @throws PlanException if a column is not in the population, or a row has no subject
   */
  static EquivalenceClasses ofPopulation(
      Table population, ReleasePlan plan, int layer, @Nullable String subject) {
    List<Member> members =
        plan.quasiIdentifiers().stream()
            .map(planned -> member(population, planned, layer, MissingRule.OWN_CATEGORY))
            .toList();
    return of(population.rowCount(), members, subject == null ? null : column(population, subject));
  }

  private static Member member(Table table, PlannedColumn planned, int layer, MissingRule missing) {
    GeneralisedColumn column =
        new GeneralisedColumn(
            column(table, planned.name()),
            planned.hierarchy(),
            planned.missing() == MissingRule.MATCHES_ANYTHING);
    return new Member(column, planned.level(layer), missing);
  }

  /**
   * Sorts the rows of {@code table} into classes by the cells of some columns as they are, each
   * missing cell being a value like any other.
   *
   * @param subject the column that identifies a person, or null if each row is a subject
   * @throws PlanException if a column is not in the table, or a row has no subject
   */
  public static EquivalenceClasses asTheyAre(
      Table table, List<String> columns, @Nullable String subject) {
    List<Member> members =
        columns.stream()
            .map(name -> new GeneralisedColumn(column(table, name), FlatHierarchy.INSTANCE))
            .map(flat -> new Member(flat, 0, MissingRule.OWN_CATEGORY))
            .toList();
    return of(table.rowCount(), members, subject == null ? null : column(table, subject));
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

  /** Returns whether subjects have names, which are those of a subject column. */
  public boolean hasNames() {
    return subjectColumn != null;
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

  @Override
  public int classCount() {
    return tuplesOfClass.length;
  }

  @Override
  public int subjectCount() {
    return classOfSubject.length;
  }

  @Override
  public int subjectsOf(int classIndex) {
    return subjectsOfClass[classIndex];
  }

  /** Returns the number of rows in a class. */
  public int rowsOf(int classIndex) {
    return rowsOfClass[classIndex];
  }

  @Override
  public int classOfSubject(int subject) {
    return classOfSubject[subject];
  }

  /** Returns the value of the subject column for a subject; null if there is no such column. */
  public @Nullable String nameOfSubject(int subject) {
    return subjectColumn == null ? null : subjectColumn.valueAt(firstRowOfSubject[subject]);
  }

  @Override
  public int subjectOfRow(int row) {
    return subjectOfRow[row];
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
    boolean[] all = new boolean[classCount()];
    Arrays.fill(all, true);
    return hashes(key, all);
  }

  /** Returns the keyed hashes of some classes; those of the others are never read. */
  ClassHash[] hashes(PlanKey key, boolean[] wanted) {
    Hasher hasher = new Hasher(key);
    ClassHash[] hashes = new ClassHash[classCount()];
    for (int i = 0; i < hashes.length; i++) {
      if (wanted[i]) {
        hashes[i] = hasher.hash(i);
      }
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
      return leavesOutCode(column.column().code(row));
    }

    /** Returns whether cells with a code of the column are missing and their rows left out. */
    boolean leavesOutCode(int code) {
      return missing == MissingRule.SUPPRESS && column.column().value(code) == null;
    }
  }

  /** Turns classes into bytes: the tuples, each encoded, in ascending order of the encodings. */
  private final class Hasher {
    private final Mac mac;
    private final Map<Integer, byte[]> encodings = new HashMap<>();

    Hasher(PlanKey key) {
      this.mac = key.mac();
    }

    ClassHash hash(int classIndex) {
      int[] tuples = tuplesOfClass[classIndex];
      byte[][] encoded = new byte[tuples.length][];
      for (int i = 0; i < tuples.length; i++) {
        encoded[i] = encoding(tuples[i]);
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

    private byte[] encoding(int tuple) {
      return encodings.computeIfAbsent(tuple, unseen -> encode(firstRowOfTuple[unseen]));
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
    private final int[] firstRowOfTuple;
    private final int[] firstRowOfSubject;
    private final int[] classOfSubject;
    private final int[][] tuplesOfClass;

    Sorting(int rowCount, List<Member> members, @Nullable Column subject) {
      this.members = List.copyOf(members);
      this.subject = subject;
      TupleNumbering numbering = new TupleNumbering(rowCount, this.members);
      this.tupleOfRow = numbering.tupleOfRow();
      this.firstRowOfTuple = numbering.firstRowOfTuple();
      this.subjectOfRow = new int[rowCount];
      int subjects = numberSubjects();
      this.firstRowOfSubject = new int[subjects];
      this.classOfSubject = new int[subjects];
      this.tuplesOfClass = subject == null ? classesOfRows(numbering.size()) : classesOfSubjects();
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
      int[] ends = rowsOfSubjects();
      int[] tuples = tuplesBySubject(ends.clone());
      MultisetIds ids = new MultisetIds();
      for (int person = 0, start = 0; person < ends.length; start = ends[person++]) {
        int[] own = Arrays.copyOfRange(tuples, start, ends[person]);
        boolean outside = Arrays.stream(own).anyMatch(tuple -> tuple == OUTSIDE);
        classOfSubject[person] = outside ? NONE : ids.idOf(own, own.length);
      }
      int[][] classes = new int[ids.size()][];
      Arrays.setAll(classes, ids::elements);
      return classes;
    }

    /** Returns for each subject how many rows it and the subjects before it have. */
    private int[] rowsOfSubjects() {
      int[] ends = new int[firstRowOfSubject.length];
      for (int person : subjectOfRow) {
        if (person != NONE) {
          ends[person]++;
        }
      }
      for (int person = 1; person < ends.length; person++) {
        ends[person] += ends[person - 1];
      }
      return ends;
    }

    /** Returns the tuples of all rows, subject by subject, and notes the first rows. */
    private int[] tuplesBySubject(int[] ends) {
      int[] tuples = new int[ends.length == 0 ? 0 : ends[ends.length - 1]];
      for (int row = subjectOfRow.length - 1; row >= 0; row--) {
        int person = subjectOfRow[row];
        if (person != NONE) {
          tuples[--ends[person]] = tupleOfRow[row];
          firstRowOfSubject[person] = row;
        }
      }
      return tuples;
    }
  }
}
