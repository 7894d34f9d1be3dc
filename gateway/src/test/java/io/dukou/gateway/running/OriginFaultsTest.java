package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.outbound.RawOrigin;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an origin does wrong: a clear problem, an entry, nothing of it in the answer. */
final class OriginFaultsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nETag: \"v\"\r\nContent-Type: text/csv\r\n";
  private static final String HEAD = OK + "Content-Length: 1\r\n\r\n";

  private static TestOrigin origin;
  private static TestGateway gateway;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    TestStudy study = TestStudy.of(300, 2);
    origin = TestOrigin.serving(study.csv());
    gateway = TestGateway.in(folder, origin, study).start();
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  static Stream<Arguments> faults() {
    String secret = "canary-7f3a";
    return Stream.of(
        fault("redirect", 502, "HTTP/1.1 302 " + secret + "\r\nLocation: /" + secret + "\r\n\r\n"),
        fault("partial", 502, "HTTP/1.1 206 OK\r\nETag: \"v\"\r\nContent-Length: 3\r\n\r\na,b"),
        fault("not modified", 502, "HTTP/1.1 304 OK\r\n\r\n"),
        fault("error with a body", 502, "HTTP/1.1 500 " + secret + "\r\n\r\n" + secret),
        fault("upgrade", 502, "HTTP/1.1 101 OK\r\nUpgrade: websocket\r\n\r\n" + secret),
        fault("coded", 502, OK + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"),
        fault("other type", 502, html(secret)),
        fault("cut short", 502, OK + "Content-Length: 999\r\n\r\nsubject,name\n"),
        fault("longer than said", 502, OK + "Content-Length: 2\r\n\r\nab" + secret + "\r\n"),
        fault("garbage for chunks", 502, OK + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
        fault("no framing", 502, OK + "\r\n" + secret),
        fault("nothing", 502, ""),
        fault("missing column", 502, csv("subject,name\n" + secret + ",x,y\n")),
        fault("broken quote", 502, csv("subject,name\n\"" + secret)),
        fault("not UTF-8", 502, csv("subject,name\n\u00ff\u00fe,x\n")),
        fault("NUL", 502, csv("subject,name\n" + secret + "\u0000,x\n")),
        fault("mixed line ends", 502, csv("subject,name\r\na,b\nc,d\r\n")),
        fault("zip", 502, csv("PK\u0003\u0004" + secret)),
        fault("unexpected columns", 422, csv("subject,canary\n" + secret + ",x\n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void fault_isAProblemAndNothingElse(String name, int status, String bytes) {
    origin.misbehave(
        (self, request, out) ->
            out.write(RawOrigin.latin1(request.startsWith("HEAD") ? HEAD : bytes)));
    later();
    HttpResponse<String> answer = gateway.get(TABLE);
    assertThat(answer.statusCode()).as(name).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.headers().firstValue("dukou-decision")).isPresent();
    assertThat(answer.body() + answer.headers().map()).doesNotContain("canary");
    assertRecovers();
  }

  @ParameterizedTest
  @ValueSource(strings = {TestStudy.HEADER, "subject,other\n"})
  void tableWithoutRows_isRefusedAndCalledThatInsideChinaOnly(String header) {
    origin.misbehave(
        (self, request, out) ->
            out.write(RawOrigin.latin1(request.startsWith("HEAD") ? HEAD : csv(header))));
    later();
    HttpResponse<String> answer = gateway.get(TABLE);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("not_protectable").doesNotContain("rows");
    long decision = answer.headers().firstValueAsLong("dukou-decision").orElseThrow();
    assertThat(gateway.gateway().log().entry(decision).domestic().orElseThrow().fields())
        .extractingByKey("cause")
        .asString()
        .contains("the table has no rows")
        .doesNotContain("consent");
    assertRecovers();
  }

  @Test
  void stall_isATimeout() {
    origin.misbehave((self, request, out) -> self.stall());
    later();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(504);
    assertRecovers();
  }

  @Test
  void tableThatNeverStandsStill_isRefused() {
    int[] version = new int[1];
    origin.misbehave(
        (self, request, out) -> {
          version[0]++;
          String head = HEAD.replace("\"v\"", "\"v" + version[0] + "\"");
          out.write(RawOrigin.latin1(request.startsWith("HEAD") ? head : head + "x"));
        });
    later();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(502);
    assertRecovers();
  }

  @Test
  void origin_receivesConfiguredReadsOnly() {
    later();
    gateway.get(TABLE + "?sex=F&limit=3");
    assertThat(origin.requests())
        .allSatisfy(
            request ->
                assertThat(request.lines().findFirst().orElse(""))
                    .isIn("HEAD /table HTTP/1.1", "GET /table HTTP/1.1"));
    assertThat(origin.requests().toString()).doesNotContain("sex").doesNotContain("Bearer");
  }

  private static void assertRecovers() {
    origin.behave();
    later();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
    assertThat(gateway.gateway().failure()).isNotDone();
  }

  private static void later() {
    gateway.setTime(gateway.now().plusSeconds(5));
  }

  private static Arguments fault(String name, int status, String bytes) {
    return Arguments.of(name, status, bytes);
  }

  private static String csv(String body) {
    return OK + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String html(String secret) {
    return "HTTP/1.1 200 OK\r\nETag: \"v\"\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\n"
        + secret;
  }
}
