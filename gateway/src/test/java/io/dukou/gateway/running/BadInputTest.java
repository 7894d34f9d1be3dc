package io.dukou.gateway.running;

import static io.dukou.gateway.running.StudyBodies.CSV;
import static io.dukou.gateway.running.StudyBodies.DATASET_JSON;
import static io.dukou.gateway.running.StudyBodies.DATASET_NDJSON;
import static io.dukou.gateway.running.StudyBodies.JSON;
import static io.dukou.gateway.running.StudyBodies.NDJSON;
import static io.dukou.gateway.running.TestGateway.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.outbound.RawOrigin;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input through a running gateway. The caller gets a clear problem that shows nothing of the
 * data; one line of the log in China names the route, the place and the remedy, and no value; then
 * the same process serves good data.
 *
 * <p>The first subject has withdrawn, so a place that were counted in what is left of a table would
 * be a wrong one.
 */
@Timeout(300)
final class BadInputTest {
  private static final String CANARY = "canary-7f3a";
  private static final String NAME = "Name S-00001";
  private static final String ARM = "drug|sham";
  private static final TestStudy STUDY = TestStudy.of(300, 2);
  private static final String WHERE = "route /study/table, dataset table of lc-001: ";
  private static final Map<StudyBodies, Running> GATEWAYS = new EnumMap<>(StudyBodies.class);
  private static LogLines lines;

  @TempDir static Path folder;

  /** A gateway for one format, and its origin. */
  private record Running(TestOrigin origin, TestGateway gateway) {}

  /**
   * Something bad.
   *
   * @param format the format of the route
   * @param name what it is
   * @param script what the origin does
   * @param status what the caller gets
   * @param place the place that the log names
   * @param remedy what the log says to do
   */
  private record Bad(
      StudyBodies format,
      String name,
      RawOrigin.Script script,
      int status,
      String place,
      String remedy) {
    Bad at(String where, String what) {
      return new Bad(format, name, script, status, where, what);
    }

    Bad answered(int code) {
      return new Bad(format, name, script, code, place, remedy);
    }

    @Override
    public String toString() {
      return format + " " + name;
    }
  }

  @BeforeAll
  static void listen() {
    lines = LogLines.open();
  }

  @AfterAll
  static void stop() throws IOException {
    for (Running running : GATEWAYS.values()) {
      running.gateway.close();
      running.origin.close();
    }
    lines.close();
  }

  static Stream<Bad> badInput() {
    return Stream.of(csv(), json(), jsonLines(), datasetJson(), anyFormat(), transport())
        .flatMap(list -> list);
  }

  private static Stream<Bad> csv() {
    return Stream.of(
        row(CSV, "row with a missing column", "S-00001," + CANARY + ",30,F,drug")
            .at("line 3, column 6 (score)", "complete the row"),
        row(CSV, "row with one too many", "S-00001," + CANARY + ",30,F,drug,1,2")
            .at("line 3, column 7:", "remove what is too much"),
        row(CSV, "quote inside a field", "S-00001,x\"" + CANARY + ",30,F,drug,1")
            .at("line 3, column 2 (name)", "quote it, and double the quote"),
        row(CSV, "mixed line ends", "S-00001," + CANARY + ",30,F,drug,1\r")
            .at("line 3, column 6 (score)", "use either LF or CR LF throughout"),
        body(CSV, "quote that is never closed", body -> body + "\"" + CANARY)
            .at("line 302, column 1 (subject)", "close the quote"),
        body(CSV, "other column", body -> body.replace("score\n", CANARY + "\n"))
            .answered(422)
            .at("names column score, which the table does not have", "take it out"),
        inChinese(CSV, "GB18030")
            .at(
                "line 3, column 2 (name)",
                "declare another encoding of CSV as origin.csv.encoding"),
        bytes(CSV, "nothing", new byte[0]).at("line 1", "send a table with its column names"));
  }

  private static Stream<Bad> json() {
    return Stream.of(
        row(JSON, "malformed", "{\"subject\":\"" + CANARY + "\" \"name\":1}")
            .at("line 3, ", "send JSON as RFC 8259 defines it"),
        row(JSON, "duplicate key", object("\"age\":30,\"age\":31"))
            .at("row 2", "send every key once"),
        row(JSON, "number beyond 2^53", object("\"age\":9007199254740993"))
            .at("row 2, column 3 (age)", "send it as a string"),
        row(JSON, "NaN", object("\"age\":NaN")).at("row 2, column 3 (age)", "send null"),
        row(JSON, "missing key", "{\"subject\":\"S-00001\",\"name\":\"" + CANARY + "\"}")
            .at("row 2, column 3 (age)", "give every row the same keys"),
        row(JSON, "unknown key", object("\"" + CANARY + "\":30"))
            .at("row 2", "give every row the same keys"),
        inChinese(JSON, "GB18030").at("line 3", "send UTF-8"));
  }

