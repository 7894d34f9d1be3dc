package io.dukou.gateway.outbound;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.impl.HttpChannelConnector;
import io.vertx.core.http.impl.HttpClientImpl;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;

/**
 * A client of Vert.x whose connections are {@link WatchedConnection}s. Any thread.
 *
 * <p><b>Vert.x inside.</b> Vert.x 5.0 shows no connection's channel to its users, so this class
 * makes connections as its superclass does, through its {@code impl} types; those stay in the two
 * classes named. What TLS asks of a peer still comes from the superclass.
 */
final class WatchedClient extends HttpClientImpl {
  WatchedClient(Vertx vertx, HttpClientOptions options) {
    super((VertxInternal) vertx, null, options, new PoolOptions());
  }

  /** Connects to the server address of {@code options}, without a proxy. */
  @Override
  public Future<HttpClientConnection> connect(HttpConnectOptions options) {
    HttpChannelConnector connector =
        new HttpChannelConnector(
            this,
            netClient(),
            sslOptions(options),
            null,
            null,
            options().getProtocolVersion(),
            options.isSsl(),
            options().isUseAlpn(),
            HostAndPort.create(options.getHost(), options.getPort()),
            (SocketAddress) options.getServer(),
            false,
            0);
    return connector
        .httpConnect(vertx().getOrCreateContext())
        .map(actual -> new WatchedConnection(actual.evictionHandler(evicted -> {})));
  }
}
