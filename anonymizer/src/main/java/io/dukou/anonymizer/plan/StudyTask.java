package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.ModelSpec;
import java.util.List;

/**
 * What a search for the optimum over several tables is given.
 *
 * @param universe what is counted
 * @param sensitive the sensitive attributes that models are about
 * @param models what every released class must meet
 * @param metric how loss is measured
 * @param weights of the quasi-identifiers
 * @param suppressionLimit share of the subjects that may be suppressed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record StudyTask(
    Universe universe,
    List<SensitiveAttribute> sensitive,
    List<ModelSpec> models,
    MetricSpec metric,
    double[] weights,
    double suppressionLimit) {}
