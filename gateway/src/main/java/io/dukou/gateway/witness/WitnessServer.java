package io.dukou.gateway.witness;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.Witness;
import io.dukou.gateway.listen.SideListener;
import io.dukou.gateway.seldom.SeldomSaid;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a {@link Witness} by HTTP, as c2sp.org/tlog-witness has it:
 *
 * <ul>
 *   <li>{@code POST <prefix>/add-checkpoint}
 *   <li>{@code GET <prefix>/<origin hash>/checkpoint}
 *   <li>{@code GET /healthz}: 200, or 503 once the state could not be written
 * </ul>
 *
 * <p>Anybody may ask; the signature of the log is what is checked. Questions have a longest length,
 * and no more than {@value #AT_ONCE} are worked on at once: further ones are answered 503. Bodies
 * are never logged, and what became of them is said seldom, so that whoever asks without end fills
 * no disk. Any thread.
 */
public final class WitnessServer {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessServer.class);
  private static final int AT_ONCE = 64;
  private static final long BODY_SECONDS = 10;
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Vertx vertx;
  private final Witness witness;
  private final String prefix;
  private final Pattern monitored;
  private final SeldomSaid seldom;
  private final AtomicInteger working = new AtomicInteger();
  private volatile @Nullable SideListener listener;

  private WitnessServer(Vertx vertx, Witness witness, String prefix, InstantSource clock) {
    this.seldom = new SeldomSaid(clock);
    this.vertx = requireNonNull(vertx, "vertx");
    this.witness = requireNonNull(witness, "witness");
    this.prefix = requireNonNull(prefix, "prefix");
    this.monitored = Pattern.compile(Pattern.quote(prefix + "/") + "([0-9a-f]{64})/checkpoint");
  }

  /**
   * Starts to serve.
   *
   * @return completes when it listens; fails if it cannot
   */
  public static Future<WitnessServer> start(Vertx vertx, Witness witness, Listening listening) {
    return start(vertx, witness, listening, InstantSource.system());
  }

  /** Does the same with another clock, which says when a line of the log is due again. */
  static Future<WitnessServer> start(
      Vertx vertx, Witness witness, Listening listening, InstantSource clock) {
    WitnessServer started = new WitnessServer(vertx, witness, listening.prefix, clock);
    return SideListener.start(
            vertx, listening.at(), SideListener.QUICK, from -> true, started::answer)
        .map(
            listener -> {
              started.listener = listener;
              return started;
            });
  }

  /** Returns the port it listens on. */
  public int port() {
    return requireNonNull(listener, "listener").port();
  }

  /** Stops; what is being worked on is answered or not, and kept in either case. */
  public Future<Void> stop() {
    return requireNonNull(listener, "listener").stop();
  }

  private void answer(HttpServerRequest request) {
    String path = request.path();
    if (path != null && path.equals(prefix + "/add-checkpoint")) {
      ifMethod(HttpMethod.POST, request, () -> addCheckpoint(request));
    } else if ("/healthz".equals(path)) {
      ifMethod(
          HttpMethod.GET,
          request,
          () ->
              send(
                  request,
                  witness.healthy()
                      ? new Witness.Reply(200, TEXT, "cosigning\n")
                      : refused(503, "the state cannot be written; see the log, and restart")));
    } else {
      monitored(path)
          .ifPresentOrElse(
              hash -> ifMethod(HttpMethod.GET, request, () -> checkpoint(request, hash)),
              () -> send(request, refused(404, "nothing is here")));
    }
  }

  private Optional<String> monitored(@Nullable String path) {
    Matcher matcher = monitored.matcher(path == null ? "" : path);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static void ifMethod(HttpMethod method, HttpServerRequest request, Runnable action) {
    if (request.method().equals(method)) {
      action.run();
    } else {
      request.response().putHeader("allow", method.name());
      send(request, refused(405, "this takes " + method.name()));
    }
  }

  private void addCheckpoint(HttpServerRequest request) {
    Buffer body = Buffer.buffer();
    long timer =
        vertx.setTimer(TimeUnit.SECONDS.toMillis(BODY_SECONDS), id -> request.connection().close());
    request.handler(
        part -> {
          if (body.length() + part.length() > Witness.LONGEST_QUESTION) {
            request.connection().close();
          } else {
            body.appendBuffer(part);
          }
        });
    request
        .end()
        .onComplete(
            read -> {
              vertx.cancelTimer(timer);
              if (read.succeeded()) { // else the connection is gone
                work(request, body.getBytes());
              }
            });
  }

  /** Only what came whole is worked on, so that nobody keeps others waiting by sending slowly. */
  private void work(HttpServerRequest request, byte[] question) {
    if (working.incrementAndGet() > AT_ONCE) {
      working.decrementAndGet();
      request.response().putHeader("retry-after", "1");
      send(request, refused(503, "busy; ask again"));
      return;
    }
    vertx
        .executeBlocking(() -> witness.addCheckpoint(question), false)
        .onComplete(
            result -> {
              working.decrementAndGet();
              if (result.succeeded()) {
                note(result.result());
                send(request, result.result());
              } else {
                String failure = result.cause().getClass().getName();
                error(failure, "a question was not answered: " + failure);
                send(request, refused(500, "the witness cannot answer"));
              }
            });
  }

  /** Says how a question was answered; anybody may ask, so each outcome seldom. */
  private void note(Witness.Reply reply) {
    if (reply.status() == 422) {
      error("a fork", "ALARM: a fork: " + reply.body().strip()); // holds a trusted log's name
    } else if (reply.status() >= 500) {
      error(
          "state",
          "the state of the witness cannot be written; nothing is cosigned until a restart");
    } else if (reply.status() == 200 && seldom.isDue("cosigned")) {
      LOG.info("cosigned");
    }
  }

  private void error(String matter, String words) {
    if (seldom.isDue(matter)) {
      LOG.error("{}; said once a minute at most", words);
    }
  }

  private void checkpoint(HttpServerRequest request, String hash) {
    vertx
        .executeBlocking(() -> witness.checkpoint(hash), false)
        .onSuccess(
            found ->
                send(
                    request,
                    found
                        .map(text -> new Witness.Reply(200, TEXT, text))
                        .orElseGet(() -> refused(404, "nothing of this log was cosigned"))));
  }

  private static Witness.Reply refused(int status, String words) {
    return new Witness.Reply(status, TEXT, words + "\n");
  }

  private static void send(HttpServerRequest request, Witness.Reply reply) {
    if (request.response().closed() || request.response().ended()) {
      return;
    }
    request
        .response()
        .setStatusCode(reply.status())
        .putHeader("content-type", reply.mediaType())
        .putHeader("cache-control", "no-store")
        .end(reply.body());
  }

  /**
   * Where it listens.
   *
   * @param host the address
   * @param port the port, 0 for any
   * @param prefix what stands before the paths of the protocol, such as {@code /w}, or nothing
   * @param tls certificate and key, or null where TLS ends elsewhere
   */
  public record Listening(String host, int port, String prefix, @Nullable Tls tls) {
    /** Checks the prefix. */
    public Listening {
      requireNonNull(host, "host");
      if (!prefix.matches("(/[A-Za-z0-9._~-]+)*")) {
        throw new IllegalArgumentException("write a prefix such as /w, or none");
      }
    }

    private SideListener.At at() {
      return tls == null
          ? new SideListener.At(host, port, null, null)
          : new SideListener.At(host, port, tls.certificate, tls.key);
    }
  }

  /**
   * What TLS is spoken with.
   *
   * @param certificate the PEM file of the certificate chain
   * @param key the PEM file of its key
   */
  public record Tls(Path certificate, Path key) {
    /** Refuses half of it. */
    public Tls {
      requireNonNull(certificate, "certificate");
      requireNonNull(key, "key");
    }
  }
}
