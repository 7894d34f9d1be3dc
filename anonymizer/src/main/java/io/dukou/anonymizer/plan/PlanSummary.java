package io.dukou.anonymizer.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What planning found, as {@code dukou plan} prints it.
 *
 * @param attributes the quasi-identifiers in the order of the table
 * @param levels the level of each, in the first layer
 * @param loss the information loss of the first layer
 * @param lowerBound a number that no combination's loss is below: the loss itself unless a deadline
 *     ended the search
 * @param ranks the weighted losses from the largest down if they are what is compared, else the
 *     loss alone
 * @param suppressedRecords rows that are suppressed
 * @param equivalenceClasses classes that are released
 * @param minClassSize subjects of the smallest released class, 0 if none is released
 * @param records rows that were planned
 * @param subjects subjects that were planned
 * @param releasedSubjects subjects that are released
 * @param droppedRecords rows left out before planning for a missing quasi-identifier
 * @param transformations combinations of levels there are
 * @param checked combinations whose classes were counted
 * @param search time the search took
 * @param planId name of the plan
 * @param warnings what a person must have thought about
 * @param refinement what each layer releases and what is lost up to it, if there may be several
 * @param areLayersOptimal whether each layer after the first is proven to be the optimum for those
 *     who were left for it
 */
public record PlanSummary(
    List<String> attributes,
    List<Integer> levels,
    double loss,
    double lowerBound,
    List<Double> ranks,
    int suppressedRecords,
    int equivalenceClasses,
    int minClassSize,
    int records,
    int subjects,
    int releasedSubjects,
    int droppedRecords,
    long transformations,
    long checked,
    Duration search,
    String planId,
    List<PlanWarning> warnings,
    Optional<DomainLoss> refinement,
    boolean areLayersOptimal) {
  /** Copies the lists. */
  public PlanSummary {
    attributes = List.copyOf(attributes);
    levels = List.copyOf(levels);
    ranks = List.copyOf(ranks);
    warnings = List.copyOf(warnings);
  }

  /** Returns whether this is proven to be the optimum. */
  public boolean isOptimal() {
    return lowerBound >= loss;
  }

  /** Returns how far, at most, the loss is above the optimum, as a share of the loss. */
  public double gap() {
    return loss == 0 ? 0 : (loss - lowerBound) / Math.abs(loss);
  }

  /** Returns the largest probability with which a released subject is found, from 0 to 1. */
  public double prosecutorMax() {
    return minClassSize == 0 ? 0 : 1.0 / minClassSize;
  }

  /** Returns the mean probability with which a released subject is found, from 0 to 1. */
  public double prosecutorAverage() {
    return releasedSubjects == 0 ? 0 : (double) equivalenceClasses / releasedSubjects;
  }

  /** Returns the JSON object of {@code dukou plan}; {@code load} is the time spent reading. */
  public ObjectNode toJson(Duration load) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("feasible", true);
    attributes.forEach(json.putArray("attributes")::add);
    levels.forEach(json.putArray("levels")::add);
    json.put("loss", loss);
    if (ranks.size() > 1) {
      ranks.forEach(json.putArray("lossRanks")::add);
    }
    json.put("optimal", isOptimal());
    if (!isOptimal()) {
      json.put("lowerBound", lowerBound);
      json.put("gap", gap());
    }
    json.put("suppressedRecords", suppressedRecords);
    json.put("droppedRecords", droppedRecords);
    json.put("equivalenceClasses", equivalenceClasses);
    json.put("minClassSize", minClassSize);
    json.put("records", records);
    json.put("subjects", subjects);
    json.put("transformations", transformations);
    json.put("checked", checked);
    ObjectNode risk = json.putObject("risk");
    risk.put("prosecutorMax", prosecutorMax());
    risk.put("prosecutorAverage", prosecutorAverage());
    ObjectNode millis = json.putObject("millis");
    millis.put("load", load.toMillis());
    millis.put("search", search.toMillis());
    json.put("planId", planId);
    refinement.ifPresent(
        found ->
            json.set("refinement", found.layersToJson().put("layersOptimal", areLayersOptimal)));
    ArrayNode listed = json.putArray("warnings");
    warnings.forEach(warning -> listed.add(warning.text()));
    return json;
  }
}
