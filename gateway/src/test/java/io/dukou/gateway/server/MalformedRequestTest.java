package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.server.Counters.Event;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is no HTTP: refused by the protocol layer, counted, and never taken for a second request.
 */
@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // its lines end in LF, those of HTTP in CR LF
final class MalformedRequestTest {
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "Content-Length: 5, 6\r\n\r\nhello",
        "Content-Length: +5\r\n\r\nhello",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 0x5\r\n\r\nhello",
        "Content-Length: 99999999999999999999\r\n\r\n",
        "Host : h\r\n\r\n",
        "X-A : b\r\n\r\n",
        "X-A: b\u0000c\r\n\r\n",
        "X-\u0000A: b\r\n\r\n",
        "X A: b\r\n\r\n",
        "X\t: b\r\n\r\n",
        "X(: b\r\n\r\n",
        "X\u00e9: b\r\n\r\n",
        "X: b\u007fc\r\n\r\n",
        "X: b\bc\r\n\r\n",
        "nocolon\r\n\r\n",
        ": b\r\n\r\n",
        ":\r\n\r\n",
        ":method: POST\r\n\r\n",
        "Authorization : Bearer bob\r\n\r\n",
        "Content-Length:\r\n\r\n",
        "Content-Length: 0, 0\r\n\r\n",
        "Transfer-Encoding:\r\n\r\n",
        "X-A: b\nX-C: d\r\n\r\n",
        "X-A: b\rX-C: d\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n"
      })
  void malformedField_isRefused(String rest) throws Exception {
    String answer = server.exchange("GET /s/d HTTP/1.1\r\n" + TestServer.KNOWN + rest);
    assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain(" 200 ");
    assertThat(server.pipeline().asked()).allMatch(request -> request.misuse().isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /s/d\r\n",
        "GET /s/d HTTP/1.1 x\r\n",
        "GET /s d HTTP/1.1\r\n",
        "GET /s/d HTTP/x\r\n",
        "GET /s/d http/1.1\r\n",
        "GE\u0000T /s/d HTTP/1.1\r\n",
        "GET /s/d HTTP/1.1 \r\n",
        "GET /s/d HTTP/1.1\u000b\r\n",
        "GET /s/d HTTP/01.1\r\n",
        "GET\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n"
      })
  void malformedRequestLine_isNeverAnsweredWithData(String line) throws Exception {
    String answer = server.exchange(line + TestServer.KNOWN + "\r\n");
    assertThat(answer).doesNotContain(" 200 ").startsWith("HTTP/1.1 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // both lengths: a front server that believes the other one sees another request
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Content-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n\r\nhello",
        "Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\nhello",
        "Transfer-Encoding:\u000bchunked\r\nContent-Length: 5\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nhello",
        "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0;c\r\nT: v\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5;a\n\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff5\r\nhello\r\n0\r\n\r\n"
      })
  void requestBehindADoubtfulBody_isNeverARequest(String rest) throws Exception {
    String answer =
        server.exchange(
            "GET /s/d HTTP/1.1\r\n" + TestServer.KNOWN + rest + TestServer.get("/smuggled"));
    assertThat(answer).startsWith("HTTP/1.1 4").doesNotContain(" 200 ");
    assertThat(server.pipeline().asked())
        .hasSizeLessThanOrEqualTo(1)
        .noneMatch(request -> request.path().contains("smuggled"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" X: b\r\n", "\tX: b\r\n", ": b\r\n", ":authority: h\r\n"})
  void malformedFirstField_isRefused(String field) throws Exception {
    String answer = server.exchange("GET /s/d HTTP/1.1\r\n" + field + TestServer.KNOWN + "\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400 ").doesNotContain(" 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {": b\r\n", "Host: g\r\n", "Authorization: Bearer bob\r\n"})
  void requestBehindADoubtfulHead_isNeverARequest(String field) throws Exception {
    String doubtful = "GET /s/d HTTP/1.1\r\n" + TestServer.KNOWN + field + "\r\n";
    String answer = server.exchange(doubtful + TestServer.get("/smuggled"));
    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("connection: close\r\n")
        .doesNotContain(" 200 ");
    assertThat(server.pipeline().asked()).hasSize(1);
  }

  @Test
  void doubtfulHeadOfAStranger_endsTheConnectionToo() throws Exception {
    String answer = server.exchange("GET /s/d HTTP/1.1\r\nHost: h\r\n: b\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 401 ").contains("connection: close\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {": b\r\n\r\n", "Content-Length: 5\r\n\r\nhello"})
  void refusalBehindSoundRequests_endsTheConnectionInItsTurn(String rest) throws Exception {
    String refused = "GET /3 HTTP/1.1\r\n" + TestServer.KNOWN + rest;
    String answers =
        server.exchange(
            TestServer.get("/1") + TestServer.get("/2") + refused + TestServer.get("/4"));
    assertThat(answers.split("HTTP/1.1 ")).hasSize(4);
    assertThat(server.pipeline().asked())
        .extracting(request -> request.path())
        .containsExactly("/1", "/2", "/3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: a\r\n Transfer-Encoding: chunked\r\n",
        "X: a\r\n\tContent-Length: 99\r\n",
        "X: a\r\n b\r\n",
        "X: a\r\n \r\n",
        "X:\r\n \r\n b\r\n"
      })
  void continuedFieldLine_endsTheConnection(String fields) throws Exception {
    String folded = "GET /s/d HTTP/1.1\r\n" + TestServer.KNOWN + fields + "\r\n";
    assertRefusedAlone(server.exchange(folded + TestServer.get("/behind")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET\t/s/d HTTP/1.1",
        "GET /s/d\tHTTP/1.1",
        "GET  /s/d HTTP/1.1",
        "GET /s/d  HTTP/1.1",
        "GET /s/d \tHTTP/1.1",
        "GET /s/d\u000bHTTP/1.1",
        "GET /s/d\fHTTP/1.1",
        "GET /s/d\rHTTP/1.1",
        "GET /s/d HTTP/1.1 ",
        "GET /s/d HTTP/1.1\t",
        "GET /s/d HTTP/1.1\r",
        " GET /s/d HTTP/1.1",
        "\tGET /s/d HTTP/1.1",
        " \r\nGET /s/d HTTP/1.1"
      })
  void requestLineOfOtherBlanks_endsTheConnection(String line) throws Exception {
    String request = line + "\r\n" + TestServer.KNOWN + "\r\n";
    assertRefusedAlone(server.exchange(request + TestServer.get("/behind")));
  }

  @Test
  void doubtfulHeadBehindSoundOnes_isRefusedInItsTurn() throws Exception {
    String folded = TestServer.get("/3").replace("\r\n\r\n", "\r\n b\r\n\r\n");
    String answers =
        server.exchange(
            TestServer.get("/1") + "\r\n" + TestServer.get("/2") + folded + TestServer.get("/4"));
    assertThat(answers.split("HTTP/1.1 ")).hasSize(4);
    assertThat(answers).containsSubsequence(" 200 ", " 200 ", " 400 ", "connection: close");
    assertThat(server.pipeline().asked())
        .extracting(request -> request.path())
        .containsExactly("/1", "/2");
  }

  private void assertRefusedAlone(String answer) throws Exception {
    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("\"code\":\"malformed_request\"")
        .contains("connection: close\r\n");
    assertThat(answer.split("HTTP/1.1 ")).hasSize(2);
    assertThat(server.pipeline().asked()).isEmpty();
    assertThat(server.count(Event.MALFORMED_REQUEST)).isEqualTo(1);
  }

  @Test
  void malformedRequest_isToldInConstantWordsAndCounted() throws Exception {
    String answer = server.exchange("GET /s/d HTTP/1.1\r\nX canary: y\r\n\r\n");
    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("content-type: application/problem+json\r\n")
        .contains("connection: close\r\n")
        .contains("\"code\":\"malformed_request\"")
        .doesNotContain("canary");
    assertThat(server.count(Event.MALFORMED_REQUEST)).isEqualTo(1);
  }

  @Test
  void lineBeyondWhatIsParsed_isTooLong() throws Exception {
    assertThat(server.exchange(TestServer.get("/" + "a".repeat(9000)))).startsWith("HTTP/1.1 414 ");
    assertThat(server.count(Event.REQUEST_LINE_TOO_LONG)).isEqualTo(1);
  }

  @Test
  void fieldsBeyondWhatIsParsed_areTooLarge() throws Exception {
    String answer =
        server.exchange(
            "GET /s/d HTTP/1.1\r\n" + TestServer.KNOWN + "X: " + "a".repeat(17_000) + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 431 ");
    assertThat(server.count(Event.HEADERS_TOO_LONG)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.2", "HTTP/2.0", "HTTP/3.0", "HTTP/0.9"})
  void unknownVersion_isRefused(String version) throws Exception {
    String answer = server.exchange("GET /s/d " + version + "\r\n" + TestServer.KNOWN + "\r\n");
    assertThat(answer).startsWith("HTTP/1.1 505 ");
    assertThat(server.pipeline().asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /s/d\r\n", "GET /s/d\r\n\r\n"})
  void requestOfVersionZeroNine_isRefusedAtOnce(String request) throws Exception {
    assertThat(server.exchange(request)).startsWith("HTTP/1.1 400 ");
    assertThat(server.pipeline().asked()).isEmpty();
  }

  @Test
  void chunksInVersionOneZero_areRefused() throws Exception {
    String answer =
        server.exchange(
            "GET /s/d HTTP/1.0\r\n"
                + TestServer.KNOWN
                + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400 ");
  }

  @Test
  void prefaceOfHttp2WithoutTls_isRefused() throws Exception {
    String answer = server.exchange("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
    assertThat(answer).startsWith("HTTP/1.1 505 ").contains("connection: close");
  }

  @Test
  void mutatedRequests_neverYieldDataToNobody() throws Exception {
    Random random = new Random(20_260_101);
    String sound = "GET /s/d?a=b HTTP/1.1\r\nHost: h\r\nX-A: b\r\nContent-Length: 0\r\n\r\n";
    for (int i = 0; i < 300; i++) {
      StringBuilder request = new StringBuilder(sound);
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        request.setCharAt(random.nextInt(sound.length()), (char) random.nextInt(256));
      }
      try (RawClient client = server.connect()) {
        client.send(request + "\r\n\r\nX\r\n\r\n");
        client.finish();
        assertThat(client.untilClosed()).doesNotContain(" 200 ");
      }
    }
    assertThat(server.exchange(TestServer.get("/s/d").replace("Host", "Connection: close\r\nHost")))
        .startsWith("HTTP/1.1 200 ");
  }
}
