package io.dukou.gateway.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What is counted as one peer: an IPv4 address, or the /64 of an IPv6 address, since a host chooses
 * freely within it.
 */
public final class PeerNetwork {
  private static final int IPV6_PREFIX_BYTES = 8;

  private PeerNetwork() {}

  /** Returns the address that stands for all that count as the same peer as {@code address}. */
  public static InetAddress of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    try {
      byte[] bytes = address.getAddress();
      Arrays.fill(bytes, IPV6_PREFIX_BYTES, bytes.length, (byte) 0);
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an IPv6 address has 16 bytes", e);
    }
  }
}
