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
 * PlanKey#seal}.
 */
final class PlanJson {
  private static final String FORMAT = "dukou-release-plan";
  private static final String VERSION_KEY = "version";
  private static final int VERSION = 3;

  /** The last version without a seal. */
  private static final int UNSEALED_VERSION = 2;

  private static final String ID = "planId";
  private static final String SEAL = "seal";

  private static final JsonMapper MAPPER =
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

  private static String text(JsonNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree in memory can always be written", e);
    }
  }

  private static ObjectNode tree(ReleasePlan.Content content) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("format", FORMAT).put(VERSION_KEY, VERSION);
    json.putObject("csv")
        .put("delimiter", String.valueOf(content.csv().delimiter()))
        .put("encoding", content.csv().encoding().name());
    json.put("subject", content.subject());
    ArrayNode columns = json.putArray("columns");
    content.columns().forEach(column -> columns.add(tree(column)));
    json.put("k", content.k());
    ArrayNode models = json.putArray("models");
    content.models().forEach(model -> models.add(ModelJson.tree(model)));
    json.put("forPlannedTableOnly", content.isForPlannedTableOnly());
    json.put("suppressionLimit", content.suppressionLimit());
    json.put("loss", content.loss());
    json.put("records", content.records());
    json.put("subjects", content.subjects());
    json.put("suppressedRecords", content.suppressedRecords());
    json.put("dataDigest", content.dataDigest());
    ObjectNode classes = json.putObject("classes");
    new TreeMap<>(content.classes()).forEach((hash, size) -> classes.put(hash.hex(), size));
    ArrayNode warnings = json.putArray("warnings");
    content.warnings().forEach(warning -> warnings.add(tree(warning)));
    return json;
  }

  private static ObjectNode tree(PlannedColumn column) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", column.name());
    json.put("role", column.role().word());
    json.put("type", column.type().word());
    json.put("missing", column.missing().word());
    json.put("level", column.level());
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
    if (version(json) != VERSION) {
      throw unreadable("the release plan is of another version; plan anew");
    }
    ReleasePlan plan = ReleasePlan.read(content(json), seal(json));
    requireId(plan.planId(), json);
    return plan;
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

  private static String seal(JsonNode json) {
    if (!json.path(SEAL).isTextual()) {
      throw unreadable("the release plan has no seal; plan anew");
    }
    return json.path(SEAL).textValue();
  }

  private static PlanException unreadable(String message) {
    return new PlanException(PlanError.PLAN_FILE, message);
  }

  private static ReleasePlan.Content content(JsonNode json) {
    List<PlannedColumn> columns = new ArrayList<>();
    json.required("columns").forEach(column -> columns.add(column(column)));
    Map<ClassHash, Integer> classes = new TreeMap<>();
    json.required("classes")
        .properties()
        .forEach(entry -> classes.put(new ClassHash(entry.getKey()), count(entry.getValue())));
    List<PlanWarning> warnings = new ArrayList<>();
    json.required("warnings").forEach(warning -> warnings.add(warning(warning)));
    return new ReleasePlan.Content(
        csv(json.required("csv")),
        json.required("subject").textValue(),
        columns,
        count(json.required("k")),
        models(json.required("models")),
        truth(json.required("forPlannedTableOnly")),
        json.required("suppressionLimit").doubleValue(),
        json.required("loss").doubleValue(),
        count(json.required("records")),
        count(json.required("subjects")),
        count(json.required("suppressedRecords")),
        json.required("dataDigest").asText(),
        classes,
        warnings);
  }

  private static List<ModelSpec> models(JsonNode json) {
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

  private static CsvOptions csv(JsonNode json) {
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
        count(json.required("level")));
  }

  private static PlanWarning warning(JsonNode json) {
    return new PlanWarning(
        word(PlanWarning.Kind.class, json.required("kind")),
        json.required("column").asText(),
        json.required("related").textValue());
  }

  private static int count(JsonNode json) {
    if (!json.canConvertToInt() || !json.isIntegralNumber() || json.intValue() < 0) {
      throw new IllegalArgumentException("not a count");
    }
    return json.intValue();
  }

  private static <E extends Enum<E>> E word(Class<E> type, JsonNode json) {
    return Enum.valueOf(type, json.asText().toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
