package io.dukou.gateway.officers;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.AuditException;
import io.dukou.audit.MalformedException;
import io.dukou.audit.Order;
import io.dukou.audit.SignedOrder;
import io.dukou.audit.VerifierKey;
import io.dukou.gateway.config.RecordsConfig;
import io.dukou.gateway.listen.SideListener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers a {@link RecordsDesk} over HTTP to officers in China, while the gateway runs:
 *
 * <ul>
 *   <li>{@code GET /v1/nonce}: a nonce for the next request
 *   <li>{@code GET /v1/holds}: the holds in force
 *   <li>{@code POST /v1/search}: a page of entries
 *   <li>{@code POST /v1/orders/draft}: the text of an order
 *   <li>{@code POST /v1/orders}: carries out a signed order
 *   <li>{@code POST /v1/export}: entries in a file
 * </ul>
 *
 * <p>Connections come from the networks that are configured; every request but for a nonce is
 * signed with an officer's key ({@link MessageSignature}), over a nonce that is used once. That is
 * seen to before the body is read. Two are worked on at once and two exports beside them; few wait,
 * and fewer of one officer. Refusals are problems after RFC 9457. Bodies are never logged: they may
 * name persons. Any thread.
 */
public final class OfficerServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OfficerServer.class);
  private static final int THREADS = 2;
  private static final int AT_ONCE = 8;
  private static final int AT_ONCE_OF_ONE = 4;

  /** A search of a long log takes its time, in which nothing goes over the connection. */
  private static final Duration IDLE = Duration.ofMinutes(15);

  private static final long BODY_SECONDS = 60;
  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String ENTRY_HEADER = "dukou-entry";
  private static final String RANGE_HEADER = "dukou-entries";

  private final Vertx vertx;
  private final Map<String, VerifierKey> officers;
  private final LogDesk.Shared desk;
  private final Challenges challenges;
  private final Set<String> names;
  private final InstantSource clock;
  private final WorkerExecutor workers;
  private final WorkerExecutor exporters;

  /** Requests whose body is read or worked on, by officer. */
  private final Map<String, Integer> working = new HashMap<>();

  private volatile @Nullable SideListener listener;

  private OfficerServer(
      Vertx vertx,
      RecordsConfig records,
      LogDesk.Shared desk,
      InstantSource clock,
      SecureRandom random) {
    this.vertx = vertx;
    this.officers =
        records.officers().keys().stream().collect(Collectors.toMap(VerifierKey::name, key -> key));
    this.names = requireNonNull(records.api(), "api").names();
    this.desk = desk;
    this.clock = clock;
    this.challenges = new Challenges(clock, random);
    this.workers = pool(vertx, "dukou-officers");
    this.exporters = pool(vertx, "dukou-exports");
  }

  private static WorkerExecutor pool(Vertx vertx, String name) {
    return vertx.createSharedWorkerExecutor(name, THREADS, 1, TimeUnit.HOURS);
  }

  /**
   * Starts to serve; blocks until it listens, so not for event loops.
   *
   * @throws java.util.concurrent.CompletionException if it cannot listen
   */
  public static OfficerServer start(
      Vertx vertx,
      RecordsConfig records,
      LogDesk.Shared desk,
      InstantSource clock,
      SecureRandom random) {
    RecordsConfig.Api api = requireNonNull(records.api(), "api");
    OfficerServer server = new OfficerServer(vertx, records, desk, clock, random);
    server.listener =
        SideListener.start(
                vertx,
                new SideListener.At(api.host(), api.port(), api.certificate(), api.key()),
                IDLE,
                from -> SideListener.isWithin(api.networks(), from),
                server::answer)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    LOG.info("officers on port {}", server.port());
    return server;
  }

  /** Returns the port it listens on. */
  public int port() {
    return requireNonNull(listener, "listener").port();
  }

  /** Takes no more requests, and waits for those in work. */
  @Override
  public void close() {
    SideListener own = listener;
    Future<Void> stopped = own == null ? Future.succeededFuture() : own.stop();
    stopped
        .eventually(workers::close)
        .eventually(exporters::close)
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private void answer(HttpServerRequest request) {
    try {
      Route route = Route.of(request.method(), request.uri());
      if (route == Route.NONCE) {
        send(request, Wire.json().put("nonce", challenges.next()));
        return;
      }
      String officer = officer(request);
      String digest = String.valueOf(request.getHeader(MessageSignature.DIGEST_HEADER));
      begin(officer);
      read(request)
          .compose(body -> work(request, route, officer, digest, body))
          .onComplete(
              done -> {
                end(officer);
                if (done.failed()) {
                  fail(request, done.cause());
                }
              });
    } catch (DeskRefusal e) {
      refuse(request, e);
    }
  }

  /** Reads a body; of one that is too long, or does not come, the connection is closed. */
  private Future<Buffer> read(HttpServerRequest request) {
    Buffer body = Buffer.buffer();
    long timer =
        vertx.setTimer(TimeUnit.SECONDS.toMillis(BODY_SECONDS), id -> request.connection().close());
    request.handler(
        part -> {
          if (body.length() + part.length() > Wire.LONGEST_REQUEST) {
            request.connection().close();
          } else {
            body.appendBuffer(part);
          }
        });
    return request.end().map(body).onComplete(done -> vertx.cancelTimer(timer));
  }

  /** Takes a place for a request of an officer, before its body is read. */
  private void begin(String officer) {
    synchronized (working) {
      int all = working.values().stream().mapToInt(Integer::intValue).sum();
      if (all >= AT_ONCE || working.getOrDefault(officer, 0) >= AT_ONCE_OF_ONE) {
        throw new DeskRefusal(DeskRefusal.Kind.UNAVAILABLE, "busy; ask again");
      }
      working.merge(officer, 1, Integer::sum);
    }
  }

  private void end(String officer) {
    synchronized (working) {
      working.computeIfPresent(officer, (key, count) -> count > 1 ? count - 1 : null);
    }
  }

  private Future<Void> work(
      HttpServerRequest request, Route route, String officer, String digest, Buffer body) {
    WorkerExecutor executor = route == Route.EXPORT ? exporters : workers;
    return executor.executeBlocking(
        () -> {
          byte[] bytes = body.getBytes();
          if (!MessageSignature.isDigestOf(digest, bytes)) {
            throw unknown("Content-Digest is not the SHA-256 of the body, as sha-256=:BASE64:");
          }
          done(request, route, LogDesk.of(desk, officer), bytes);
          return null;
        },
        false);
  }

  /** Does what is asked, and answers; on a worker. */
  private void done(HttpServerRequest request, Route route, RecordsDesk officer, byte[] body)
      throws IOException {
    switch (route) {
      case SEARCH -> send(request, Wire.of(officer.search(Wire.search(Wire.object(body)))));
      case DRAFT -> {
        String order = draft(officer, Wire.object(body)).text();
        send(request, TEXT, order.getBytes(StandardCharsets.UTF_8));
      }
      case ORDER -> send(request, Wire.json().put("entry", officer.execute(order(body))));
      case HOLDS -> {
        ObjectNode json = Wire.json();
        ArrayNode holds = json.putArray("holds");
        officer.holds().forEach(hold -> holds.add(Wire.of(hold)));
        send(request, json);
      }
      case EXPORT -> {
        RecordsDesk.Export export = Wire.export(Wire.object(body));
        officer.export(export, handOver -> begin(request, export, handOver));
      }
      case NONCE -> throw new IllegalStateException("answered before");
    }
  }

  private static Order draft(RecordsDesk officer, ObjectNode json) {
    Wire.requireOnly(json, Set.of("reason", "forget", "lay", "lift"));
    if (json.size() != 2) {
      throw DeskRefusal.malformed("give a reason and one of forget, lay and lift");
    }
    String reason = Wire.reason(json);
    if (json.has("forget")) {
      return officer.forget(Wire.subject(json.get("forget")), reason);
    }
    if (json.has("lay")) {
      return officer.lay(Wire.hold(json.get("lay")), reason);
    }
    return officer.lift(String.valueOf(Wire.text(json, "lift")), reason);
  }

  private static SignedOrder order(byte[] body) {
    try {
      return SignedOrder.parse(Wire.text(body));
    } catch (MalformedException e) {
      throw DeskRefusal.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static ResponseStream begin(
      HttpServerRequest request, RecordsDesk.Export export, RecordsDesk.HandOver handOver) {
    HttpServerResponse response =
        request
            .response()
            .setChunked(true)
            .putHeader("content-type", export.format().mediaType())
            .putHeader("cache-control", "no-store")
            .putHeader(RANGE_HEADER, handOver.from() + "-" + handOver.to());
    handOver.entry().ifPresent(entry -> response.putHeader(ENTRY_HEADER, entry.toString()));
    return new ResponseStream(response);
  }

  /** Returns the officer who signed the head of a request. */
  private String officer(HttpServerRequest request) {
    MessageSignature signature =
        MessageSignature.parse(
            only(request, MessageSignature.INPUT_HEADER), only(request, MessageSignature.HEADER));
    String keyId = signature.parameter("keyid");
    String nonce = signature.parameter("nonce");
    String algorithm = signature.parameter("alg");
    String expires = signature.parameter("expires");
    if (expires != null && Long.parseLong(expires) <= clock.instant().getEpochSecond()) {
      throw unknown("the signature has expired");
    }
    if (!signature.components().containsAll(MessageSignature.COMPONENTS)
        || keyId == null
        || nonce == null
        || (algorithm != null && !algorithm.equals("ed25519"))) {
      throw unknown(
          "sign \"@method\" \"@authority\" \"@path\" \"content-digest\" with keyid, the name of"
              + " your key, and nonce, from /v1/nonce; alg is ed25519");
    }
    VerifierKey key = officers.get(keyId);
    if (key == null || !signature.verifies(name -> component(request, name), key)) {
      throw unknown("no officer of records.officers has signed this request");
    }
    if (!isOurs(String.valueOf(authority(request)))) {
      throw unknown(
          "this gateway has another name: ask it by one of records.api.names, or by the address"
              + " that it listens on");
    }
    challenges.use(nonce);
    return key.name();
  }

  /** Returns the value of a component after RFC 9421, sections 2.1 and 2.2. */
  private @Nullable String component(HttpServerRequest request, String name) {
    return switch (name) {
      case "@method" -> request.method().name();
      case "@path" -> request.uri(); // it has no query
      case "@authority" -> authority(request);
      default -> name.startsWith("@") ? null : only(request, name);
    };
  }

  private @Nullable String authority(HttpServerRequest request) {
    String host = only(request, "host");
    if (host == null) {
      return null;
    }
    String usual = request.isSSL() ? ":443" : ":80";
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
  }

  /**
   * Tells whether a name is this gateway's. Else somebody whom an officer takes for a gateway could
   * hand a signature on to this one.
   */
  private boolean isOurs(String authority) {
    SideListener own = listener;
    return names.isEmpty() ? own != null && own.isAt(authority) : names.contains(authority);
  }

  /** Returns the value of a header that is there once. */
  private static @Nullable String only(HttpServerRequest request, String name) {
    List<String> values = request.headers().getAll(name);
    return values.size() == 1 ? values.get(0).strip() : null;
  }

  private static void send(HttpServerRequest request, ObjectNode json) {
    send(request, JSON, Wire.bytes(json));
  }

  private static void send(HttpServerRequest request, String mediaType, byte[] body) {
    if (!request.response().closed()) {
      request
          .response()
          .putHeader("content-type", mediaType)
          .putHeader("cache-control", "no-store")
          .end(Buffer.buffer(body));
    }
  }

  private static void fail(HttpServerRequest request, Throwable cause) {
    if (cause instanceof HttpClosedException) {
      LOG.debug("an officer's connection was closed before the request had come whole");
    } else if (request.response().headWritten()) {
      LOG.warn("an export to an officer was cut off: {}", cause.getClass().getName());
      request.connection().close(); // so that nobody takes what went for all of it
    } else if (cause instanceof DeskRefusal refusal) {
      refuse(request, refusal);
    } else {
      boolean isOfLog = cause instanceof AuditException;
      LOG.error("an officer's request was not done: {}", cause.getClass().getName());
      refuse(
          request,
          new DeskRefusal(
              DeskRefusal.Kind.UNAVAILABLE,
              isOfLog
                  ? "the log cannot be read or written; nothing is said to be done: see /readyz,"
                      + " and ask again"
                  : "the gateway cannot answer"));
    }
  }

  private static void refuse(HttpServerRequest request, DeskRefusal refusal) {
    HttpServerResponse response = request.response();
    if (response.closed() || response.ended()) {
      return;
    }
    int status =
        switch (refusal.kind()) {
          case MALFORMED -> 400;
          case UNKNOWN_OFFICER -> 401;
          case NOT_FOUND -> 404;
          case REFUSED -> 409;
          case TOO_OFTEN -> 429;
          case UNAVAILABLE -> 503;
        };
    String code = "officer_" + refusal.kind().name().toLowerCase(Locale.ROOT);
    ObjectNode problem =
        Wire.json()
            .put("type", "urn:dukou:problem:" + code)
            .put("title", "An officer's request was not done")
            .put("status", status)
            .put("detail", refusal.getMessage())
            .put("code", code);
    response
        .setStatusCode(status)
        .putHeader("content-type", "application/problem+json")
        .putHeader("cache-control", "no-store")
        .end(Buffer.buffer(Wire.bytes(problem)));
  }

  private static DeskRefusal unknown(String message) {
    return new DeskRefusal(DeskRefusal.Kind.UNKNOWN_OFFICER, message);
  }

  /** What can be asked for. */
  private enum Route {
    NONCE("GET", "/v1/nonce"),
    HOLDS("GET", "/v1/holds"),
    SEARCH("POST", "/v1/search"),
    DRAFT("POST", "/v1/orders/draft"),
    ORDER("POST", "/v1/orders"),
    EXPORT("POST", "/v1/export");

    private final String method;
    private final String path;

    Route(String method, String path) {
      this.method = method;
      this.path = path;
    }

    static Route of(HttpMethod method, String target) {
      for (Route route : values()) {
        if (route.path.equals(target) && route.method.equals(method.name())) {
          return route;
        }
      }
      throw new DeskRefusal(
          DeskRefusal.Kind.NOT_FOUND,
          "this takes GET /v1/nonce and /v1/holds, and POST /v1/search, /v1/orders/draft,"
              + " /v1/orders and /v1/export, without a query");
    }
  }
}
