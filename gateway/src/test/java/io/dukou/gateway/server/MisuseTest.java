package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.pipeline.Misuse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is valid HTTP and still no request: refused, and recorded as what it was. */
@Timeout(30)
@SuppressWarnings("StringConcatToTextBlock") // its lines end in LF, those of HTTP in CR LF
final class MisuseTest {
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
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO", "get"})
  void otherMethod_isRefusedAndRecorded(String method) throws Exception {
    String answer = ask(method + " /s/d", "");
    assertThat(answer).startsWith("HTTP/1.1 405 ").contains("allow: GET, HEAD\r\n");
    assertThat(answer).contains("dukou-decision: 8\r\n");
    assertThat(server.pipeline().misuse()).contains(Misuse.METHOD_NOT_ALLOWED);
  }

  @Test
  void connect_isRefusedAndTunnelsNothing() throws Exception {
    String answer = ask("CONNECT example.com:443", "");
    assertThat(answer).startsWith("HTTP/1.1 405 ");
    assertThat(server.pipeline().misuse()).contains(Misuse.METHOD_NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/s/d/..",
        "/../s/d",
        "/s/./d",
        "/s//d",
        "//s/d",
        "/s/d/",
        "/s%2Fd",
        "/s/%64",
        "/s/d%00",
        "/s\\d",
        "/s/d;a=b",
        "/s/d#x",
        "http://h/s/d",
        "HTTPS://h/s/d",
        "*",
        "s/d",
        "/s/d\u00e9"
      })
  void suspiciousTarget_isRefusedAndRecorded(String target) throws Exception {
    assertThat(ask("GET " + target, "")).startsWith("HTTP/1.1 400 ");
    assertThat(server.pipeline().misuse()).contains(Misuse.TARGET);
    assertThat(server.pipeline().asked().get(0).path()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%", "%1", "%zz=1", "a=%ff", "a=%c0%af", "=1", "a=1&&b=2", "a=1&", "a=\u00e9"})
  void undecodableQuery_isRefusedAndRecorded(String query) throws Exception {
    assertThat(ask("GET /s/d?" + query, "")).startsWith("HTTP/1.1 400 ");
    assertThat(server.pipeline().misuse()).contains(Misuse.QUERY_ENCODING);
    assertThat(server.pipeline().asked().get(0).query()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
        "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk\r\n",
        "Upgrade: TLS/1.2\r\nConnection: Upgrade\r\n",
        "HTTP2-Settings: AAMAAABk\r\n",
        "Connection: keep-alive, UPGRADE\r\n"
      })
  void upgrade_isRefusedAndNeverSwitches(String fields) throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET /s/d HTTP/1.1\r\n" + TestServer.KNOWN + fields + "\r\n");
      assertThat(client.answer()).startsWith("HTTP/1.1 400 ").contains("\"code\":\"upgrade\"");
    }
    assertThat(server.pipeline().misuse()).contains(Misuse.UPGRADE);
  }

