package io.dukou.gateway.listen;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.config.Cidr;
import io.dukou.gateway.config.Loopback;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
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
 * from one address (of IPv6, from one network of 64 bits). Idle ones are closed, and so are those
 * on which the head of a request takes {@value #HEAD_SECONDS} seconds to come, in however many
 * pieces. Any thread.
 */
public final class SideListener {
  private static final int MOST_CONNECTIONS = 1_024;
  private static final int MOST_OF_A_PEER = 128;
  private static final int HEAD_SECONDS = 30;
  private static final int LOOKS = 6;
  private static final int NETWORK_BYTES = 8;

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
    return start(
        vertx, at, new Patience(idle, Duration.ofSeconds(HEAD_SECONDS)), admitted, requests);
  }

  /** How long nothing may come or go on a connection, and how long a head may take. */
  record Patience(Duration idle, Duration head) {}

  /** Does the same with another patience. */
  static Future<SideListener> start(
      Vertx vertx,
      At at,
      Patience patience,
      Predicate<@Nullable SocketAddress> admitted,
      Handler<HttpServerRequest> requests) {
    Map<String, Integer> peers = new ConcurrentHashMap<>();
    Map<HttpConnection, Asking> asking = new ConcurrentHashMap<>();
    AtomicInteger connections = new AtomicInteger();
    return vertx
        .createHttpServer(options(at, patience.idle))
        .connectionHandler(
            connection -> {
              SocketAddress from = connection.remoteAddress();
              String peer = peer(from);
              int all = connections.incrementAndGet();
              int ofPeer = peers.merge(peer, 1, Integer::sum);
              boolean isOneTooMany = all > MOST_CONNECTIONS || ofPeer > MOST_OF_A_PEER;
              Asking waits = Asking.on(vertx, connection, patience.head);
              asking.put(connection, waits);
              connection.closeHandler(
                  closed -> {
                    asking.remove(connection);
                    waits.end();
                    connections.decrementAndGet();
                    peers.computeIfPresent(peer, (key, open) -> open > 1 ? open - 1 : null);
                  });
              if (isOneTooMany || !admitted.test(from)) {
                connection.close();
              }
            })
        .requestHandler(
            request -> {
              Asking asked = asking.get(request.connection());
              if (asked != null) {
                asked.came(request.response());
              }
              requests.handle(request);
            })
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

  /** Returns who is on the other side, as far as connections are counted. */
  private static String peer(@Nullable SocketAddress from) {
    String host = from == null ? null : from.hostAddress();
    if (host == null) {
      return "";
    }
    try {
      byte[] address = InetAddress.getByName(host).getAddress(); // a literal, so nothing is asked
      return address.length > NETWORK_BYTES
          ? HexFormat.of().formatHex(address, 0, NETWORK_BYTES)
          : host;
    } catch (UnknownHostException e) {
      return host;
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

  /**
   * Looks again and again whether a connection is one on which no head comes: each byte of it keeps
   * the connection from being idle.
   */
  private static final class Asking {
    private final Vertx vertx;
    private final Duration patience;
    private volatile long since = System.nanoTime();
    private volatile @Nullable HttpServerResponse answer;
    private volatile long timer;

    private Asking(Vertx vertx, Duration patience) {
      this.vertx = vertx;
      this.patience = patience;
    }

    static Asking on(Vertx vertx, HttpConnection connection, Duration patience) {
      Asking asking = new Asking(vertx, patience);
      asking.timer =
          vertx.setPeriodic(
              patience.toMillis() / LOOKS,
              id -> {
                if (asking.isLate()) {
                  connection.close();
                }
              });
      return asking;
    }

    void came(HttpServerResponse response) {
      answer = response;
    }

    void end() {
      vertx.cancelTimer(timer);
    }

    private boolean isLate() {
      HttpServerResponse under = answer;
      if (under != null && !under.ended() && !under.closed()) {
        since = System.nanoTime();
        return false;
      }
      return System.nanoTime() - since > patience.toNanos();
    }
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
