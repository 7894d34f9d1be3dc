package io.dukou.gateway.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dukou.audit.BodyDigest;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.LeafDraft;
import io.dukou.audit.LeafKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers one entry. What {@code leaf} methods are given its recipient will see; what {@code
 * domestic} methods are given stays in China. One thread.
 */
public final class Entry {
  /** The domestic field of a release: index of the entry of the table whose rows it gives. */
  public static final String TABLE_FIELD = "releasedTable";

  private final LeafKind kind;
  private final Instant at;
  private final Map<String, JsonNode> domestic = new TreeMap<>();

  private @Nullable String recipient;
  private @Nullable String study;
  private @Nullable String dataset;
  private @Nullable String purpose;
  private @Nullable String policy;
  private JsonNode decision = JsonNodeFactory.instance.objectNode();
  private Map<String, String> digests = Map.of();
  private @Nullable String chunkRoot;
  private @Nullable Long length;
  private List<String> persons = List.of();

  private Entry(LeafKind kind, Instant at) {
    this.kind = kind;
    this.at = at;
  }

  /** Starts an entry. */
  public static Entry of(LeafKind kind, Instant at) {
    return new Entry(kind, at);
  }

  /** Puts the entry into a recipient's chain. */
  public Entry recipient(String id, String purpose) {
    this.recipient = id;
    this.purpose = purpose;
    return this;
  }

  /** Names the dataset it is about. */
  public Entry dataset(String study, String dataset) {
    this.study = study;
    this.dataset = dataset;
    return this;
  }

  /** States the decision, which must hold nothing that its recipient may not know. */
  public Entry decision(ObjectNode decision, @Nullable String policyRevision) {
    this.decision = decision;
    this.policy = policyRevision;
    return this;
  }

  /** States which body was released. */
  public Entry body(BodyDigest body) {
    this.digests = body.digests();
    this.chunkRoot = body.chunkRoot();
    this.length = body.length();
    return this;
  }

  /** Adds a text to the domestic part; null adds nothing. */
  public Entry domestic(String field, @Nullable String value) {
    return value == null ? this : domestic(field, TextNode.valueOf(value));
  }

  /** Adds a number to the domestic part. */
  public Entry domestic(String field, long value) {
    return domestic(field, LongNode.valueOf(value));
  }

  /** Adds a JSON value to the domestic part; null adds nothing. */
  public Entry domestic(String field, @Nullable JsonNode value) {
    if (value != null) {
      domestic.put(field, value);
    }
    return this;
  }

  /** Adds the fields of {@code part} to the domestic part, and sets its person keys. */
  public Entry domestic(DomesticPart part) {
    part.fields().forEach(domestic::put);
    this.persons = part.persons();
    return this;
  }

  /** Returns what the recipient may know. */
  public LeafDraft leaf() {
    return new LeafDraft(
        kind, at, recipient, study, dataset, purpose, decision, policy, digests, chunkRoot, length);
  }

  /** Returns what stays in China. */
  public DomesticPart domesticPart() {
    return new DomesticPart(domestic, persons);
  }

  /** Appends the entry to {@code journal}. */
  public java.util.concurrent.CompletableFuture<io.dukou.audit.Receipt> appendTo(Journal journal) {
    return journal.append(leaf(), domesticPart());
  }
}
