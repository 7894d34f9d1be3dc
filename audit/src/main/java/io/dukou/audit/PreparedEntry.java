package io.dukou.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An entry on its way to the sequencer: everything is made but {@code previous}, which only the
 * sequencer knows. Canonical JSON orders names, so the leaf is a text before that number and a text
 * behind it.
 */
final class PreparedEntry {
  /** Digits of the largest index, 2^53 - 1, that JSON holds exactly. */
  private static final int MAX_INDEX_DIGITS = 16;

  private final CompletableFuture<Receipt> receipt = new CompletableFuture<>();
  private final @Nullable String recipient;
  private final String beforePrevious;
  private final String behindPrevious;
  private final byte[] sealed;
  private final @Nullable String released;
  private final UnlessReleased condition;

  private PreparedEntry(
      LeafDraft draft,
      String beforePrevious,
      String behindPrevious,
      byte[] sealed,
      UnlessReleased condition) {
    this.recipient = draft.recipient();
    this.released = draft.kind() == LeafKind.RELEASE ? draft.study() : null;
    this.beforePrevious = beforePrevious;
    this.behindPrevious = behindPrevious;
    this.sealed = sealed;
    this.condition = condition;
  }

  /**
   * Salts, commits to and seals the domestic part and writes the leaf but for one number.
   *
   * @throws EntryRefusedException if either part has no canonical form, or the leaf is too long
   */
  static PreparedEntry prepare(
      LeafDraft draft,
      DomesticPart part,
      DomesticSeal seal,
      SecureRandom random,
      UnlessReleased condition) {
    try {
      DomesticRecord record = DomesticRecord.salted(part, random);
      String before = CanonicalJson.text(before(draft, record.commitment()));
      String behind = CanonicalJson.text(behind(draft));
      PreparedEntry entry =
          new PreparedEntry(
              draft,
              before.substring(0, before.length() - 1) + ",\"previous\":",
              "," + behind.substring(1),
              seal.seal(record.encode(), random),
              condition);
      int length = entry.leaf(null).length + MAX_INDEX_DIGITS;
      if (length > LeafRules.MAX_BYTES) {
        throw new EntryRefusedException("leaf of " + length + " bytes, 65,535 are possible");
      }
      return entry;
    } catch (MalformedException e) {
      throw new EntryRefusedException(e.getMessage());
    }
  }

  /** Returns the leaf's bytes, given the index of the recipient's previous entry. */
  byte[] leaf(@Nullable Long previous) {
    String leaf = beforePrevious + (previous == null ? "null" : previous) + behindPrevious;
    return leaf.getBytes(StandardCharsets.UTF_8);
  }

  @Nullable String recipient() {
    return recipient;
  }

  /** Returns the study that it releases, null if it releases none. */
  @Nullable String released() {
    return released;
  }

  /** Returns what it is appended under. */
  UnlessReleased condition() {
    return condition;
  }

  byte[] sealed() {
    return sealed;
  }

  /** Returns the bytes it occupies while it waits, roughly. */
  long weight() {
    return (long) beforePrevious.length() + behindPrevious.length() + sealed.length;
  }

  /** Returns the future that the caller of append holds. */
  CompletableFuture<Receipt> receipt() {
    return receipt;
  }

  private static ObjectNode before(LeafDraft draft, String commitment) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("at", LeafRules.formatTime(draft.at()));
    node.set("chunkRoot", text(draft.chunkRoot()));
    node.set("dataset", text(draft.dataset()));
    node.set("decision", draft.decision());
    ObjectNode digests = node.putObject("digests");
    for (Map.Entry<String, String> digest : draft.digests().entrySet()) {
      digests.put(digest.getKey(), digest.getValue());
    }
    node.put("domestic", commitment);
    node.put("kind", draft.kind().wireName());
    node.set("length", number(draft.length()));
    node.set("policy", text(draft.policy()));
    return node;
  }

  private static ObjectNode behind(LeafDraft draft) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.set("purpose", text(draft.purpose()));
    node.set("recipient", text(draft.recipient()));
    node.set("study", text(draft.study()));
    node.put("v", Leaf.VERSION);
    return node;
  }

  private static JsonNode number(@Nullable Long value) {
    return value == null ? JsonNodeFactory.instance.nullNode() : LongNode.valueOf(value);
  }

  private static JsonNode text(@Nullable String value) {
    return value == null ? JsonNodeFactory.instance.nullNode() : TextNode.valueOf(value);
  }
}
