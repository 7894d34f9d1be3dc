package io.dukou.policies;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks an OPA server, which must have loaded the bundle that is built from the same sources.
 *
 * <p>The answer counts only if its provenance names the revision that this module was built with.
 */
public final class OpaPolicyEngine implements PolicyEngine {
  private final OpaTransport transport;

  private OpaPolicyEngine(OpaTransport transport) {
    this.transport = transport;
  }

  /** Returns an engine that asks through {@code transport}; closing it closes nothing else. */
  public static OpaPolicyEngine over(OpaTransport transport) {
    return new OpaPolicyEngine(Objects.requireNonNull(transport, "transport"));
  }

  @Override
  public CompletionStage<Decision> evaluate(EntryPoint entryPoint, PolicyInput input) {
    Objects.requireNonNull(transport);
    return CompletableFuture.failedStage(
        new PolicyUnavailableException("The bundle is not built yet"));
  }

  @Override
  public String revision() {
    return "unbuilt";
  }

  @Override
  public void close() {}
}
