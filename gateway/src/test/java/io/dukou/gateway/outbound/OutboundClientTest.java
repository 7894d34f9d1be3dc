package io.dukou.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dukou.gateway.config.Cidr;
import io.dukou.gateway.config.HostPort;
import io.dukou.gateway.outbound.OutboundException.Failure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an origin may do, and what the one client makes of it. */
final class OutboundClientTest {
  private static final OutboundLimits LIMITS =
      new OutboundLimits(
          Duration.ofSeconds(2),
          Duration.ofMillis(200),
          Duration.ofMillis(1500),
          4L << 20,
          4096,
          20);
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n";

  private static Vertx vertx;
  private OutboundClient client =
      OutboundClient.create(vertx, new OutboundRules(Set.of(), List.of()), LIMITS, null);

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @AfterEach
  void closeClient() {
    client.close();
  }

  @Test
  void aPost_handsItsContentOver() throws Exception {
    try (RawOrigin origin =
        RawOrigin.start(
            (self, request, out) -> {
              String head = OK.replace("text/csv", "application/x") + "Content-Length: 2\r\n\r\n";
              out.write((head + "ok").getBytes(StandardCharsets.ISO_8859_1));
            })) {
      allow(origin.url("/"));
      OutboundRequest.Content content =
          new OutboundRequest.Content("application/timestamp-query", Buffer.buffer("abc"));
      OutboundRequest post =
          OutboundRequest.post(origin.url("/tsa"), content, Set.of("application/x"));
      String answer =
          new String(client.send(post).join().body().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).isEqualTo("ok");
      assertThat(origin.requests().get(0))
          .startsWith("POST /tsa HTTP/1.1")
          .containsIgnoringCase("content-type: application/timestamp-query")
          .containsIgnoringCase("content-length: 3");
    }
  }

  @Test
  void wholeBody_isRead() throws IOException {
    assertThat(read(OK + "ETag: \"7\"\r\nContent-Length: 4\r\n\r\na\r\nb")).isEqualTo("a\r\nb");
  }

  @Test
  void chunkedBody_isReadWithoutItsTrailers() throws IOException {
    String body = "3\r\na,b\r\n0\r\nX-Trailer: secret\r\n\r\n";
    assertThat(read(OK + "Transfer-Encoding: chunked\r\n\r\n" + body)).isEqualTo("a,b");
  }

  @Test
  void interimAnswers_areIgnored() throws IOException {
    String interim = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n";
    assertThat(read(interim + OK + "Content-Length: 1\r\n\r\na")).isEqualTo("a");
  }

  @Test
  void largeBody_isReadWithSlowReader() throws IOException {
    String body = "0123456789abcdef".repeat(1 << 17);
    assertThat(read(OK + "Content-Length: " + body.length() + "\r\n\r\n" + body)).isEqualTo(body);
  }

  /** The last bytes are held back when the close is heard; see Exchange. */
  @ParameterizedTest
  @ValueSource(ints = {1, 60_000, 140_000, 160_000, 180_000})
  void closeBehindABodyThatIsNotReadYet_losesNoByte(int heldBack) throws Exception {
    String body = "x".repeat(BodyStream.HIGH_WATER + heldBack);
    String head = OK + "Content-Length: " + body.length() + "\r\n\r\n";
    assertThat(readAfterTheClose(head + body)).isEqualTo(body);
  }

  @Test
  void closeInABodyThatIsNotReadYet_isTruncated() {
    String body = "x".repeat(BodyStream.HIGH_WATER + 160_000);
    String head = OK + "Content-Length: " + (body.length() + 1) + "\r\n\r\n";
    OutboundException failure =
        catchThrowableOfType(OutboundException.class, () -> readAfterTheClose(head + body));
    assertThat(failure.failure()).isEqualTo(Failure.TRUNCATED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "301 Moved|Location: http://127.0.0.1/x|REDIRECT",
        "304 Not Modified|ETag: x|REDIRECT",
        "204 No Content|X: y|STATUS",
        "206 Partial Content|Content-Length: 1|STATUS",
        "500 Broken|Content-Length: 1|STATUS",
        "101 Switching Protocols|Upgrade: websocket|STATUS",
        "200 OK|Content-Encoding: gzip|CONTENT_CODED",
        "200 OK|Content-Type: text/html|CONTENT_TYPE",
        "200 OK|Content-Length: 99999999999|TOO_LARGE",
        "200 OK|Content-Length: 99999999999999999999|MALFORMED",
        "200 OK|X-Unframed: 1|UNFRAMED",
        "200 OK|Transfer-Encoding: gzip, chunked|MALFORMED",
      })
  void unusableHead_isRefused(String status, String field, Failure expected) throws IOException {
    String type = field.startsWith("Content-Type") ? "" : "Content-Type: text/csv\r\n";
    assertThat(failure("HTTP/1.1 " + status + "\r\n" + type + field + "\r\n\r\na"))
        .isEqualTo(expected);
  }

