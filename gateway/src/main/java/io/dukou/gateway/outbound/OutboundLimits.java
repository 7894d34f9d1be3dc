package io.dukou.gateway.outbound;

import java.time.Duration;

/**
 * Bounds on one exchange; reaching any of them ends it.
 *
 * @param connect longest time to connect and finish the TLS handshake
 * @param idle longest time without a byte from the peer while the gateway is willing to read
 * @param total longest time from the request to the last byte
 * @param bodyBytes largest body
 * @param headBytes largest status line and largest header block, each
 * @param fields largest number of header fields
 */
public record OutboundLimits(
    Duration connect, Duration idle, Duration total, long bodyBytes, int headBytes, int fields) {
  /** Checks that every bound is positive. */
  public OutboundLimits {
    for (Duration time : new Duration[] {connect, idle, total}) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("a time limit must be positive, not " + time);
      }
    }
    if (bodyBytes <= 0 || headBytes <= 0 || fields <= 0) {
      throw new IllegalArgumentException("a size limit must be positive");
    }
  }

  /** Returns these bounds with another time to connect. */
  public OutboundLimits withConnect(Duration time) {
    return new OutboundLimits(time, idle, total, bodyBytes, headBytes, fields);
  }

  /** Returns bounds that suit a table of up to 4 GiB from a system on the same network. */
  public static OutboundLimits defaults() {
    return new OutboundLimits(
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10),
        4L << 30,
        16 << 10,
        100);
  }
}
