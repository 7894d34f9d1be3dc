package io.dukou.gateway.identity;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a token says whose signature, header and parties are sound. Whether it is still, or already,
 * taken depends on the clock and is asked anew at each use.
 *
 * @param client the value of its client claim
 * @param issued when it was issued
 * @param expires when it ends
 * @param notBefore when it begins, or null when it does not say
 */
record VerifiedToken(String client, Instant issued, Instant expires, @Nullable Instant notBefore) {
  VerifiedToken {
    requireNonNull(client, "client");
    requireNonNull(issued, "issued");
    requireNonNull(expires, "expires");
  }

  /**
   * Returns true when the token is taken at {@code now}.
   *
   * @param leeway how far the issuer's clock may be off
   */
  boolean isTakenAt(Instant now, Duration leeway) {
    return expires.plus(leeway).isAfter(now)
        && !issued.minus(leeway).isAfter(now)
        && (notBefore == null || !notBefore.minus(leeway).isAfter(now));
  }
}
