package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.pipeline.Answer;
import io.dukou.gateway.pipeline.Problem;
import io.dukou.gateway.pipeline.ShownReason;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an answer looks like, to the last field. */
@Timeout(30)
@SuppressWarnings("StringConcatToTextBlock") // its lines end in LF, those of HTTP in CR LF
final class AnswersTest {
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void release_hasExactlyTheseFields() throws Exception {
    assertThat(head(closing("GET /s/d")))
        .containsExactlyInAnyOrder(
            "HTTP/1.1 200 OK",
            "content-type: text/csv; charset=utf-8",
            "content-length: 8",
            "cache-control: no-store, no-transform",
            "dukou-decision: 7",
            "dukou-receipt: " + base64("receipt\n"),
            "repr-digest: sha-256=:AAAA:",
            "connection: close");
  }

  @Test
  void release_carriesTheBody() throws Exception {
    assertThat(server.exchange(closing("GET /s/d"))).endsWith("\r\n\r\na,b\n1,2\n");
  }

  @Test
  void release_asksForExactlyWhatWasSent() throws Exception {
    server.exchange(closing("GET /s/d?limit=2&SEX=%E5%A5%B3&SEX=a+b&x"));
    var asked = server.pipeline().asked().get(0);
    assertThat(asked.path()).isEqualTo("/s/d");
    assertThat(asked.caller().clientId()).isEqualTo("alice");
    assertThat(asked.misuse()).isEmpty();
    assertThat(asked.query())
        .extracting(parameter -> parameter.name() + "|" + parameter.value())
        .containsExactly("limit|2", "SEX|女", "SEX|a b", "x|");
  }

  @Test
  void headOfRelease_hasNeitherLengthNorDigest() throws Exception {
    assertThat(head(closing("HEAD /s/d")))
        .containsExactlyInAnyOrder(
            "HTTP/1.1 200 OK",
            "content-type: text/csv; charset=utf-8",
            "cache-control: no-store, no-transform",
            "dukou-decision: 7",
            "dukou-receipt: " + base64("receipt\n"),
            "connection: close");
    assertThat(server.exchange(closing("HEAD /s/d"))).endsWith("\r\n\r\n");
    assertThat(server.pipeline().asked().get(0).head()).isTrue();
  }

  @Test
  void emptyBody_isAnswered() throws Exception {
    TestBody body = server.pipeline().releasing(TestBody.of(""));
    assertThat(server.exchange(closing("GET /s/d"))).contains("content-length: 0\r\n");
    assertThat(body.ending()).isEqualTo(new TestBody.Closed(TestBody.Ending.COMPLETE, 0));
  }

  @Test
  void nextCursor_isShown() throws Exception {
    server
        .pipeline()
        .script(
            request ->
                Future.succeededFuture(
                    new Answer.Released(
                        7,
                        FakePipeline.receipt("r"),
                        "text/csv",
                        TestBody.of("x"),
                        Optional.of("opaque"))));
    assertThat(head(closing("GET /s/d"))).contains("dukou-next-cursor: opaque");
  }

  @Test
  void longReceipt_isReplacedByItsPath() throws Exception {
    receipt("x".repeat(4609));
    assertThat(head(closing("GET /s/d"))).contains("dukou-receipt: /.well-known/dukou/receipts/7");
  }

  @Test
  void receiptOfSixKibibytes_isStillInline() throws Exception {
    receipt("x".repeat(4608));
    assertThat(head(closing("GET /s/d"))).contains("dukou-receipt: " + base64("x".repeat(4608)));
  }

  @Test
  void refusal_isProblemJsonWithReasons() throws Exception {
    refuse();
    String answer = server.exchange(closing("GET /s/d"));
    assertThat(head(answer, 0))
        .containsExactlyInAnyOrder(
            "HTTP/1.1 403 Forbidden",
            "content-type: application/problem+json",
            "content-length: " + body(answer).getBytes(StandardCharsets.ISO_8859_1).length,
            "cache-control: no-store, no-transform",
            "dukou-decision: 9",
            "dukou-receipt: " + base64("no"),
            "connection: close");
    assertThat(utf8(body(answer)))
        .isEqualTo(
            "{\"type\":\"urn:dukou:problem:refused_by_policy\",\"title\":\"Refused\","
                + "\"status\":403,\"detail\":\"no contract\",\"code\":\"refused_by_policy\","
                + "\"decision\":9,\"reasons\":[{\"rule\":\"R40\",\"code\":\"no_contract\","
                + "\"citations\":[\"PIPL 38\"],\"text_en\":\"No contract.\","
                + "\"text_zh\":\"没有合同。\"}]}");
  }

  @Test
  void headOfRefusal_hasNoBody() throws Exception {
    refuse();
    String answer = server.exchange(closing("HEAD /s/d"));
    assertThat(answer).startsWith("HTTP/1.1 403 ").endsWith("\r\n\r\n").doesNotContain("length");
  }

