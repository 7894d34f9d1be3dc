package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The facts about one request, prepared so that every engine sees the same bytes. Immutable.
 *
 * <h2>Preparation</h2>
 *
 * <p>The rules have no clock and no calendar library: compiled to Wasm, Rego has no {@code time}
 * builtins. So every instant of the input, written as RFC 3339 with any offset, is rewritten to
 * Asia/Shanghai with millisecond precision and one fixed width, {@code
 * 2026-11-20T10:30:00.000+08:00}. Two such strings compare as their instants do, and the first ten
 * characters are the local date. A fraction finer than a millisecond is cut off. China has had no
 * daylight saving since 1991 and the rules begin in 2021, so the offset is always +08:00.
 *
 * <p>The facts themselves are described by {@code schemas/input.json}; a fact that is absent or
 * {@code "unknown"} is missing. Integers must lie within ±(2^53 − 1).
 *
 * <h2>Remembering decisions</h2>
 *
 * <p>Two inputs with equal {@link #digestWithoutTime} get equal decisions of one revision as long
 * as the later event is before {@link #validUntil} of the earlier.
 */
public final class PolicyInput {
  private static final Duration LIST_SNAPSHOT_AGE = Duration.ofHours(24);

  private final ObjectNode json;
  private final Instant eventTime;
  private final String canonical;

  private PolicyInput(ObjectNode json, Instant eventTime, String canonical) {
    this.json = json;
    this.eventTime = eventTime;
    this.canonical = canonical;
  }

  /**
   * Prepares facts. The tree is copied.
   *
   * @throws InvalidPolicyInputException if the tree is not an object that follows the input schema
   *     once its instants are rewritten, or holds an instant without offset or outside the years
   *     1992 to 9999
   */
  public static PolicyInput of(JsonNode facts) {
    if (!(facts instanceof ObjectNode object)) {
      throw new InvalidPolicyInputException("the policy input is not an object");
    }
    ObjectNode prepared = object.deepCopy();
    requireFinite(prepared);
    rewriteInstants(prepared, "");
    requireSchema(prepared);
    String time = prepared.path("event").path("time").asText();
    if (!LocalTime.isPrepared(time)) {
      throw new InvalidPolicyInputException("/event/time is not known");
    }
    return new PolicyInput(prepared, LocalTime.parse(time), canonical(prepared));
  }

  private static String canonical(ObjectNode prepared) {
    try {
      return CanonicalJson.write(prepared);
    } catch (UncheckedIOException e) {
      throw new InvalidPolicyInputException(
          "the input has no canonical form: a text holds half a character", e);
    }
  }

  /** Refuses what JSON can write and no number type of RFC 8785 holds, such as 1e400. */
  private static void requireFinite(JsonNode node) {
    if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
      throw new InvalidPolicyInputException("the input holds a number that is too large");
    }
    node.forEach(PolicyInput::requireFinite);
  }

  /** Returns a fresh copy of the prepared tree. */
  public ObjectNode json() {
    return json.deepCopy();
  }

  /** Returns the prepared input as canonical JSON (RFC 8785): what every engine receives. */
  public String canonicalJson() {
    return canonical;
  }

  /** Returns the instant that is decided about. */
  public Instant eventTime() {
    return eventTime;
  }

  /** Returns the SHA-256, in hexadecimal, of the canonical input. */
  public String digest() {
    return Sha256.hex(canonical.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the SHA-256, in hexadecimal, of the canonical input without the time of the event. */
  public String digestWithoutTime() {
    ObjectNode timeless = json();
    ((ObjectNode) timeless.path("event")).remove("time");
    return Sha256.hex(CanonicalJson.write(timeless).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns the first instant after the event at which a date could change the decision: the next
   * midnight in Asia/Shanghai (rules, counters, deadlines and ages change only there), the next
   * instant in the facts, or the moment at which the snapshot of the restricted list gets too old.
   */
  public Instant validUntil() {
    LocalDate tomorrow = LocalTime.date(eventTime).plusDays(1);
    Instant[] first = {tomorrow.atStartOfDay(LocalTime.SHANGHAI).toInstant()};
    visitInstants(
        json,
        instant -> {
          if (instant.isAfter(eventTime) && instant.isBefore(first[0])) {
            first[0] = instant;
          }
        });
    JsonNode checked = json.path("recipient").path("list_checked_at");
    if (LocalTime.isPrepared(checked.asText())) {
      Instant stale = LocalTime.parse(checked.asText()).plus(LIST_SNAPSHOT_AGE).plusMillis(1);
      first[0] = stale.isAfter(eventTime) && stale.isBefore(first[0]) ? stale : first[0];
    }
    return first[0];
  }

  /** Returns a text without any fact. */
  @Override
  public String toString() {
    return "PolicyInput[" + digest() + "]";
  }

  private static void requireSchema(ObjectNode prepared) {
    SchemaCheck.input().misfits(prepared).stream()
        .max(Comparator.comparingInt(String::length))
        .ifPresent(
            place -> {
              throw new InvalidPolicyInputException(
                  place.isEmpty()
                      ? "the input breaks its schema: a group of facts that it must have is missing"
                      : "the input breaks its schema at " + place);
            });
  }

  private static void visitInstants(JsonNode node, Consumer<Instant> visitor) {
    if (node.isTextual() && LocalTime.isPrepared(node.textValue())) {
      visitor.accept(LocalTime.parse(node.textValue()));
    }
    node.forEach(child -> visitInstants(child, visitor));
  }

  /** Rewrites every text whose key ends in {@code time}, {@code _at} or {@code _until}. */
  private static void rewriteInstants(JsonNode node, String path) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        String child = path + "/" + entry.getKey();
        if (entry.getValue() instanceof TextNode text && holdsInstant(entry.getKey())) {
          entry.setValue(TextNode.valueOf(LocalTime.prepare(text.textValue(), child)));
        } else {
          rewriteInstants(entry.getValue(), child);
        }
      }
    } else if (node instanceof ArrayNode array) {
      array.forEach(item -> rewriteInstants(item, path + "/-"));
    }
  }

  private static boolean holdsInstant(String key) {
    return key.equals("time") || key.endsWith("_at") || key.endsWith("_until");
  }
}
