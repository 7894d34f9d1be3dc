package io.dukou.gateway.listen;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.config.Cidr;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Listens for HTTP/1.1 beside the gateway's own server, for tiles, witnesses and officers: TLS 1.3
 * and 1.2 or none, {@value #MOST_CONNECTIONS} connections at most, and idle ones are closed after
 * {@value #IDLE_SECONDS} seconds. Any thread.
 */
public final class SideListener {
  private static final int MOST_CONNECTIONS = 1_024;
  private static final int IDLE_SECONDS = 60;

  private final HttpServer server;

  private SideListener(HttpServer server) {
    this.server = server;
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
   * @param admitted tells of an address whether it may connect; others are closed at once
   * @return completes when it listens; fails if it cannot
   */
  public static Future<SideListener> start(
      Vertx vertx,
      At at,
      Predicate<@Nullable SocketAddress> admitted,
      Handler<HttpServerRequest> requests) {
    AtomicInteger connections = new AtomicInteger();
    return vertx
        .createHttpServer(options(at))
        .connectionHandler(
            connection -> {
              boolean isOneTooMany = connections.incrementAndGet() > MOST_CONNECTIONS;
              if (isOneTooMany || !admitted.test(connection.remoteAddress())) {
                connection.close();
              }
              connection.closeHandler(closed -> connections.decrementAndGet());
            })
        .requestHandler(requests)
        .listen(at.port, at.host)
        .map(SideListener::new);
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

  /** Stops; completes when nothing is open any more. */
  public Future<Void> stop() {
    return server.close();
  }

  private static HttpServerOptions options(At at) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHttp2ClearTextEnabled(false)
            .setDecompressionSupported(false)
            .setIdleTimeout(IDLE_SECONDS);
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
