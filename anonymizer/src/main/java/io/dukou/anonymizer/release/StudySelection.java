package io.dukou.anonymizer.release;

import io.dukou.anonymizer.plan.ClassHash;
import io.dukou.anonymizer.plan.JudgedValues;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.StudyClasses;
import io.dukou.anonymizer.plan.StudyModelCheck;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.release.CutSelection.Fate;
import io.dukou.anonymizer.table.Table;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each subject of several tables whether its rows are released, in all of them or in
 * none.
 *
 * <p>A joint class is released when the plan releases it and it meets the models of the plan in
 * this very cut of the tables, those subjects whom the caller withholds not counted.
 *
 * <p>Immutable after construction.
 */
final class StudySelection {
  private final StudyClasses classes;
  private final boolean[] withheldSubjects;
  private final int[] subjectsOfClass;
  private final @Nullable ClassHash[] releasedClasses;
  private final boolean[] suppressedClasses;
  private final JudgedValues values;

  StudySelection(Map<String, Table> cut, StudyPlan plan, PlanKey key, Set<String> withheld) {
    this.classes = StudyClasses.of(cut, plan);
    this.withheldSubjects = new boolean[classes.subjectCount()];
    for (int subject = 0; subject < withheldSubjects.length; subject++) {
      withheldSubjects[subject] = withheld.contains(classes.nameOfSubject(subject));
    }
    this.subjectsOfClass = subjectsOfClass();
    ClassHash[] hashes = classes.hashes(key);
    StudyModelCheck check = new StudyModelCheck(plan, cut, classes, withheldSubjects);
    boolean[] accepted = check.accepted(hashes);
    boolean planned =
        plan.tables().stream()
            .allMatch(table -> plan.tableOf(cut, table).digest().equals(table.dataDigest()));
    this.releasedClasses = new ClassHash[hashes.length];
    this.suppressedClasses = new boolean[hashes.length];
    for (int number = 0; number < hashes.length; number++) {
      releasedClasses[number] = accepted[number] ? hashes[number] : null;
      suppressedClasses[number] = planned && !plan.released(hashes[number]);
    }
    this.values = check.values(subject -> fateOfSubject(subject) == Fate.RELEASED);
  }

  private int[] subjectsOfClass() {
    int[] subjects = new int[classes.classCount()];
    for (int subject = 0; subject < withheldSubjects.length; subject++) {
      int number = classes.classOfSubject(subject);
      if (number != StudyClasses.NONE && !withheldSubjects[subject]) {
        subjects[number]++;
      }
    }
    return subjects;
  }

  private Fate fateOfSubject(int subject) {
    if (withheldSubjects[subject]) {
      return Fate.WITHHELD;
    }
    int number = classes.classOfSubject(subject);
    if (number == StudyClasses.NONE) {
      return Fate.UNKNOWN_VALUE;
    }
    if (releasedClasses[number] != null) {
      return Fate.RELEASED;
    }
    return suppressedClasses[number] ? Fate.SUPPRESSED : Fate.UNKNOWN_CLASS;
  }

  /** Returns what is decided of the rows of one table. */
  OfTable ofTable(int table, int rowCount) {
    return new OfTable(table, rowCount);
  }

  /** Returns how many subjects the smallest released class has, 0 when none is released. */
  int minClassSize() {
    int least = Integer.MAX_VALUE;
    for (int number = 0; number < releasedClasses.length; number++) {
      if (releasedClasses[number] != null) {
        least = Math.min(least, subjectsOfClass[number]);
      }
    }
    return least == Integer.MAX_VALUE ? 0 : least;
  }

  /** Returns the values that the models look at. */
  JudgedValues values() {
    return values;
  }

  /** Returns the class of each released subject. */
  Map<String, ClassHash> classOfSubject() {
    Map<String, ClassHash> classOf = new HashMap<>();
    for (int subject = 0; subject < withheldSubjects.length; subject++) {
      int number = classes.classOfSubject(subject);
      ClassHash released = number == StudyClasses.NONE ? null : releasedClasses[number];
      if (released != null && !withheldSubjects[subject]) {
        classOf.put(classes.nameOfSubject(subject), released);
      }
    }
    return classOf;
  }

  /** The rows of one table and what becomes of them. */
  final class OfTable implements RowSubjects {
    private final int table;
    private final Fate[] fates;

    private OfTable(int table, int rowCount) {
      this.table = table;
      this.fates = new Fate[rowCount];
      for (int row = 0; row < rowCount; row++) {
        int subject = subjectOfRow(row);
        fates[row] = subject == StudyClasses.NONE ? Fate.DROPPED : fateOfSubject(subject);
      }
    }

    @Override
    public int subjectOfRow(int row) {
      return classes.subjectOfRow(table, row);
    }

    @Override
    public boolean hasNamedSubjects() {
      return true;
    }

    @Override
    public String nameOfSubject(int subject) {
      return classes.nameOfSubject(subject);
    }

    @Override
    public int subjectCount() {
      return classes.subjectCount();
    }

    /** Returns what becomes of a row. */
    Fate fate(int row) {
      return fates[row];
    }

    /** Returns the rows that meet one of the given fates, rising. */
    int[] rows(Set<Fate> wanted) {
      int[] rows = new int[fates.length];
      int count = 0;
      for (int row = 0; row < fates.length; row++) {
        if (wanted.contains(fates[row])) {
          rows[count++] = row;
        }
      }
      return Arrays.copyOf(rows, count);
    }

    /** Returns what becomes of the rows, counted. */
    ProtectionCounts counts() {
      Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
      for (Fate fate : fates) {
        counts.merge(fate, 1, Integer::sum);
      }
      return new ProtectionCounts(
          fates.length,
          counts.getOrDefault(Fate.RELEASED, 0),
          counts.getOrDefault(Fate.SUPPRESSED, 0),
          counts.getOrDefault(Fate.UNKNOWN_CLASS, 0),
          counts.getOrDefault(Fate.UNKNOWN_VALUE, 0),
          counts.getOrDefault(Fate.DROPPED, 0),
          counts.getOrDefault(Fate.WITHHELD, 0));
    }
  }
}
