package io.dukou.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The part of an entry that its recipient may know, as logged. Its bytes are canonical JSON (RFC
 * 8785) after the schema {@code leaf.schema.json} beside this class, at most 65,535 of them.
 *
 * @param kind what the entry records
 * @param at when, by the gateway's clock, in milliseconds
 * @param recipient the recipient whose chain it belongs to, or null
 * @param previous index of the same recipient's previous entry; null for its first and for entries
 *     without recipient
 * @param study the study, or null
 * @param dataset the dataset, or null
 * @param purpose the purpose, or null
 * @param decision a JSON object
 * @param policy the policy revision, or null
 * @param digests digests by name in lower-case hexadecimal
 * @param chunkRoot root of the body's chunk tree in hexadecimal, or null
 * @param length bytes of the body, null exactly where there is no chunk root
 * @param domestic commitment to the domestic part in hexadecimal
 */
public record Leaf(
    LeafKind kind,
    Instant at,
    @Nullable String recipient,
    @Nullable Long previous,
    @Nullable String study,
    @Nullable String dataset,
    @Nullable String purpose,
    JsonNode decision,
    @Nullable String policy,
    Map<String, String> digests,
    @Nullable String chunkRoot,
    @Nullable Long length,
    String domestic) {

  /** The version that this class reads and writes. */
  static final int VERSION = 1;

  private static final Set<String> NAMES =
      Set.of(
          "v",
          "kind",
          "at",
          "recipient",
          "previous",
          "study",
          "dataset",
          "purpose",
          "decision",
          "policy",
          "digests",
          "chunkRoot",
          "length",
          "domestic");

  /** Checks the parts as the parser does. */
  public Leaf {
    digests = Map.copyOf(digests);
    LeafRules.check(at, decision, digests, chunkRoot, length);
    LeafRules.require(StrictText.isHexHash(domestic), "domestic is not a hash");
    LeafRules.require(previous == null || previous >= 0, "previous is negative");
    LeafRules.require(previous == null || recipient != null, "previous without recipient");
  }

  /**
   * Reads the bytes of a leaf.
   *
   * @throws MalformedException if they are not canonical JSON of exactly the form of version 1
   */
  public static Leaf parse(byte[] bytes) {
    LeafRules.require(bytes.length <= LeafRules.MAX_BYTES, "longer than 65,535 bytes");
    JsonNode node = CanonicalJson.parse(bytes, "leaf");
    LeafRules.require(
        Arrays.equals(CanonicalJson.encode(node), bytes), "not in canonical form (RFC 8785)");
    checkNames(node);
    return new Leaf(
        LeafKind.ofWireName(text(node, "kind")),
        LeafRules.parseTime(text(node, "at")),
        textOrNull(node, "recipient"),
        integerOrNull(node, "previous"),
        textOrNull(node, "study"),
        textOrNull(node, "dataset"),
        textOrNull(node, "purpose"),
        node.get("decision"),
        textOrNull(node, "policy"),
        digests(node.get("digests")),
        textOrNull(node, "chunkRoot"),
        integerOrNull(node, "length"),
        text(node, "domestic"));
  }

  /**
   * Finds the recipient without building the rest, for reading many leaves quickly. Form is not
   * checked further.
   */
  static @Nullable String recipientOf(byte[] bytes) {
    return CanonicalJson.topLevelString(bytes, "recipient");
  }

  private static void checkNames(JsonNode node) {
    LeafRules.require(node.isObject(), "not an object");
    LeafRules.require(node.size() == NAMES.size(), "not exactly the names of version 1");
    for (String name : NAMES) {
      LeafRules.require(node.has(name), "no " + name);
    }
    JsonNode version = node.get("v");
    LeafRules.require(version.isInt() && version.intValue() == VERSION, "unknown version");
  }

  private static String text(JsonNode node, String name) {
    JsonNode value = node.get(name);
    LeafRules.require(value.isTextual(), name + " is not a string");
    return value.textValue();
  }

  private static @Nullable String textOrNull(JsonNode node, String name) {
    return node.get(name).isNull() ? null : text(node, name);
  }

  private static @Nullable Long integerOrNull(JsonNode node, String name) {
    JsonNode value = node.get(name);
    LeafRules.require(
        value.isNull() || (value.isIntegralNumber() && value.canConvertToLong()),
        name + " is not an integer");
    return value.isNull() ? null : value.longValue();
  }

  private static Map<String, String> digests(JsonNode node) {
    LeafRules.require(node.isObject(), "digests is not an object");
    Map<String, String> digests = new TreeMap<>();
    node.fieldNames().forEachRemaining(name -> digests.put(name, text(node, name)));
    return digests;
  }
}
