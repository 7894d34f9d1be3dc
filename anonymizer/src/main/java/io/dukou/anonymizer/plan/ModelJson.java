package io.dukou.anonymizer.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.spec.ModelSpec;
import java.util.Locale;

/** The models of a plan file; those of populations are not part of one. */
final class ModelJson {
  private ModelJson() {}

  /** Returns the form of a model. */
  static ObjectNode tree(ModelSpec spec) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", spec.type());
    spec.sensitiveAttribute().ifPresent(attribute -> json.put("attribute", attribute));
    if (spec instanceof ModelSpec.KAnonymity model) {
      return json.put("k", model.k());
    }
    if (spec instanceof ModelSpec.DistinctLDiversity model) {
      return json.put("l", model.l());
    }
    if (spec instanceof ModelSpec.EntropyLDiversity model) {
      return json.put("l", model.l()).put("estimator", model.estimator().word());
    }
    if (spec instanceof ModelSpec.RecursiveLDiversity model) {
      return json.put("c", model.c()).put("l", model.l());
    }
    if (spec instanceof ModelSpec.TCloseness model) {
      return json.put("t", model.t()).put("distance", model.distance().word());
    }
    if (spec instanceof ModelSpec.BetaLikeness model) {
      return json.put("beta", model.beta()).put("enhanced", model.enhanced());
    }
    if (spec instanceof ModelSpec.AverageRisk model) {
      return json.put("threshold", model.threshold());
    }
    if (spec instanceof ModelSpec.SampleUniqueness model) {
      return json.put("threshold", model.threshold());
    }
    throw new IllegalArgumentException("a plan holds no model of a population");
  }

  /**
   * Reads a model.
   *
   * @throws IllegalArgumentException if it is none
   */
  static ModelSpec read(JsonNode json) {
    return switch (json.required("type").asText()) {
      case "k-anonymity" -> new ModelSpec.KAnonymity(integer(json, "k"));
      case "distinct-l-diversity" ->
          new ModelSpec.DistinctLDiversity(attribute(json), number(json, "l"));
      case "entropy-l-diversity" ->
          new ModelSpec.EntropyLDiversity(
              attribute(json),
              number(json, "l"),
              word(ModelSpec.Estimator.class, json.required("estimator")));
      case "recursive-c-l-diversity" ->
          new ModelSpec.RecursiveLDiversity(attribute(json), number(json, "c"), integer(json, "l"));
      case "t-closeness" ->
          new ModelSpec.TCloseness(
              attribute(json),
              number(json, "t"),
              word(ModelSpec.Distance.class, json.required("distance")));
      case "beta-likeness" ->
          new ModelSpec.BetaLikeness(
              attribute(json), number(json, "beta"), json.required("enhanced").asBoolean());
      case "average-risk" -> new ModelSpec.AverageRisk(number(json, "threshold"));
      case "sample-uniqueness" -> new ModelSpec.SampleUniqueness(number(json, "threshold"));
      default -> throw new IllegalArgumentException("no such model");
    };
  }

  private static String attribute(JsonNode json) {
    return json.required("attribute").asText();
  }

  private static int integer(JsonNode json, String key) {
    JsonNode value = json.required(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new IllegalArgumentException("not a whole number");
    }
    return value.intValue();
  }

  private static double number(JsonNode json, String key) {
    JsonNode value = json.required(key);
    if (!value.isNumber()) {
      throw new IllegalArgumentException("not a number");
    }
    return value.doubleValue();
  }

  private static <E extends Enum<E>> E word(Class<E> type, JsonNode json) {
    return Enum.valueOf(type, json.asText().toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
