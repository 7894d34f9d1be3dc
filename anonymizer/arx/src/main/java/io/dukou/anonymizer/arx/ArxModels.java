package io.dukou.anonymizer.arx;

import io.dukou.anonymizer.spec.ModelSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.deidentifier.arx.criteria.AverageReidentificationRisk;
import org.deidentifier.arx.criteria.BasicBLikeness;
import org.deidentifier.arx.criteria.DPresence;
import org.deidentifier.arx.criteria.DistinctLDiversity;
import org.deidentifier.arx.criteria.EnhancedBLikeness;
import org.deidentifier.arx.criteria.EntropyLDiversity;
import org.deidentifier.arx.criteria.EntropyLDiversity.EntropyEstimator;
import org.deidentifier.arx.criteria.EqualDistanceTCloseness;
import org.deidentifier.arx.criteria.HierarchicalDistanceTCloseness;
import org.deidentifier.arx.criteria.KAnonymity;
import org.deidentifier.arx.criteria.KMap;
import org.deidentifier.arx.criteria.OrderedDistanceTCloseness;
import org.deidentifier.arx.criteria.PrivacyCriterion;
import org.deidentifier.arx.criteria.RecursiveCLDiversity;
import org.deidentifier.arx.criteria.SampleUniqueness;

/** Privacy models in the words of ARX. */
final class ArxModels {
  private final ArxInput input;

  /** Prepares to translate models about a table. */
  ArxModels(ArxInput input) {
    this.input = input;
  }

  /** Returns the criteria; of k-anonymities and of k-maps, which ARX takes once, the strictest. */
  List<PrivacyCriterion> criteria(List<ModelSpec> models) {
    List<PrivacyCriterion> criteria = new ArrayList<>();
    int k = 0;
    int inPopulation = 0;
    for (ModelSpec model : new LinkedHashSet<>(models)) {
      if (model instanceof ModelSpec.KAnonymity anonymity) {
        k = Math.max(k, anonymity.k());
      } else if (model instanceof ModelSpec.KMap map) {
        inPopulation = Math.max(inPopulation, map.k());
      } else {
        criteria.add(criterion(model));
      }
    }
    if (k > 0) {
      criteria.add(new KAnonymity(k));
    }
    if (inPopulation > 0) {
      criteria.add(new KMap(inPopulation, input.subset()));
    }
    return criteria;
  }

  private PrivacyCriterion criterion(ModelSpec spec) {
    if (spec instanceof ModelSpec.OnAttribute model) {
      return onAttribute(model, input.column(model));
    }
    if (spec instanceof ModelSpec.DeltaPresence model) {
      return new DPresence(model.min(), model.max(), input.subset());
    }
    if (spec instanceof ModelSpec.AverageRisk model) {
      return new AverageReidentificationRisk(model.threshold());
    }
    if (spec instanceof ModelSpec.SampleUniqueness model) {
      return new SampleUniqueness(model.threshold());
    }
    throw Refusals.refusal("it does not know the model " + spec.type());
  }

  private PrivacyCriterion onAttribute(ModelSpec.OnAttribute spec, String column) {
    if (spec instanceof ModelSpec.DistinctLDiversity model) {
      return new DistinctLDiversity(column, (int) Math.ceil(model.l()));
    }
    if (spec instanceof ModelSpec.EntropyLDiversity model) {
      return new EntropyLDiversity(column, model.l(), estimator(model.estimator()));
    }
    if (spec instanceof ModelSpec.RecursiveLDiversity model) {
      return new RecursiveCLDiversity(column, model.c(), model.l());
    }
    if (spec instanceof ModelSpec.TCloseness model) {
      return closeness(model, column);
    }
    ModelSpec.BetaLikeness model = (ModelSpec.BetaLikeness) spec;
    return model.enhanced()
        ? new EnhancedBLikeness(column, model.beta())
        : new BasicBLikeness(column, model.beta());
  }

  private static EntropyEstimator estimator(ModelSpec.Estimator estimator) {
    return switch (estimator) {
      case SHANNON -> EntropyEstimator.SHANNON;
      case GRASSBERGER -> EntropyEstimator.GRASSBERGER;
    };
  }

  private PrivacyCriterion closeness(ModelSpec.TCloseness model, String column) {
    return switch (model.distance()) {
      case EQUAL -> new EqualDistanceTCloseness(column, model.t());
      case ORDERED -> new OrderedDistanceTCloseness(column, model.t());
      case HIERARCHICAL ->
          new HierarchicalDistanceTCloseness(column, model.t(), input.hierarchy(model));
    };
  }
}
