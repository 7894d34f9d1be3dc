package io.dukou.anonymizer.release;

import io.dukou.anonymizer.plan.ClassHash;
import io.dukou.anonymizer.plan.EquivalenceClasses;
import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.plan.ShownClasses;
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
 * those subjects whom the caller withholds not counted; {@link ShownClasses} says in which layer. A
 * row follows its subject.
 *
 * <p>Immutable after construction.
 */
final class CutSelection implements RowSubjects {
  private final EquivalenceClasses classes;
  private final ShownClasses shown;
  private final boolean[] withheldSubjects;
  private final boolean isPlannedTable;
  private final Fate[] fateOfSubject;
  private final int[] rowsOfSubject;
  private final boolean namedSubjects;
  private final int rowCount;

  CutSelection(Table cut, ReleasePlan plan, PlanKey key, Set<String> withheld) {
    this.classes = EquivalenceClasses.of(cut, plan);
    this.namedSubjects = plan.subject().isPresent();
    this.withheldSubjects = withheldSubjects(withheld);
    this.isPlannedTable = cut.digest().equals(plan.dataDigest());
    refuseOtherTable(plan, isPlannedTable);
    this.shown = ShownClasses.of(cut, plan, key, classes, withheldSubjects);
    this.fateOfSubject = new Fate[classes.subjectCount()];
    for (int subject = 0; subject < fateOfSubject.length; subject++) {
      fateOfSubject[subject] = decide(subject);
    }
    this.rowCount = cut.rowCount();
    this.rowsOfSubject = rowsOfSubject();
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

  private int[] rowsOfSubject() {
    int[] rows = new int[classes.subjectCount()];
    for (int row = 0; row < rowCount; row++) {
      int subject = classes.subjectOfRow(row);
      if (subject != EquivalenceClasses.NONE) {
        rows[subject]++;
      }
    }
    return rows;
  }

  private Fate decide(int subject) {
    if (withheldSubjects[subject]) {
      return Fate.WITHHELD;
    }
    if (classes.classOfSubject(subject) == EquivalenceClasses.NONE) {
      return Fate.UNKNOWN_VALUE;
    }
    if (shown.isShown(subject)) {
      return Fate.RELEASED;
    }
    return isPlannedTable && !shown.isPlanned(subject) ? Fate.SUPPRESSED : Fate.UNKNOWN_CLASS;
  }

  /** Returns the classes that are released. */
  ShownClasses shown() {
    return shown;
  }

  /** Returns what becomes of a row. */
  Fate fate(int row) {
    int subject = classes.subjectOfRow(row);
    return subject == EquivalenceClasses.NONE ? Fate.DROPPED : fateOfSubject[subject];
  }

  /** Returns the rows that meet one of the given fates, rising. */
  int[] rows(Set<Fate> wanted) {
    int[] rows = new int[wanted.stream().mapToInt(this::count).sum()];
    for (int row = 0, found = 0; found < rows.length; row++) {
      if (wanted.contains(fate(row))) {
        rows[found++] = row;
      }
    }
    return rows;
  }

  @Override
  public int subjectOfRow(int row) {
    return classes.subjectOfRow(row);
  }

  @Override
  public boolean hasNamedSubjects() {
    return namedSubjects;
  }

  @Override
  public @Nullable String nameOfSubject(int subject) {
    return classes.nameOfSubject(subject);
  }

  @Override
  public int subjectCount() {
    return classes.subjectCount();
  }

  /** Returns the number of subjects released. */
  int releasedSubjects() {
    return IntStream.range(0, shown.unshown()).map(shown::subjectsOf).sum();
  }

  /** Returns how many subjects the smallest released class has, 0 when none is released. */
  int minClassSize() {
    return IntStream.range(0, shown.unshown()).map(shown::subjectsOf).min().orElse(0);
  }

  /** Returns the class of each released subject that has a name. */
  Map<String, ClassHash> classOfSubject() {
    Map<String, ClassHash> classOf = new HashMap<>();
    for (int subject = 0; subject < shown.subjectCount(); subject++) {
      String name = classes.nameOfSubject(subject);
      if (name != null && shown.isShown(subject)) {
        classOf.put(name, shown.hash(shown.classOfSubject(subject)));
      }
    }
    return classOf;
  }

  /** Returns what becomes of the rows, counted. */
  ProtectionCounts counts() {
    return new ProtectionCounts(
        rowCount,
        count(Fate.RELEASED),
        count(Fate.SUPPRESSED),
        count(Fate.UNKNOWN_CLASS),
        count(Fate.UNKNOWN_VALUE),
        count(Fate.DROPPED),
        count(Fate.WITHHELD));
  }

  private int count(Fate fate) {
    int rows = fate == Fate.DROPPED ? rowCount - Arrays.stream(rowsOfSubject).sum() : 0;
    for (int subject = 0; subject < rowsOfSubject.length; subject++) {
      rows += fateOfSubject[subject] == fate ? rowsOfSubject[subject] : 0;
    }
    return rows;
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
