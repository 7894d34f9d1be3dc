package io.dukou.gateway.server;

import io.dukou.gateway.config.ClientConfig.ClientRole;
import io.dukou.gateway.config.ServerConfig;
import io.dukou.gateway.config.ServerConfig.Admin;
import io.dukou.gateway.config.ServerConfig.LoopbackOnly;
import io.dukou.gateway.config.ServerConfig.PreAuthentication;
import io.dukou.gateway.config.ServerConfig.RequestLimits;
import io.dukou.gateway.config.ServerConfig.Timeouts;
import io.dukou.gateway.config.ServerConfig.Transport;
import io.dukou.gateway.identity.Caller;
import io.dukou.gateway.identity.FailedAuthentication;
import io.dukou.gateway.identity.Location;
import io.dukou.gateway.identity.Refusal;
import io.dukou.gateway.yaml.ByteSize;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * A real server on loopback before a pipeline of the test's choice. {@code Bearer NAME} makes the
 * caller {@code NAME}; everything else is not known.
 */
final class TestServer implements AutoCloseable {
  /** What a plain GET is sent with. */
  static final String KNOWN = "Host: h\r\nAuthorization: Bearer alice\r\n";

  /** A caller on whom the finding out who it is fails with an error. */
  static final String FAULT = "fault";

  private final Vertx vertx = Vertx.vertx();
  private final FakePipeline pipeline = new FakePipeline();
  private final List<Map<String, Long>> summaries = new CopyOnWriteArrayList<>();
  private final List<String> missing = new CopyOnWriteArrayList<>();
  private final GatewayServer server;

  private TestServer(ServerConfig config) throws IOException {
    ServerParts parts =
        new ServerParts(
            TestServer::authenticate,
            pipeline,
            counts -> {
              summaries.add(counts);
              return Future.succeededFuture();
            },
            () -> List.copyOf(missing),
            AnswerWatch.NONE,
            InstantSource.fixed(Instant.EPOCH)); // in which no failure is ever forgiven
    server = await(GatewayServer.start(vertx, config, parts));
  }

  /** Starts a server with the defaults. */
  static TestServer start() throws Exception {
    return start(settings -> settings);
  }

  /**
   * Starts a server on ports of the test's choice, with the defaults.
   *
   * @return the failure to do so
   */
  static Throwable failureToListen(Vertx vertx, int port, int adminPort) throws Exception {
    return await(
        GatewayServer.start(
                vertx,
                Settings.DEFAULTS.config(port, adminPort),
                new ServerParts(
                    TestServer::authenticate,
                    new FakePipeline(),
                    counts -> Future.succeededFuture(),
                    List::of,
                    AnswerWatch.NONE,
                    InstantSource.system()))
            .map(server -> (Throwable) new AssertionError("it listens"))
            .otherwise(failure -> failure));
  }

  /** Starts a server with settings made from the defaults. */
  static TestServer start(UnaryOperator<Settings> change) throws Exception {
    return new TestServer(change.apply(Settings.DEFAULTS).config());
  }

  /** Returns the head of a GET of {@code target} by a known caller, ready to be sent. */
  static String get(String target) {
    return "GET " + target + " HTTP/1.1\r\n" + KNOWN + "\r\n";
  }

  /** Sends the bytes on a connection of their own, returns everything until it is closed. */
  String exchange(String request) throws Exception {
    return RawClient.exchange(port(), request);
  }

  /** Returns a connection. */
  RawClient connect() throws Exception {
    return new RawClient(port());
  }

  /** Returns the pipeline behind the server. */
  FakePipeline pipeline() {
    return pipeline;
  }

  /** Returns the summaries recorded so far. */
  List<Map<String, Long>> summaries() {
    return summaries;
  }

  /** Returns what readiness complains of; a test may change it. */
  List<String> missing() {
    return missing;
  }

  /** Returns the port of callers. */
  int port() {
    return server.port();
  }

  /** Returns the page of operators at {@code path}. */
  String admin(String path) throws Exception {
    return RawClient.exchange(
        server.adminPort(), "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  }

  /** Returns how often {@code event} was counted. */
  long count(Counters.Event event) throws Exception {
    return metric("dukou_http_events_total{event=\"" + event.code() + "\"} ");
  }

  /** Returns a present number, such as {@code requests_in_work}. */
  long gauge(String name) throws Exception {
    return metric("\ndukou_" + name + " ");
  }

  /** Waits until a number is {@code value}; the test's own time ends the waiting. */
  void awaitGauge(String name, long value) throws Exception {
    while (gauge(name) != value) {
      Thread.onSpinWait();
    }
  }

  private long metric(String line) throws Exception {
    String metrics = admin("/metrics");
    int at = metrics.indexOf(line) + line.length();
    return Long.parseLong(metrics.substring(at, metrics.indexOf('\n', at)));
  }

  /** Returns the number of connections that callers have open. */
  int openConnections() {
    return server.openConnections();
  }

  /** Lets the server read its certificate again. */
  Future<Void> reloadCertificate() {
    return server.reloadCertificate();
  }

  /** Begins to stop; completes when stopped. */
  Future<Void> stop() {
    return server.stop();
  }

  /** Returns the Vert.x instance that runs the server. */
  Vertx vertx() {
    return vertx;
  }

  /** Returns the result of {@code future}, waiting for it. */
  static <T> T await(Future<T> future) throws IOException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IOException("the future did not complete well", e);
    }
  }