  @Test
  void differingLengths_areMalformed() throws IOException {
    assertThat(failure(OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void lengthBesideChunks_isMalformed() throws IOException {
    String both = "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
    assertThat(failure(OK + both)).isEqualTo(Failure.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c,d\n", "c,d", "c", "\n", "\r\n", " ", "\u0000", "HTTP/1.1 200 OK\r\n"})
  void moreBytesThanAnnounced_areMalformed(String surplus) throws IOException {
    assertThat(failure(OK + "Content-Length: 4\r\n\r\na,b\n" + surplus))
        .isEqualTo(Failure.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c,d\n", "c", "\r\n"})
  void bytesBehindTheLastChunk_areMalformed(String surplus) throws IOException {
    String chunks = "Transfer-Encoding: chunked\r\n\r\n4\r\na,b\n\r\n0\r\n\r\n";
    assertThat(failure(OK + chunks + surplus)).isEqualTo(Failure.MALFORMED);
  }

  @Test
  void bytesBehindAnEmptyBody_areMalformed() throws IOException {
    assertThat(failure(OK + "Content-Length: 0\r\n\r\na")).isEqualTo(Failure.MALFORMED);
  }

  @Test
  void bodyOfAnAnswerToHead_isMalformed() throws IOException {
    try (RawOrigin origin = RawOrigin.sending(OK + "Content-Length: 1\r\n\r\na")) {
      allow(origin.url("/"));
      InputStream body = client.send(OutboundRequest.head(origin.url("/"))).join().body();
      assertThat(catchThrowableOfType(OutboundException.class, body::read).failure())
          .isEqualTo(Failure.MALFORMED);
    }
  }

  @Test
  void bytesThatComeTooLate_reachAClosedConnectionAndNoOtherAnswer() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    RawOrigin.Script late =
        (o, request, out) -> {
          out.write(RawOrigin.latin1(OK + "Content-Length: 4\r\n\r\na,b\n"));
          out.flush();
          ended.await();
          closed.complete(isClosed(out));
        };
    try (RawOrigin origin = RawOrigin.start(late)) {
      allow(origin.url("/"));
      assertThat(body(origin.url("/"))).isEqualTo("a,b\n");
      ended.countDown();
      assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
      origin.script((o, request, out) -> out.write(latin1Answer("e,f\n")));
      assertThat(body(origin.url("/"))).isEqualTo("e,f\n");
      assertThat(origin.requests()).hasSize(2); // each on a connection of its own
    }
  }

  /** Returns true once the other side does not take bytes any more. */
  private static boolean isClosed(OutputStream out) {
    try {
      for (int i = 0; i < 1 << 20; i++) {
        out.write(RawOrigin.latin1("c,d\n"));
        out.flush();
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static byte[] latin1Answer(String body) {
    return RawOrigin.latin1(OK + "Content-Length: " + body.length() + "\r\n\r\n" + body);
  }

  @Test
  void fewerBytesThanAnnounced_areTruncated() throws IOException {
    assertThat(failure(OK + "Content-Length: 9\r\n\r\na,b\n")).isEqualTo(Failure.TRUNCATED);
  }

  @Test
  void chunksWithoutEnd_areTruncated() throws IOException {
    assertThat(failure(OK + "Transfer-Encoding: chunked\r\n\r\n3\r\na,b\r\n"))
        .isEqualTo(Failure.TRUNCATED);
  }

  @Test
  void garbageForChunks_isMalformed() throws IOException {
    assertThat(failure(OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\na,b\r\n0\r\n\r\n"))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void garbageForHttp_isMalformed() throws IOException {
    assertThat(failure("SSH-2.0-OpenSSH_9.2\r\n\r\n")).isEqualTo(Failure.MALFORMED);
  }

  @Test
  void hugeHead_isMalformed() throws IOException {
    assertThat(failure(OK + "X: " + "y".repeat(5000) + "\r\nContent-Length: 1\r\n\r\na"))
        .isEqualTo(Failure.MALFORMED);
  }

  @Test
  void manyFields_areRefused() throws IOException {
    assertThat(failure(OK + "X: y\r\n".repeat(30) + "Content-Length: 1\r\n\r\na"))
        .isEqualTo(Failure.TOO_MANY_FIELDS);
  }

  @Test
  void chunkedBodyBeyondTheLimit_isTooLarge() throws IOException {
    String chunk = "100000\r\n" + "a".repeat(1 << 20) + "\r\n";
    assertThat(failure(OK + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(5)))
        .isEqualTo(Failure.TOO_LARGE);
  }

  @Test
  void closedConnection_isTruncated() throws IOException {
    assertThat(failure("")).isEqualTo(Failure.TRUNCATED);
  }

  @Test
  void silence_isStalled() throws IOException {
    try (RawOrigin origin = RawOrigin.start((o, request, out) -> o.stall())) {
      assertThat(failure(origin.url("/"))).isEqualTo(Failure.STALLED);
    }
  }

  @Test
  void silenceInTheBody_isStalled() throws IOException {
    RawOrigin.Script script =
        (o, request, out) -> {
          out.write(RawOrigin.latin1(OK + "Content-Length: 9\r\n\r\na,b"));
          out.flush();
          o.stall();
        };
    try (RawOrigin origin = RawOrigin.start(script)) {
      assertThat(failure(origin.url("/"))).isEqualTo(Failure.STALLED);
    }
  }

  @Test
  void drippingBytes_runOutOfTime() throws IOException {
    RawOrigin.Script script =
        (o, request, out) -> {
          out.write(RawOrigin.latin1(OK + "Content-Length: 900000\r\n\r\n"));
          for (int i = 0; i < 900_000; i++) {
            out.write('a');
            out.flush();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
          }
        };
    try (RawOrigin origin = RawOrigin.start(script)) {
      assertThat(failure(origin.url("/"))).isEqualTo(Failure.TIMEOUT);
    }
  }

  @Test
  void reset_isTruncated() throws IOException {
    RawOrigin.Script script =
        (o, request, out) -> {
          out.write(RawOrigin.latin1(OK + "Content-Length: 9\r\n\r\na,b"));
          out.flush();
          throw new IOException("reset");
        };
    try (RawOrigin origin = RawOrigin.start(script)) {
      assertThat(failure(origin.url("/"))).isEqualTo(Failure.TRUNCATED);
    }
  }

  @Test
  void nobodyListening_isUnreachable() throws IOException {
    URI gone;
    try (RawOrigin origin = RawOrigin.sending("")) {
      gone = origin.url("/");
    }
    assertThat(failure(gone)).isEqualTo(Failure.UNREACHABLE);
  }

  @Test
  void unlistedHost_isRefusedBeforeResolution() {
    assertThat(failureOf(URI.create("http://elsewhere.invalid/")))
        .isEqualTo(Failure.HOST_NOT_LISTED);
  }

  @Test
  void request_carriesFixedFieldsOnly() throws IOException {
    try (RawOrigin origin = RawOrigin.sending(OK + "Content-Length: 1\r\n\r\na")) {
      allow(origin.url("/"));
      body(origin.url("/data?all=1"));
      assertThat(origin.requests().get(0).toLowerCase(java.util.Locale.ROOT).lines())
          .containsExactlyInAnyOrder(
              "get /data?all=1 http/1.1",
              "host: 127.0.0.1:" + origin.url("/").getPort(),
              "accept: text/csv",
              "accept-encoding: identity",
              "cache-control: no-cache",
              "");
    }
  }

  @Test
  void head_carriesValidatorsWithoutBody() throws IOException {
    try (RawOrigin origin = RawOrigin.sending(OK + "ETag: \"7\"\r\nContent-Length: 9\r\n\r\n")) {
      allow(origin.url("/"));
      OutboundResponse answer = client.send(OutboundRequest.head(origin.url("/"))).join();
      assertThat(answer.etag()).isEqualTo("\"7\"");
      assertThat(answer.body().read()).isEqualTo(-1);
    }
  }

  @Test
  void closing_failsTheReader() throws Exception {
    RawOrigin.Script script =
        (o, request, out) -> {
          out.write(RawOrigin.latin1(OK + "Content-Length: 9\r\n\r\na,b"));
          out.flush();
          o.stall();
        };
    try (RawOrigin origin = RawOrigin.start(script)) {
      allow(origin.url("/"));
      InputStream body = client.send(request(origin.url("/"))).join().body();
      body.readNBytes(3);
      client.close();
      assertThat(catchThrowableOfType(OutboundException.class, body::read).failure())
          .isEqualTo(Failure.CLOSED);
    }
  }

  private String read(String bytes) throws IOException {
    try (RawOrigin origin = RawOrigin.sending(bytes)) {
      allow(origin.url("/"));
      return body(origin.url("/"));
    }
  }

  /** Begins to read only when the connection is closed at both ends. */
  private String readAfterTheClose(String bytes) throws IOException, InterruptedException {
    try (RawOrigin origin = RawOrigin.sending(bytes)) {
      allow(origin.url("/"));
      try (InputStream body = client.send(request(origin.url("/"))).join().body()) {
        origin.awaitHangUp();
        return new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
      }
    }
  }

  private Failure failure(String bytes) throws IOException {
    try (RawOrigin origin = RawOrigin.sending(bytes)) {
      return failure(origin.url("/"));
    }
  }

  private Failure failure(URI url) {
    allow(url);
    return failureOf(url);
  }

  private Failure failureOf(URI url) {
    try {
      body(url);
      return null;
    } catch (CompletionException e) {
      return ((OutboundException) e.getCause()).failure();
    } catch (OutboundException e) {
      return e.failure();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String body(URI url) throws IOException {
    try (InputStream body = client.send(request(url)).join().body()) {
      return new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  /** Replaces the client by one that may talk to {@code url}. */
  private void allow(URI url) {
    client.close();
    OutboundRules rules =
        new OutboundRules(Set.of(HostPort.of(url)), List.of(Cidr.parse("127.0.0.0/8")));
    client = OutboundClient.create(vertx, rules, LIMITS, null);
  }

  private static OutboundRequest request(URI url) {
    return OutboundRequest.get(url, Set.of("text/csv"));
  }
}
