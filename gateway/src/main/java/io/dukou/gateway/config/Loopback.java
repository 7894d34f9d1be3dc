package io.dukou.gateway.config;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells which hosts are this machine, without asking a name service. Stateless. */
public final class Loopback {
  private static final Pattern IPV4 = Pattern.compile("127(\\.[0-9]{1,3}){3}");

  private Loopback() {}

  /**
   * Returns true for {@code localhost}, {@code 127.…} and {@code ::1}, with or without brackets.
   */
  public static boolean isLiteral(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals("::1")
        || name.equals("[::1]")
        || IPV4.matcher(name).matches();
  }

  /** Returns true when {@code url} is protected by TLS or stays on this machine. */
  public static boolean protectedOrLocal(URI url) {
    return "https".equals(url.getScheme()) || isLiteral(url.getHost());
  }
}
