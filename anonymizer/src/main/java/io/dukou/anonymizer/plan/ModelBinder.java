package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the models of a specification ready to judge the classes of one table. */
final class ModelBinder {
  private final List<SensitiveAttribute> attributes;
  private final long[][] totals;
  private final int subjects;
  private final long unit;

  /**
   * Creates a binder.
   *
   * @param attributes the sensitive attributes that models are about, in the order of the spreads
   * @param totals the weight of each of their values in the whole table
   * @param subjects subjects of the whole table
   * @param unit what one subject adds to the weights
   */
  ModelBinder(List<SensitiveAttribute> attributes, long[][] totals, int subjects, long unit) {
    this.attributes = attributes;
    this.totals = totals;
    this.subjects = subjects;
    this.unit = unit;
  }

  /**
   * Returns the models.
   *
   * @param populations the number of the population of each model that has one
   * @throws PlanException if a model cannot be applied to the table
   */
  ModelSet bind(List<ModelSpec> specs, Map<ModelSpec, Integer> populations) {
    List<ClassModel> ofClasses = new ArrayList<>();
    List<SampleModel> ofSample = new ArrayList<>();
    for (ModelSpec spec : specs) {
      if (spec instanceof ModelSpec.OnAttribute model) {
        ofClasses.add(onAttribute(model));
      } else if (spec instanceof ModelSpec.KAnonymity model) {
        ofClasses.add(new SizeModels.KAnonymity(model.k()));
      } else if (spec instanceof ModelSpec.KMap model) {
        ofClasses.add(new SizeModels.KMap(model.k(), population(populations, spec)));
      } else if (spec instanceof ModelSpec.DeltaPresence model) {
        ofClasses.add(
            new SizeModels.DeltaPresence(model.min(), model.max(), population(populations, spec)));
      } else if (spec instanceof ModelSpec.AverageRisk model) {
        ofSample.add(new SampleModel.AverageRisk(model.threshold()));
      } else if (spec instanceof ModelSpec.SampleUniqueness model) {
        ofSample.add(new SampleModel.Uniqueness(model.threshold()));
      }
    }
    return new ModelSet(ofClasses, ofSample);
  }

  private static int population(Map<ModelSpec, Integer> populations, ModelSpec spec) {
    Integer found = populations.get(spec);
    if (found == null) {
      throw new IllegalArgumentException("no population is given for " + spec.type());
    }
    return found;
  }

  private ClassModel onAttribute(ModelSpec.OnAttribute spec) {
    int attribute = indexOf(spec.attribute());
    if (spec instanceof ModelSpec.DistinctLDiversity model) {
      return new DiversityModels.Distinct(attribute, (int) Math.ceil(model.l()));
    }
    if (spec instanceof ModelSpec.EntropyLDiversity model) {
      return entropy(attribute, model);
    }
    if (spec instanceof ModelSpec.RecursiveLDiversity model) {
      return new DiversityModels.Recursive(attribute, model.c(), model.l());
    }
    if (spec instanceof ModelSpec.TCloseness model) {
      return closeness(attribute, model);
    }
    ModelSpec.BetaLikeness model = (ModelSpec.BetaLikeness) spec;
    return new DistributionModels.Likeness(whole(attribute), model.beta(), model.enhanced());
  }

  private int indexOf(String name) {
    for (int i = 0; i < attributes.size(); i++) {
      if (attributes.get(i).column().name().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no such attribute");
  }

  private DistributionModels.Whole whole(int attribute) {
    return new DistributionModels.Whole(attribute, totals[attribute], subjects, unit);
  }

  private ClassModel entropy(int attribute, ModelSpec.EntropyLDiversity model) {
    if (model.estimator() == ModelSpec.Estimator.GRASSBERGER && unit > 1) {
      throw new PlanException(
          PlanError.MODEL_NOT_APPLICABLE,
          "the estimator grassberger counts whole subjects, and some subject has several values of "
              + model.attribute()
              + "; use the estimator shannon");
    }
    EntropyEstimate estimate =
        model.estimator() == ModelSpec.Estimator.SHANNON
            ? EntropyEstimate.SHANNON
            : EntropyEstimate.GRASSBERGER;
    return new DiversityModels.Entropy(attribute, model.l(), estimate, unit);
  }

  private ClassModel closeness(int attribute, ModelSpec.TCloseness model) {
    SensitiveAttribute sensitive = attributes.get(attribute);
    return switch (model.distance()) {
      case EQUAL -> new DistributionModels.EqualCloseness(whole(attribute), model.t());
      case ORDERED ->
          new DistributionModels.OrderedCloseness(whole(attribute), model.t(), sensitive.ranks());
      case HIERARCHICAL ->
          new DistributionModels.HierarchicalCloseness(
              whole(attribute), model.t(), sensitive.tree());
    };
  }
}
