package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.plan.EquivalenceClasses.Member;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** What is released at the levels found; makes plan and summary of it. */
final class PlannedRelease {
  private final Preparation prepared;
  private final ReleaseSpec spec;
  private final int[] levels;
  private final boolean[] releasedRows;
  private final EquivalenceClasses classes;
  private final boolean[] accepted;

  /** Finds the classes of the rows that are released. */
  PlannedRelease(Preparation prepared, ReleaseSpec spec, int[] levels, boolean[] releasedRows) {
    this.prepared = prepared;
    this.spec = spec;
    this.levels = levels;
    this.releasedRows = releasedRows;
    this.classes =
        EquivalenceClasses.of(prepared.table().rowCount(), members(), prepared.subject());
    this.accepted = new boolean[classes.classCount()];
    for (int row = 0; row < releasedRows.length; row++) {
      accepted[classes.classOfRow(row)] |= releasedRows[row];
    }
  }

  private List<Member> members() {
    List<AttributeSpec> quasiIdentifiers = prepared.quasiIdentifiers();
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      members.add(
          new Member(
              prepared.universe().columns().get(i), levels[i], quasiIdentifiers.get(i).missing()));
    }
    return members;
  }

  /** Returns the classes of the planned rows. */
  EquivalenceClasses classes() {
    return classes;
  }

  /** Returns the plan. */
  ReleasePlan plan(PlanKey key, double loss) {
    TreeMap<ClassHash, Integer> hashes = new TreeMap<>();
    ClassHash[] all = classes.hashes(key);
    for (int i = 0; i < all.length; i++) {
      if (accepted[i] && hashes.put(all[i], classes.subjectsOf(i)) != null) {
        throw new IllegalStateException("two classes have the same hash");
      }
    }
    return ReleasePlan.of(
        new ReleasePlan.Content(
            spec.csv(),
            spec.subject(),
            columns(),
            spec.k(),
            lastingModels(),
            spec.models().stream().anyMatch(ModelSpec.DeltaPresence.class::isInstance),
            spec.suppressionLimit(),
            loss,
            prepared.table().rowCount(),
            classes.subjectCount(),
            suppressedRows(),
            prepared.dataDigest(),
            hashes,
            warnings()),
        key);
  }

  private List<ModelSpec> lastingModels() {
    return spec.models().stream()
        .filter(model -> !(model instanceof ModelSpec.KMap))
        .filter(model -> !(model instanceof ModelSpec.DeltaPresence))
        .toList();
  }

  /** Returns the number of rows that are suppressed. */
  int suppressedRows() {
    int suppressed = 0;
    for (boolean released : releasedRows) {
      suppressed += released ? 0 : 1;
    }
    return suppressed;
  }

  /** Returns every column of the specification. */
  List<PlannedColumn> columns() {
    List<PlannedColumn> columns = new ArrayList<>();
    int next = 0;
    for (AttributeSpec attribute : prepared.attributes()) {
      boolean generalised = attribute.role() == Role.QUASI_IDENTIFIER;
      Hierarchy hierarchy =
          generalised
              ? prepared.universe().columns().get(next).hierarchy()
              : attribute.hierarchy().fit(prepared.table().column(attribute.name()));
      columns.add(
          new PlannedColumn(
              attribute.name(),
              attribute.role(),
              attribute.type(),
              attribute.missing(),
              hierarchy,
              generalised ? levels[next] : 0));
      next += generalised ? 1 : 0;
    }
    return columns;
  }

  /** Returns what a person must have thought about. */
  List<PlanWarning> warnings() {
    List<String> kept =
        prepared.attributes().stream()
            .map(AttributeSpec::name)
            .filter(name -> spec.attribute(name).isEmpty() && !name.equals(spec.subject()))
            .toList();
    return WarningScan.warnings(prepared, kept, releasedRows, spec.k());
  }

  /** Returns the summary of {@code plan}. */
  PlanSummary summary(ReleasePlan plan, SearchReport report) {
    int released = plan.classes().values().stream().mapToInt(Integer::intValue).sum();
    return new PlanSummary(
        plan.quasiIdentifiers().stream().map(PlannedColumn::name).toList(),
        Arrays.stream(levels).boxed().toList(),
        plan.loss(),
        report.provenLoss(),
        Arrays.stream(report.loss()).boxed().toList(),
        plan.suppressedRecords(),
        plan.classes().size(),
        plan.minClassSize(),
        plan.records(),
        plan.subjects(),
        released,
        prepared.droppedRecords(),
        report.transformations(),
        report.checked(),
        report.time(),
        plan.planId(),
        plan.warnings());
  }
}
