package io.dukou.gateway.server;

import io.dukou.gateway.server.Counters.Event;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: how long it may take to ask, what happens to what is no request, and that nothing
 * is taken for a request once an answer said that the connection ends. Confined to its event loop.
 *
 * <p><b>Vert.x inside.</b> Some things have no public door in Vert.x 5.0 and are done through its
 * {@code impl} types, here and nowhere else: handlers of one connection (its own handler answers
 * unknown versions bare), a look at heads before they are parsed, an answer to a head that never
 * came whole, leaving a body unread, and closing the sending half.
 *
 * <p><b>Streams.</b> HTTP/2 holds a caller to the number of streams it was told only once the
 * caller has acknowledged it (RFC 9113, 6.5.3), so requests beyond it are turned away here as well.
 *
 * <p><b>Lingering.</b> A socket that is closed while bytes of the caller are unread resets the
 * connection, and the caller may never see the answer (RFC 9112, 9.6). So the sending half is
 * closed first, and what still comes is read and dropped for a moment.
 */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private static final Duration LINGER = Duration.ofMillis(500);

  /** How Vert.x names the parser of HTTP/1 among the handlers of a channel. */
  private static final String DECODER = "httpDecoder";

  private final HttpServerConnection connection;
  private final Desk desk;
  private final Deadline asking;
  private final Set<Exchange> open = new HashSet<>();
  private boolean asked;
  private boolean ending;

  private Connection(HttpServerConnection connection, Desk desk) {
    this.connection = connection;
    this.desk = desk;
    this.asking = new Deadline(desk.vertx(), this::stopWaiting);
  }

  /** Takes a connection over; {@code closed} is told when it is closed. */
  static Connection take(HttpServerConnection connection, Desk desk, Consumer<Connection> closed) {
    Connection taken = new Connection(connection, desk);
    if (connection instanceof Http1xServerConnection) {
      connection
          .channelHandlerContext()
          .pipeline()
          .addBefore(DECODER, "headGuard", new HeadGuard());
    }
    connection.handler(taken::handle);
    connection.invalidRequestHandler(taken::handleInvalid);
    connection.exceptionHandler(failure -> desk.counters().count(Event.CONNECTION_FAILED));
    connection.closeHandler(
        gone -> {
          List.copyOf(taken.open).forEach(Exchange::abandon);
          taken.asking.cancel();
          closed.accept(taken);
        });
    taken.asking.set(desk.timeouts().request());
    return taken;
  }

  /**
   * Closes a connection without waiting for what is queued on it to be taken, which {@link
   * HttpConnection#close} does, and which a caller that does not read would never let happen. May
   * be called from any thread.
   */
  static void closeNow(HttpConnection connection) {
    ((HttpServerConnection) connection).channelHandlerContext().close().addListener(gone -> {});
  }

  /** Closes this connection as {@link #closeNow(HttpConnection)} does. */
  void closeNow() {
    closeNow(connection);
  }

  private void handle(HttpServerRequest request) {
    try {
      take(request);
    } catch (RuntimeException | Error e) { // nothing may leave a request without an end
      desk.counters().count(Event.INTERNAL_FAULT);
      LOG.error("a connection failed with {}", e.getClass().getName());
      closeNow();
    }
  }

  private void take(HttpServerRequest request) {
    if (ending) {
      return; // sent behind a request that ends the connection, which lingers for that one's answer
    }
    asked = true;
    asking.clear();
    if (request.version() == null) {
      desk.counters().count(Event.UNKNOWN_VERSION);
      answerRaw(Unheard.UNKNOWN_VERSION);
      return;
    }
    if (isHttp2(request) && open.size() >= desk.streams()) {
      desk.counters().count(Event.BUSY);
      Resets.refuse(request);
      return;
    }
    if (RequestCheck.isLast(request)) {
      ending = true; // at once: what was sent behind it comes as soon as its answer has ended
      leaveUnread();
    }
    Exchange exchange = new Exchange(desk, request);
    open.add(exchange);
    exchange
        .run()
        .onSuccess(
            reusable -> {
              open.remove(exchange);
              ended(request, reusable);
            });
  }

  private static boolean isHttp2(HttpServerRequest request) {
    return request.version() == io.vertx.core.http.HttpVersion.HTTP_2;
  }

  /**
   * Takes nothing more off the connection until it ends. What follows the head will not be looked
   * at, so no fault in it may end the connection before the answer is written.
   */
  private void leaveUnread() {
    if (connection instanceof Http1xServerConnection version1) {
      version1.doPause();
    }
  }

  private void ended(HttpServerRequest request, boolean reusable) {
    if (!reusable) {
      if (isHttp2(request)) {
        Resets.stopUpload(request);
      } else {
        linger();
        return;
      }
    }
    if (open.isEmpty()) {
      asking.set(desk.timeouts().request());
    }
  }

  private void handleInvalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      desk.counters().count(Event.REQUEST_LINE_TOO_LONG);
      answerRaw(Unheard.TARGET_TOO_LONG);
    } else if (cause instanceof TooLongHttpHeaderException
        || cause instanceof TooLongFrameException) {
      desk.counters().count(Event.HEADERS_TOO_LONG);
      answerRaw(Unheard.HEADERS_TOO_LARGE);
    } else {
      desk.counters().count(Event.MALFORMED_REQUEST);
      answerRaw(Unheard.MALFORMED);
    }
  }

  private void stopWaiting() {
    if (!(connection instanceof Http1xServerConnection)) {
      connection.close(); // says goodbye with GOAWAY
      desk.vertx().setTimer(LINGER.toMillis(), id -> closeNow());
    } else if (asked) {
      closeNow(); // idle between requests, which is nothing to complain about
    } else {
      desk.counters().count(Event.REQUEST_TIMED_OUT);
      answerRaw(Unheard.TIMED_OUT);
    }
  }

  /** Writes an answer to HTTP/1 that answers no request, and ends the connection. */
  private void answerRaw(Unheard unheard) {
    ending = true;
    Buffer content = ProblemJson.of(unheard.problem(), OptionalLong.empty());
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(unheard.problem().status()),
            Unpooled.wrappedBuffer(content.getBytes()));
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, ProblemJson.MEDIA_TYPE)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store, no-transform")
        .set(HttpHeaderNames.CONTENT_LENGTH, content.length())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    connection.channelHandlerContext().writeAndFlush(response).addListener(written -> linger());
  }

  private void linger() {
    ending = true;
    desk.vertx().setTimer(LINGER.toMillis(), id -> closeNow());
    Channel channel = connection.channelHandlerContext().channel();
    if (!connection.isSsl() && channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput().addListener(shut -> dropTheRest());
    } else {
      dropTheRest();
    }
  }

  private void dropTheRest() {
    if (connection instanceof Http1xServerConnection version1) {
      version1.doResume();
    }
  }
}
