package io.dukou.gateway.identity;

import io.dukou.gateway.config.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;

/** Finds out who is calling. Used on the event loop of the request; never blocks. */
public final class Authenticator {
  private Authenticator() {}

  /**
   * Prepares authentication as configured. Reads key files, so it blocks; call it before serving.
   *
   * @param clock tells when tokens are valid
   */
  public static Authenticator create(Vertx vertx, GatewayConfig config, Clock clock) {
    return java.util.Optional.<Authenticator>empty().orElseThrow();
  }

  /**
   * Authenticates the caller of {@code request}.
   *
   * @return the caller; fails with an {@link AuthenticationException} and nothing else
   */
  public Future<Caller> authenticate(HttpServerRequest request) {
    return Future.failedFuture(new AuthenticationException(Refusal.NO_CREDENTIALS));
  }
}
