package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.LogCheck;
import io.dukou.audit.LogReport;
import io.dukou.audit.PostgresServer;
import io.dukou.audit.ReceiptVerifier;
import io.dukou.audit.postgres.PostgresHome;
import io.dukou.audit.postgres.PostgresOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gateways in processes of their own that share a log in a real PostgreSQL: one writes, the others
 * stand by. With one state folder for all, a recipient does not see that another one has taken
 * over: the table is the same, in the same order, and the receipts of both are of one log.
 */
@Tag("real-server")
@Timeout(300)
final class DatabaseSiteTest {
  private static final String STANDING_BY = "health while standing by: (http://\\S+)/readyz";

  private RawOrigin origin;
  private Site site;
  private PostgresOptions database;

  @TempDir Path folder;

  @BeforeEach
  void start() throws Exception {
    origin = new RawOrigin();
    origin.on("/data.csv", RawOrigin.ok("text/csv", "", SmallStudy.csv()));
    site = SmallStudy.site(folder, origin.url("/data.csv"), origin.hostAndPort(), "");
    database = PostgresServer.running().newDatabase();
    site.edit(
        "dukou.yaml",
        "audit: {origin: test.dukou.example/log, reserve: 0 B}",
        """
        audit:
          origin: test.dukou.example/log
          database: {url: "%s", user: %s, passwordFile: "%s", lease: 3s, timeout: 2s}
        """
            .formatted(database.url(), database.user(), database.passwordFile()));
  }

  @AfterEach
  void stop() throws IOException {
    origin.close();
  }

  @Test
  void killedWriter_isFollowedByTheOneThatStandsBy() throws Exception {
    try (ServeProcess first = ServeProcess.start(site)) {
      Client.Seen before = ask(first);
      try (ServeProcess second = ServeProcess.start(site)) {
        URI health = URI.create(second.awaitLine(STANDING_BY).group(1) + "/");
        assertThat(get(health.resolve("livez")).statusCode()).isEqualTo(200);
        assertThat(get(health.resolve("readyz")).statusCode()).isEqualTo(503);
        assertThat(get(health.resolve("readyz")).body())
            .contains("standing by", "writes to the log");
        assertThat(get(health.resolve("metrics")).body()).contains("dukou_standing_by 1");
        first.kill();
        Client.Seen after = ask(second);
        assertThat(after.rows()).isEqualTo(before.rows());
        assertSound(before, after);
        second.signal("TERM");
        assertThat(second.awaitEnd()).isZero();
      }
    }
  }

  @Test
  void stoppedWriter_isFollowedAtOnce_andTheNextWaitsAgain() throws Exception {
    try (ServeProcess first = ServeProcess.start(site)) {
      Client.Seen before = ask(first);
      try (ServeProcess second = ServeProcess.start(site);
          ServeProcess third = ServeProcess.start(site)) {
        second.awaitLine(STANDING_BY);
        third.awaitLine(STANDING_BY);
        first.signal("TERM");
        assertThat(first.awaitEnd()).isZero();
        ServeProcess next = whicheverServes(second, third);
        assertSound(before, ask(next));
        ServeProcess last = next.equals(second) ? third : second;
        next.signal("TERM");
        assertThat(next.awaitEnd()).isZero();
        assertSound(before, ask(last));
      }
    }
  }

  /** One that is paused beyond its lease finds another in its place, and adds nothing. */
  @Test
  void pausedWriter_endsWhenItGoesOn() throws Exception {
    try (ServeProcess first = ServeProcess.start(site)) {
      Client.Seen before = ask(first);
      Site other = withOwnState();
      try (ServeProcess second = ServeProcess.start(other)) {
        second.awaitLine(STANDING_BY);
        first.signal("STOP");
        Client.Seen after = ask(second);
        first.signal("CONT");
        assertThat(first.awaitEnd()).as(first.output()).isEqualTo(70);
        assertSound(before, after, ask(second));
      }
    }
  }

  @Test
  void standbyThatIsToldToStop_endsWell() throws Exception {
    try (ServeProcess first = ServeProcess.start(site)) {
      Client.Seen before = ask(first);
      try (ServeProcess second = ServeProcess.start(site)) {
        second.awaitLine(STANDING_BY);
        second.signal("TERM");
        assertThat(second.awaitEnd()).as(second.output()).isZero();
      }
      assertSound(before, ask(first));
    }
  }

  /** Writes a configuration that differs in nothing but the folder of the state. */
  private Site withOwnState() throws IOException {
    site.edit("dukou.yaml", "\nfacts: ", "\nstate: {directory: state2}\nfacts: ");
    return site;
  }

  private static ServeProcess whicheverServes(ServeProcess one, ServeProcess other)
      throws InterruptedException {
    while (true) {
      for (ServeProcess each : List.of(one, other)) {
        if (each.output().contains("listening on port")) {
          return each;
        }
      }
      Thread.sleep(50);
    }
  }

  private Client.Seen ask(ServeProcess gateway) throws IOException, InterruptedException {
    Client.Seen seen = new Client(gateway.url(), site.token("alpha-1")).get(SmallStudy.TABLE);
    assertThat(seen.status()).as(gateway.output()).isEqualTo(200);
    return seen;
  }

  /** Proves each receipt, and the log that they are all of. */
  private void assertSound(Client.Seen... answers) throws IOException {
    for (Client.Seen answer : answers) {
      String receipt =
          new String(
              Base64.getDecoder().decode(answer.headers().get("dukou-receipt")),
              StandardCharsets.UTF_8);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      assertThat(
              ReceiptVerifier.verify(receipt, site.verifierKey(), new ByteArrayInputStream(body))
                  .bodyProved())
          .isTrue();
    }
    try (PostgresHome home = PostgresHome.open(database)) {
      LogReport report =
          LogCheck.checkAll(
              home.log(),
              site.verifierKey(),
              new LogCheck.Also(site.domesticIn(home.domestic()), null));
      assertThat(report.findings()).isEmpty();
      assertThat(report.size()).isGreaterThan(answers.length);
    }
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
