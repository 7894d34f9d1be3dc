package io.dukou.anonymizer.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The privacy models of a specification, ready to judge classes. Immutable.
 *
 * @param ofClasses what each class must meet
 * @param ofSample what all released classes together must meet
 */
record ModelSet(List<ClassModel> ofClasses, List<SampleModel> ofSample) {
  /** Copies the lists. */
  ModelSet {
    ofClasses = List.copyOf(ofClasses);
    ofSample = List.copyOf(ofSample);
  }

  /** Returns a number of subjects below which no class is released; at least 1. */
  int leastSubjects() {
    return ofClasses.stream().mapToInt(ClassModel::leastSubjects).max().orElse(1);
  }

  /** Returns the models beside the least number of subjects, those that prove most first. */
  List<ClassModel> beyondSize() {
    List<ClassModel> models = new ArrayList<>();
    for (ClassModel model : ofClasses) {
      if (!(model instanceof SizeModels.KAnonymity)) {
        models.add(model.isMonotone() ? 0 : models.size(), model);
      }
    }
    return models;
  }
}
