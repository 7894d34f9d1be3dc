package io.dukou.anonymizer.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/**
 * What planning several tables together found, as {@code dukou plan} prints it.
 *
 * @param whole all tables together; attributes are called {@code TABLE.COLUMN}
 * @param tables each table for itself
 * @param patterns how far the events of subjects single them out
 */
public record StudySummary(PlanSummary whole, List<OfTable> tables, EventPatterns patterns) {
  /** Copies the list. */
  public StudySummary {
    tables = List.copyOf(tables);
  }

  /**
   * One table.
   *
   * @param name how the specification calls it
   * @param attributes its quasi-identifiers
   * @param levels the level of each
   * @param losses what each loses; see {@link StudySummary#utility}
   * @param records rows that were planned
   * @param suppressedRecords of them, those that are suppressed
   * @param droppedRecords rows left out before planning for a missing quasi-identifier
   */
  public record OfTable(
      String name,
      List<String> attributes,
      List<Integer> levels,
      List<Double> losses,
      int records,
      int suppressedRecords,
      int droppedRecords) {
    /** Copies the lists. */
    public OfTable {
      attributes = List.copyOf(attributes);
      levels = List.copyOf(levels);
      losses = List.copyOf(losses);
    }

    /** Returns the mean of the losses. */
    public double loss() {
      return losses.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    private ObjectNode toJson(ObjectNode json) {
      json.put("table", name);
      attributes.forEach(json.putArray("attributes")::add);
      levels.forEach(json.putArray("levels")::add);
      losses.forEach(json.putArray("losses")::add);
      json.put("loss", loss());
      json.put("records", records);
      json.put("suppressedRecords", suppressedRecords);
      json.put("droppedRecords", droppedRecords);
      return json;
    }
  }

  /**
   * Returns what is left of the tables, from 0 to 1, whatever the metric: 1 less the mean over all
   * quasi-identifiers of their losses. The loss of one is x of the Loss metric at its defaults, the
   * share of its domain over which the rows of its table are spread, 1 where they are suppressed.
   */
  public double utility() {
    return 1
        - tables.stream()
            .flatMap(table -> table.losses().stream())
            .mapToDouble(Double::doubleValue)
            .average()
            .orElse(0);
  }

  /** Returns the JSON object of {@code dukou plan}; {@code load} is the time spent reading. */
  public ObjectNode toJson(Duration load) {
    ObjectNode json = whole.toJson(load);
    json.put("releasedSubjects", whole.releasedSubjects());
    json.put("utility", utility());
    ArrayNode listed = json.putArray("tables");
    tables.forEach(table -> table.toJson(listed.addObject()));
    patterns.addTo(json);
    return json;
  }
}
