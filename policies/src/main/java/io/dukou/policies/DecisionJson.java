package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns decisions into JSON and an engine's answer into a decision.
 *
 * <p>Reading is strict: a missing or additional key, a wrong type, an unknown code or a rule list
 * that is not the loaded one is a {@link MalformedDecisionException}. The engine answers everything
 * but the revision, which is what the bundle itself carries.
 */
final class DecisionJson {
  private static final Set<String> ANSWER_KEYS =
      Set.of("outcome", "reasons", "obligations", "evaluated");
  private static final Set<String> REASON_KEYS = Set.of("rule", "code", "values", "citations");
  private static final Set<String> OBLIGATION_KEYS =
      Set.of("rule", "code", "stage", "due", "values", "citations");
  private static final Set<String> EVALUATED_KEYS = Set.of("rule", "result");

  private DecisionJson() {}

  /** Reads the answer of an engine as a decision of {@code revision}. */
  static Decision read(JsonNode answer, String revision) {
    requireKeys(answer, ANSWER_KEYS, "decision");
    return new Decision(
        Outcome.ofCode(text(answer, "outcome")),
        sorted(
            list(answer, "reasons", DecisionJson::readReason),
            Comparator.comparing(Reason::rule)
                .thenComparing(Reason::code)
                .thenComparing(r -> CanonicalJson.write(Values.toJson(r.values())))),
        sorted(
            list(answer, "obligations", DecisionJson::readObligation),
            Comparator.comparing(Obligation::rule).thenComparing(Obligation::code)),
        sorted(
            list(answer, "evaluated", DecisionJson::readEvaluated),
            Comparator.comparing(Evaluated::rule)),
        revision);
  }

  /** Writes a decision, as the decision schema describes it. */
  static ObjectNode write(Decision decision) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("outcome", decision.outcome().code());
    ArrayNode reasons = json.putArray("reasons");
    decision.reasons().forEach(reason -> reasons.add(writeReason(reason)));
    ArrayNode obligations = json.putArray("obligations");
    decision.obligations().forEach(obligation -> obligations.add(writeObligation(obligation)));
    ArrayNode evaluated = json.putArray("evaluated");
    for (Evaluated e : decision.evaluated()) {
      evaluated.addObject().put("rule", e.rule()).put("result", e.result().code());
    }
    json.put("revision", decision.revision());
    return json;
  }

  private static ObjectNode writeReason(Reason reason) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rule", reason.rule()).put("code", reason.code());
    json.set("values", Values.toJson(reason.values()));
    reason.citations().forEach(json.putArray("citations")::add);
    return json;
  }

  private static ObjectNode writeObligation(Obligation obligation) {
    LocalDate due = obligation.due();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rule", obligation.rule()).put("code", obligation.code());
    json.put("stage", obligation.stage().code());
    json.put("due", due == null ? null : due.toString());
    json.set("values", Values.toJson(obligation.values()));
    obligation.citations().forEach(json.putArray("citations")::add);
    return json;
  }

  private static Reason readReason(JsonNode json) {
    requireKeys(json, REASON_KEYS, "reason");
    return new Reason(
        text(json, "rule"),
        text(json, "code"),
        Values.ofJson(json.get("values")),
        list(json, "citations", DecisionJson::citation));
  }

  private static Obligation readObligation(JsonNode json) {
    requireKeys(json, OBLIGATION_KEYS, "obligation");
    return new Obligation(
        text(json, "rule"),
        text(json, "code"),
        Obligation.Stage.ofCode(text(json, "stage")),
        date(json.get("due")),
        Values.ofJson(json.get("values")),
        list(json, "citations", DecisionJson::citation));
  }

  private static Evaluated readEvaluated(JsonNode json) {
    requireKeys(json, EVALUATED_KEYS, "evaluated rule");
    return new Evaluated(text(json, "rule"), RuleResult.ofCode(text(json, "result")));
  }

  private static String citation(JsonNode json) {
    if (!json.isTextual()) {
      throw new MalformedDecisionException("a citation is not a string");
    }
    return json.textValue();
  }

  private static @Nullable LocalDate date(JsonNode json) {
    if (json.isNull()) {
      return null;
    }
    try {
      return LocalDate.parse(json.asText());
    } catch (DateTimeException e) {
      throw new MalformedDecisionException("a due date is not a date");
    }
  }

  private static void requireKeys(JsonNode json, Set<String> keys, String what) {
    if (!json.isObject() || json.size() != keys.size() || !keys.stream().allMatch(json::has)) {
      throw new MalformedDecisionException("a " + what + " does not have exactly its keys");
    }
  }

  private static String text(JsonNode json, String key) {
    JsonNode value = json.get(key);
    if (value == null || !value.isTextual()) {
      throw new MalformedDecisionException(key + " is not a string");
    }
    return value.textValue();
  }

  private static <T> List<T> list(JsonNode json, String key, Function<JsonNode, T> read) {
    JsonNode array = json.get(key);
    if (array == null || !array.isArray()) {
      throw new MalformedDecisionException(key + " is not a list");
    }
    List<T> items = new ArrayList<>(array.size());
    array.forEach(item -> items.add(read.apply(item)));
    return items;
  }

  private static <T> List<T> sorted(List<T> items, Comparator<T> order) {
    items.sort(order);
    return items;
  }
}
