package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.ReleaseSpec;
import org.jspecify.annotations.Nullable;

/**
 * Plans the subjects that a release suppresses again, by themselves, layer after layer.
 *
 * <p>Each layer is the optimum of {@link LatticeSearch} over the subjects that no earlier layer
 * releases and that go on ({@link ReleasePlan#goesOn}), under the same models and the same metric.
 * It releases somebody, or is not made. {@link ShownClasses} tells what a class of it must meet.
 *
 * <h2>What is counted</h2>
 *
 * <ul>
 *   <li>A class of a layer has those subjects only that are left. So each class is at least k of
 *       subjects that nobody can tell apart, even who knows how plans are made.
 *   <li>Models that compare with the whole table compare with all planned subjects, not with those
 *       that are left.
 *   <li>Of a population, too, only those persons are counted whose class no earlier layer shows:
 *       whoever knows the layers knows that the others are not meant.
 * </ul>
 *
 * <p>Used by one thread; a search may use several.
 */
final class Refinement {
  private final Preparation prepared;
  private final ReleaseSpec spec;
  private final PlanOptions options;
  private final FrequencyTable whole;

  /** Prepares to refine the release of what {@code whole} counts. */
  Refinement(Preparation prepared, ReleaseSpec spec, PlanOptions options, FrequencyTable whole) {
    this.prepared = prepared;
    this.spec = spec;
    this.options = options;
    this.whole = whole;
  }

  /**
   * Adds layers to {@code release}, which has its first, as long as one releases somebody and the
   * specification allows another.
   *
   * @param first the judgement on the first layer
   */
  void refine(PlannedRelease release, Judgement first) {
    ShownClasses.Layering shown = layering(release);
    Judgement judged = first;
    for (int layer = 1; layer <= spec.refinement().maxLayers(); layer++) {
      boolean[] left = left(judged);
      FrequencyTable table = FrequencyTableBuilder.build(prepared.universe(), row -> left[row]);
      judged = table.subjectCount() == 0 ? null : best(table, release);
      if (judged == null) {
        return;
      }
      ReleasedLayer released = release.layer(judged.node().levels(), judged.releasedRows());
      ReleasedLayer kept = shown(shown, layer, released);
      if (kept.isEmpty()) {
        return;
      }
      release.add(kept);
    }
  }

  private ShownClasses.Layering layering(PlannedRelease release) {
    ReleasedLayer first = release.first();
    ShownClasses.Layering shown =
        new ShownClasses.Layering(
            first.classes(),
            new boolean[first.classes().subjectCount()],
            counted ->
                new ModelCheck(
                    release.lastingModels(),
                    release::column,
                    prepared.table(),
                    first.classes(),
                    counted));
    shown(shown, 0, first);
    return shown;
  }

  /** Notes what a layer shows; returns it without what looks like an earlier class and must not. */
  private ReleasedLayer shown(ShownClasses.Layering shown, int number, ReleasedLayer layer) {
    boolean[] accepted = layer.released();
    ClassHash[] hashes = layer.classes().hashes(options.key(), accepted);
    shown.refuseWhatFailsTogether(layer.classOf(), hashes, accepted);
    shown.add(number, layer.classOf(), hashes, accepted);
    return layer.only(accepted);
  }

  /** Returns for each row that was judged, and those of populations, whether it goes on. */
  private boolean[] left(Judgement judged) {
    boolean[] left = new boolean[prepared.universe().rowCount()];
    for (int row = 0; row < left.length; row++) {
      int index = judged.classOfRow(row);
      left[row] =
          index != Universe.NONE
              && !judged.isReleased(index)
              && ReleasePlan.goesOn(spec.models(), spec.k(), judged.subjectsOf(index));
    }
    return left;
  }

  /** Returns how many subjects a layer must release. */
  private long leastReleased(FrequencyTable table) {
    double asked = Math.ceil(spec.refinement().leastShare() * whole.subjectCount());
    return Math.max(1, Math.min(table.subjectCount(), (long) asked));
  }

  /** Returns the judgement at the best levels that release enough; null if there are none. */
  private @Nullable Judgement best(FrequencyTable table, PlannedRelease release) {
    ModelSet models =
        PlanningTask.bind(spec.models(), prepared.sensitive(spec), whole, prepared.populations());
    InformationLoss metric = PlanningTask.metric(spec.metric(), prepared.weights(), table, models);
    long limit = table.subjectCount() - leastReleased(table);
    LatticeSearch search = new LatticeSearch(table, models, metric, limit, options);
    int[] levels = search.run();
    double @Nullable [] open = search.lowerBound();
    if (open != null && (levels == null || open[0] < search.loss()[0])) {
      release.foundNoProof();
    }
    return levels == null ? null : Judgement.of(table, models, metric, limit, levels);
  }
}
