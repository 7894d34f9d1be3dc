package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dukou.audit.PostgresServer;
import io.dukou.audit.postgres.PostgresOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is under way while one gateway takes over from another: the questions of operators, SIGHUP,
 * transfers, pseudonyms, and a database in a bad hour.
 */
@Tag("real-server")
@Timeout(300)
final class TakeoverSiteTest {
  private static final int K = 11;

  @TempDir Path folder;

  private RawOrigin origin;

  @BeforeEach
  void start() throws IOException {
    origin = new RawOrigin();
    origin.on("/data.csv", RawOrigin.ok("text/csv", "", SmallStudy.csv()));
  }

  @AfterEach
  void stop() throws IOException {
    origin.close();
  }

  @Test
  void operatorsOfTheStandby_areAnsweredThroughoutTheTakeover() throws Exception {
    DatabaseSite site = small(PostgresServer.running().newDatabase());
    try (ServeProcess first = ServeProcess.start(site.site())) {
      Client.Seen before = site.ask(first, SmallStudy.TABLE);
      URI health = site.withOwnAdminPort();
      try (ServeProcess second = ServeProcess.start(site.site())) {
        second.awaitLine(DatabaseSite.STANDING_BY);
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Map<Integer, Integer>> asking =
            CompletableFuture.supplyAsync(() -> askAgainAndAgain(health, ended));
        first.kill();
        site.assertSound(before, site.ask(second, SmallStudy.TABLE));
        assertThat(DatabaseSite.get(health.resolve("readyz")).statusCode()).isEqualTo(200);
        assertThat(DatabaseSite.get(health.resolve("metrics")).body())
            .contains("dukou_standing_by 0");
        ended.set(true);
        assertThat(asking.join()).as("no question without an answer").containsOnlyKeys(200, 503);
      }
    }
  }

  @Test
  void hangUp_whileStandingBy_isHeededOnceItServes() throws Exception {
    assumeTrue(ServeProcess.canHearHangUp(), "SKIPPED: SIGHUP is ignored here, as below nohup");
    DatabaseSite site = small(PostgresServer.running().newDatabase());
    try (ServeProcess first = ServeProcess.start(site.site())) {
      Client.Seen before = site.ask(first, SmallStudy.TABLE);
      try (ServeProcess second = ServeProcess.start(site.site())) {
        URI health = URI.create(second.awaitLine(DatabaseSite.STANDING_BY).group(1) + "/");
        second.signal("HUP");
        second.signal("HUP");
        assertThat(DatabaseSite.get(health.resolve("readyz")).body()).contains("writes to the log");
        first.kill();
        Client.Seen after = site.ask(second, SmallStudy.TABLE);
        second.awaitLine("facts, keys and certificate were read again");
        site.assertSound(before, after);
      }
    }
  }

  /**
   * Transfers are under way when the writer is killed or paused beyond its lease, which then has
   * its own state. Whatever callers got, before and after, must be in the one log.
   */
  @ParameterizedTest
  @ValueSource(strings = {"KILL", "STOP"})
  void requestsUnderWay_areInTheLogWhicheverGatewayAnsweredThem(String signal) throws Exception {
    try (LargeStudy study = LargeStudy.of(new Canaries(12), 400, 1_500_000)) {
      DatabaseSite site =
          DatabaseSite.of(study.site(folder), PostgresServer.running().newDatabase());
      Takings takings = new Takings(site.site().verifierKey());
      try (ServeProcess first = ServeProcess.start(site.site())) {
        Load load = Load.on(first.url(), site.site());
        load.awaitFirstTable();
        boolean paused = signal.equals("STOP");
        try (ServeProcess second = ServeProcess.start(paused ? site.withOwnState() : site.site())) {
          second.awaitLine(DatabaseSite.STANDING_BY);
          first.signal(signal);
          for (String client : List.of("alpha-1", "beta-1", "gamma-1")) {
            Client caller = new Client(second.url(), site.site().token(client));
            takings.add(caller.take(client, Site.PREFIX));
          }
          if (paused) {
            first.signal("CONT");
            assertThat(first.awaitEnd()).as(first.output()).isEqualTo(70);
          }
          load.finish().stream().filter(TakeoverSiteTest::isRecorded).forEach(takings::add);
          takings.endLife();
          second.signal("TERM");
          assertThat(second.awaitEnd()).as(second.output()).isZero();
        }
      }
      takings.judge(GivenLog.read(site), K);
      site.assertSound();
    }
  }

  /** With one state folder recipients join what came before with what comes after. */
  @Test
  void pseudonymsAndOrderOfRows_staySameOverATakeover() throws Exception {
    try (TwoTables study = new TwoTables(400)) {
      DatabaseSite site =
          DatabaseSite.of(study.site(folder, true), PostgresServer.running().newDatabase());
      Map<String, String> keys = new HashMap<>();
      try (ServeProcess first = ServeProcess.start(site.site());
          ServeProcess second = ServeProcess.start(site.site())) {
        ServeProcess writer = site.whicheverServes(first, second);
        ServeProcess other = writer.equals(first) ? second : first;
        Client.Seen people = site.ask(writer, TwoTables.PEOPLE);
        Client.Seen events = site.ask(writer, TwoTables.EVENTS);
        take(people, keys);
        take(events, keys);
        writer.kill();
        assertThat(site.ask(other, TwoTables.PEOPLE).body()).isEqualTo(people.body());
        assertThat(site.ask(other, TwoTables.EVENTS).body()).isEqualTo(events.body());
        study.enrol(150);
        study.consents(site.site());
        study.publish();
        other.signal("TERM");
        assertThat(other.awaitEnd()).isZero();
        try (ServeProcess third = ServeProcess.start(site.site())) {
          Client.Seen more = site.ask(third, TwoTables.PEOPLE);
          assertThat(more.body()).isNotEqualTo(people.body());
          take(more, keys);
          site.assertSound(people, events, more);
        }
      }
      assertThat(keys).hasSizeGreaterThan(400);
    }
  }

