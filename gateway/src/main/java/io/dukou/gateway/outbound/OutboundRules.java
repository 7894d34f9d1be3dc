package io.dukou.gateway.outbound;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which hosts and addresses the gateway may connect to.
 *
 * <p>A host must be listed by the exact name or address that the URL carries. After resolution the
 * address is checked again, so that a name on the list cannot be pointed at the machine itself or
 * at a cloud's metadata service. Such an address is used only where the list names it literally;
 * loopback also by the name {@code localhost}.
 *
 * @param hosts names and address literals, compared without regard to case
 */
public record OutboundRules(Set<String> hosts) {
  private static final Set<String> METADATA =
      Set.of("100.100.100.200", "168.63.129.16", "fd00:ec2:0:0:0:0:0:254", "192.0.0.192");
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  /** Folds the names to lower case. */
  public OutboundRules {
    hosts = hosts.stream().map(OutboundRules::canonical).collect(Collectors.toUnmodifiableSet());
  }

  /** Returns true when the list names {@code host}. */
  public boolean lists(String host) {
    return hosts.contains(canonical(host));
  }

  /** Returns true when {@code address}, to which the listed {@code host} resolved, may be used. */
  public boolean permits(String host, InetAddress address) {
    String name = canonical(host);
    if (!lists(name)) {
      return false;
    }
    if (isLiteral(name, address)) {
      return true;
    }
    InetAddress target = embedded(address);
    if (target.isLoopbackAddress()) {
      return name.equals("localhost");
    }
    return !isSpecial(target);
  }

  private static boolean isLiteral(String name, InetAddress address) {
    return name.equals(canonical(address.getHostAddress())) || sameIpv6(name, address);
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

  private static String canonical(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }
}
