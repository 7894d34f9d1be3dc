package io.dukou.gateway.outbound;

import io.dukou.gateway.outbound.OutboundException.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, over one connection.
 *
 * <h2>Bytes after the end</h2>
 *
 * A peer that announces fewer bytes than it sends would hand us a shorter table without any error
 * of framing. Since the connection carries one request only, whatever follows the announced end is
 * such a lie: the connection stays open for {@value #GRACE_MILLIS} ms after the end, and any byte
 * that has come by then makes the answer unusable. Only then does the reader see the end, and what
 * comes later comes to a closed connection, so it can belong to no answer.
 *
 * <h2>A close before the end was read</h2>
 *
 * While the answer is paused, and for a moment after it is resumed, Vert.x 5.0 keeps a few messages
 * back and still hears the peer close; it then reports a closed connection, and no end any more,
 * although the last bytes are among those messages. They are handed out soon after the answer is
 * resumed. So a loss is judged only when it is not paused and nothing more comes, by the announced
 * length; a body in chunks, whose end is not reported, stays truncated.
 *
 * <p>All state but the futures is touched on the event loop of {@code context} alone.
 */
final class Exchange implements BodyStream.Source {
  static final long GRACE_MILLIS = 25;

  private final Context context;
  private final OutboundRequest request;
  private final OutboundLimits limits;
  private final BodyStream body = new BodyStream(this);
  private final CompletableFuture<OutboundResponse> head = new CompletableFuture<>();
  private final Promise<Void> gone = Promise.promise();

  private @Nullable WatchedConnection connection;
  private @Nullable HttpClientResponse response;
  private volatile @Nullable String token;
  private long totalTimer = -1;
  private long idleTimer = -1;
  private long lastHeard = System.nanoTime();
  private long announced = -1;
  private long received;
  private boolean allReceived;
  private boolean over;
  private boolean paused;
  private @Nullable Throwable lost;

  Exchange(Context context, OutboundRequest request, OutboundLimits limits) {
    this.context = context;
    this.request = request;
    this.limits = limits;
  }

  /** Sets the bearer token that is shown to the peer; before {@link #start}. */
  void token(@Nullable String shown) {
    token = shown;
  }

  CompletableFuture<OutboundResponse> response() {
    return head;
  }

  String host() {
    return request.uri().getHost();
  }

  /** Runs {@code action} once the connection is given up, whatever the outcome. */
  void whenClosed(Runnable action) {
    gone.future().onComplete(ignored -> action.run());
  }

  /** Connects to {@code address} and sends the request. */
  void start(WatchedClient client, InetAddress address) {
    context.runOnContext(
        v -> {
          totalTimer = timer(limits.total().toMillis(), Failure.TIMEOUT);
          client
              .connect(target(address))
              .compose(this::ask)
              .compose(this::send)
              .onSuccess(this::head)
              .onFailure(this::fail);
        });
  }

  /** Ends the exchange with a failure; any thread. */
  void fail(Throwable cause) {
    OutboundException failure = typed(cause);
    context.runOnContext(v -> finish(failure));
  }

  @Override
  public void pause() {
    HttpClientResponse source = response;
    if (source != null) {
      paused = true;
      source.pause();
    }
  }

  @Override
  public void resume() {
    context.runOnContext(
        v -> {
          if (response != null && !over) {
            lastHeard = System.nanoTime();
            paused = false;
            response.resume();
            judgeLoss();
          }
        });
  }

  @Override
  public void abandon() {
    context.runOnContext(v -> finish(new OutboundException(Failure.CLOSED, host())));
  }

  private HttpConnectOptions target(InetAddress address) {
    return new HttpConnectOptions()
        .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, request.port())))
        .setHost(host())
        .setPort(request.port())
        .setSsl(request.secure())
        .setSslOptions(request.secure() ? PeerTrust.sslOptions(request.trust()) : null);
  }

  private Future<HttpClientRequest> ask(HttpClientConnection opened) {
    connection = (WatchedConnection) opened;
    if (over) { // the time ran out while connecting
      opened.close();
      return Future.failedFuture(new OutboundException(Failure.TIMEOUT, host()));
    }
    opened.exceptionHandler(this::fail);
    connection.surplusHandler(() -> finish(new OutboundException(Failure.MALFORMED, host())));
    watchIdle();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(request.method().name()))
            .setHost(host())
            .setPort(request.port())
            .setSsl(request.secure())
            .setURI(request.target())
            .setFollowRedirects(false)
            .putHeader(HttpHeaders.ACCEPT, accept())
            .putHeader(HttpHeaders.ACCEPT_ENCODING, HttpHeaders.IDENTITY)
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    if (token != null) {
      options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + token);
    }
    return opened.request(options);
  }

  private Future<HttpClientResponse> send(HttpClientRequest asked) {
    OutboundRequest.Content content = request.content();
    if (content == null) {
      return asked.send();
    }
    asked.putHeader(HttpHeaders.CONTENT_TYPE, content.type());
    return asked.send(content.bytes());
  }

  private String accept() {
    return request.mediaTypes().isEmpty()
        ? "*/*"
        : String.join(", ", new java.util.TreeSet<>(request.mediaTypes()));
  }

  private void head(HttpClientResponse answer) {
    if (over) {
      return;
    }
    lastHeard = System.nanoTime();
    response = answer;
    answer.handler(this::chunk);
    answer.exceptionHandler(this::lose);
    answer.endHandler(v -> ended());
    try {
      announced = HeadCheck.check(request, limits, answer);
    } catch (OutboundException e) {
      finish(e);
      return;
    }
    head.complete(
        new OutboundResponse(
            answer.statusCode(),
            answer.getHeader(HttpHeaders.CONTENT_TYPE),
            answer.getHeader(HttpHeaders.ETAG),
            answer.getHeader(HttpHeaders.LAST_MODIFIED),
            body));
  }

  private void chunk(Buffer chunk) {
    lastHeard = System.nanoTime();
    received += chunk.length();
    if (received > limits.bodyBytes()) {
      finish(new OutboundException(Failure.TOO_LARGE, host()));
      return;
    }
    body.offer(chunk);
    if (lost != null && received == announced) {
      ended();
    }
  }

  /** Remembers that the connection was lost; messages kept back may still complete the answer. */
  private void lose(Throwable cause) {
    lost = cause;
    judgeLoss();
  }

  /** Fails when nothing more is handed out for a moment, unless the end came or nobody reads. */
  private void judgeLoss() {
    Throwable cause = lost;
    if (cause == null || paused || over) {
      return;
    }
    long before = received;
    context
        .owner()
        .setTimer(
            GRACE_MILLIS,
            id -> {
              if (received != before) {
                judgeLoss();
              } else if (!allReceived && !paused) {
                fail(cause);
              }
            });
  }

  private void ended() {
    if (announced >= 0 && announced != received) {
      finish(new OutboundException(Failure.TRUNCATED, host()));
      return;
    }
    allReceived = true;
    boolean framedByHttp2 = response != null && response.version() == HttpVersion.HTTP_2;
    if (framedByHttp2) {
      finish(null);
    } else {
      context.owner().setTimer(GRACE_MILLIS, id -> context.runOnContext(v -> finish(null)));
    }
  }

  /** Ends the exchange; only the first call counts. A null failure is the regular end. */
  private void finish(@Nullable OutboundException failure) {
    if (over) {
      return;
    }
    over = true;
    context.owner().cancelTimer(totalTimer);
    context.owner().cancelTimer(idleTimer);
    if (connection != null) {
      connection.close();
    }
    if (failure == null) {
      body.end();
    } else {
      body.fail(failure);
      head.completeExceptionally(failure);
    }
    gone.tryComplete();
  }

  private long timer(long millis, Failure failure) {
    return context.owner().setTimer(millis, id -> fail(new OutboundException(failure, host())));
  }

  private void watchIdle() {
    long idle = limits.idle().toNanos();
    long step = Math.max(1, limits.idle().toMillis() / 4);
    lastHeard = System.nanoTime();
    idleTimer =
        context
            .owner()
            .setPeriodic(
                step,
                id -> {
                  if (!body.waitsForReader() && System.nanoTime() - lastHeard > idle) {
                    fail(new OutboundException(Failure.STALLED, host()));
                  }
                });
  }

  private OutboundException typed(Throwable cause) {
    if (cause instanceof OutboundException known) {
      return known;
    }
    return new OutboundException(kind(cause), host(), cause);
  }

  private Failure kind(Throwable cause) {
    if (cause instanceof SSLException) {
      return Failure.TLS;
    }
    if (connection == null) {
      return cause instanceof ConnectException ? Failure.UNREACHABLE : connecting(cause);
    }
    if (allReceived || cause instanceof io.netty.handler.codec.DecoderException) {
      return Failure.MALFORMED;
    }
    return malformed(cause) ? Failure.MALFORMED : Failure.TRUNCATED;
  }

  private static Failure connecting(Throwable cause) {
    return cause instanceof io.netty.channel.ConnectTimeoutException
        ? Failure.TIMEOUT
        : Failure.UNREACHABLE;
  }

  private static boolean malformed(Throwable cause) {
    return cause instanceof IllegalArgumentException
        || cause instanceof io.netty.handler.codec.http.TooLongHttpHeaderException
        || cause instanceof io.netty.handler.codec.http.TooLongHttpLineException;
  }
}
