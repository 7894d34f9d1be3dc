package io.dukou.gateway.outbound;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.config.HostPort;
import io.dukou.gateway.outbound.OutboundException.Failure;
import io.dukou.policies.OpaTransport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks an OPA server, over connections that are kept. The same rules hold as for {@link
 * OutboundClient}: a listed host, a checked address, no redirect, verified certificates, bounds on
 * time and size. Any thread.
 */
public final class OpaCalls implements OpaTransport, AutoCloseable {
  private static final int ANSWER_BYTES = 1 << 20;
  private static final int CONNECTIONS = 16;
  private static final String JSON = "application/json";

  private final Context context;
  private final OutboundRules rules;
  private final URI server;
  private final OutboundRequest.Trust trust;
  private final Duration deadline;
  private final HttpClientAgent client;

  private OpaCalls(Vertx vertx, OutboundRules rules, Target target) {
    this.context = vertx.getOrCreateContext();
    this.rules = rules;
    this.server = target.server();
    this.trust = target.trust();
    this.deadline = target.deadline();
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setKeepAlive(true)
                .setPipelining(false)
                .setHttp2ClearTextUpgrade(false)
                .setMaxRedirects(0)
                .setDecompressionSupported(false)
                .setConnectTimeout(Math.toIntExact(deadline.toMillis())),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  }

  /** Creates a transport to one server. */
  public static OpaCalls create(Vertx vertx, OutboundRules rules, Target target) {
    return new OpaCalls(vertx, requireNonNull(rules, "rules"), target);
  }

  @Override
  public CompletionStage<byte[]> post(String pathAndQuery, byte[] body) {
    Promise<byte[]> answer = Promise.promise();
    context.runOnContext(
        now ->
            context
                .executeBlocking(this::resolve, false)
                .compose(address -> ask(address, pathAndQuery, body))
                .onComplete(answer));
    return answer.future().toCompletionStage();
  }

  @Override
  public void close() {
    client.close();
  }

  private Resolved resolve() {
    HostPort target = HostPort.of(server);
    if (!rules.lists(target)) {
      throw new OutboundException(Failure.HOST_NOT_LISTED, target.host());
    }
    InetAddress[] addresses = lookUp(target);
    for (InetAddress address : addresses) {
      if (!rules.permits(target, address)) {
        throw new OutboundException(Failure.ADDRESS_REFUSED, target.host());
      }
    }
    return new Resolved(addresses[0], PeerTrust.token(trust));
  }

  private static InetAddress[] lookUp(HostPort target) {
    try {
      return InetAddress.getAllByName(target.host());
    } catch (UnknownHostException e) {
      throw new OutboundException(Failure.UNRESOLVED, target.host(), e);
    }
  }

  private Future<byte[]> ask(Resolved resolved, String pathAndQuery, byte[] body) {
    HostPort target = HostPort.of(server);
    boolean secure = "https".equalsIgnoreCase(server.getScheme());
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setServer(
                SocketAddress.inetSocketAddress(
                    new InetSocketAddress(resolved.address, target.port())))
            .setHost(target.host())
            .setPort(target.port())
            .setSsl(secure)
            .setURI(pathAndQuery)
            .setFollowRedirects(false)
            .setTimeout(deadline.toMillis())
            .setIdleTimeout(deadline.toMillis())
            .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
            .putHeader(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY);
    if (secure) {
      options.setSslOptions(PeerTrust.sslOptions(trust));
    }
    if (resolved.token != null) {
      options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + resolved.token);
    }
    return client
        .request(options)
        .compose(request -> request.send(Buffer.buffer(body)))
        .compose(response -> whole(response, target.host()));
  }

  private static Future<byte[]> whole(HttpClientResponse response, String host) {
    if (response.statusCode() != 200) {
      return refused(response, new OutboundException(Failure.STATUS, host));
    }
    List<String> types = response.headers().getAll(HttpHeaders.CONTENT_TYPE);
    if (types.size() != 1 || !HeadCheck.essence(types.get(0)).equals(JSON)) {
      return refused(response, new OutboundException(Failure.CONTENT_TYPE, host));
    }
    Promise<byte[]> whole = Promise.promise();
    Buffer gathered = Buffer.buffer();
    response.handler(
        chunk -> {
          gathered.appendBuffer(chunk);
          if (gathered.length() > ANSWER_BYTES) {
            response.request().reset();
            whole.tryFail(new OutboundException(Failure.TOO_LARGE, host));
          }
        });
    response.exceptionHandler(whole::tryFail);
    response.endHandler(end -> whole.tryComplete(gathered.getBytes()));
    return whole.future();
  }

  /** Ends an exchange whose body nobody wants; that this breaks it off is no news to anybody. */
  private static Future<byte[]> refused(HttpClientResponse response, OutboundException failure) {
    Promise<byte[]> refused = Promise.promise();
    refused.fail(failure);
    response.exceptionHandler(refused::tryFail);
    response.request().reset();
    return refused.future();
  }

  /**
   * Which server, and how long it may take.
   *
   * @param server its base URL
   * @param trust how it is known
   * @param deadline the longest time for one answer
   */
  public record Target(URI server, OutboundRequest.Trust trust, Duration deadline) {}

  /** Where to connect and what to show there. */
  private record Resolved(InetAddress address, @Nullable String token) {}
}
