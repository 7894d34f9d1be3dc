package io.dukou.anonymizer.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.hierarchy.HierarchyException;
import java.util.ArrayList;
import java.util.List;

/** The plan file of several tables, in the same form as {@link PlanJson}. */
final class StudyPlanJson {
  private static final String FORMAT = "dukou-study-plan";
  private static final int VERSION = 2;

  private StudyPlanJson() {}

  /** Returns {@code sha256:} and the digest of the content. */
  static String idOf(StudyPlan.Content content) {
    return PlanJson.digestOf(tree(content));
  }

  /** Returns the text of the plan file. */
  static String write(StudyPlan.Content content, String planId, String seal) {
    return PlanJson.text(tree(content).put(PlanJson.ID, planId).put(PlanJson.SEAL, seal));
  }

  private static ObjectNode tree(StudyPlan.Content content) {
    ObjectNode json = PlanJson.MAPPER.createObjectNode();
    json.put("format", FORMAT).put("version", VERSION);
    json.put("subject", content.subject());
    json.put("key", content.key());
    ArrayNode tables = json.putArray("tables");
    content.tables().forEach(table -> tables.add(tree(table)));
    json.put("k", content.k());
    PlanJson.addModels(json, content.models());
    json.put("suppressionLimit", content.suppressionLimit());
    json.put("loss", content.loss());
    json.put("subjects", content.subjects());
    PlanJson.addClasses(json, content.classes());
    PlanJson.addWarnings(json, content.warnings());
    return json;
  }

  private static ObjectNode tree(StudyPlan.PlannedTable table) {
    ObjectNode json = PlanJson.MAPPER.createObjectNode();
    json.put("name", table.name());
    PlanJson.addCsv(json, table.csv());
    PlanJson.addColumns(json, table.columns());
    json.put("records", table.records());
    json.put("suppressedRecords", table.suppressedRecords());
    json.put("dataDigest", table.dataDigest());
    json.put("counts", table.counts());
    return json;
  }

  /** Returns whether a text is JSON that says it is a plan of this form. */
  static boolean isStudyPlan(String text) {
    try {
      return PlanJson.MAPPER.readTree(text).path("format").asText().equals(FORMAT);
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /**
   * Reads a plan file.
   *
   * @throws PlanException if it is none, or its {@code planId} does not fit
   */
  static StudyPlan read(String text) {
    try {
      JsonNode json = PlanJson.MAPPER.readTree(text);
      if (!json.path("format").asText().equals(FORMAT)) {
        throw PlanJson.unreadable("the file is no release plan of several tables");
      }
      if (json.path("version").intValue() != VERSION) {
        throw PlanJson.unreadable("the release plan is of another version; plan anew");
      }
      StudyPlan plan = StudyPlan.read(content(json), PlanJson.seal(json));
      if (!plan.planId().equals(json.path(PlanJson.ID).asText())) {
        throw PlanJson.unreadable("the release plan has been changed: its planId does not fit");
      }
      PlanJson.requireNothingElse(plan.toJson(), json);
      return plan;
    } catch (JsonProcessingException
        | HierarchyException
        | IllegalArgumentException
        | NullPointerException e) {
      throw PlanJson.unreadable("the release plan cannot be read");
    }
  }

  private static StudyPlan.Content content(JsonNode json) {
    List<StudyPlan.PlannedTable> tables = new ArrayList<>();
    json.required("tables").forEach(table -> tables.add(table(table)));
    return new StudyPlan.Content(
        json.required("subject").asText(),
        json.required("key").textValue(),
        tables,
        PlanJson.count(json.required("k")),
        PlanJson.models(json.required("models")),
        json.required("suppressionLimit").doubleValue(),
        json.required("loss").doubleValue(),
        PlanJson.count(json.required("subjects")),
        PlanJson.classes(json.required("classes")),
        PlanJson.warnings(json.required("warnings")));
  }

  private static StudyPlan.PlannedTable table(JsonNode json) {
    return new StudyPlan.PlannedTable(
        json.required("name").asText(),
        PlanJson.csv(json.required("csv")),
        PlanJson.columns(json.required("columns")),
        PlanJson.count(json.required("records")),
        PlanJson.count(json.required("suppressedRecords")),
        json.required("dataDigest").asText(),
        json.required("counts").textValue());
  }
}