  private static Stream<Bad> jsonLines() {
    return Stream.of(
        row(NDJSON, "blank line", "").at("line 2", "send no blank lines"),
        row(NDJSON, "malformed", "{\"subject\":" + CANARY)
            .at("line 2", "send JSON as RFC 8259 defines it"),
        row(NDJSON, "mixed line ends", object("\"age\":30") + "\r")
            .at("line 2", "use either LF or CR LF throughout"),
        row(NDJSON, "number beyond 2^53", object("\"age\":1e400"))
            .at("row 2, column 3 (age)", "send it as a string"),
        row(DATASET_NDJSON, "short row", "[\"S-00001\",\"" + CANARY + "\"]")
            .at("line 3, ", "complete the row"),
        row(DATASET_NDJSON, "NaN", "[\"S-00001\",\"" + CANARY + "\",NaN,\"F\",\"drug\",1]")
            .at("row 2, column 3 (age)", "send null"));
  }

  private static Stream<Bad> datasetJson() {
    return Stream.of(
        body(DATASET_JSON, "no columns", body -> body.replaceFirst(",\"columns\":\\[.*?]", ""))
            .at("line 1", "send columns, and before the rows"),
        body(DATASET_JSON, "rows first", body -> "{\"rows\":[]," + StudyBodies.header(STUDY) + "}")
            .at("line 1", "send columns, and before the rows"),
        body(DATASET_JSON, "wrong records", body -> body.replace("s\":300,", "s\":299,"))
            .at("line 302", "mend records"),
        row(DATASET_JSON, "text for a number", "[\"S-00001\",\"" + CANARY + "\",\"x\",\"F\",1,1]")
            .at("row 2, column 3 (age)", "mend the value or the data type"));
  }

  /** What can stand in a body of every format. */
  private static Stream<Bad> anyFormat() {
    return Stream.of(StudyBodies.values()).flatMap(BadInputTest::anyIn);
  }

  private static Stream<Bad> anyIn(StudyBodies format) {
    String row = format == CSV ? "line 3" : "row 2";
    String age = String.valueOf(STUDY.subjects().get(1).age());
    return Stream.of(
        body(format, "byte order mark", body -> "\ufeff" + body)
            .at("line 1", "send UTF-8 without one"),
        second(format, "value outside a hierarchy", cells -> cells.replaceFirst(age + ",", "-5,"))
            .answered(422)
            .at(row + ", column age: the value is outside", "add it to the hierarchy"),
        second(format, "telephone number", cells -> cells.replaceFirst(ARM, "13800138000"))
            .answered(422)
            .at(row + ", column arm: PHONE", "give the column another role"),
        second(format, "short name", cells -> cells.replaceFirst(ARM, "Ann").replace(NAME, "Ann"))
            .answered(422)
            .at(row + ", column arm: SUBJECT_NAME", "write the code otherwise"),
        new Bad(format, "2 GiB field", endlessField(format), 502, "", "")
            .at("column 2 (name)", "raise tables.fieldBytes"),
        bytes(format, "zip bomb", RawOrigin.latin1("\u001f\u008b\b\0\0\0\0\0\0\u0003"))
            .at("the body is compressed", "have the origin send it as it is"));
  }

