package io.dukou.gateway.outbound;

import io.dukou.gateway.config.Cidr;
import io.dukou.gateway.config.HostPort;
import io.dukou.gateway.config.OutboundConfig;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which hosts and addresses the gateway may connect to.
 *
 * <p>A host and port must be listed as the URL carries them. After resolution the address is
 * checked again: it must lie in one of the networks, and a name on the list cannot be pointed at
 * the machine itself or at a cloud's metadata service even where the networks would allow that.
 * Such an address is used only where the list names it literally; loopback also by the name {@code
 * localhost}.
 *
 * @param hosts the only hosts and ports
 * @param networks the only networks
 */
public record OutboundRules(Set<HostPort> hosts, List<Cidr> networks) {
  private static final Set<String> METADATA =
      Set.of("100.100.100.200", "168.63.129.16", "fd00:ec2:0:0:0:0:0:254", "192.0.0.192");
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  /** Copies the collections. */
  public OutboundRules {
    hosts = Set.copyOf(hosts);
    networks = List.copyOf(networks);
  }

  /** Returns the rules that the configuration states. */
  public static OutboundRules of(OutboundConfig config) {
    return new OutboundRules(Set.copyOf(config.hosts()), config.networks());
  }

  /** Returns true when the list names {@code target}. */
  public boolean lists(HostPort target) {
    return hosts.contains(target);
  }

  /**
   * Returns true when {@code address}, to which the listed {@code target} resolved, may be used.
   */
  public boolean permits(HostPort target, InetAddress address) {
    if (!lists(target) || networks.stream().noneMatch(network -> network.contains(address))) {
      return false;
    }
    String name = withoutBrackets(target.host());
    if (isLiteral(name, address)) {
      return true;
    }
    InetAddress reached = embedded(address);
    return reached.isLoopbackAddress() ? name.equals("localhost") : !isSpecial(reached);
  }

  private static boolean isLiteral(String name, InetAddress address) {
    return name.equals(address.getHostAddress()) || sameIpv6(name, address);
  }

  /** An IPv6 literal may be written in several ways; the JDK parses it without a look-up. */
  private static boolean sameIpv6(String name, InetAddress address) {
    if (!name.contains(":") || !(address instanceof Inet6Address)) {
      return false;
    }
    try {
      return InetAddress.getByName(name).equals(address);
    } catch (java.net.UnknownHostException e) {
      return false;
    }
  }

  private static boolean isSpecial(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean thisNetwork = address instanceof Inet4Address && bytes[0] == 0;
    boolean broadcast = address instanceof Inet4Address && (bytes[0] & 0xff) >= 240;
    return thisNetwork
        || broadcast
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isMulticastAddress()
        || METADATA.contains(address.getHostAddress());
  }

  /** Returns the IPv4 address inside a NAT64 address, or the address itself. */
  private static InetAddress embedded(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != 16 || !Arrays.equals(Arrays.copyOf(bytes, NAT64.length), NAT64)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, NAT64.length, 16));
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
