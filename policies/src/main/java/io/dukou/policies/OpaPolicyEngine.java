package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

  private Decision read(byte @Nullable [] body, @Nullable Throwable failure)
      throws CharacterCodingException {
    if (body == null || failure != null) {
      throw new PolicyUnavailableException("The policy server gave no answer", failure);
    }
    JsonNode answer =
        PolicyBundle.parse(
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    if (!answer.isObject() || !answer.has("result")) {
      throw new MalformedDecisionException("the entry point is undefined for this input");
    }
    for (Map.Entry<String, JsonNode> entry : answer.properties()) {
      if (!ANSWER_KEYS.contains(entry.getKey())) {
        throw new MalformedDecisionException("the answer has keys beside result and provenance");
      }
    }
    requireRevision(answer.path("provenance").path("bundles"));
    return bundle.decision(answer.path("result"));
  }

  private void requireRevision(JsonNode bundles) {
    for (JsonNode served : bundles) {
      if (served.path("revision").asText().equals(bundle.revision())) {
        return;
      }
    }
    throw new MalformedDecisionException("the server decides by another revision of the rules");
  }
}
