package io.dukou.policies;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The compiled rules built into this module, and the test that an answer is one of theirs.
 *
 * <p>An answer counts only if it evaluates exactly the loaded rules and its outcome is not milder
 * than their results: a server that answers from other rules must not be believed.
 */
final class PolicyBundle {
  private static final String FOLDER = "bundle/";
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final byte[] wasm;
  private final byte[] data;
  private final String revision;
  private final List<String> rules;

  private PolicyBundle(byte[] wasm, byte[] data, String revision, List<String> rules) {
    this.wasm = wasm;
    this.data = data;
    this.revision = revision;
    this.rules = rules;
  }

  /**
   * Loads the bundle.
   *
   * @throws PolicyException if a part does not have the digest in the manifest, or the catalogue
   *     does not load
   */
  static PolicyBundle load() {
    JsonNode manifest = Resources.json(FOLDER + "manifest.json");
    return new PolicyBundle(
        verified("policy.wasm", manifest.path("policy_wasm_sha256").asText()),
        verified("data.json", manifest.path("data_json_sha256").asText()),
        manifest.path("revision").asText(),
        PolicyCatalogue.standard().loaded().stream().map(RuleEntry::number).toList());
  }

  /** Returns the compiled rules; not to be changed. */
  byte[] wasm() {
    return wasm;
  }

  /** Returns the data documents of the bundle; not to be changed. */
  JsonNode data() {
    return parse(new String(data, StandardCharsets.UTF_8));
  }

  /** Returns the hash of the sources. */
  String revision() {
    return revision;
  }

  /** Parses an engine's answer; duplicate keys and trailing text make it malformed. */
  static JsonNode parse(String json) {
    try {
      return STRICT.readTree(json);
    } catch (JsonProcessingException e) {
      throw new MalformedDecisionException("the answer is not JSON");
    }
  }

  /**
   * Reads an answer.
   *
   * @throws MalformedDecisionException if it is not a decision of these rules
   */
  Decision decision(JsonNode answer) {
    Decision decision = DecisionJson.read(answer, revision);
    if (!decision.evaluated().stream().map(Evaluated::rule).toList().equals(rules)) {
      throw new MalformedDecisionException("the answer evaluates other rules than the loaded ones");
    }
    if (decision.outcome().compareTo(mildest(decision)) < 0) {
      throw new MalformedDecisionException("the outcome is milder than the rules' results");
    }
    if (decision.outcome().compareTo(Outcome.REQUIRE_APPROVAL) >= 0
        && decision.reasons().isEmpty()) {
      throw new MalformedDecisionException("a refusal gives no reason");
    }
    return decision;
  }

  private static Outcome mildest(Decision decision) {
    Set<RuleResult> results =
        decision.evaluated().stream().map(Evaluated::result).collect(Collectors.toSet());
    if (results.contains(RuleResult.DENY) || results.contains(RuleResult.UNKNOWN)) {
      return Outcome.DENY;
    }
    if (results.contains(RuleResult.REQUIRE_APPROVAL)) {
      return Outcome.REQUIRE_APPROVAL;
    }
    return results.contains(RuleResult.OBLIGE) ? Outcome.ALLOW_WITH_OBLIGATIONS : Outcome.ALLOW;
  }

  private static byte[] verified(String name, String sha256) {
    byte[] bytes = Resources.bytes(FOLDER + name);
    if (!Sha256.hex(bytes).equals(sha256)) {
      throw new PolicyException(name + " does not have the digest in the manifest");
    }
    return bytes;
  }
}
