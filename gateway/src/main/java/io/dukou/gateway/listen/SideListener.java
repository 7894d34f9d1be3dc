package io.dukou.gateway.listen;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.config.Cidr;
import io.dukou.gateway.config.Loopback;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Listens for HTTP/1.1 beside the gateway's own server, for tiles, witnesses and officers: TLS 1.3
 * and 1.2 or none, {@value #MOST_CONNECTIONS} connections at most, {@value #MOST_OF_A_PEER} of them
 * from one address, and idle ones are closed. Any thread.
 */
public final class SideListener {
  private static final int MOST_CONNECTIONS = 1_024;
  private static final int MOST_OF_A_PEER = 128;

  /** How long nothing may come or go where answers are quick. */
  public static final Duration QUICK = Duration.ofSeconds(60);

  private final HttpServer server;
  private final String host;

  private SideListener(HttpServer server, String host) {
    this.server = server;
    this.host = host;
  }

  /**
   * Where it listens.
   *
   * @param host the address
   * @param port the port, 0 for any
   * @param certificate the PEM file of the certificate chain, or null where TLS ends elsewhere
   * @param key the PEM file of its key, or null
   */
  public record At(String host, int port, @Nullable Path certificate, @Nullable Path key) {
    /** Refuses half of a certificate. */
    public At {
      requireNonNull(host, "host");
      if ((certificate == null) != (key == null)) {
        throw new IllegalArgumentException("certificate and key go together");
      }
    }
  }

  /**
   * Starts to listen.
   *
   * @param idle how long nothing may come or go on a connection, also while it is worked for
   * @param admitted tells of an address whether it may connect; others are closed at once
   * @return completes when it listens; fails if it cannot
   */
  public static Future<SideListener> start(
      Vertx vertx,
      At at,
      Duration idle,
      Predicate<@Nullable SocketAddress> admitted,
      Handler<HttpServerRequest> requests) {
    Map<String, Integer> peers = new ConcurrentHashMap<>();
    AtomicInteger connections = new AtomicInteger();
    return vertx
        .createHttpServer(options(at, idle))
        .connectionHandler(
            connection -> {
              SocketAddress from = connection.remoteAddress();
              String peer = from == null ? "" : String.valueOf(from.hostAddress());
              int all = connections.incrementAndGet();
              int ofPeer = peers.merge(peer, 1, Integer::sum);
              boolean isOneTooMany = all > MOST_CONNECTIONS || ofPeer > MOST_OF_A_PEER;
              connection.closeHandler(
                  closed -> {
                    connections.decrementAndGet();
                    peers.computeIfPresent(peer, (key, open) -> open > 1 ? open - 1 : null);
                  });
              if (isOneTooMany || !admitted.test(from)) {
                connection.close();
              }
            })
        .requestHandler(requests)
        .listen(at.port, at.host)
        .map(server -> new SideListener(server, at.host));
  }

  /** Tells whether an address is in one of some networks. */
  public static boolean isWithin(List<Cidr> networks, @Nullable SocketAddress address) {
    String host = address == null ? null : address.hostAddress();
    if (host == null) {
      return false;
    }
    try {
      InetAddress from = InetAddress.getByName(host); // a literal, so nothing is asked
      return networks.stream().anyMatch(network -> network.contains(from));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Returns the port it listens on. */
  public int port() {
    return server.actualPort();
  }

  /**
   * Tells whether {@code HOST:PORT} is where this listens: the address that was configured, or on a
   * loopback address {@code localhost} as well.
   */
  public boolean isAt(String authority) {
    String port = ":" + port();
    return authority.equals(host.toLowerCase(Locale.ROOT) + port)
        || authority.equals("[" + host.toLowerCase(Locale.ROOT) + "]" + port)
        || (Loopback.isLiteral(host) && authority.equals("localhost" + port));
  }

  /** Stops; completes when nothing is open any more. */
  public Future<Void> stop() {
    return server.close();
  }

  private static HttpServerOptions options(At at, Duration idle) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setDecompressionSupported(false)
            .setIdleTimeout((int) idle.toSeconds());
    if (at.certificate != null && at.key != null) {
      options
          .setSsl(true)
          .setKeyCertOptions(
              new PemKeyCertOptions()
                  .setCertPath(at.certificate.toString())
                  .setKeyPath(at.key.toString()))
          .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"));
    }
    return options;
  }
}
