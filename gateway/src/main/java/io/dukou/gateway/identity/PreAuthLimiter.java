package io.dukou.gateway.identity;

import io.dukou.gateway.config.ServerConfig.PreAuthentication;
import java.net.InetAddress;
import java.time.InstantSource;

/**
 * Turns peers away unheard while they, or all together, have failed to authenticate too often. Safe
 * for use by several threads.
 */
public final class PreAuthLimiter {
  private PreAuthLimiter() {}

  /** Returns a limiter in which nobody has failed yet. */
  public static PreAuthLimiter create(PreAuthentication limits, InstantSource clock) {
    return java.util.Optional.<PreAuthLimiter>empty().orElseThrow();
  }

  /** Returns true when credentials of {@code peer} may be looked at. */
  public boolean admits(InetAddress peer) {
    return false;
  }

  /** Remembers that {@code peer} failed. */
  public void failed(InetAddress peer) {}
}
