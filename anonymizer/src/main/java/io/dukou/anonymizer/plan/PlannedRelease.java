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
import java.util.Optional;

/** What is released at the levels found; makes plan and summary of it. */
final class PlannedRelease {
  private static final int NOT_RELEASED = DomainLoss.NOT_RELEASED;

  private final Preparation prepared;
  private final ReleaseSpec spec;
  private final List<ReleasedLayer> layers = new ArrayList<>();
  private boolean areLayersOptimal = true;

  /** Finds the classes of the rows that are released in the first layer. */
  PlannedRelease(Preparation prepared, ReleaseSpec spec, int[] levels, boolean[] releasedRows) {
    this.prepared = prepared;
    this.spec = spec;
    layers.add(layer(levels, releasedRows));
  }

  /** Finds the classes of rows that are released at {@code levels}. */
  ReleasedLayer layer(int[] levels, boolean[] releasedRows) {
    EquivalenceClasses classes =
        EquivalenceClasses.of(prepared.table().rowCount(), members(levels), prepared.subject());
    return ReleasedLayer.of(levels, classes, releasedRows);
  }

  /** Adds a further layer. */
  void add(ReleasedLayer layer) {
    layers.add(layer);
  }

  /** Notes that a deadline ended the search for a further layer. */
  void foundNoProof() {
    areLayersOptimal = false;
  }

  /** Returns the first layer. */
  ReleasedLayer first() {
    return layers.get(0);
  }

  private List<Member> members(int[] levels) {
    List<AttributeSpec> quasiIdentifiers = prepared.quasiIdentifiers();
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      members.add(
          new Member(
              prepared.universe().columns().get(i), levels[i], quasiIdentifiers.get(i).missing()));
    }
    return members;
  }

  /** Returns the classes of the planned rows in the first layer. */
  EquivalenceClasses classes() {
    return first().classes();
  }

  /** Returns the plan. */
  ReleasePlan plan(PlanKey key, double loss) {
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
            classes().subjectCount(),
            suppressedRows(),
            prepared.dataDigest(),
            layers.stream().map(layer -> layer.sizes(key)).toList(),
            warnings()),
        key);
  }

  /** Returns the models that later tables must meet as well. */
  List<ModelSpec> lastingModels() {
    return spec.models().stream()
        .filter(model -> !(model instanceof ModelSpec.KMap))
        .filter(model -> !(model instanceof ModelSpec.DeltaPresence))
        .toList();
  }

  /** Returns the number of rows that are suppressed. */
  int suppressedRows() {
    return (int) Arrays.stream(layerOfRow()).filter(layer -> layer == NOT_RELEASED).count();
  }

  /** Returns for each planned row the layer that releases it, or {@link #NOT_RELEASED}. */
  private int[] layerOfRow() {
    int[] layerOf = new int[prepared.table().rowCount()];
    Arrays.fill(layerOf, NOT_RELEASED);
    for (int layer = 0; layer < layers.size(); layer++) {
      boolean[] rows = layers.get(layer).rows();
      for (int row = 0; row < rows.length; row++) {
        layerOf[row] = rows[row] ? layer : layerOf[row];
      }
    }
    return layerOf;
  }

  /** Returns the column called {@code name}, which the specification covers. */
  PlannedColumn column(String name) {
    return columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow();
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
              generalised ? levels(next) : List.of(0)));
      next += generalised ? 1 : 0;
    }
    return columns;
  }

  private List<Integer> levels(int dimension) {
    return layers.stream().map(layer -> layer.levels()[dimension]).toList();
  }

  /** Returns what a person must have thought about. */
  List<PlanWarning> warnings() {
    List<String> kept =
        prepared.attributes().stream()
            .map(AttributeSpec::name)
            .filter(name -> spec.attribute(name).isEmpty() && !name.equals(spec.subject()))
            .toList();
    int[] layerOf = layerOfRow();
    boolean[] released = new boolean[layerOf.length];
    for (int row = 0; row < released.length; row++) {
      released[row] = layerOf[row] != NOT_RELEASED;
    }
    return WarningScan.warnings(prepared, kept, released, spec.k());
  }

  /** Returns the summary of {@code plan}. */
  PlanSummary summary(ReleasePlan plan, SearchReport report) {
    int released = plan.classes().values().stream().mapToInt(Integer::intValue).sum();
    return new PlanSummary(
        plan.quasiIdentifiers().stream().map(PlannedColumn::name).toList(),
        Arrays.stream(first().levels()).boxed().toList(),
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
        plan.warnings(),
        refinement(plan),
        areLayersOptimal);
  }

  /** Returns what each layer does, if the specification asks for further ones. */
  private Optional<DomainLoss> refinement(ReleasePlan plan) {
    return spec.refinement().isAsked()
        ? Optional.of(DomainLoss.of(prepared.table(), layerOfRow(), plan, spec))
        : Optional.empty();
  }
}
