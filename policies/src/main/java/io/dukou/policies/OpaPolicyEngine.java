package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks an OPA server, which must run the bundle that {@code policies/bin/build-bundle} makes from
 * the sources of this module, and must have been started with it ({@code opa run --server
 * --bundle}): such a server refuses to have a rule replaced.
 *
 * <p>An answer counts only if its provenance names the revision that this module was built with,
 * and it passes the same tests as an answer of the embedded engine.
 */
public final class OpaPolicyEngine implements PolicyEngine {
  private static final Set<String> ANSWER_KEYS = Set.of("result", "provenance", "decision_id");
  private static final Pattern REVISION = Pattern.compile("[0-9A-Za-z._:/-]{1,80}");

  /** No rule stands here, so it is answered without a result, but with the bundles' revisions. */
  private static final String HEALTH = "/v1/data/dukou/health?provenance=true";

  private static final byte[] NO_INPUT = "{\"input\":{}}".getBytes(StandardCharsets.UTF_8);
  private static final String QUERY = "?provenance=true&strict-builtin-errors=true";

  private final PolicyBundle bundle;
  private final OpaTransport transport;
  private final Duration deadline;

  private OpaPolicyEngine(PolicyBundle bundle, OpaTransport transport, Duration deadline) {
    this.bundle = bundle;
    this.transport = transport;
    this.deadline = deadline;
  }

  /**
   * Returns an engine that asks through {@code transport}; closing it closes nothing else.
   *
   * <p>Answers are read on the thread that completes the transport's stage, in well under a
   * millisecond.
   *
   * @param deadline after this time an evaluation fails, whatever the transport does
   * @throws PolicyException as {@link EmbeddedPolicyEngine#start}
   */
  public static OpaPolicyEngine over(OpaTransport transport, Duration deadline) {
    return new OpaPolicyEngine(
        PolicyBundle.load(),
        Objects.requireNonNull(transport, "transport"),
        Objects.requireNonNull(deadline, "deadline"));
  }

  @Override
  public CompletionStage<Decision> evaluate(EntryPoint entryPoint, PolicyInput input) {
    Objects.requireNonNull(entryPoint, "entryPoint");
    Objects.requireNonNull(input, "input");
    byte[] body = ("{\"input\":" + input.canonicalJson() + "}").getBytes(StandardCharsets.UTF_8);
    CompletableFuture<Decision> decision = new CompletableFuture<>();
    post("/v1/data/" + entryPoint.path() + QUERY, body)
        .whenComplete((answer, failure) -> Answers.complete(decision, () -> read(answer, failure)));
    return Answers.within(deadline, decision);
  }

  /**
   * Asks whether the server answers, and from the rules of this module; no rule is evaluated.
   *
   * @return a stage that completes with null, or as one of {@link #evaluate} exceptionally
   */
  public CompletionStage<@Nullable Void> check() {
    CompletableFuture<Boolean> served = new CompletableFuture<>();
    post(HEALTH, NO_INPUT)
        .whenComplete(
            (body, failure) ->
                Answers.complete(
                    served,
                    () -> {
                      requireRevision(parse(body, failure));
                      return Boolean.TRUE;
                    }));
    return Answers.within(deadline, served).thenApply(answered -> null);
  }

  @Override
  public String revision() {
    return bundle.revision();
  }

  @Override
  public void close() {}

  /** Posts, giving a failed stage should the transport throw against its contract. */
  private CompletionStage<byte[]> post(String pathAndQuery, byte[] body) {
    try {
      return transport.post(pathAndQuery, body);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static JsonNode parse(byte @Nullable [] body, @Nullable Throwable failure)
      throws CharacterCodingException {
    if (body == null || failure != null) {
      throw new PolicyUnavailableException("The policy server gave no answer", failure);
    }
    return PolicyBundle.parse(
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
  }

  private Decision read(byte @Nullable [] body, @Nullable Throwable failure)
      throws CharacterCodingException {
    JsonNode answer = parse(body, failure);
    requireRevision(answer);
    if (!answer.has("result")) {
      throw new MalformedDecisionException("the entry point is undefined for this input");
    }
    for (Map.Entry<String, JsonNode> entry : answer.properties()) {
      if (!ANSWER_KEYS.contains(entry.getKey())) {
        throw new MalformedDecisionException("the answer has keys beside result and provenance");
      }
    }
    return bundle.decision(answer.path("result"));
  }

  private void requireRevision(JsonNode answer) {
    List<String> served = new ArrayList<>();
    for (JsonNode one : answer.path("provenance").path("bundles")) {
      served.add(one.path("revision").asText());
    }
    if (!served.contains(bundle.revision())) {
      throw new PolicyUnavailableException(
          "The policy server decides by %s, this gateway by revision %s"
              .formatted(named(served), bundle.revision()));
    }
  }

  private static String named(List<String> revisions) {
    if (revisions.isEmpty()) {
      return "no bundle with a revision";
    }
    return revisions.stream()
        .map(revision -> REVISION.matcher(revision).matches() ? revision : "(unreadable)")
        .collect(Collectors.joining(", ", "revision ", ""));
  }
}