  /** What an origin can do wrong whatever the format. */
  private static Stream<Bad> transport() {
    return Stream.of(
        answer("coded body", "200 OK", "Content-Encoding: gzip\r\nContent-Length: 3\r\n", "abc")
            .at("CONTENT_CODED", "have the server send the body as it is"),
        answer("redirect", "302 " + CANARY, "Location: /" + CANARY + "\r\n", "")
            .at("REDIRECT", "configure the final URL as origin.url"),
        answer("error", "500 " + CANARY, "Content-Length: 11\r\n", CANARY)
            .at("STATUS", "mend origin.url"),
        answer("2 GiB announced", "200 OK", "Content-Length: 2147483648\r\n", "a")
            .at("TOO_LARGE", "raise origin.maxBytes"),
        answer("shorter than said", "200 OK", "Content-Length: 999\r\n", CANARY)
            .at("TRUNCATED", "find what closes it"),
        answer("longer than said", "200 OK", "Content-Length: 2\r\n", "a\n" + CANARY)
            .at("MALFORMED", "mend the server"),
        answer("no end", "200 OK", "", CANARY).at("UNFRAMED", "have the server send one"),
        new Bad(CSV, "hang-up", (self, request, out) -> {}, 502, "TRUNCATED", "find what closes"),
        new Bad(CSV, "stall", (self, request, out) -> self.stall(), 504, "host", "origin.timeout"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badInput")
  void badInput_isAProblemAbroadAndOneLineInside(Bad bad) throws Exception {
    Running running = running(bad.format);
    lines.take();

    running.origin.misbehave(bad.script);
    later(running);
    HttpResponse<String> refused = running.gateway.get(TABLE);

    assertProblem(refused, bad.status);
    assertOneLine(bad, lines.take());
    assertHealthy(running);
  }

  private static void assertProblem(HttpResponse<String> refused, int status) {
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(status);
    assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(refused.headers().firstValue("dukou-decision")).isPresent();
    assertThat(refused.body() + refused.headers().map()).doesNotContain("canary");
    assertThat(refused.body())
        .doesNotContainPattern("\\b(line|row|column|character|name|age|arm|score|Ann|-5)\\b");
  }

  private static void assertOneLine(Bad bad, List<String> logged) {
    assertThat(logged).hasSize(1);
    assertThat(logged.get(0))
        .contains("for client rhein-stats, " + WHERE)
        .contains(bad.place)
        .contains(bad.remedy)
        .doesNotContain("canary", "138001", "Ann", "-5", "S-0", "王");
  }

  private static void assertHealthy(Running running) throws Exception {
    running.origin.behave();
    later(running);
    HttpResponse<String> good = running.gateway.get(TABLE);
    assertThat(good.statusCode()).as(good.body()).isEqualTo(200);
    assertThat(good.body()).contains("sham").doesNotContain("canary");
    URI ready = URI.create("http://127.0.0.1:" + running.gateway.gateway().adminPort() + "/readyz");
    assertThat(
            HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString())
                .body())
        .isEqualTo("ready\n");
    assertThat(running.gateway.gateway().failure()).isNotDone();
    assertThat(lines.take()).isEmpty();
  }

  private static void later(Running running) {
    running.gateway.setTime(running.gateway.now().plusSeconds(5));
  }

  private static Running running(StudyBodies format) throws IOException {
    Running known = GATEWAYS.get(format);
    if (known != null) {
      return known;
    }
    TestOrigin origin = TestOrigin.serving(format.of(STUDY)).as(format.mediaType());
    Path own = Files.createDirectories(folder.resolve(format.word()));
    TestGateway gateway =
        TestGateway.in(own, origin, STUDY).set("format", format.word()).set("version", "none");
    gateway.consents(STUDY.consents(subject -> subject.id().equals("S-00000")));
    Running started = new Running(origin, gateway.start());
    GATEWAYS.put(format, started);
    return started;
  }

  /** Returns a body whose second row is {@code text}. */
  private static Bad row(StudyBodies format, String name, String text) {
    boolean listed = format == JSON || format == DATASET_JSON;
    return second(format, name, cells -> text + (listed ? "," : ""));
  }

  /** Returns a body whose second row is another one. */
  private static Bad second(StudyBodies format, String name, UnaryOperator<String> change) {
    String row =
        format.of(STUDY).lines().filter(line -> line.contains("S-00001")).findFirst().get();
    return body(format, name, body -> body.replace(row, change.apply(row)));
  }

  private static Bad body(StudyBodies format, String name, UnaryOperator<String> change) {
    String body = change.apply(format.of(STUDY));
    return bytes(format, name, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Bad inChinese(StudyBodies format, String encoding) {
    String body = format.of(STUDY).replace(NAME, "王小明");
    return bytes(format, encoding + " bytes", body.getBytes(Charset.forName(encoding)));
  }

  private static Bad bytes(StudyBodies format, String name, byte[] body) {
    String head = head(format.mediaType(), "200 OK", "Content-Length: " + body.length + "\r\n");
    return new Bad(
        format,
        name,
        (self, request, out) -> {
          out.write(RawOrigin.latin1(head));
          out.write(body);
        },
        502,
        "",
        "");
  }

  private static Bad answer(String name, String status, String fields, String body) {
    String all = head(CSV.mediaType(), status, fields) + body;
    return new Bad(
        CSV, name, (self, request, out) -> out.write(RawOrigin.latin1(all)), 502, "", "");
  }

  /** Returns an origin that sends one field of 2 GiB, as long as anybody listens. */
  private static RawOrigin.Script endlessField(StudyBodies format) {
    String header = StudyBodies.header(STUDY);
    String before =
        switch (format) {
          case CSV -> TestStudy.HEADER + "S-00000,";
          case JSON -> "[\n{\"subject\":\"S-00000\",\"name\":\"";
          case NDJSON -> "{\"subject\":\"S-00000\",\"name\":\"";
          case DATASET_JSON -> "{" + header + ",\"rows\":[[\"S-00000\",\"";
          case DATASET_NDJSON -> "{" + header + "}\n[\"S-00000\",\"";
        };
    String head = head(format.mediaType(), "200 OK", "Transfer-Encoding: chunked\r\n");
    return (self, request, out) -> {
      out.write(RawOrigin.latin1(head));
      chunk(out, before);
      String piece = CANARY.repeat(3000);
      for (long sent = 0; sent < 1L << 31; sent += piece.length()) {
        chunk(out, piece);
      }
    };
  }

  private static void chunk(OutputStream out, String text) throws IOException {
    out.write(RawOrigin.latin1(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n"));
  }

  private static String head(String mediaType, String status, String fields) {
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + mediaType + "\r\n" + fields + "\r\n";
  }

  /** Returns a row of named cells that goes on after the first two as {@code cells}. */
  private static String object(String cells) {
    return "{\"subject\":\"S-00001\",\"name\":\"" + CANARY + "\"," + cells + "}";
  }
}
