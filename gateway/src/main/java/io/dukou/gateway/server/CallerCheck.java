package io.dukou.gateway.server;

import io.dukou.gateway.identity.Caller;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Finds out who sent a request; called on its event loop, never blocks it. */
@FunctionalInterface
public interface CallerCheck {
  /**
   * Returns the caller.
   *
   * @return fails with an {@link io.dukou.gateway.identity.AuthenticationException} when the caller
   *     is not known; whatever else it fails with refuses the request as well
   */
  Future<Caller> authenticate(HttpServerRequest request);
}
