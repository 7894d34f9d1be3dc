package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanWarning;
import io.dukou.anonymizer.plan.PlannedColumn;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.ProtectionOptions;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.release.StudyProtector;
import io.dukou.anonymizer.release.SubjectKeys;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.Table;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What may be released of a set of tables: the plan of the one table there is, or of several
 * together. Both are applied alike. Immutable; any thread.
 */
sealed interface SetPlan {
  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws io.dukou.anonymizer.plan.PlanException if it is no plan that {@code key} made
   */
  static SetPlan read(String json, PlanKey key) {
    if (StudyPlan.isStudyPlan(json)) {
      StudyPlan plan = StudyPlan.fromJson(json);
      plan.requireSealedWith(key);
      return new OfStudy(plan);
    }
    return new OfTable(ReleasePlan.fromStore(json, key));
  }

  /** Returns the level of each quasi-identifier, of all tables one after the other. */
  List<Integer> levels();

  /** Returns the text of the plan. */
  String toJson();

  /** Returns the name of the plan. */
  String planId();

  /** Returns the number of subjects that every released class holds at least. */
  int k();

  /** Returns the information loss. */
  double loss();

  /** Returns the number of subjects of the smallest class, 0 if none is released. */
  int minClassSize();

  /** Returns what a person must have answered for. */
  List<PlanWarning> warnings();

  /** Returns whether tables get a column of pseudonyms. */
  boolean hasKey();

  /**
   * Returns the pseudonyms that applying the plan to these tables needs: {@code known}, and new
   * ones for subjects that have none.
   */
  SubjectKeys pseudonyms(Map<String, Table> rows, SubjectKeys known, SecureRandom random);

  /**
   * Returns the protected tables.
   *
   * @param rows the rows of each table by its name
   * @param withheld subjects not to be released
   * @throws io.dukou.anonymizer.plan.PlanException if plan and tables do not fit
   */
  SetProtection protect(Map<String, Table> rows, Secrets secrets, Set<String> withheld);

  /**
   * What a plan is applied with.
   *
   * @param planKey the key of the plan's classes
   * @param orders a key of its own for the order of each table, in the order of the set
   * @param pseudonyms the pseudonyms of the subjects, if the plan has a key
   */
  record Secrets(PlanKey planKey, List<OrderKey> orders, SubjectKeys pseudonyms) {
    /** Copies the list and refuses none. */
    public Secrets {
      requireNonNull(planKey, "planKey");
      requireNonNull(pseudonyms, "pseudonyms");
      orders = List.copyOf(orders);
      if (orders.isEmpty()) {
        throw new IllegalArgumentException("a table has no key for its order");
      }
    }

    /** Returns the key that decides whom a repair holds back. */
    OrderKey choice() {
      return orders.get(0);
    }

    @Override
    public String toString() {
      return "Secrets";
    }
  }

  private static List<Integer> levelsOf(Stream<PlannedColumn> columns) {
    return columns
        .filter(column -> column.role() == Role.QUASI_IDENTIFIER)
        .map(PlannedColumn::level)
        .toList();
  }

  /** The plan of one table. */
  record OfTable(ReleasePlan plan) implements SetPlan {
    @Override
    public List<Integer> levels() {
      return levelsOf(plan.columns().stream());
    }

    @Override
    public String toJson() {
      return plan.toJson();
    }

    @Override
    public String planId() {
      return plan.planId();
    }

    @Override
    public int k() {
      return plan.k();
    }

    @Override
    public double loss() {
      return plan.loss();
    }

    @Override
    public int minClassSize() {
      return plan.minClassSize();
    }

    @Override
    public List<PlanWarning> warnings() {
      return plan.warnings();
    }

    @Override
    public boolean hasKey() {
      return false;
    }

    @Override
    public SubjectKeys pseudonyms(Map<String, Table> rows, SubjectKeys known, SecureRandom random) {
      return known;
    }

    @Override
    public SetProtection protect(Map<String, Table> rows, Secrets secrets, Set<String> withheld) {
      Map.Entry<String, Table> only = rows.entrySet().iterator().next();
      return new SetProtection.OfTable(
          plan,
          only.getKey(),
          Protector.protect(only.getValue(), plan, secrets.planKey(), secrets.choice(), withheld));
    }
  }

  /** The plan of several tables. */
  record OfStudy(StudyPlan plan) implements SetPlan {
    @Override
    public List<Integer> levels() {
      return levelsOf(plan.tables().stream().flatMap(table -> table.columns().stream()));
    }

    @Override
    public String toJson() {
      return plan.toJson();
    }

    @Override
    public String planId() {
      return plan.planId();
    }

    @Override
    public int k() {
      return plan.k();
    }

    @Override
    public double loss() {
      return plan.loss();
    }

    @Override
    public int minClassSize() {
      return plan.minClassSize();
    }

    @Override
    public List<PlanWarning> warnings() {
      return plan.warnings();
    }

    @Override
    public boolean hasKey() {
      return plan.key().isPresent();
    }

    @Override
    public SubjectKeys pseudonyms(Map<String, Table> rows, SubjectKeys known, SecureRandom random) {
      return hasKey() ? known.with(StudyProtector.subjects(rows, plan), random) : known;
    }

    @Override
    public SetProtection protect(Map<String, Table> rows, Secrets secrets, Set<String> withheld) {
      Iterator<OrderKey> orders = secrets.orders().iterator();
      return new SetProtection.OfStudy(
          plan,
          StudyProtector.protect(
              rows,
              plan,
              secrets.planKey(),
              secrets.pseudonyms(),
              orders::next,
              withheld,
              ProtectionOptions.FOR_RELEASE));
    }
  }
}