  @Override
  public void close() throws IOException {
    await(vertx.close());
  }

  private static Future<Caller> authenticate(HttpServerRequest request) {
    List<String> given = request.headers().getAll("authorization");
    if (given.isEmpty() || !given.get(0).startsWith("Bearer ")) {
      return Future.failedFuture(FailedAuthentication.of(Refusal.NO_CREDENTIALS));
    }
    String name = given.get(0).substring("Bearer ".length());
    if (name.equals(FAULT)) {
      throw new StackOverflowError("as the test wants it");
    }
    return Future.succeededFuture(
        new Caller(
            name,
            "Example Pharma",
            ClientRole.RECIPIENT,
            "example-pharma",
            "review",
            new Location(false, "DE")));
  }

  /** What a test may set. */
  record Settings(
      Transport transport, RequestLimits limits, Timeouts timeouts, PreAuthentication failures) {
    private static final Settings DEFAULTS =
        new Settings(
            new LoopbackOnly(),
            new RequestLimits(
                64, ByteSize.parse("16 KiB"), ByteSize.parse("4 KiB"), 256, 64, 1280, 256),
            new Timeouts(
                Duration.ofMinutes(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(15),
                Duration.ofSeconds(30)),
            new PreAuthentication(1000, 3000, 10_000));

    /** Returns these settings with another transport. */
    Settings with(Transport other) {
      return new Settings(other, limits, timeouts, failures);
    }

    /** Returns these settings with other limits on requests in work. */
    Settings inWork(int all, int perClient) {
      return limited(
          limits.urlBytes(), all, perClient, limits.connections(), limits.connectionsPerPeer());
    }

    /** Returns these settings with other limits on open connections. */
    Settings connections(int all, int perPeer) {
      return limited(
          limits.urlBytes(),
          limits.concurrentRequests(),
          limits.concurrentRequestsPerClient(),
          all,
          perPeer);
    }

    /** Returns these settings with another limit on request targets. */
    Settings urlBytes(String size) {
      return limited(
          ByteSize.parse(size),
          limits.concurrentRequests(),
          limits.concurrentRequestsPerClient(),
          limits.connections(),
          limits.connectionsPerPeer());
    }

    private Settings limited(
        ByteSize url, int requests, int perClient, int connections, int perPeer) {
      RequestLimits other =
          new RequestLimits(
              limits.headerCount(),
              limits.headerBytes(),
              url,
              requests,
              perClient,
              connections,
              perPeer);
      return new Settings(transport, other, timeouts, failures);
    }

    /** Returns these settings with another time for a request's head. */
    Settings requestTime(Duration time) {
      return timed(new Timeouts(time, timeouts.idle(), timeouts.answer(), timeouts.drain()));
    }

    /** Returns these settings with another time without a byte. */
    Settings idleTime(Duration time) {
      return timed(new Timeouts(timeouts.request(), time, timeouts.answer(), timeouts.drain()));
    }

    /** Returns these settings with another time for an answer. */
    Settings answerTime(Duration time) {
      return timed(new Timeouts(timeouts.request(), timeouts.idle(), time, timeouts.drain()));
    }

    /** Returns these settings with another time to drain. */
    Settings drainTime(Duration time) {
      return timed(new Timeouts(timeouts.request(), timeouts.idle(), timeouts.answer(), time));
    }

    /** Returns these settings with another number of failures in a minute. */
    Settings failuresPerPeer(int count) {
      return new Settings(transport, limits, timeouts, new PreAuthentication(count, 3000, 10_000));
    }

    /** Returns these settings with other numbers of failures in a minute. */
    Settings failures(int perPeer, int all) {
      return new Settings(transport, limits, timeouts, new PreAuthentication(perPeer, all, 10_000));
    }

    private Settings timed(Timeouts other) {
      return new Settings(transport, limits, other, failures);
    }

    private ServerConfig config() {
      return config(0, 0);
    }

    private ServerConfig config(int port, int adminPort) {
      return new ServerConfig(
          "127.0.0.1",
          port,
          transport,
          true,
          limits,
          timeouts,
          failures,
          new Admin("127.0.0.1", adminPort));
    }
  }
}
