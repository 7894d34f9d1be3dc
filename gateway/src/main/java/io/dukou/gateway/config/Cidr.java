package io.dukou.gateway.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A network of IP addresses, such as {@code 10.2.0.0/16}. */
public final class Cidr {
  private static final Pattern WRITTEN =
      Pattern.compile(
          "([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)/([0-9]{1,3})");
  private static final String REMEDY = "write a network such as 10.2.0.0/16 or 2001:db8::/32";

  private final byte[] address;
  private final int bits;
  private final String text;

  private Cidr(byte[] address, int bits, String text) {
    this.address = address;
    this.bits = bits;
    this.text = text;
  }

  /**
   * Reads a network.
   *
   * @throws IllegalArgumentException with the remedy, if the text is no network or has bits behind
   *     its prefix
   */
  public static Cidr parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException(REMEDY);
    }
    byte[] address = literal(written.group(1));
    int bits = Integer.parseInt(written.group(2));
    if (bits > address.length * 8) {
      throw new IllegalArgumentException(REMEDY);
    }
    for (int bit = bits; bit < address.length * 8; bit++) {
      if ((address[bit / 8] >> (7 - bit % 8) & 1) != 0) {
        throw new IllegalArgumentException(
            "the address has bits behind its prefix length: " + REMEDY);
      }
    }
    return new Cidr(address, bits, text);
  }

  /** Returns true when {@code candidate} lies in this network; IPv4 never lies in an IPv6 one. */
  public boolean contains(InetAddress candidate) {
    byte[] other = candidate.getAddress();
    if (other.length != address.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (((address[bit / 8] ^ other[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr cidr && cidr.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Returns the network as it was written. */
  @Override
  public String toString() {
    return text;
  }

  private static byte[] literal(String text) {
    try {
      // The pattern admits address literals only, so nothing is looked up.
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(REMEDY, e);
    }
  }
}
