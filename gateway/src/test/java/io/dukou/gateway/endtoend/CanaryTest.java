package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dukou.audit.LeafKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Plants texts that exist nowhere else in everything an origin can send, and looks for them in
 * every byte that a caller gets, in the log lines, and in every file that the gateway leaves
 * behind.
 */
final class CanaryTest {
  private static final String SPECIFICATION =
      """
      subject: subject
      attributes:
        subject: {role: direct-identifier}
        name:    {role: direct-identifier}
        age:     {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10, factors: [2]}}}
        note:    {role: free-text}
        arm:     {role: sensitive}
      models:
        - {type: k-anonymity, k: 11}
      """;

  /** The one table that is given comes last: the study releases no other to the group then. */
  private static final List<String> ROUTES =
      List.of("refused", "malformed", "outside", "column", "upgraded", "moved", "good");

  private static final Set<String> FIELDS_OF_A_READ =
      Set.of("host", "accept", "accept-encoding", "cache-control");

  /** A route that no round of questions asks for. */
  private static final String STALLED = "other";

  private final Canaries canaries = new Canaries(7);
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    lines.start();
    root().addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    root().detachAppender(lines);
  }

  @Test
  void nothingOfAnOrigin_leavesBesidePlannedColumns() throws Exception {
    try (RawOrigin origin = new RawOrigin()) {
      Site site = plantEverywhere(origin);
      try (RunningSite gateway = RunningSite.start(site)) {
        ask(new Client(gateway.url(), site.token("alpha-1")));
        ask(new Client(gateway.url(), site.token("gamma-1")));
        seen.writeBytes(gateway.adminText().getBytes(StandardCharsets.UTF_8));
      }
      assertThat(canaries.foundIn(seen.toByteArray())).as("what callers saw").isEmpty();
      assertThat(canaries.foundIn(logged())).as("log lines").isEmpty();
      assertThat(canaries.foundIn(filesLeft())).as("files left behind").isEmpty();
      assertThat(origin.heads()).isNotEmpty().allMatch(CanaryTest::isConfiguredRead);
      assertThat(GivenLog.read(site).all(LeafKind.FETCH)).hasSameSizeAs(origin.heads());
    }
  }

  @Test
  @Timeout(300)
  void nothingOfAnOrigin_isLeftBehindByAKillInTheMiddleOfABody() throws Exception {
    try (RawOrigin origin = new RawOrigin()) {
      Site site = plantEverywhere(origin);
      CountDownLatch halfSent = stallHalfway(origin);
      try (ServeProcess gateway = ServeProcess.start(site)) {
        ask(new Client(gateway.url(), site.token("alpha-1")));
        SlowCaller waiting =
            SlowCaller.ask(gateway.url(), site.token("gamma-1"), "/st-1/" + STALLED);
        try (waiting) {
          assertThat(halfSent.await(60, TimeUnit.SECONDS)).isTrue();
          gateway.kill();
          assertThat(gateway.awaitEnd()).isEqualTo(128 + 9);
        }
        byte[] printed = gateway.output().getBytes(StandardCharsets.UTF_8);
        assertThat(canaries.foundIn(printed)).as("lines printed").isEmpty();
      }
      assertThat(canaries.foundIn(seen.toByteArray())).as("what callers saw").isEmpty();
      assertThat(canaries.foundIn(filesLeft())).as("files left behind").isEmpty();
    }
  }

  /** Makes the origin send half of a body of many pieces, and then nothing until it is closed. */
  private CountDownLatch stallHalfway(RawOrigin origin) {
    CountDownLatch halfSent = new CountDownLatch(1);
    String row = "S1," + canaries.plant("half") + ",50,x,y\n";
    String half = "subject,name,age,note,arm\n" + row.repeat(300_000 / row.length());
    origin.on(
        "/" + STALLED + ".csv",
        (head, out) -> {
          String answer = RawOrigin.ok("text/csv", "", half + half);
          out.write(
              answer
                  .substring(0, answer.length() - half.length())
                  .getBytes(StandardCharsets.UTF_8));
          out.flush();
          halfSent.countDown();
          awaitClosing();
        });
    return halfSent;
  }

  private static void awaitClosing() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the origin is being closed
    }
  }

  private Site plantEverywhere(RawOrigin origin) throws IOException {
    origin.on("/good.csv", good());
    origin.on(
        "/refused.csv",
        "HTTP/1.1 500 "
            + canaries.plant("reason")
            + "\r\nX-Why: "
            + canaries.plant("errorheader")
            + "\r\nContent-Length: 30\r\n\r\n"
            + canaries.plant("errorbody"));
    origin.on(
        "/malformed.csv",
        RawOrigin.ok(
            "text/csv",
            "ETag: \"1\"\r\n",
            "subject,name,age,note,arm\nS1," + canaries.plant("ragged") + ",1,2,3,4,5\n"));
    origin.on(
        "/outside.csv",
        RawOrigin.ok(
            "text/csv",
            "ETag: \"1\"\r\n",
            "subject,name,age,note,arm\nS1,A," + canaries.plant("outside") + ",x,y\n"));
    origin.on(
        "/column.csv",
        RawOrigin.ok(
            "text/csv",
            "ETag: \"1\"\r\n",
            "subject,name,age,note,arm," + canaries.plant("column") + "\nS1,A,50,x,y,z\n"));
    origin.on(
        "/upgraded.csv",
        "HTTP/1.1 101 "
            + canaries.plant("upgrade")
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
            + canaries.plant("socket"));
    origin.on(
        "/moved.csv",
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/"
            + canaries.plant("redirect")
            + "\r\nContent-Length: 0\r\n\r\n");
    List<String> subjects = Stream.iterate(1, n -> n + 1).limit(60).map(n -> "S" + n).toList();
    return Site.write(folder, plan(origin, subjects));
  }

  private String good() {
    StringBuilder body = new StringBuilder("subject,name,age,note,arm\n");
    for (int i = 1; i <= 60; i++) {
      body.append("S")
          .append(i)
          .append(',')
          .append(canaries.plant("name"))
          .append(',')
          .append(30 + i % 3 * 10)
          .append(',')
          .append(canaries.plant("note"))
          .append(",a\n");
    }
    return "HTTP/1.1 200 "
        + canaries.plant("okreason")
        + "\r\nContent-Type: text/csv\r\nETag: \""
        + canaries.plant("etag")
        + "\"\r\nX-Internal: "
        + canaries.plant("header")
        + "\r\nSet-Cookie: id="
        + canaries.plant("cookie")
        + "\r\nTrailer: X-End\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n"
        + Integer.toHexString(body.length())
        + ";x="
        + canaries.plant("extension")
        + "\r\n"
        + body
        + "\r\n0\r\nX-End: "
        + canaries.plant("trailer")
        + "\r\n\r\n";
  }

  private void ask(Client client) throws IOException {
    for (String name : ROUTES) {
      String path = "/st-1/" + name;
      for (String query : List.of("", "?limit=5", "?arm=a", "?age=33", "?x=1", "?limit=0")) {
        seen.writeBytes(client.get(path + query).everything());
      }
      seen.writeBytes(client.send("HEAD", path, "").everything());
      seen.writeBytes(client.send("GET", path, "Range: bytes=0-9\r\n").everything());
      seen.writeBytes(client.send("GET", path, "If-None-Match: *\r\n").everything());
      seen.writeBytes(client.send("POST", path, "Content-Length: 0\r\n").everything());
      seen.writeBytes(
          client
              .send("GET", path, "Upgrade: websocket\r\nSec-WebSocket-Key: eA==\r\n")
              .everything());
    }
    assertThat(client.get("/st-1/good").status()).isEqualTo(200);
  }

  /**
   * Returns whether a request is one that the gateway makes by itself, with nothing of a caller.
   */
  private static boolean isConfiguredRead(String head) {
    List<String> lines = head.lines().toList();
    Set<String> names =
        lines.stream()
            .skip(1)
            .filter(line -> !line.isBlank())
            .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    return lines.get(0).matches("(GET|HEAD) /[a-z]+\\.csv HTTP/1\\.1")
        && FIELDS_OF_A_READ.containsAll(names);
  }

  private byte[] logged() {
    StringBuilder text = new StringBuilder();
    for (ILoggingEvent line : List.copyOf(lines.list)) {
      text.append(line.getFormattedMessage()).append('\n');
      if (line.getThrowableProxy() != null) {
        text.append(line.getThrowableProxy().getMessage()).append('\n');
      }
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] filesLeft() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        all.writeBytes(file.toString().getBytes(StandardCharsets.UTF_8));
        if (Files.isRegularFile(file)) {
          all.writeBytes(Files.readAllBytes(file));
        }
      }
    }
    return all.toByteArray();
  }

  private Site.Plan plan(RawOrigin origin, List<String> subjects) {
    StringBuilder routes = new StringBuilder();
    for (String name : Stream.concat(Stream.of(STALLED), ROUTES.stream()).toList()) {
      routes.append(
          """
            - prefix: /st-1/%1$s
              study: st-1
              dataset: %1$s
              origin: {url: "%2$s", version: none, recheck: 0s, timeout: 5s, format: csv}
              specification: spec.yaml
          """
              .formatted(name, origin.url("/" + name + ".csv")));
    }
    return new Site.Plan(
        origin.hostAndPort(),
        routes.toString(),
        List.of("spec.yaml", SPECIFICATION),
        subjects,
        "age, arm",
        "");
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
