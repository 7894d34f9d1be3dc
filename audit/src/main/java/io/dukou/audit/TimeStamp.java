package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What a time stamping authority vouched for: that some bytes existed at a time (RFC 3161).
 *
 * @param at the time in the token, which is at most {@code accuracyMillis} off
 * @param accuracyMillis what the authority says of its clock; 0 where it says nothing
 * @param authority the subject of the certificate that signed the token, in the form of RFC 4514
 * @param serial the token's number with that authority, in hexadecimal
 */
public record TimeStamp(Instant at, long accuracyMillis, String authority, String serial) {
  /** Checks that all is given. */
  public TimeStamp {
    requireNonNull(at, "at");
    requireNonNull(authority, "authority");
    requireNonNull(serial, "serial");
  }
}
