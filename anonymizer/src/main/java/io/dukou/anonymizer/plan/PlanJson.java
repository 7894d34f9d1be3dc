package io.dukou.anonymizer.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.hierarchy.Hierarchies;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.CsvOptions;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The plan file: one JSON object whose {@code planId} is the SHA-256 of the others, written without
 * spaces in the order in which this class writes them, and whose {@code seal} is that of {@link
 * PlanKey#seal}. A plan of several layers is of a version of its own, so that no program which
 * knows of one layer only applies it.
 */
final class PlanJson {
  private static final String FORMAT = "dukou-release-plan";
  private static final String VERSION_KEY = "version";
  private static final int VERSION = 3;

  /** The version of plans of several layers. */
  private static final int LAYERED_VERSION = 4;

  private static final String REFINEMENT = "refinement";
  private static final String REFINED_LEVELS = "refinedLevels";

  /** The last version without a seal. */
  private static final int UNSEALED_VERSION = 2;

  /** Key under which the seal of a plan stands. */
  static final String SEAL = "seal";

  /** Key under which the name of a plan stands. */
  static final String ID = "planId";

  /** Reads and writes plan files. */
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private PlanJson() {}

  /** Returns {@code sha256:} and the digest of the content. */
  static String idOf(ReleasePlan.Content content) {
    return digestOf(tree(content));
  }

  /** Returns {@code sha256:} and the digest of a tree's text. */
  static String digestOf(JsonNode tree) {
    try {
      byte[] text = text(tree).getBytes(UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the text of the plan file. */
  static String write(ReleasePlan.Content content, String planId, String seal) {
    return text(tree(content).put(ID, planId).put(SEAL, seal));
  }

  /** Returns the text of a tree. */
  static String text(JsonNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory can always be written", e);
    }
  }

  private static ObjectNode tree(ReleasePlan.Content content) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("format", FORMAT).put(VERSION_KEY, versionOf(content));
    addCsv(json, content.csv());
    json.put("subject", content.subject());
    addColumns(json, content.columns());
    json.put("k", content.k());
    addModels(json, content.models());
    json.put("forPlannedTableOnly", content.isForPlannedTableOnly());
    json.put("suppressionLimit", content.suppressionLimit());
    json.put("loss", content.loss());
    json.put("records", content.records());
    json.put("subjects", content.subjects());
    json.put("suppressedRecords", content.suppressedRecords());
    json.put("dataDigest", content.dataDigest());
    addClasses(json, content.layers().get(0));
    if (content.layers().size() > 1) {
      ArrayNode further = json.putArray(REFINEMENT);
      content.layers().stream().skip(1).forEach(layer -> addClasses(further.addObject(), layer));
    }
    addWarnings(json, content.warnings());
    return json;
  }

  private static int versionOf(ReleasePlan.Content content) {
    return content.layers().size() > 1 ? LAYERED_VERSION : VERSION;
  }

  /** Adds how a table is written. */
  static void addCsv(ObjectNode json, CsvOptions csv) {
    json.putObject("csv")
        .put("delimiter", String.valueOf(csv.delimiter()))
        .put("encoding", csv.encoding().name());
  }

  /** Adds columns. */
  static void addColumns(ObjectNode json, List<PlannedColumn> planned) {
    ArrayNode columns = json.putArray("columns");
    planned.forEach(column -> columns.add(tree(column)));
  }

  /** Adds models. */
  static void addModels(ObjectNode json, List<ModelSpec> specs) {
    ArrayNode models = json.putArray("models");
    specs.forEach(model -> models.add(ModelJson.tree(model)));
  }

  /** Adds released classes. */
  static void addClasses(ObjectNode json, Map<ClassHash, Integer> sizes) {
    ObjectNode classes = json.putObject("classes");
    new TreeMap<>(sizes).forEach((hash, size) -> classes.put(hash.hex(), size));
  }

  /** Adds warnings. */
  static void addWarnings(ObjectNode json, List<PlanWarning> listed) {
    ArrayNode warnings = json.putArray("warnings");
    listed.forEach(warning -> warnings.add(tree(warning)));
  }

  private static ObjectNode tree(PlannedColumn column) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", column.name());
    json.put("role", column.role().word());
    json.put("type", column.type().word());
    json.put("missing", column.missing().word());
    json.put("level", column.level());
    if (column.levels().size() > 1) {
      ArrayNode refined = json.putArray(REFINED_LEVELS);
      column.levels().stream().skip(1).forEach(refined::add);
    }
    json.set("hierarchy", column.hierarchy().toJson());
    return json;
  }

  private static ObjectNode tree(PlanWarning warning) {
    return MAPPER
        .createObjectNode()
        .put("kind", warning.kind().word())
        .put("column", warning.column())
        .put("related", warning.related());
  }

  /**
   * Reads a plan file.
   *
   * @throws PlanException if it is none, or its {@code planId} does not fit
   */
  static ReleasePlan read(String text) {
    return parsed(text, PlanJson::plan);
  }

  /**
   * Reads a plan file, or one of the last version without a seal, which is given its seal.
   *
   * @throws PlanException if it is none, or its {@code planId} or its seal does not fit
   */
  static ReleasePlan readStored(String text, PlanKey key) {
    return parsed(
        text,
        json -> {
          if (version(json) == UNSEALED_VERSION) {
            return unsealedPlan(json, key);
          }
          ReleasePlan plan = plan(json);
          plan.requireSealedWith(key);
          return plan;
        });
  }

  private static ReleasePlan plan(JsonNode json) {
    if (version(json) != VERSION && version(json) != LAYERED_VERSION) {
      throw unreadable("the release plan is of another version; plan anew");
    }
    ReleasePlan.Content content = content(json);
    if (version(json) != versionOf(content)) {
      throw unreadable("the release plan cannot be read");
    }
    ReleasePlan plan = ReleasePlan.read(content, seal(json));
    requireId(plan.planId(), json);
    requireNothingElse(plan.toJson(), json);
    return plan;
  }

  /** Refuses a file that holds more than the plan that was read from it. */
  static void requireNothingElse(String written, JsonNode json) {
    try {
      if (!MAPPER.readTree(written).equals(json)) {
        throw unreadable("the release plan has been changed: it holds what no plan holds");
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was written is JSON", e);
    }
  }

  private static ReleasePlan unsealedPlan(JsonNode json, PlanKey key) {
    ReleasePlan.Content content = content(json);
    requireId(digestOf(tree(content).put(VERSION_KEY, UNSEALED_VERSION)), json);
    return ReleasePlan.of(content, key);
  }

  private static ReleasePlan parsed(String text, Function<JsonNode, ReleasePlan> reading) {
    try {
      JsonNode json = MAPPER.readTree(text);
      if (!json.path("format").asText().equals(FORMAT)) {
        throw unreadable("the file is no release plan");
      }
      return reading.apply(json);
    } catch (PlanException e) {
      throw e;
    } catch (JsonProcessingException | RuntimeException e) {
      // Whatever a part of the plan refuses, and how: anybody may have written the file.
      throw unreadable("the release plan cannot be read");
    }
  }

  private static int version(JsonNode json) {
    return json.path(VERSION_KEY).intValue();
  }

  private static void requireId(String planId, JsonNode json) {
    if (!planId.equals(json.path(ID).asText())) {
      throw unreadable("the release plan has been changed: its planId does not fit");
    }
  }

  /** Returns the seal of a plan file. */
  static String seal(JsonNode json) {
    if (!json.path(SEAL).isTextual()) {
      throw unreadable("the release plan has no seal; plan anew");
    }
    return json.path(SEAL).textValue();
  }

  /** Returns the failure of a plan file that cannot be used. */
  static PlanException unreadable(String message) {
    return new PlanException(PlanError.PLAN_FILE, message);
  }

  private static ReleasePlan.Content content(JsonNode json) {
    return new ReleasePlan.Content(
        csv(json.required("csv")),
        json.required("subject").textValue(),
        columns(json.required("columns")),
        count(json.required("k")),
        models(json.required("models")),
        truth(json.required("forPlannedTableOnly")),
        json.required("suppressionLimit").doubleValue(),
        json.required("loss").doubleValue(),
        count(json.required("records")),
        count(json.required("subjects")),
        count(json.required("suppressedRecords")),
        json.required("dataDigest").asText(),
        layers(json),
        warnings(json.required("warnings")));
  }

  private static List<Map<ClassHash, Integer>> layers(JsonNode json) {
    List<Map<ClassHash, Integer>> layers = new ArrayList<>();
    layers.add(classes(json.required("classes")));
    json.path(REFINEMENT).forEach(layer -> layers.add(classes(layer.required("classes"))));
    return layers;
  }

  /** Reads columns. */
  static List<PlannedColumn> columns(JsonNode json) {
    List<PlannedColumn> columns = new ArrayList<>();
    json.forEach(column -> columns.add(column(column)));
    return columns;
  }

  /** Reads released classes. */
  static Map<ClassHash, Integer> classes(JsonNode json) {
    Map<ClassHash, Integer> classes = new TreeMap<>();
    json.properties()
        .forEach(entry -> classes.put(new ClassHash(entry.getKey()), count(entry.getValue())));
    return classes;
  }

  /** Reads warnings. */
  static List<PlanWarning> warnings(JsonNode json) {
    List<PlanWarning> warnings = new ArrayList<>();
    json.forEach(warning -> warnings.add(warning(warning)));
    return warnings;
  }

  /** Reads models. */
  static List<ModelSpec> models(JsonNode json) {
    List<ModelSpec> models = new ArrayList<>();
    json.forEach(model -> models.add(ModelJson.read(model)));
    return models;
  }

  private static boolean truth(JsonNode json) {
    if (!json.isBoolean()) {
      throw new IllegalArgumentException("not a truth value");
    }
    return json.booleanValue();
  }

  /** Reads how a table is written. */
  static CsvOptions csv(JsonNode json) {
    String delimiter = json.required("delimiter").asText();
    if (delimiter.length() != 1) {
      throw new IllegalArgumentException("not a delimiter");
    }
    return new CsvOptions(delimiter.charAt(0), Charset.forName(json.required("encoding").asText()));
  }

  private static PlannedColumn column(JsonNode json) {
    return new PlannedColumn(
        json.required("name").asText(),
        word(Role.class, json.required("role")),
        word(ValueType.class, json.required("type")),
        word(MissingRule.class, json.required("missing")),
        Hierarchies.fromJson(json.required("hierarchy")),
        levels(json));
  }

  private static List<Integer> levels(JsonNode json) {
    List<Integer> levels = new ArrayList<>();
    levels.add(count(json.required("level")));
    json.path(REFINED_LEVELS).forEach(level -> levels.add(count(level)));
    return levels;
  }

  private static PlanWarning warning(JsonNode json) {
    return new PlanWarning(
        word(PlanWarning.Kind.class, json.required("kind")),
        json.required("column").asText(),
        json.required("related").textValue());
  }

  /** Reads a number of things. */
  static int count(JsonNode json) {
    if (!json.canConvertToInt() || !json.isIntegralNumber() || json.intValue() < 0) {
      throw new IllegalArgumentException("not a count");
    }
    return json.intValue();
  }

  private static <E extends Enum<E>> E word(Class<E> type, JsonNode json) {
    return Enum.valueOf(type, json.asText().toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
