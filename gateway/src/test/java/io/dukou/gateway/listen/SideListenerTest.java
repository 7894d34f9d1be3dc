package io.dukou.gateway.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections on which somebody takes their time. */
@Timeout(60)
final class SideListenerTest {
  private static final SideListener.Patience PATIENCE =
      new SideListener.Patience(Duration.ofMinutes(5), Duration.ofSeconds(2));

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private Socket connected(Handler<HttpServerRequest> requests) throws IOException {
    SideListener.At at = new SideListener.At("127.0.0.1", 0, null, null);
    SideListener listener = await(SideListener.start(vertx, at, PATIENCE, from -> true, requests));
    return new Socket(InetAddress.getLoopbackAddress(), listener.port());
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void headThatComesByteByByte_isNotWaitedFor() throws Exception {
    try (Socket socket = connected(request -> request.response().end())) {
      assertThat(bytesTaken(socket)).isLessThan(9_000);
    }
  }

  @Test
  void headThatComesByteByByteBehindAnAnswer_isNotWaitedForEither() throws Exception {
    try (Socket socket = connected(request -> request.response().end())) {
      send(socket, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      assertThat(bytesTaken(socket)).isLessThan(9_000);
    }
  }

  /** Sends a byte of a head again and again, and returns how many went before it was closed. */
  private static int bytesTaken(Socket socket) throws Exception {
    send(socket, "GET / HTTP/1.1\r\nhost: ");
    for (int sent = 0; sent < 10_000; sent++) {
      try {
        send(socket, "a");
      } catch (SocketException closed) {
        return sent;
      }
      Thread.sleep(5); // 50 seconds altogether, a machine that is busy included
    }
    return Integer.MAX_VALUE;
  }

  @Test
  void answerThatTakesLong_isGiven_andTheConnectionServesAnother() throws Exception {
    Handler<HttpServerRequest> slow =
        request -> vertx.setTimer(4_000, id -> request.response().end("done"));
    try (Socket socket = connected(slow)) {
      for (int i = 0; i < 2; i++) {
        send(socket, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
        assertThat(answer(socket.getInputStream())).endsWith("done");
      }
    }
  }

  private static String answer(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("done") < 0) {
      int next = in.read();
      if (next < 0) {
        return text + " and the end";
      }
      text.append((char) next);
    }
    return text.toString();
  }
}