  /** It must not end as if its configuration were wrong: nobody would start it again. */
  @Test
  void databaseThatTakesNoWrites_keepsTheStandbyWaiting_untilItDoes() throws Exception {
    PostgresServer server = PostgresServer.running();
    DatabaseSite site = small(server.newDatabase());
    String name = site.database().url().replaceAll(".*/", "");
    try (ServeProcess first = ServeProcess.start(site.site())) {
      Client.Seen before = site.ask(first, SmallStudy.TABLE);
      try (ServeProcess second = ServeProcess.start(site.site())) {
        URI health = URI.create(second.awaitLine(DatabaseSite.STANDING_BY).group(1) + "/");
        server.administer(
            "postgres",
            "ALTER DATABASE " + name + " SET default_transaction_read_only = on",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                + name
                + "'");
        assertThat(first.awaitEnd()).as(first.output()).isEqualTo(70);
        second.awaitLine("standing by: the database takes no writes");
        assertThat(DatabaseSite.get(health.resolve("readyz")).body()).contains("takes no writes");
        server.administer(
            "postgres", "ALTER DATABASE " + name + " RESET default_transaction_read_only");
        site.assertSound(before, site.ask(second, SmallStudy.TABLE));
      }
    }
  }

  /** A takeover that fails is tried again, since a standby that ended would be nobody's. */
  @Test
  void databaseWithoutRoom_endsTheWriter_andTheStandbyTriesUntilThereIsSome() throws Exception {
    PostgresServer server = PostgresServer.running();
    DatabaseSite site = small(server.newDatabase());
    String name = site.database().url().replaceAll(".*/", "");
    try (ServeProcess first = ServeProcess.start(site.site())) {
      Client.Seen before = site.ask(first, SmallStudy.TABLE);
      try (ServeProcess second = ServeProcess.start(site.site())) {
        URI health = URI.create(second.awaitLine(DatabaseSite.STANDING_BY).group(1) + "/");
        server.administer(
            name,
            "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
                + " 'could not extend file' USING ERRCODE = '53100'; END $$",
            "CREATE TRIGGER no_room BEFORE INSERT ON dukou_log.extent FOR EACH ROW EXECUTE FUNCTION"
                + " no_room()");
        Client.Seen refused =
            new Client(first.url(), site.site().token("alpha-1")).get(SmallStudy.TABLE);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.body()).contains("not_recorded");
        assertThat(first.awaitEnd()).as(first.output()).isEqualTo(70);
        second.awaitLine("make room on the disk of the database");
        second.awaitLine("standing by: .*(cannot be opened|must be opened again)");
        assertThat(DatabaseSite.get(health.resolve("livez")).statusCode()).isEqualTo(200);
        server.administer(name, "DROP TRIGGER no_room ON dukou_log.extent");
        site.assertSound(before, site.ask(second, SmallStudy.TABLE));
      }
    }
  }

  @Test
  void databaseThatIsStartedAgain_endsTheWriter_andTheStandbyFollows() throws Exception {
    Path home = Files.createDirectory(folder.resolve("server"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    PostgresServer server = PostgresServer.ownIn(home);
    try {
      DatabaseSite site = small(server.newDatabase());
      try (ServeProcess first = ServeProcess.start(site.site())) {
        Client.Seen before = site.ask(first, SmallStudy.TABLE);
        try (ServeProcess second = ServeProcess.start(site.site())) {
          second.awaitLine(DatabaseSite.STANDING_BY);
          server.stop("INT");
          assertThat(first.awaitEnd()).as(first.output()).isEqualTo(70);
          second.awaitLine("standing by: .*no connection");
          server.startAgain();
          site.assertSound(before, site.ask(second, SmallStudy.TABLE));
        }
      }
    } finally {
      server.end();
    }
  }

  private DatabaseSite small(PostgresOptions database) throws IOException {
    return DatabaseSite.of(
        SmallStudy.site(folder, origin.url("/data.csv"), origin.hostAndPort(), ""), database);
  }

  /** Returns how often each status was answered; 0 stands for no answer. */
  private static Map<Integer, Integer> askAgainAndAgain(URI health, AtomicBoolean ended) {
    Map<Integer, Integer> statuses = new HashMap<>();
    while (!ended.get()) {
      for (String path : List.of("livez", "readyz")) {
        int status;
        try {
          status = DatabaseSite.get(health.resolve(path)).statusCode();
        } catch (IOException e) {
          status = 0;
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        statuses.merge(status, 1, Integer::sum);
      }
    }
    return statuses;
  }

  /** Tells all from the answer of last resort, of which the gateway itself says that. */
  private static boolean isRecorded(Taken taken) {
    return taken.status() != 503 || !taken.answer().body().contains("not_recorded");
  }

  private static void take(Client.Seen table, Map<String, String> keyOf) {
    for (Map<String, String> row : table.rows()) {
      String known = keyOf.putIfAbsent(row.get("marker"), row.get("SUBJKEY"));
      assertThat(known == null || known.equals(row.get("SUBJKEY"))).as("one key").isTrue();
    }
  }
}
