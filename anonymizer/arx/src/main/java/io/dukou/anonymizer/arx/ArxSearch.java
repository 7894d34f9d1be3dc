package io.dukou.anonymizer.arx;

import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanningTask;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.deidentifier.arx.ARXAnonymizer;
import org.deidentifier.arx.ARXConfiguration;
import org.deidentifier.arx.ARXConfiguration.AnonymizationAlgorithm;
import org.deidentifier.arx.ARXLattice.ARXNode;
import org.deidentifier.arx.ARXResult;
import org.jspecify.annotations.Nullable;

/** Searches of one table with ARX, for all models or for one alone. Not thread-safe. */
final class ArxSearch {
  private final PlanningTask task;
  private final ReleaseSpec spec;
  private final PlanOptions options;

  /** Prepares searches. */
  ArxSearch(PlanningTask task, ReleaseSpec spec, PlanOptions options) {
    this.task = task;
    this.spec = spec;
    this.options = options;
  }

  /**
   * Searches for the combination of levels that meets the models and loses least.
   *
   * @throws io.dukou.anonymizer.plan.PlanException if this thread is interrupted, or ARX refuses
   */
  Found run(List<ModelSpec> models) {
    ArxInput input = new ArxInput(task, models);
    ProgressRelay relay = new ProgressRelay(options);
    ARXAnonymizer anonymizer = new ARXAnonymizer();
    anonymizer.setListener(relay);
    ARXResult result = anonymize(anonymizer, input, configuration(input, models));
    relay.requireUninterrupted();
    return new Found(levels(result), result.getProcessStatistics().getTransformationsChecked());
  }

  /** Returns whether some combination of levels meets this model. */
  boolean isFeasible(ModelSpec model) {
    return run(List.of(model)).levels() != null;
  }

  private static ARXResult anonymize(
      ARXAnonymizer anonymizer, ArxInput input, ARXConfiguration configuration) {
    try {
      return anonymizer.anonymize(input.data(), configuration);
    } catch (IllegalArgumentException | IllegalStateException e) {
      // What ARX says can only speak of words and columns that ArxInput made.
      throw Refusals.refusal(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("the input is in memory", e);
    }
  }

  /** Returns the configuration that asks for what the specification asks for. */
  ARXConfiguration configuration(ArxInput input, List<ModelSpec> models) {
    ARXConfiguration configuration = ARXConfiguration.create();
    configuration.setAlgorithm(AnonymizationAlgorithm.OPTIMAL);
    configuration.setHeuristicSearchThreshold(Integer.MAX_VALUE);
    configuration.setSuppressionLimit(spec.suppressionLimit());
    configuration.setQualityModel(ArxMetrics.of(spec.metric()));
    for (int i = 0; i < task.quasiIdentifiers().size(); i++) {
      double weight = task.quasiIdentifiers().get(i).weight();
      configuration.setAttributeWeight(ArxInput.quasiIdentifier(i), weight);
    }
    new ArxModels(input).criteria(models).forEach(configuration::addPrivacyModel);
    return configuration;
  }

  private int @Nullable [] levels(ARXResult result) {
    ARXNode optimum = result.isResultAvailable() ? result.getGlobalOptimum() : null;
    if (optimum == null) {
      return null;
    }
    int[] levels = new int[task.columns().size()];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = optimum.getGeneralization(ArxInput.quasiIdentifier(i));
    }
    return levels;
  }

  /**
   * What a search found.
   *
   * @param levels of the best combination, or null if none meets the models
   * @param checked combinations whose classes ARX counted
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  record Found(int @Nullable [] levels, long checked) {}
}
