package io.dukou.gateway.config;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and a TCP port.
 *
 * @param host the host name or address, in lower case; IPv6 in brackets
 * @param port the port
 */
public record HostPort(String host, int port) {
  private static final Pattern WRITTEN =
      Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):([0-9]{1,5})");

  /** Checks the port and lowers the case of the host. */
  public HostPort {
    host = host.toLowerCase(Locale.ROOT);
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("write a port from 1 to 65535");
    }
  }

  /**
   * Reads {@code host:port}.
   *
   * @throws IllegalArgumentException with the remedy, if the text is something else
   */
  public static HostPort parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException("write host:port, such as ehr.hospital.example:443");
    }
    return new HostPort(written.group(1), Integer.parseInt(written.group(2)));
  }

  /** Returns the host and port that {@code url} leads to. */
  public static HostPort of(URI url) {
    int port = url.getPort() != -1 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    return new HostPort(url.getHost(), port);
  }

  /** Returns {@code host:port}. */
  @Override
  public String toString() {
    return host + ":" + port;
  }
}
