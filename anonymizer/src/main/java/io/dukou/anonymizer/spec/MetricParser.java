package io.dukou.anonymizer.spec;

import java.util.List;

/** Reads the metric of a specification. */
final class MetricParser {
  private MetricParser() {}

  /** Reads a metric; refuses keys that would change nothing. */
  static MetricSpec metric(SpecNode node) {
    SpecNode.Fields fields = node.fields("type", "aggregate", "gsFactor", "monotonic");
    MetricSpec.Type type =
        fields.required("type").word(List.of(MetricSpec.Type.values()), MetricSpec.Type::word);
    boolean monotonic = monotonic(fields, type);
    return new MetricSpec(type, aggregate(fields, type), factor(fields, type), monotonic);
  }

  private static boolean monotonic(SpecNode.Fields fields, MetricSpec.Type type) {
    SpecNode node = fields.get("monotonic");
    if (node != null && !type.hasMonotonicForm()) {
      throw node.fault("the metric " + type.word() + " has no monotonic form");
    }
    return node != null && node.truth();
  }

  private static Aggregate aggregate(SpecNode.Fields fields, MetricSpec.Type type) {
    SpecNode node = fields.get("aggregate");
    if (node == null) {
      return type.defaultAggregate();
    }
    if (!type.isAggregated()) {
      throw node.fault("the metric " + type.word() + " is of the whole table, not an aggregate");
    }
    return node.word(List.of(Aggregate.values()), Aggregate::word);
  }

  private static double factor(SpecNode.Fields fields, MetricSpec.Type type) {
    SpecNode node = fields.get("gsFactor");
    if (node == null) {
      return MetricSpec.NEUTRAL;
    }
    if (!type.hasFactor()) {
      throw node.fault("gsFactor does not change the metric " + type.word());
    }
    double factor = node.share();
    if (type == MetricSpec.Type.AECS && factor == 0) {
      throw node.fault("with the metric aecs a gsFactor of 0 would divide by nothing");
    }
    if (type == MetricSpec.Type.AECS && factor == 1) {
      throw node.fault(
          "with the metric aecs a gsFactor of 1 would divide by nothing where all is suppressed");
    }
    return factor;
  }
}
