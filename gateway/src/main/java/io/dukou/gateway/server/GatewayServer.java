package io.dukou.gateway.server;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.config.ServerConfig;
import io.dukou.gateway.config.ServerConfig.Admin;
import io.dukou.gateway.server.Counters.Event;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerConnection;
import java.net.BindException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The listeners of a gateway: one for callers, one for operators on this machine.
 *
 * <pre>{@code
 * GatewayServer.start(vertx, config.server(), parts)
 *     .onSuccess(server -> log.info("listening on port {}", server.port()));
 * }</pre>
 *
 * <p>Methods may be called from any thread. {@link #stop} is called once; what it was started with
 * is closed after it has completed, not before, since answers still end during it.
 */
public final class GatewayServer {
  private static final long SUMMARY_MILLIS = 60_000;

  /** How long answers may take to be told how they ended once their connections are closed. */
  private static final long SETTLE_MILLIS = 2_000;

  /** Vert.x shares a port that the system chose among listeners with the same negative number. */
  private static final AtomicInteger NEXT_SHARED_PORT = new AtomicInteger(-1);

  private final Vertx vertx;
  private final ServerConfig config;
  private final Desk desk;
  private final Summaries summaries;
  private final HttpServerOptions options;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final PeerShares shares;
  private final List<HttpServer> listeners = new CopyOnWriteArrayList<>();
  private final HttpServer admin;
  private volatile boolean draining;
  private volatile long summaryTimer;

  private GatewayServer(Vertx vertx, ServerConfig config, ServerParts parts) {
    this.vertx = vertx;
    this.config = config;
    this.desk = Desk.of(vertx, config, parts);
    this.summaries = new Summaries(desk.unheard(), desk.counters(), parts.summaries());
    this.options = ListenOptions.of(config);
    this.shares = sharesOf(config);
    this.admin =
        vertx
            .createHttpServer(ListenOptions.plain())
            .requestHandler(new AdminDesk(parts.readiness(), () -> draining, desk, shares));
  }

  /**
   * Starts listening.
   *
   * @return completes when both listeners accept connections; fails with {@link
   *     CannotListenException} when a port is taken, or when a certificate or key cannot be used,
   *     and then nothing listens
   */
  public static Future<GatewayServer> start(Vertx vertx, ServerConfig config, ServerParts parts) {
    requireNonNull(vertx, "vertx");
    GatewayServer server = new GatewayServer(vertx, config, parts);
    return server
        .listen()
        .map(server)
        .recover(failure -> server.closeListeners().transform(closed -> failed(failure)));
  }

  /** Returns the port that callers connect to. */
  public int port() {
    return listeners.get(0).actualPort();
  }

  /** Returns the port that operators connect to. */
  public int adminPort() {
    return admin.actualPort();
  }

  /** Returns the number of connections that callers have open. */
  int openConnections() {
    return connections.size();
  }

  /**
   * Stops: accepts no more connections, lets requests in work end within the drain time, closes
   * what is left, and records a last summary.
   *
   * @return completes when every request that was known has its entry, and every answer has been
   *     told how it ended, as far as it had begun; never fails
   */
  public Future<Void> stop() {
    draining = true;
    vertx.cancelTimer(summaryTimer);
    long drain = config.timeouts().drain().toMillis();
    List<Future<Void>> stopped = new ArrayList<>();
    for (HttpServer listener : listeners) {
      stopped.add(listener.shutdown(drain, TimeUnit.MILLISECONDS));
    }
    return Future.join(stopped)
        .otherwiseEmpty()
        .onSuccess(closed -> connections.forEach(Connection::closeNow))
        .compose(closed -> desk.pipeline().end().timeout(SETTLE_MILLIS, TimeUnit.MILLISECONDS))
        .otherwiseEmpty()
        .compose(ended -> desk.admission().empty().timeout(SETTLE_MILLIS, TimeUnit.MILLISECONDS))
        .otherwiseEmpty()
        .compose(settled -> summaries.record())
        .compose(recorded -> admin.close())
        .otherwiseEmpty();
  }

  /**
   * Reads certificate and key again, for connections made from now on.
   *
   * @return fails when they cannot be used; the old ones stay in use then
   */
  public Future<Void> reloadCertificate() {
    if (!options.isSsl()) {
      return Future.succeededFuture();
    }
    List<Future<Boolean>> updated = new ArrayList<>();
    for (HttpServer listener : listeners) {
      updated.add(listener.updateSSLOptions(ListenOptions.of(config).getSslOptions(), true));
    }
    return Future.join(updated).mapEmpty();
  }

  private Future<Void> listen() {
    int port = config.port() == 0 ? NEXT_SHARED_PORT.getAndDecrement() : config.port();
    DeploymentOptions loops =
        new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
    return vertx
        .deployVerticle(() -> new Listener(port), loops)
        .recover(failure -> cannotListen(failure, "server", config.host(), config.port()))
        .compose(deployed -> listenForOperators(config.admin()))
        .onSuccess(
            listening -> summaryTimer = vertx.setPeriodic(SUMMARY_MILLIS, id -> summaries.record()))
        .mapEmpty();
  }

  private Future<HttpServer> listenForOperators(Admin on) {
    return admin
        .listen(on.port(), on.host())
        .recover(failure -> cannotListen(failure, "server.admin", on.host(), on.port()));
  }

  private static <T> Future<T> cannotListen(
      Throwable failure, String section, String host, int port) {
    return Future.failedFuture(
        failure instanceof BindException taken
            ? new CannotListenException(section, host, port, taken)
            : failure);
  }

  private static Future<GatewayServer> failed(Throwable failure) {
    return Future.failedFuture(failure);
  }

  private Future<Void> closeListeners() {
    List<Future<Void>> closed = new ArrayList<>();
    listeners.forEach(listener -> closed.add(listener.close()));
    return Future.join(closed).mapEmpty();
  }

  /** Without TLS of its own the gateway sees one peer, which all callers are behind. */
  private static PeerShares sharesOf(ServerConfig config) {
    int all = config.limits().connections();
    boolean peersAreCallers = config.transport() instanceof ServerConfig.Tls;
    return new PeerShares(all, peersAreCallers ? config.limits().connectionsPerPeer() : all);
  }

  private void accept(HttpConnection connection) {
    if (connection.remoteAddress() == null) {
      Connection.closeNow(connection); // gone already
      return;
    }
    InetAddress peer = Peers.addressOf(connection);
    if (!shares.enter(peer)) {
      desk.counters().count(Event.CONNECTION_REFUSED);
      Connection.closeNow(connection);
      return;
    }
    desk.counters().count(Event.CONNECTION_OPENED);
    connections.add(
        Connection.take(
            (HttpServerConnection) connection,
            desk,
            closed -> {
              connections.remove(closed);
              shares.leave(peer);
            }));
  }

  /** One event loop's share of the listener. */
  private final class Listener extends VerticleBase {
    private final int port;

    Listener(int port) {
      this.port = port;
    }

    @Override
    public Future<?> start() {
      HttpServer listener =
          vertx
              .createHttpServer(options)
              .connectionHandler(GatewayServer.this::accept)
              .exceptionHandler(failure -> desk.counters().count(Event.CONNECTION_FAILED))
              .requestHandler(request -> request.connection().close());
      listeners.add(listener);
      return listener.listen(port, config.host());
    }
  }
}
