package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.RefinementSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Suppressed subjects planned again, beside brute force over each layer's lattice. */
final class RefinementTest {
  private static final int CASES = Integer.getInteger("dukou.cases", 20_000) / 4;
  private static final int OF_ONE_SEED = 250;
  private static final int LAYERS = 3;
  private static final PlanOptions OPTIONS = PlanOptions.with(PlanCase.KEY).withThreads(1);

  private final Set<String> models = new TreeSet<>();
  private final Set<String> metrics = new TreeSet<>();
  private int allowed;
  private int refined;

  @Test
  void layers_areTheBestOfEachRest_andTheFirstIsThePlanWithoutRefinement() {
    IntStream.range(0, CASES / OF_ONE_SEED + 1).parallel().forEach(this::checkCases);

    System.out.printf("%,d random tables, %,d in several layers%n", allowed, refined);
    assertThat(refined).isGreaterThan(CASES / 50);
    assertThat(models).hasSize(9);
    assertThat(metrics).hasSize(7);
  }

  /** A clock that jumps once the first layer is found ends the searches of the others. */
  @Test
  void deadlineThatEndsALayer_isTold() {
    ReleaseSpec spec =
        PlanCase.spec(
                "subject: id\nsuppressionLimit: 0.9\nmetric: {type: loss, gsFactor: 0}",
                "a: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 2, factors:"
                    + " [2, 2, 2]}}}",
                "b: {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 2, factors:"
                    + " [2, 2, 2]}}}")
            .with(new RefinementSpec(LAYERS, 0));
    List<String> lines = new ArrayList<>(List.of("id,a,b"));
    Random random = new Random(7);
    for (int row = 0; row < 60; row++) {
      lines.add("s" + row + "," + random.nextInt(32) + "," + random.nextInt(32));
    }
    Table table = PlanCase.table(lines.toArray(new String[0]));
    AtomicLong clock = new AtomicLong();
    PlanOptions late = OPTIONS.withDeadline(Duration.ofNanos(3)).withClock(clock::incrementAndGet);

    assertThat(json(table, spec, OPTIONS).path("layersOptimal").asBoolean()).isTrue();
    assertThat(json(table, spec, late).path("layersOptimal").asBoolean()).isFalse();
  }

  private static JsonNode json(Table table, ReleaseSpec spec, PlanOptions options) {
    PlanOutcome.Planned planned =
        (PlanOutcome.Planned) Planner.optimal().plan(table, spec, options);
    return planned.summary().toJson(Duration.ZERO).path("refinement");
  }

  private void checkCases(int seed) {
    Random random = new Random(seed);
    for (int number = 0; number < OF_ONE_SEED; number++) {
      AnyCase small = new AnyCase(random, false);
      small.models.add(new ModelSpec.KAnonymity(2 + random.nextInt(2)));
      Optional<ReleaseSpec> spec = refined(small.spec());
      if (spec.isPresent()) {
        check(small, spec.get(), seed + ", " + number + ": " + small.models + " " + small.metric);
      }
    }
  }

  private static Optional<ReleaseSpec> refined(ReleaseSpec spec) {
    return RefinementSpec.whyNot(spec.models()).isEmpty()
        ? Optional.of(spec.with(new RefinementSpec(LAYERS, 0)))
        : Optional.empty();
  }

  private void check(AnyCase small, ReleaseSpec spec, String name) {
    Table table = small.table();
    PlanOutcome outcome = Planner.optimal().plan(table, spec, OPTIONS);
    PlanOutcome plain = Planner.optimal().plan(table, spec.with(RefinementSpec.NONE), OPTIONS);
    assertThat(outcome.getClass()).as(name).isEqualTo(plain.getClass());
    if (outcome instanceof PlanOutcome.Planned planned) {
      ReleasePlan plan = planned.plan();
      ReleasePlan first = ((PlanOutcome.Planned) plain).plan();
      assertThat(levels(plan, 0)).as(name).isEqualTo(levels(first, 0));
      assertThat(plan.classes(0)).as(name).isEqualTo(first.classes());
      assertThat(plan.loss()).as(name).isEqualTo(first.loss());
      checkLayers(small, plan, name);
      note(small, plan);
    }
  }

  private static void checkLayers(AnyCase small, ReleasePlan plan, String name) {
    Definitions left = new Definitions(small);
    Definitions.Result result = LatticeContract.best(left.all()).orElseThrow();
    for (int layer = 1; layer < plan.layers(); layer++) {
      left = left.after(result);
      result = LatticeContract.best(left.all()).orElseThrow();
      assertThat(levels(plan, layer)).as(name).isEqualTo(asList(result.levels()));
      assertThat(sizes(plan.classes(layer))).as(name).isEqualTo(sizes(result));
    }
    if (plan.layers() <= LAYERS) {
      left = left.after(result);
      boolean more =
          !left.isEmpty()
              && LatticeContract.best(left.all()).map(best -> best.classes() > 0).orElse(false);
      assertThat(more).as(name).isFalse();
    }
  }

  private synchronized void note(AnyCase small, ReleasePlan plan) {
    allowed++;
    if (plan.layers() > 1) {
      refined++;
      small.models.forEach(model -> models.add(model.type()));
      metrics.add(small.metric.type().word());
    }
  }

  private static List<Integer> levels(ReleasePlan plan, int layer) {
    return plan.quasiIdentifiers().stream().map(column -> column.level(layer)).toList();
  }

  private static List<Integer> asList(int[] levels) {
    return Arrays.stream(levels).boxed().toList();
  }

  private static List<Integer> sizes(Map<ClassHash, Integer> classes) {
    return classes.values().stream().sorted().toList();
  }

  private static List<Integer> sizes(Definitions.Result result) {
    List<Integer> sizes = new ArrayList<>();
    for (Definitions.Group group : result.groups()) {
      if (group.size() > 0 && !group.out) {
        sizes.add(group.size());
      }
    }
    sizes.sort(null);
    return sizes;
  }
}
