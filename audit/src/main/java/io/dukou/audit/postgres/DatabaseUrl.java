package io.dukou.audit.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The address of one database.
 *
 * <p>Of the driver's parameters only those of TLS are taken: others hold passwords, name classes to
 * load or change what a commit means. One host only, since with several a log could go on in a
 * database that lacks what the one before acknowledged. To another machine the connection is
 * encrypted and the server's name checked ({@code sslmode=verify-full}).
 *
 * @param url the URL as the driver takes it
 * @param name host, port and database, for messages
 */
record DatabaseUrl(String url, String name) {
  private static final String SCHEME = "jdbc:";
  private static final int DEFAULT_PORT = 5432;
  private static final String SSL_MODE = "sslmode";
  private static final String VERIFIED = "verify-full";
  private static final Set<String> PARAMETERS =
      Set.of(SSL_MODE, "sslrootcert", "sslcert", "sslkey");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * Reads a URL.
   *
   * @throws IllegalArgumentException if it is none or not acceptable; the message shows nothing of
   *     its parameters' values
   */
  static DatabaseUrl parse(String url) {
    URI uri = uri(url);
    String database = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (uri.getHost() == null || !database.matches("/[A-Za-z0-9_-]+")) {
      throw new IllegalArgumentException(
          "url must name one host, and a database of letters,"
              + " digits, _ and -: jdbc:postgresql://host:port/database");
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("url: user and password have keys of their own");
    }
    Map<String, String> parameters = parameters(uri.getRawQuery());
    boolean local = LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT));
    String mode = parameters.get(SSL_MODE);
    if (!local && mode != null && !mode.equals(VERIFIED)) {
      throw new IllegalArgumentException(
          "url: sslmode must be verify-full where the server is another machine");
    }
    String verified = local || mode != null ? url : withParameter(url, SSL_MODE + "=" + VERIFIED);
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    return new DatabaseUrl(verified, uri.getHost() + ":" + port + database);
  }

  private static URI uri(String url) {
    if (url.startsWith(SCHEME + "postgresql://")) {
      try {
        return new URI(url.substring(SCHEME.length()));
      } catch (URISyntaxException e) {
        // Its message would show the whole URL, and with it what may be a password.
      }
    }
    throw new IllegalArgumentException("url must be jdbc:postgresql://host:port/database");
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
      String[] parts = parameter.split("=", 2);
      parameters.put(parts[0], parts.length > 1 ? parts[1] : "");
    }
    Set<String> unknown = new TreeSet<>(parameters.keySet());
    unknown.removeAll(PARAMETERS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "url: only "
              + String.join(", ", new TreeSet<>(PARAMETERS))
              + " may follow the question mark; user and password have keys of their own");
    }
    return parameters;
  }

  private static String withParameter(String url, String parameter) {
    return url + (url.contains("?") ? "&" : "?") + parameter;
  }
}
