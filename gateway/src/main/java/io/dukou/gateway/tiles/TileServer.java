package io.dukou.gateway.tiles;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.AuditException;
import io.dukou.audit.OwnerOnlyFile;
import io.dukou.audit.PublishedLog;
import io.dukou.gateway.config.AuditConfig;
import io.dukou.gateway.listen.SideListener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the log to witnesses, monitors and recipients, by the paths of c2sp.org/tlog-tiles:
 *
 * <ul>
 *   <li>{@code /checkpoint}, which changes and is not kept by caches
 *   <li>{@code /tile/<L>/<N>[.p/<W>]}, hashes, which never change
 *   <li>{@code /tile/entries/<N>[.p/<W>]}, entries, to inspectors in China only
 * </ul>
 *
 * <p>Hashes tell nothing of what they are of: each leaf has a salted commitment in it. So anybody
 * who can connect may have them. Entries name recipients and studies. They need the token of the
 * inspectors and an address within their networks; to all others they are not there, whether there
 * are any or not. Any thread.
 */
public final class TileServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TileServer.class);
  private static final int AT_ONCE = 64;
  private static final String FOREVER = "public, max-age=31536000, immutable";
  private static final String NEVER = "no-store";
  private static final String BYTES = "application/octet-stream";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String BEARER = "Bearer ";

  private final Vertx vertx;
  private final PublishedLog log;
  private final AuditConfig.@Nullable Inspectors inspectors;
  private final byte @Nullable [] token;
  private final AtomicInteger working = new AtomicInteger();
  private volatile @Nullable SideListener listener;

  private TileServer(Vertx vertx, PublishedLog log, AuditConfig.@Nullable Inspectors inspectors) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.log = requireNonNull(log, "log");
    this.inspectors = inspectors;
    this.token = inspectors == null ? null : digest(OwnerOnlyFile.read(inspectors.tokenFile()));
  }

  /**
   * Starts to serve; blocks until it listens, so not for event loops.
   *
   * @throws io.dukou.audit.KeyFileException if the token of the inspectors cannot be read
   * @throws java.util.concurrent.CompletionException if it cannot listen
   */
  public static TileServer start(Vertx vertx, PublishedLog log, AuditConfig.Tiles config) {
    TileServer started = new TileServer(vertx, log, config.inspectors());
    started.listener =
        await(
            SideListener.start(
                vertx,
                new SideListener.At(
                    config.host(), config.port(), config.certificate(), config.key()),
                SideListener.QUICK,
                from -> true,
                started::answer));
    LOG.info("tiles of the log on port {}", started.port());
    return started;
  }

  /** Returns the port it listens on. */
  public int port() {
    return requireNonNull(listener, "listener").port();
  }

  @Override
  public void close() {
    await(requireNonNull(listener, "listener").stop());
  }

  private static <T extends @Nullable Object> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private void answer(HttpServerRequest request) {
    boolean reads = HttpMethod.GET.equals(request.method()) || isHead(request);
    if (!reads) {
      request.response().putHeader("allow", "GET, HEAD");
      say(request, 405, "this takes GET and HEAD");
      return;
    }
    String target = request.uri();
    if (working.incrementAndGet() > AT_ONCE) {
      working.decrementAndGet();
      request.response().putHeader("retry-after", "1");
      say(request, 503, "busy; ask again");
      return;
    }
    boolean isInspector = isInspector(request);
    vertx
        .executeBlocking(() -> find(target, isInspector), false)
        .onComplete(
            found -> {
              working.decrementAndGet();
              if (found.failed()) {
                LOG.error("a tile was not read: {}", words(found.cause()));
                say(request, 500, "the log cannot be read");
              } else if (found.result().isEmpty()) {
                say(request, 404, "nothing is here");
              } else {
                send(request, target, found.result().get());
              }
            });
  }

  /** What the log says of itself names files of its own, and nothing of what is in them. */
  private static String words(Throwable failure) {
    return failure instanceof AuditException
        ? String.valueOf(failure.getMessage())
        : failure.getClass().getName();
  }

  private static boolean isHead(HttpServerRequest request) {
    return HttpMethod.HEAD.equals(request.method());
  }

  /** Reads what is asked for; on a worker. */
  private Optional<byte[]> find(String target, boolean isInspector) {
    if (target.equals("/checkpoint")) {
      return Optional.of(log.checkpoint().getBytes(StandardCharsets.UTF_8));
    }
    String path = target.startsWith("/") ? target.substring(1) : "";
    if (PublishedLog.isOfEntries(path)) {
      return isInspector ? log.entries(path) : Optional.empty();
    }
    return log.tile(path);
  }

  private boolean isInspector(HttpServerRequest request) {
    String given = request.getHeader("authorization");
    SocketAddress from = request.remoteAddress();
    if (inspectors == null || token == null || given == null || from == null) {
      return false;
    }
    boolean hasToken =
        given.startsWith(BEARER)
            && MessageDigest.isEqual(token, digest(given.substring(BEARER.length())));
    return hasToken && SideListener.isWithin(inspectors.networks(), from);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void send(HttpServerRequest request, String target, byte[] content) {
    boolean isCheckpoint = target.equals("/checkpoint");
    boolean isOfEntries = PublishedLog.isOfEntries(target.substring(1));
    HttpServerResponse response =
        request
            .response()
            .putHeader("content-type", isCheckpoint ? TEXT : BYTES)
            .putHeader("cache-control", isCheckpoint || isOfEntries ? NEVER : FOREVER)
            .putHeader("content-length", Integer.toString(content.length));
    if (isHead(request)) {
      response.end();
    } else {
      response.end(Buffer.buffer(content));
    }
  }

  private static void say(HttpServerRequest request, int status, String words) {
    String body = isHead(request) ? "" : words + "\n";
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", TEXT)
        .putHeader("cache-control", NEVER)
        .end(body);
  }
}
