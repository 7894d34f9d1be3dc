package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where the gateway may connect to.
 *
 * @param hosts the only hosts and ports
 * @param networks the only networks; a host whose address resolves to anything else is refused
 * @param connectTimeout how long connecting may take
 */
public record OutboundConfig(List<HostPort> hosts, List<Cidr> networks, Duration connectTimeout) {
  /** Copies the lists. */
  public OutboundConfig {
    hosts = List.copyOf(hosts);
    networks = List.copyOf(networks);
    requireNonNull(connectTimeout, "connectTimeout");
  }

  /** Returns true when the host and port of {@code url} are on the list. */
  public boolean allows(URI url) {
    return hosts.contains(HostPort.of(url));
  }

  /** Returns true when {@code address} is in one of the networks. */
  public boolean allows(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