  @ParameterizedTest
  @CsvSource({
    "'Host: h',400",
    "'Host: other',400",
    "'Authorization: Bearer bob',400",
  })
  void repeatedField_isRefusedAndRecorded(String field, int status) throws Exception {
    assertThat(ask("GET /s/d", field + "\r\n")).startsWith("HTTP/1.1 " + status);
    assertThat(server.pipeline().misuse()).contains(Misuse.HEADERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "h, g", "h/x", "user@h", "h:x", "h:80:81", "[::1", "h\u00e9"})
  void hostThatIsNone_isRefusedAndRecorded(String host) throws Exception {
    String answer =
        server.exchange(
            "GET /s/d HTTP/1.1\r\nAuthorization: Bearer alice\r\nHost: " + host + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400 ").contains("connection: close\r\n");
    assertThat(server.pipeline().misuse()).contains(Misuse.HEADERS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"h", "h:8443", "h:", "dukou.example", "127.0.0.1:1", "[::1]:8443", "[::1]"})
  void hostWithPort_isAnswered(String host) throws Exception {
    String answer =
        server.exchange(
            "GET /s/d HTTP/1.1\r\nAuthorization: Bearer alice\r\nConnection: close\r\nHost: "
                + host
                + "\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"OPTIONS *", "OPTIONS /s/d", "TRACE /s/d", "CONNECT /s/d", "CONNECT h:443"})
  void methodThatConcernsTheServer_isRefusedAndEchoesNothing(String line) throws Exception {
    assertThat(ask(line, "X: canary\r\n")).startsWith("HTTP/1.1 405 ").doesNotContain("canary");
    assertThat(server.pipeline().misuse()).contains(Misuse.METHOD_NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"100-continue", "canary"})
  void expectation_isNeitherMetNorRefused(String expectation) throws Exception {
    String answer = ask("GET /s/d", "Expect: " + expectation + "\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain("100 Continue");
  }

  @Test
  void missingHost_isRefused() throws Exception {
    String answer =
        server.exchange(
            "GET /s/d HTTP/1.1\r\nAuthorization: Bearer alice\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400 ");
    assertThat(server.pipeline().misuse()).contains(Misuse.HEADERS);
  }

  @Test
  void missingHostInVersionOneZero_isFine() throws Exception {
    String answer = server.exchange("GET /s/d HTTP/1.0\r\nAuthorization: Bearer alice\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.0 200 ").endsWith("a,b\n1,2\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\n\r\nhello",
        "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
      })
  void body_isRefusedUnreadAndEndsTheConnection(String rest) throws Exception {
    String answer = server.exchange("GET /s/d HTTP/1.1\r\n" + TestServer.KNOWN + rest);
    assertThat(answer)
        .startsWith("HTTP/1.1 415 ")
        .contains("connection: close\r\n")
        .doesNotContain("100 Continue");
    assertThat(server.pipeline().misuse()).contains(Misuse.REQUEST_BODY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "FOO", "get", "CONNECT"})
  void bodyOfAnyMethod_isRefusedAsABody(String method) throws Exception {
    for (String rest :
        List.of(
            "Content-Length: 5\r\n\r\nhello",
            "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")) {
      String answer = server.exchange(method + " /s/d HTTP/1.1\r\n" + TestServer.KNOWN + rest);
      assertThat(answer)
          .startsWith("HTTP/1.1 415 ")
          .contains("connection: close\r\n")
          .doesNotContain("allow: ");
      assertThat(server.pipeline().misuse()).contains(Misuse.REQUEST_BODY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
  void otherMethodWithContentLengthOfZero_hasNoBody(String method) throws Exception {
    assertThat(ask(method + " /s/d", "Content-Length: 0\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .contains("allow: GET, HEAD\r\n");
  }

  @Test
  void contentLengthOfZero_isNoBody() throws Exception {
    assertThat(ask("GET /s/d", "Content-Length: 0\r\n")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void hugeBody_isAnsweredBeforeItIsSent() throws Exception {
    try (RawClient client = server.connect()) {
      client.send("GET /s/d HTTP/1.1\r\n" + TestServer.KNOWN + "Content-Length: 999999999\r\n\r\n");
      assertThat(client.untilClosed()).startsWith("HTTP/1.1 415 ");
    }
  }

  @Test
  void requestInsideABody_isNeverARequest() throws Exception {
    String inner = TestServer.get("/smuggled");
    String answer =
        server.exchange(
            "GET /s/d HTTP/1.1\r\n"
                + TestServer.KNOWN
                + "Content-Length: "
                + inner.length()
                + "\r\n\r\n"
                + inner
                + TestServer.get("/behind"));
    assertThat(answer).startsWith("HTTP/1.1 415 ").doesNotContain(" 200 ");
    assertThat(server.pipeline().asked()).hasSize(1);
  }

  @Test
  void misuseOfAnUnknownCaller_isNotAuthenticated() throws Exception {
    String answer =
        server.exchange("POST /s/d HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello");
    assertThat(answer).startsWith("HTTP/1.1 401 ");
    assertThat(server.pipeline().asked()).isEmpty();
  }

  @Test
  void targetLongerThanConfigured_isRefusedAndRecorded() throws Exception {
    assertThat(ask("GET /" + "a".repeat(4096), "")).startsWith("HTTP/1.1 414 ");
    assertThat(server.pipeline().misuse()).contains(Misuse.TARGET_TOO_LONG);
  }

  @Test
  void moreFieldsThanConfigured_areRefusedAndRecorded() throws Exception {
    assertThat(ask("GET /s/d", "x: y\r\n".repeat(62))).startsWith("HTTP/1.1 431 ");
    assertThat(server.pipeline().misuse()).contains(Misuse.HEADERS_TOO_LARGE);
  }

  private String ask(String methodAndTarget, String fields) throws Exception {
    return server.exchange(
        methodAndTarget
            + " HTTP/1.1\r\n"
            + TestServer.KNOWN
            + fields
            + "Connection: close\r\n\r\n");
  }
}
