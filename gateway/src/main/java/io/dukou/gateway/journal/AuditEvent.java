package io.dukou.gateway.journal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.Leaf;
import io.dukou.audit.LeafKind;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the log as a FHIR R4 AuditEvent (hl7.org/fhir/R4/auditevent.html), made of its leaf
 * alone. Type codes are those of DICOM (DCM, PS3.16 context group 400), the kind of the entry is
 * the subtype. Nothing in it proves anything: the log does.
 */
public final class AuditEvent {
  private static final String DICOM = "http://dicom.nema.org/resources/ontology/DCM";
  private static final String KINDS = "urn:dukou:entry-kind";
  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private AuditEvent() {}

  /**
   * Returns the event of an entry.
   *
   * @param log name of the log, which observed it
   * @param index index of the entry
   */
  public static ObjectNode of(String log, long index, Leaf leaf) {
    ObjectNode event = object();
    event.put("resourceType", "AuditEvent");
    event.put("id", "entry-" + index);
    event.set("type", type(leaf.kind()));
    event.putArray("subtype").add(coding(KINDS, leaf.kind().wireName(), null));
    event.put("action", action(leaf.kind()));
    event.put("recorded", instant(leaf.at()));
    event.put("outcome", failed(leaf) ? "4" : "0");
    putText(event, "outcomeDesc", leaf.decision().path("outcome").asText(""));
    if (leaf.purpose() != null && !leaf.purpose().isEmpty()) {
      event.putArray("purposeOfEvent").addObject().put("text", leaf.purpose());
    }
    event.putArray("agent").add(agent(log, leaf));
    event.putObject("source").set("observer", identified(log));
    event.putArray("entity").add(entity(log, index, leaf));
    return event;
  }

  private static ObjectNode type(LeafKind kind) {
    return switch (kind) {
      case RELEASE, CLOSE -> coding(DICOM, "110106", "Export");
      case REFUSAL, SUMMARY, COMPLETENESS -> coding(DICOM, "110113", "Security Alert");
      case FETCH -> coding(DICOM, "110107", "Import");
      case SEARCH -> coding(DICOM, "110101", "Audit Log Used");
      case TABLE, START, ERASURE, HOLD, WITNESS -> coding(DICOM, "110100", "Application Activity");
    };
  }

  private static String action(LeafKind kind) {
    return switch (kind) {
      case RELEASE, FETCH -> "R";
      case TABLE -> "C";
      case HOLD -> "U";
      case ERASURE -> "D";
      case REFUSAL, CLOSE, SUMMARY, START, SEARCH, WITNESS, COMPLETENESS -> "E";
    };
  }

  private static boolean failed(Leaf leaf) {
    return leaf.kind() == LeafKind.REFUSAL || leaf.kind() == LeafKind.SUMMARY;
  }

  private static ObjectNode agent(String log, Leaf leaf) {
    ObjectNode agent = object();
    String recipient = leaf.recipient();
    agent.set("who", identified(recipient == null || recipient.isEmpty() ? log : recipient));
    agent.put("requestor", recipient != null && !recipient.isEmpty());
    return agent;
  }

  private static ObjectNode entity(String log, long index, Leaf leaf) {
    ObjectNode entity = object();
    entity.set("what", identified(log + "#" + index));
    if (leaf.dataset() != null) {
      putText(entity, "name", leaf.dataset());
    }
    ArrayNode details = entity.putArray("detail");
    detail(details, "study", leaf.study());
    detail(details, "policy", leaf.policy());
    detail(details, "previous", leaf.previous() == null ? null : leaf.previous().toString());
    detail(details, "chunkRoot", leaf.chunkRoot());
    detail(details, "length", leaf.length() == null ? null : leaf.length().toString());
    detail(details, "domestic", leaf.domestic());
    for (Map.Entry<String, String> digest : new TreeMap<>(leaf.digests()).entrySet()) {
      detail(details, digest.getKey(), digest.getValue());
    }
    return entity;
  }

  private static void detail(ArrayNode details, String type, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      details.addObject().put("type", type).put("valueString", value);
    }
  }

  private static ObjectNode identified(String value) {
    ObjectNode reference = object();
    reference.putObject("identifier").put("value", value);
    return reference;
  }

  private static ObjectNode coding(String system, String code, @Nullable String display) {
    ObjectNode coding = object().put("system", system).put("code", code);
    return display == null ? coding : coding.put("display", display);
  }

  /** FHIR has no empty strings: what is empty is left out. */
  private static void putText(ObjectNode node, String name, String value) {
    if (!value.isEmpty()) {
      node.put(name, value);
    }
  }

  private static String instant(Instant at) {
    return INSTANT.format(at);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
