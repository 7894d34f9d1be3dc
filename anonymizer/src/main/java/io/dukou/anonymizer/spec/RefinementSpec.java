package io.dukou.anonymizer.spec;

import java.util.List;
import java.util.Optional;

/**
 * How subjects that are suppressed are planned again by themselves.
 *
 * @param maxLayers how many times, at most; 0 for never
 * @param leastShare share of all subjects that each time releases at least, or all that are left;
 *     in any case one subject
 */
public record RefinementSpec(int maxLayers, double leastShare) {
  /** The most layers beside the first. */
  public static final int MOST_LAYERS = 1_000;

  /** Suppressed subjects stay suppressed. */
  public static final RefinementSpec NONE = new RefinementSpec(0, 0);

  /** Refuses numbers outside their bounds. */
  public RefinementSpec {
    if (maxLayers < 0 || maxLayers > MOST_LAYERS) {
      throw new IllegalArgumentException("maxLayers is not from 0 to " + MOST_LAYERS);
    }
    if (!(leastShare >= 0 && leastShare <= 1)) {
      throw new IllegalArgumentException("leastShare is not from 0 to 1");
    }
  }

  /** Returns whether suppressed subjects are planned again. */
  public boolean isAsked() {
    return maxLayers > 0;
  }

  /**
   * Says why suppressed subjects must not be planned again under these models; empty if they may.
   */
  public static Optional<String> whyNot(List<ModelSpec> models) {
    if (models.stream().anyMatch(ModelSpec.DeltaPresence.class::isInstance)) {
      return Optional.of(
          "whether somebody is in the subset of delta-presence would show in the layer of others;"
              + " leave out one of the two");
    }
    boolean isOfValues = models.stream().anyMatch(model -> model.sensitiveAttribute().isPresent());
    if (isOfValues && ReleaseSpec.k(models) == 1) {
      return Optional.of(
          "beside a model of a sensitive attribute only classes below k are planned again; add"
              + " k-anonymity with a k above 1, or leave refinement out");
    }
    return Optional.empty();
  }
}
