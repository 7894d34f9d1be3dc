package io.dukou.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.Leaf;
import io.dukou.audit.LeafKind;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks the structure against hl7.org/fhir/R4/auditevent.html: names, cardinalities, value sets
 * that are required, the invariant sev-1, and the rules of FHIR JSON (hl7.org/fhir/R4/json.html).
 */
final class AuditEventTest {
  private static final Set<String> NAMES =
      Set.of(
          "resourceType",
          "id",
          "type",
          "subtype",
          "action",
          "recorded",
          "outcome",
          "outcomeDesc",
          "purposeOfEvent",
          "agent",
          "source",
          "entity");

  @ParameterizedTest
  @EnumSource(LeafKind.class)
  void entryOfAnyKind_isAnAuditEvent(LeafKind kind) {
    requireEvent(AuditEvent.of("log.example/dukou", 7, leaf(kind, "alpha", "adsl")));
    requireEvent(AuditEvent.of("log.example/dukou", 7, leaf(kind, null, null)));
    requireEvent(AuditEvent.of("log.example/dukou", 7, leaf(kind, "", "")));
  }

  @Test
  void event_saysWhatTheLeafSays() {
    ObjectNode event =
        AuditEvent.of("log.example/dukou", 7, leaf(LeafKind.REFUSAL, "alpha", "adsl"));
    assertThat(event.at("/outcome").asText()).isEqualTo("4");
    assertThat(event.at("/recorded").asText()).isEqualTo("2026-03-01T04:00:00.000Z");
    assertThat(event.at("/agent/0/who/identifier/value").asText()).isEqualTo("alpha");
    assertThat(event.at("/entity/0/what/identifier/value").asText())
        .isEqualTo("log.example/dukou#7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "\r=1",
        " =1",
        "\n@x",
        "\u3000=1",
        "\uFF1D1",
        "\uFF0B1",
        "\uFF0D1",
        "\uFF20x",
        "\t1"
      })
  void cellThatCouldBeAFormula_isText(String value) {
    assertThat(EntrySheet.cell(value)).isEqualTo("\"'" + value + "\"");
  }

  @Test
  void otherCells_areAsTheyAre() {
    assertThat(EntrySheet.cell("a\"b,c\nd")).isEqualTo("\"a\"\"b,c\nd\"");
    assertThat(EntrySheet.cell("2026-01")).isEqualTo("\"2026-01\"");
    assertThat(EntrySheet.cell("")).isEmpty();
    assertThat(EntrySheet.cell(null)).isEmpty();
  }

  private static void requireEvent(ObjectNode event) {
    event.fieldNames().forEachRemaining(name -> assertThat(NAMES).contains(name));
    assertThat(event.path("resourceType").asText()).isEqualTo("AuditEvent");
    assertThat(event.path("id").asText()).matches("[A-Za-z0-9\\-.]{1,64}");
    requireCoding(event.path("type"));
    event.path("subtype").forEach(AuditEventTest::requireCoding);
    assertThat(event.path("action").asText()).matches("[CRUDE]");
    assertThat(event.path("recorded").asText())
        .matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z");
    assertThat(event.path("outcome").asText()).matches("0|4|8|12");
    assertThat(event.path("agent")).isNotEmpty();
    event.path("agent").forEach(agent -> assertThat(agent.path("requestor").isBoolean()).isTrue());
    assertThat(event.path("source").path("observer").isObject()).isTrue();
    for (JsonNode entity : event.path("entity")) {
      assertThat(entity.has("name") && entity.has("query")).as("sev-1").isFalse();
      for (JsonNode detail : entity.path("detail")) {
        assertThat(detail.path("type").isTextual()).isTrue();
        assertThat(detail.path("valueString").isTextual()).isTrue();
      }
    }
    requireNothingEmpty(event);
  }

  private static void requireCoding(JsonNode coding) {
    assertThat(coding.path("system").asText()).matches("(http|urn):.+");
    assertThat(coding.path("code").asText()).matches("[^\\s]+(\\s[^\\s]+)*");
  }

  private static void requireNothingEmpty(JsonNode node) {
    assertThat(node.isNull()).isFalse();
    if (node.isContainerNode()) {
      assertThat(node).isNotEmpty();
      node.forEach(AuditEventTest::requireNothingEmpty);
    } else {
      assertThat(node.asText()).isNotBlank();
    }
  }

  private static Leaf leaf(LeafKind kind, @Nullable String recipient, @Nullable String dataset) {
    return new Leaf(
        kind,
        Instant.parse("2026-03-01T04:00:00Z"),
        recipient,
        null,
        dataset == null ? null : "study-1",
        dataset,
        recipient == null ? null : "review",
        JsonNodeFactory.instance.objectNode().put("outcome", "x"),
        null,
        Map.of("sha-256", "ab".repeat(32)),
        null,
        null,
        "cd".repeat(32));
  }
}