  @Test
  void unrecordedRefusal_hasNeitherDecisionNorReceipt() throws Exception {
    Problem problem = Problem.of(503, "log_unavailable", "Log unavailable", "nothing is released");
    server
        .pipeline()
        .script(
            request ->
                Future.succeededFuture(
                    new Answer.Refused(OptionalLong.empty(), Optional.empty(), problem)));
    String answer = server.exchange(closing("GET /s/d"));
    assertThat(answer)
        .startsWith("HTTP/1.1 503 ")
        .doesNotContain("dukou-")
        .doesNotContain("decision");
  }

  @Test
  void unknownCaller_isAnsweredInConstantWords() throws Exception {
    String nobody = server.exchange("GET /s/d HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    String somebody =
        server.exchange(
            "GET /no/such HTTP/1.1\r\nHost: h\r\nAuthorization: Basic eA==\r\n"
                + "Connection: close\r\n\r\n");
    assertThat(nobody)
        .startsWith("HTTP/1.1 401 ")
        .contains("www-authenticate: Bearer realm=\"dukou\"\r\n")
        .contains("\"detail\":\"valid credentials are required\"")
        .isEqualTo(somebody);
    assertThat(server.pipeline().asked()).isEmpty();
  }

  @Test
  void failedPipeline_isAnsweredWithoutItsWords() throws Exception {
    server.pipeline().script(request -> Future.failedFuture(new IllegalStateException("canary")));
    assertThat(server.exchange(closing("GET /s/d")))
        .startsWith("HTTP/1.1 500 ")
        .doesNotContain("canary");
  }

  @Test
  void throwingPipeline_isAnsweredWithoutItsWords() throws Exception {
    server
        .pipeline()
        .script(
            request -> {
              throw new StackOverflowError("canary");
            });
    assertThat(server.exchange(closing("GET /s/d")))
        .startsWith("HTTP/1.1 500 ")
        .doesNotContain("canary");
  }

  @Test
  void severalRequests_areAnsweredOnOneConnection() throws Exception {
    try (RawClient client = server.connect()) {
      for (int i = 0; i < 3; i++) {
        server.pipeline().releasing(TestBody.of("body " + i));
        assertThat(client.send(TestServer.get("/s/d")).answer()).endsWith("body " + i);
      }
    }
  }

  @Test
  void pipelinedRequests_areAnsweredInTheirOrder() throws Exception {
    server
        .pipeline()
        .script(
            request ->
                Future.succeededFuture(FakePipeline.release(request, TestBody.of(request.path()))));
    try (RawClient client = server.connect()) {
      client.send(TestServer.get("/a") + TestServer.get("/b") + TestServer.get("/c"));
      assertThat(client.answer()).endsWith("\r\n\r\n/a");
      assertThat(client.answer()).endsWith("\r\n\r\n/b");
      assertThat(client.answer()).endsWith("\r\n\r\n/c");
    }
  }

  @Test
  void fieldsThatAskForAnotherForm_changeNothing() throws Exception {
    String plain = server.exchange(closing("GET /s/d"));
    server.pipeline().releasing(TestBody.of("a,b\n1,2\n"));
    String asking =
        server.exchange(
            "GET /s/d HTTP/1.1\r\n"
                + TestServer.KNOWN
                + "Range: bytes=0-1\r\nIf-None-Match: *\r\nIf-Modified-Since: x\r\n"
                + "Accept-Encoding: gzip, br\r\nAccept: image/png\r\nTE: trailers\r\n"
                + "X-Forwarded-For: 1.2.3.4\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n");
    assertThat(asking).isEqualTo(plain);
  }

  private void receipt(String text) {
    server
        .pipeline()
        .script(
            request ->
                Future.succeededFuture(
                    new Answer.Released(
                        7,
                        FakePipeline.receipt(text),
                        "text/csv",
                        TestBody.of("x"),
                        Optional.empty())));
  }

  private void refuse() {
    Problem problem =
        new Problem(
            403,
            "refused_by_policy",
            "Refused",
            "no contract",
            List.of(
                new ShownReason(
                    "R40", "no_contract", List.of("PIPL 38"), "No contract.", "没有合同。")));
    server
        .pipeline()
        .script(
            request ->
                Future.succeededFuture(
                    new Answer.Refused(
                        OptionalLong.of(9), Optional.of(FakePipeline.receipt("no")), problem)));
  }

  private static String closing(String methodAndTarget) {
    return methodAndTarget + " HTTP/1.1\r\n" + TestServer.KNOWN + "Connection: close\r\n\r\n";
  }

  private List<String> head(String request) throws Exception {
    return head(server.exchange(request), 0);
  }

  private static List<String> head(String answer, int from) {
    return List.of(answer.substring(from, answer.indexOf("\r\n\r\n", from)).split("\r\n"));
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
