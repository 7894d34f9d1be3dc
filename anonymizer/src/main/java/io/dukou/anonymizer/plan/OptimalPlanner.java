package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.plan.EquivalenceClasses.Member;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** The planner that finds the global optimum; see {@link OptimalSearch} for why it does. */
final class OptimalPlanner implements Planner {
  /** The only instance. */
  static final OptimalPlanner INSTANCE = new OptimalPlanner();

  private OptimalPlanner() {}

  @Override
  public PlanOutcome plan(Table table, ReleaseSpec spec, PlanOptions options) {
    long start = options.nanoClock().getAsLong();
    Preparation prepared = Preparation.of(table, spec);
    List<PrivacyModel> models = spec.models().stream().map(PrivacyModel::of).toList();
    FrequencyTable frequencies =
        FrequencyTable.of(prepared.generalised(), prepared.table().rowCount(), prepared.subject());
    int[] heights = prepared.generalised().stream().mapToInt(GeneralisedColumn::levels).toArray();
    Lattice lattice = Lattice.of(heights, options.maxTransformations());
    ClassCounter counter = new ClassCounter(frequencies, models);
    LossMetric metric = LossMetric.of(frequencies, spec.metric(), weights(prepared));
    long limit = (long) Math.floor(spec.suppressionLimit() * frequencies.subjectCount());
    OptimalSearch<double[]> search = new OptimalSearch<>(lattice, counter, metric, limit);
    int[] levels = search.run();
    if (levels == null) {
      return new PlanOutcome.Infeasible(models.get(0).type(), lattice.size(), counter.checked());
    }
    Release release = new Release(prepared, spec, models, levels);
    ReleasePlan plan = release.plan(options.key(), table.digest(), search.loss());
    Duration time = Duration.ofNanos(options.nanoClock().getAsLong() - start);
    return new PlanOutcome.Planned(
        plan, release.summary(plan, lattice.size(), counter.checked(), time));
  }

  private static double[] weights(Preparation prepared) {
    return prepared.attributes().stream()
        .filter(attribute -> attribute.role() == Role.QUASI_IDENTIFIER)
        .mapToDouble(AttributeSpec::weight)
        .toArray();
  }

  /** What is released at the optimum. */
  private static final class Release {
    private final Preparation prepared;
    private final ReleaseSpec spec;
    private final int[] levels;
    private final EquivalenceClasses classes;
    private final boolean[] accepted;
    private int releasedSubjects;
    private int releasedRows;
    private int releasedClasses;
    private int smallestClass = Integer.MAX_VALUE;

    Release(Preparation prepared, ReleaseSpec spec, List<PrivacyModel> models, int[] levels) {
      this.prepared = prepared;
      this.spec = spec;
      this.levels = levels;
      this.classes =
          EquivalenceClasses.of(prepared.table().rowCount(), members(), prepared.subject());
      this.accepted = new boolean[classes.classCount()];
      for (int i = 0; i < accepted.length; i++) {
        int subjects = classes.subjectsOf(i);
        accepted[i] = models.stream().allMatch(model -> model.accepts(subjects));
        if (accepted[i]) {
          releasedClasses++;
          releasedSubjects += subjects;
          releasedRows += classes.rowsOf(i);
          smallestClass = Math.min(smallestClass, subjects);
        }
      }
    }

    private List<Member> members() {
      List<AttributeSpec> quasiIdentifiers =
          prepared.attributes().stream()
              .filter(attribute -> attribute.role() == Role.QUASI_IDENTIFIER)
              .toList();
      List<Member> members = new ArrayList<>();
      for (int i = 0; i < levels.length; i++) {
        members.add(
            new Member(
                prepared.generalised().get(i), levels[i], quasiIdentifiers.get(i).missing()));
      }
      return members;
    }

    ReleasePlan plan(PlanKey key, String dataDigest, double loss) {
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
              spec.suppressionLimit(),
              loss,
              prepared.table().rowCount(),
              classes.subjectCount(),
              prepared.table().rowCount() - releasedRows,
              dataDigest,
              hashes,
              warnings()));
    }

    private List<PlannedColumn> columns() {
      List<PlannedColumn> columns = new ArrayList<>();
      int next = 0;
      for (AttributeSpec attribute : prepared.attributes()) {
        boolean generalised = attribute.role() == Role.QUASI_IDENTIFIER;
        columns.add(
            new PlannedColumn(
                attribute.name(),
                attribute.role(),
                attribute.type(),
                attribute.missing(),
                generalised ? prepared.generalised().get(next).hierarchy() : FlatHierarchy.INSTANCE,
                generalised ? levels[next] : 0));
        next += generalised ? 1 : 0;
      }
      return columns;
    }

    private List<PlanWarning> warnings() {
      List<String> kept =
          prepared.attributes().stream()
              .map(AttributeSpec::name)
              .filter(name -> spec.attribute(name).isEmpty() && !name.equals(spec.subject()))
              .toList();
      boolean[] released = new boolean[prepared.table().rowCount()];
      for (int row = 0; row < released.length; row++) {
        int found = classes.classOfRow(row);
        released[row] = found != EquivalenceClasses.NONE && accepted[found];
      }
      return WarningScan.warnings(prepared, kept, released, spec.k());
    }

    PlanSummary summary(ReleasePlan plan, long transformations, long checked, Duration time) {
      return new PlanSummary(
          plan.quasiIdentifiers().stream().map(PlannedColumn::name).toList(),
          Arrays.stream(levels).boxed().toList(),
          plan.loss(),
          plan.suppressedRecords(),
          releasedClasses,
          releasedClasses == 0 ? 0 : smallestClass,
          plan.records(),
          plan.subjects(),
          releasedSubjects,
          prepared.droppedRecords(),
          transformations,
          checked,
          time,
          plan.planId(),
          plan.warnings());
    }
  }
}
