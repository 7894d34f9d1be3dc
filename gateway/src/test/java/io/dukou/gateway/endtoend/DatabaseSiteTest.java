package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
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
  private RawOrigin origin;
  private DatabaseSite site;

  @TempDir Path folder;

  @BeforeEach
  void start() throws Exception {
    origin = new RawOrigin();
    origin.on("/data.csv", RawOrigin.ok("text/csv", "", SmallStudy.csv()));
    site =
        DatabaseSite.of(
            SmallStudy.site(folder, origin.url("/data.csv"), origin.hostAndPort(), ""),
            PostgresServer.running().newDatabase());
  }

  @AfterEach
  void stop() throws IOException {
    origin.close();
  }

  @Test
  void killedWriter_isFollowedByTheOneThatStandsBy() throws Exception {
    try (ServeProcess first = ServeProcess.start(site.site())) {
      Client.Seen before = ask(first);
      try (ServeProcess second = ServeProcess.start(site.site())) {
        URI health = URI.create(second.awaitLine(DatabaseSite.STANDING_BY).group(1) + "/");
        assertThat(DatabaseSite.get(health.resolve("livez")).statusCode()).isEqualTo(200);
        assertThat(DatabaseSite.get(health.resolve("readyz")).statusCode()).isEqualTo(503);
        assertThat(DatabaseSite.get(health.resolve("readyz")).body())
            .contains("standing by", "writes to the log");
        assertThat(DatabaseSite.get(health.resolve("metrics")).body())
            .contains("dukou_standing_by 1");
        first.kill();
        Client.Seen after = ask(second);
        assertThat(after.rows()).isEqualTo(before.rows());
        site.assertSound(before, after);
        second.signal("TERM");
        assertThat(second.awaitEnd()).isZero();
      }
    }
  }

  @Test
  void stoppedWriter_isFollowedAtOnce_andTheNextWaitsAgain() throws Exception {
    try (ServeProcess first = ServeProcess.start(site.site())) {
      Client.Seen before = ask(first);
      try (ServeProcess second = ServeProcess.start(site.site());
          ServeProcess third = ServeProcess.start(site.site())) {
        second.awaitLine(DatabaseSite.STANDING_BY);
        third.awaitLine(DatabaseSite.STANDING_BY);
        first.signal("TERM");
        assertThat(first.awaitEnd()).isZero();
        ServeProcess next = site.whicheverServes(second, third);
        site.assertSound(before, ask(next));
        ServeProcess last = next.equals(second) ? third : second;
        next.signal("TERM");
        assertThat(next.awaitEnd()).isZero();
        site.assertSound(before, ask(last));
      }
    }
  }

  /** One that is paused beyond its lease finds another in its place, and adds nothing. */
  @Test
  void pausedWriter_endsWhenItGoesOn() throws Exception {
    try (ServeProcess first = ServeProcess.start(site.site())) {
      Client.Seen before = ask(first);
      Site other = site.withOwnState();
      try (ServeProcess second = ServeProcess.start(other)) {
        second.awaitLine(DatabaseSite.STANDING_BY);
        first.signal("STOP");
        Client.Seen after = ask(second);
        first.signal("CONT");
        assertThat(first.awaitEnd()).as(first.output()).isEqualTo(70);
        site.assertSound(before, after, ask(second));
      }
    }
  }

  @Test
  void standbyThatIsToldToStop_endsWell() throws Exception {
    try (ServeProcess first = ServeProcess.start(site.site())) {
      Client.Seen before = ask(first);
      try (ServeProcess second = ServeProcess.start(site.site())) {
        second.awaitLine(DatabaseSite.STANDING_BY);
        second.signal("TERM");
        assertThat(second.awaitEnd()).as(second.output()).isZero();
      }
      site.assertSound(before, ask(first));
    }
  }

  private Client.Seen ask(ServeProcess gateway) throws IOException, InterruptedException {
    return site.ask(gateway, SmallStudy.TABLE);
  }
}
