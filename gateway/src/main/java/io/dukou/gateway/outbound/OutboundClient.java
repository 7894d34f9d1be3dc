package io.dukou.gateway.outbound;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.config.HostPort;
import io.dukou.gateway.outbound.OutboundException.Failure;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one way out: every connection the gateway opens is opened here.
 *
 * <p>A request goes to a host on the list, to an address that was checked after resolution, over a
 * connection of its own that is used once, so nothing a peer sends beyond its answer can reach
 * another answer. Redirects, proxies, upgrades, content codings, interim answers and trailers are
 * not used. TLS certificates are verified, names included.
 *
 * <p>Any thread may call it. Answers come on a future that completes with a usable head (status 200
 * and all else as asked) or fails with an {@link OutboundException}; the body is read by a worker.
 */
public final class OutboundClient implements AutoCloseable {
  private final Vertx vertx;
  private final OutboundRules rules;
  private final WatchedClient plain;
  private final WatchedClient secure;
  private final OutboundLimits limits;
  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private OutboundClient(
      Vertx vertx, OutboundRules rules, OutboundLimits limits, @Nullable TrustOptions trust) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.rules = requireNonNull(rules, "rules");
    this.limits = requireNonNull(limits, "limits");
    this.plain = new WatchedClient(vertx, options(limits));
    this.secure = new WatchedClient(vertx, secured(options(limits), trust));
  }

  /**
   * Creates a client.
   *
   * @param trust the certificates to trust, or null for those of the Java platform
   */
  public static OutboundClient create(
      Vertx vertx, OutboundRules rules, OutboundLimits limits, @Nullable TrustOptions trust) {
    return new OutboundClient(vertx, rules, limits, trust);
  }

  /** Sends a request; see the type for what the future carries. */
  public CompletableFuture<OutboundResponse> send(OutboundRequest request) {
    return send(request, limits);
  }

  /** Sends a request with bounds of its own on time and body. */
  public CompletableFuture<OutboundResponse> send(OutboundRequest request, OutboundLimits bounds) {
    String host = request.uri().getHost();
    if (closed) {
      return CompletableFuture.failedFuture(new OutboundException(Failure.CLOSED, host));
    }
    HostPort target = HostPort.of(request.uri());
    if (!rules.lists(target)) {
      return CompletableFuture.failedFuture(new OutboundException(Failure.HOST_NOT_LISTED, host));
    }
    Exchange exchange = new Exchange(vertx.getOrCreateContext(), request, bounds);
    open.add(exchange);
    vertx
        .executeBlocking(
            () -> {
              exchange.token(PeerTrust.token(request.trust()));
              return resolve(target);
            },
            false)
        .onSuccess(address -> exchange.start(request.secure() ? secure : plain, address))
        .onFailure(exchange::fail);
    return exchange.response().whenComplete((r, e) -> forgetWhenDone(exchange, e != null));
  }

  /** Fails every exchange under way and every later one. */
  @Override
  public void close() {
    closed = true;
    open.forEach(exchange -> exchange.fail(new OutboundException(Failure.CLOSED, exchange.host())));
    open.clear();
    plain.close();
    secure.close();
  }

  private void forgetWhenDone(Exchange exchange, boolean failed) {
    if (failed) {
      open.remove(exchange);
    } else {
      exchange.whenClosed(() -> open.remove(exchange));
    }
  }

  /** Resolves on a worker and checks every address the name has, not only the one to be used. */
  private InetAddress resolve(HostPort target) {
    String host = target.host();
    InetAddress[] addresses = lookUp(host);
    for (InetAddress address : addresses) {
      if (!rules.permits(target, address)) {
        throw new OutboundException(Failure.ADDRESS_REFUSED, host);
      }
    }
    return addresses[0];
  }

  private static InetAddress[] lookUp(String host) {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw new OutboundException(Failure.UNRESOLVED, host, e);
    }
  }

  private static HttpClientOptions options(OutboundLimits limits) {
    return new HttpClientOptions()
        .setProtocolVersion(HttpVersion.HTTP_1_1)
        .setHttp2ClearTextUpgrade(false)
        .setKeepAlive(true) // the exchange closes; see Exchange on bytes after the end
        .setPipelining(false)
        .setDecompressionSupported(false)
        .setMaxRedirects(0)
        .setMaxInitialLineLength(limits.headBytes())
        .setMaxHeaderSize(limits.headBytes())
        .setConnectTimeout(Math.toIntExact(limits.connect().toMillis()))
        .setSslHandshakeTimeout(limits.connect().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
  }

  private static HttpClientOptions secured(
      HttpClientOptions options, @Nullable TrustOptions trust) {
    options
        .setSsl(true)
        .setUseAlpn(true)
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
        .setTrustAll(false)
        .setVerifyHost(true)
        .setForceSni(true)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
    if (trust != null) {
      options.setTrustOptions(trust);
    }
    return options;
  }
}
