package io.dukou.anonymizer.release;

import io.dukou.anonymizer.plan.ClassHash;
import io.dukou.anonymizer.plan.EquivalenceClasses;
import io.dukou.anonymizer.plan.ModelCheck;
import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.table.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides for each row of a cut whether it is released.
 *
 * <p>A class is released when the plan releases it and it meets the models of the plan in this cut,
 * those subjects whom the caller withholds not counted. A row follows its subject.
 *
 * <p>Immutable after construction.
 */
final class CutSelection {
  private final EquivalenceClasses classes;
  private final boolean[] withheldSubjects;
  private final int[] subjectsOfClass;
  private final @Nullable ClassHash[] releasedClasses;
  private final boolean[] suppressedClasses;
  private final Fate[] fates;
  private final boolean namedSubjects;

  CutSelection(Table cut, ReleasePlan plan, PlanKey key, Set<String> withheld) {
    this.classes = EquivalenceClasses.of(cut, plan);
    this.namedSubjects = plan.subject().isPresent();
    this.withheldSubjects = withheldSubjects(withheld);
    this.subjectsOfClass = subjectsOfClass();
    this.releasedClasses = new ClassHash[classes.classCount()];
    this.suppressedClasses = new boolean[classes.classCount()];
    boolean planned = cut.digest().equals(plan.dataDigest());
    refuseOtherTable(plan, planned);
    ClassHash[] hashes = classes.hashes(key);
    boolean[] inPlan = new boolean[hashes.length];
    for (int number = 0; number < hashes.length; number++) {
      inPlan[number] = plan.released(hashes[number]);
    }
    boolean[] accepted = ModelCheck.accepted(plan, cut, classes, withheldSubjects, inPlan);
    for (int number = 0; number < hashes.length; number++) {
      releasedClasses[number] = accepted[number] ? hashes[number] : null;
      suppressedClasses[number] = planned && !inPlan[number];
    }
    this.fates = new Fate[cut.rowCount()];
    for (int row = 0; row < fates.length; row++) {
      fates[row] = decide(row);
    }
  }

  private static void refuseOtherTable(ReleasePlan plan, boolean planned) {
    if (plan.isForPlannedTableOnly() && !planned) {
      throw new PlanException(
          PlanError.NOT_THE_PLANNED_TABLE,
          "delta-presence holds for the planned subset only: apply the plan to that very table, or"
              + " make a new plan");
    }
  }

  private boolean[] withheldSubjects(Set<String> withheld) {
    boolean[] marked = new boolean[classes.subjectCount()];
    if (!withheld.isEmpty()) {
      for (int subject = 0; subject < marked.length; subject++) {
        String name = classes.nameOfSubject(subject);
        marked[subject] = name != null && withheld.contains(name);
      }
    }
    return marked;
  }

  private int[] subjectsOfClass() {
    int[] subjects = new int[classes.classCount()];
    for (int subject = 0; subject < withheldSubjects.length; subject++) {
      int number = classes.classOfSubject(subject);
      if (number != EquivalenceClasses.NONE && !withheldSubjects[subject]) {
        subjects[number]++;
      }
    }
    return subjects;
  }

  private Fate decide(int row) {
    int subject = classes.subjectOfRow(row);
    if (subject == EquivalenceClasses.NONE) {
      return Fate.DROPPED;
    }
    if (withheldSubjects[subject]) {
      return Fate.WITHHELD;
    }
    int number = classes.classOfRow(row);
    if (number == EquivalenceClasses.NONE) {
      return Fate.UNKNOWN_VALUE;
    }
    if (releasedClasses[number] != null) {
      return Fate.RELEASED;
    }
    return suppressedClasses[number] ? Fate.SUPPRESSED : Fate.UNKNOWN_CLASS;
  }

  /** Returns what becomes of a row. */
  Fate fate(int row) {
    return fates[row];
  }

  /** Returns the rows that meet one of the given fates, rising. */
  int[] rows(Set<Fate> wanted) {
    return IntStream.range(0, fates.length).filter(row -> wanted.contains(fates[row])).toArray();
  }

  /** Returns the number of the row's subject, which is that of no other subject. */
  int subjectOfRow(int row) {
    return classes.subjectOfRow(row);
  }

  /** Returns whether a subject column names the subjects. */
  boolean hasNamedSubjects() {
    return namedSubjects;
  }

  /** Returns the name of a subject; null without a subject column. */
  @Nullable String nameOfSubject(int subject) {
    return classes.nameOfSubject(subject);
  }

  /** Returns the number of subjects with at least one row that is not dropped. */
  int subjectCount() {
    return classes.subjectCount();
  }

  /** Returns the number of subjects released. */
  int releasedSubjects() {
    int released = 0;
    for (int number = 0; number < releasedClasses.length; number++) {
      released += releasedClasses[number] == null ? 0 : subjectsOfClass[number];
    }
    return released;
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

  /** Returns the class of each released subject that has a name. */
  Map<String, ClassHash> classOfSubject() {
    Map<String, ClassHash> classOf = new HashMap<>();
    for (int subject = 0; subject < withheldSubjects.length; subject++) {
      String name = classes.nameOfSubject(subject);
      int number = classes.classOfSubject(subject);
      if (name == null || number == EquivalenceClasses.NONE || withheldSubjects[subject]) {
        continue;
      }
      ClassHash released = releasedClasses[number];
      if (released != null) {
        classOf.put(name, released);
      }
    }
    return classOf;
  }

  /** Returns what becomes of the rows, counted. */
  ProtectionCounts counts() {
    return new ProtectionCounts(
        fates.length,
        count(Fate.RELEASED),
        count(Fate.SUPPRESSED),
        count(Fate.UNKNOWN_CLASS),
        count(Fate.UNKNOWN_VALUE),
        count(Fate.DROPPED),
        count(Fate.WITHHELD));
  }

  private int count(Fate fate) {
    return (int) Arrays.stream(fates).filter(fate::equals).count();
  }

  /** What becomes of a row; {@link ProtectionCounts} defines each. */
  enum Fate {
    RELEASED,
    SUPPRESSED,
    UNKNOWN_CLASS,
    UNKNOWN_VALUE,
    DROPPED,
    WITHHELD
  }
}
