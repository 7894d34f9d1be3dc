package io.dukou.gateway.server;

import io.dukou.gateway.config.ServerConfig;
import io.dukou.gateway.config.ServerConfig.PreAuthentication;
import io.dukou.gateway.config.ServerConfig.Timeouts;
import io.dukou.gateway.identity.PreAuthLimiter;
import io.dukou.gateway.identity.RefusalCounter;
import io.dukou.gateway.pipeline.Pipeline;
import io.vertx.core.Vertx;

/**
 * What every exchange of a server shares.
 *
 * @param vertx runs the timers
 * @param timeouts how long a request and its answer may take
 * @param admission counts requests in work
 * @param unfinished counts requests whose head has come and whose end has not
 * @param streams requests that one connection may have open
 * @param limiter turns peers away that failed too often
 * @param unheard counts refusals before authentication
 * @param callers finds out who is calling
 * @param check looks at requests as HTTP
 * @param pipeline answers
 * @param answers told of each answer that is handed over
 * @param counters counts what no log entry tells
 */
record Desk(
    Vertx vertx,
    Timeouts timeouts,
    Admission admission,
    PeerShares unfinished,
    int streams,
    PreAuthLimiter limiter,
    RefusalCounter unheard,
    CallerCheck callers,
    RequestCheck check,
    Pipeline pipeline,
    AnswerWatch answers,
    Counters counters) {
  /** Sets up what the exchanges of one server share. */
  static Desk of(Vertx vertx, ServerConfig config, ServerParts parts) {
    return new Desk(
        vertx,
        config.timeouts(),
        new Admission(config.limits()),
        new PeerShares(
            config.limits().concurrentRequests(), config.limits().concurrentRequestsPerClient()),
        ListenOptions.streams(config.limits()),
        PreAuthLimiter.create(failuresOf(config), parts.clock()),
        new RefusalCounter(),
        parts.callers(),
        new RequestCheck(config.limits()),
        parts.pipeline(),
        parts.answers(),
        new Counters());
  }

  /** Behind a program that ends TLS all callers are one peer, which the common limit holds. */
  private static PreAuthentication failuresOf(ServerConfig config) {
    PreAuthentication limits = config.preAuthentication();
    return config.transport() instanceof ServerConfig.TerminatedElsewhere
        ? new PreAuthentication(limits.perMinute(), limits.perMinute(), limits.peers())
        : limits;
  }
}
