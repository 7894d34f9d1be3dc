package io.dukou.gateway.server;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.pipeline.Pipeline;
import io.dukou.gateway.pipeline.SummaryRecorder;
import java.time.InstantSource;

/**
 * What stands behind the HTTP layer.
 *
 * @param callers finds out who is calling
 * @param pipeline answers authenticated requests
 * @param summaries records what was refused before
 * @param readiness says whether requests can be answered
 * @param answers told of each answer that is handed over
 * @param clock tells when callers failed to authenticate
 */
public record ServerParts(
    CallerCheck callers,
    Pipeline pipeline,
    SummaryRecorder summaries,
    Readiness readiness,
    AnswerWatch answers,
    InstantSource clock) {
  /** Checks that the parts are there. */
  public ServerParts {
    requireNonNull(callers, "callers");
    requireNonNull(pipeline, "pipeline");
    requireNonNull(summaries, "summaries");
    requireNonNull(readiness, "readiness");
    requireNonNull(answers, "answers");
    requireNonNull(clock, "clock");
  }
}
