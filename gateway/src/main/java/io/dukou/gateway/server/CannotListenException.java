package io.dukou.gateway.server;

import java.net.BindException;

/** Says which configured address cannot be listened on, and what to do; holds nothing else. */
public final class CannotListenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates a failure.
   *
   * @param section the section of the configuration that holds host and port
   */
  CannotListenException(String section, String host, int port, BindException cause) {
    super(
        "cannot listen on port %d of %s: stop what listens there, or set another %s.port or %s.host"
            .formatted(port, host, section, section),
        cause);
  }
}
