package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.LogCheck;
import io.dukou.audit.LogReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the whole gateway at random moments, under load and while it starts, and starts it again
 * over the same folders, at first with another table at the origin each time. The gate kills a few
 * times, {@code .ci/run} a hundred, and {@code -Ddukou.gateway.kills=1000} makes it a campaign.
 *
 * <p>After every kill the log must be proved by what is on disk, and no file may hold a canary.
 * After the last one, every byte that a caller got must have its entry, every receipt must verify
 * and stand in the log, the gateway must serve, and no subjects fewer than k may be told apart by
 * all tables together, those given before and after kills.
 */
final class KillTest {
  private static final int KILLS = Integer.getInteger("dukou.gateway.kills", 3);
  private static final int K = 11;

  /** So many newcomers that some class gets k of them; fewer leave a table as it is. */
  private static final int ENOUGH = 150;

  /** Kills after which the table changes; more would only make it longer. */
  private static final int CHANGES = 24;

  /** About as long as a start takes, and as long as the first answer takes after it. */
  private static final int STARTING_MILLIS = 2000;

  private static final int ANSWERING_MILLIS = 600;

  @TempDir Path folder;

  private final Random random = new Random(KILLS);
  private final Canaries canaries = new Canaries(11);
  private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
  private LargeStudy study;
  private Site site;
  private Takings takings;
  private ServeProcess gateway;

  @BeforeEach
  void prepare() throws IOException {
    study = LargeStudy.of(canaries, 400, 1_500_000);
    site = study.site(folder);
    takings = new Takings(site.verifierKey());
  }

  @AfterEach
  void leaveNothingRunning() throws IOException {
    killer.shutdownNow();
    if (gateway != null) {
      gateway.close();
    }
    study.close();
  }

  @Test
  void killsAtRandomMoments_loseNoEntryOfAnythingThatACallerGot() throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      gateway = ServeProcess.start(site);
      switch (kill % 3) {
        case 0 -> killWhileAnswering();
        case 1 -> killAroundTheFirstAnswer();
        default -> killWithin(STARTING_MILLIS);
      }
      assertThat(gateway.awaitEnd()).as(gateway.output()).isEqualTo(128 + 9);
      takings.endLife();
      judgeWhatIsLeft();
      if (kill < CHANGES) {
        study.enrol(kill % 4 == 1 ? ENOUGH : 1);
      }
    }
    serveAgainAndStop();
    takings.judge(GivenLog.read(site), K);
    assertThat(takings.tables()).as("different tables, so that memory matters").isGreaterThan(1);
  }

  private void killWhileAnswering() throws InterruptedException {
    Load load = Load.on(gateway.url(), site);
    load.awaitFirstTable();
    killWithin(ANSWERING_MILLIS);
    load.finish().forEach(this::keep);
  }

  private void killAroundTheFirstAnswer() throws InterruptedException {
    Load load = Load.on(gateway.url(), site);
    killWithin(STARTING_MILLIS);
    load.finish().forEach(this::keep);
  }

  /** Everybody who asks is served or refused for a reason: the origin and the disk are sound. */
  private void keep(Taken taken) {
    assertThat(taken.status()).as(gateway.output()).isLessThan(500);
    takings.add(taken);
  }

  private void killWithin(int millis) {
    var unused = killer.schedule(gateway::kill, random.nextInt(millis), TimeUnit.MILLISECONDS);
  }

  /** Looks at the folders as the kill left them. */
  private void judgeWhatIsLeft() throws IOException {
    if (Files.exists(site.log().resolve("checkpoint"))) {
      LogReport report = LogCheck.check(site.log(), site.verifierKey(), site.domestic());
      assertThat(report.findings()).isEmpty();
    }
    assertThat(canaries.foundIn(gateway.output().getBytes(StandardCharsets.UTF_8))).isEmpty();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        assertThat(canaries.foundIn(content(file))).as("in %s", file).isEmpty();
      }
    }
  }

  private static byte[] content(Path file) throws IOException {
    byte[] name = file.toString().getBytes(StandardCharsets.UTF_8);
    return Files.isRegularFile(file) ? Files.readAllBytes(file) : name;
  }

  /** Takes a table and, since others were given before the kills, the refusal of another. */
  private void serveAgainAndStop() throws IOException, InterruptedException {
    gateway = ServeProcess.start(site);
    for (String client : List.of("alpha-1", "beta-1", "gamma-1")) {
      Client caller = new Client(gateway.url(), site.token(client));
      takings.add(caller.take(client, Site.PREFIX));
      assertThat(caller.get("/st-1/other").body()).contains("second_table_of_study");
    }
    takings.endLife();
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isZero();
  }
}
