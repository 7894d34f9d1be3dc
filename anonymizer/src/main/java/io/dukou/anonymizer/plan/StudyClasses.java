package io.dukou.anonymizer.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.plan.EquivalenceClasses.Member;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;

/**
 * The subjects of several tables, sorted into joint equivalence classes.
 *
 * <p>The class of a subject is, for each table, the multiset of the generalised quasi-identifier
 * tuples of its rows there; no row in a table is the empty multiset. Two subjects of one class look
 * the same however somebody joins the tables. A subject with a row whose value is outside a
 * hierarchy, in any table, has no class. Immutable; any thread may read it.
 */
public final class StudyClasses {
  /** Stands for no subject or no class. */
  public static final int NONE = EquivalenceClasses.NONE;

  private static final byte[] HASH_DOMAIN = "dukou-study-class-v1\0".getBytes(UTF_8);

  private final List<String> tables;
  private final List<EquivalenceClasses> parts;
  private final List<int[]> subjectsOfParts = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<int[]> partsOfClass = new ArrayList<>();
  private final int[] classOfSubject;
  private final int[] subjectsOfClass;

  private StudyClasses(List<String> tables, List<EquivalenceClasses> parts) {
    this.tables = List.copyOf(tables);
    this.parts = List.copyOf(parts);
    Map<String, Integer> numbers = new HashMap<>();
    for (EquivalenceClasses part : parts) {
      subjectsOfParts.add(numberSubjects(part, numbers));
    }
    this.classOfSubject = classes();
    this.subjectsOfClass = new int[partsOfClass.size()];
    for (int index : classOfSubject) {
      if (index != NONE) {
        subjectsOfClass[index]++;
      }
    }
  }

  /**
   * Sorts the subjects of {@code tables} into classes at the levels of {@code plan}.
   *
   * @throws PlanException if a table of the plan is missing or does not fit it, or a row has no
   *     subject
   */
  public static StudyClasses of(Map<String, Table> tables, StudyPlan plan) {
    Map<String, EquivalenceClasses> parts = new LinkedHashMap<>();
    for (StudyPlan.PlannedTable planned : plan.tables()) {
      parts.put(planned.name(), part(plan.tableOf(tables, planned), planned, plan.subject()));
    }
    return joined(parts);
  }

  private static EquivalenceClasses part(
      Table table, StudyPlan.PlannedTable planned, String subject) {
    List<Member> members =
        planned.quasiIdentifiers().stream()
            .map(
                column ->
                    new Member(
                        new GeneralisedColumn(
                            table.column(column.name()),
                            column.hierarchy(),
                            column.missing() == MissingRule.MATCHES_ANYTHING),
                        column.level(),
                        column.missing()))
            .toList();
    Column names = table.column(subject);
    try {
      return EquivalenceClasses.of(table.rowCount(), members, names);
    } catch (PlanException e) {
      throw new PlanException(e.error(), "table " + planned.name() + ": " + e.getMessage());
    }
  }

  /** Joins the classes of tables, by their names in the order that counts for hashes. */
  public static StudyClasses joined(Map<String, EquivalenceClasses> parts) {
    return new StudyClasses(List.copyOf(parts.keySet()), List.copyOf(parts.values()));
  }

  private int[] numberSubjects(EquivalenceClasses part, Map<String, Integer> numbers) {
    int[] numberOf = new int[part.subjectCount()];
    for (int own = 0; own < numberOf.length; own++) {
      String name = String.valueOf(part.nameOfSubject(own));
      Integer known = numbers.putIfAbsent(name, names.size());
      numberOf[own] = known == null ? names.size() : known;
      if (known == null) {
        names.add(name);
      }
    }
    return numberOf;
  }

  /** Returns the class of each subject. */
  private int[] classes() {
    int[][] classesOfParts = new int[names.size()][parts.size()];
    for (int part = 0; part < parts.size(); part++) {
      int[] numberOf = subjectsOfParts.get(part);
      for (int own = 0; own < numberOf.length; own++) {
        int index = parts.get(part).classOfSubject(own);
        classesOfParts[numberOf[own]][part] = index == NONE ? NONE : index + 1;
      }
    }
    Map<List<Integer>, Integer> known = new HashMap<>();
    int[] classes = new int[names.size()];
    for (int subject = 0; subject < classes.length; subject++) {
      classes[subject] = classOf(classesOfParts[subject], known);
    }
    return classes;
  }

  /** Returns the number of a class, given one more than its number in each table, 0 for none. */
  private int classOf(int[] ofParts, Map<List<Integer>, Integer> known) {
    List<Integer> key = new ArrayList<>(ofParts.length);
    for (int part : ofParts) {
      if (part == NONE) {
        return NONE;
      }
      key.add(part);
    }
    Integer index = known.putIfAbsent(key, partsOfClass.size());
    if (index == null) {
      partsOfClass.add(ofParts);
      return partsOfClass.size() - 1;
    }
    return index;
  }

  /** Returns the number of classes. */
  public int classCount() {
    return partsOfClass.size();
  }

  /** Returns the number of subjects with at least one row, in any table, that is not left out. */
  public int subjectCount() {
    return names.size();
  }

  /** Returns the number of subjects in a class. */
  public int subjectsOf(int classIndex) {
    return subjectsOfClass[classIndex];
  }

  /** Returns the class of a subject, or {@link #NONE} if it has none. */
  public int classOfSubject(int subject) {
    return classOfSubject[subject];
  }

  /** Returns the value of the subject column for a subject. */
  public String nameOfSubject(int subject) {
    return names.get(subject);
  }

  /** Returns the subject of a row of a table, or {@link #NONE} if the row is left out. */
  public int subjectOfRow(int table, int row) {
    int own = parts.get(table).subjectOfRow(row);
    return own == NONE ? NONE : subjectsOfParts.get(table)[own];
  }

  /** Returns the class of a row's subject, or {@link #NONE} if the row or its subject has none. */
  public int classOfRow(int table, int row) {
    int subject = subjectOfRow(table, row);
    return subject == NONE ? NONE : classOfSubject[subject];
  }

  /** Returns the keyed hashes of all classes: HMAC-SHA-256 of those of each table, truncated. */
  public ClassHash[] hashes(PlanKey key) {
    List<ClassHash[]> ofParts = parts.stream().map(part -> part.hashes(key)).toList();
    Mac mac = key.mac();
    ClassHash[] hashes = new ClassHash[classCount()];
    for (int index = 0; index < hashes.length; index++) {
      mac.update(HASH_DOMAIN);
      for (int part = 0; part < tables.size(); part++) {
        int own = partsOfClass.get(index)[part];
        addTo(mac, tables.get(part), own == 0 ? "" : ofParts.get(part)[own - 1].hex());
      }
      hashes[index] = ClassHash.of(mac.doFinal());
    }
    return hashes;
  }

  private static void addTo(Mac mac, String table, String hash) {
    for (String text : List.of(table, hash)) {
      byte[] bytes = text.getBytes(UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      mac.update(bytes);
    }
  }
}
