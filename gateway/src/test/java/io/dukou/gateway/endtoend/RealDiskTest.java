package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dukou.audit.LogCheck;
import io.dukou.audit.LogReport;
import io.dukou.audit.LoopDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole gateway, in a process of its own, on a real ext4 whose power is cut, which runs full,
 * and which becomes read-only. Needs root, a loop device and {@code mkfs.ext4}, so it runs only
 * when {@code -Ddukou.disk.cuts=N} says how often the power is cut; CONTRIBUTING.md has the
 * command.
 *
 * <p>After each of it the log must be proved by what is on disk; every byte that a caller got must
 * have its entry, every receipt must verify and stand in the log, and the gateway must serve again.
 */
final class RealDiskTest {
  private static final int CUTS = Integer.getInteger("dukou.disk.cuts", 0);
  private static final int K = 11;

  @TempDir Path folder;

  private final Random random = new Random(CUTS);
  private final Canaries canaries = new Canaries(12);
  private LoopDisk disk;
  private LargeStudy study;
  private Site site;
  private Takings takings;
  private ServeProcess gateway;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(CUTS > 0, "SKIPPED: -Ddukou.disk.cuts says how often the power is cut");
    disk = LoopDisk.make(folder, 96);
    study = LargeStudy.of(canaries, 400, 1_500_000);
    site = study.site(Files.createDirectory(disk.root().resolve("site")));
    takings = new Takings(site.verifierKey());
    sync();
  }

  @AfterEach
  void leaveNothingRunning() throws Exception {
    if (gateway != null) {
      gateway.close();
    }
    if (study != null) {
      study.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void powerCutsAtRandomMoments_loseNoEntryOfAnythingThatACallerGot() throws Exception {
    for (int cut = 0; cut < CUTS; cut++) {
      gateway = ServeProcess.start(site);
      Load load = null;
      if (cut % 3 != 2) {
        load = Load.on(gateway.url(), site);
        load.awaitFirstTable();
      }
      Thread.sleep(random.nextInt(cut % 3 == 2 ? 2_500 : 700));
      gateway.signal("STOP");
      disk.keepDurable();
      gateway.kill();
      if (load != null) {
        load.finish().forEach(takings::add);
      }
      gateway.awaitEnd();
      takings.endLife();
      disk.cutPower();
      judgeWhatIsLeft("cut " + cut);
    }
    serveAgainAndStop();
  }

  @Test
  void fullDisk_refusesAndLosesNothing_andServesOnceThereIsRoom() throws Exception {
    gateway = ServeProcess.start(site);
    Client caller = new Client(gateway.url(), site.token("alpha-1"));
    takings.add(caller.take("alpha-1", Site.PREFIX));
    Path ballast = disk.fill();
    int refused = 0;
    for (int i = 0; i < 3_000 && refused == 0; i++) {
      Taken taken = caller.take("alpha-1", Site.PREFIX);
      if (taken.status() != 200) {
        refused++;
        assertThat(taken.status()).as("nothing, 503, or gone").isIn(0, 503);
      } else {
        takings.add(taken);
      }
    }
    assertThat(refused).isPositive();
    assertThat(gateway.awaitEnd()).as(gateway.output()).isEqualTo(70);
    takings.endLife();
    Files.delete(ballast);
    judgeWhatIsLeft("a full disk");
    serveAgainAndStop();
  }

  @Test
  void diskThatBecomesReadOnly_refusesAndLosesNothing_andServesOnceItIsMended() throws Exception {
    gateway = ServeProcess.start(site);
    Client caller = new Client(gateway.url(), site.token("alpha-1"));
    takings.add(caller.take("alpha-1", Site.PREFIX));
    disk.becomeReadOnly();
    Taken refused = caller.take("alpha-1", Site.PREFIX);
    assertThat(refused.status()).as("nothing, 503, or gone").isIn(0, 503);
    assertThat(gateway.awaitEnd()).as(gateway.output()).isEqualTo(70);
    takings.endLife();
    gateway = ServeProcess.start(site);
    assertThat(gateway.awaitEnd()).as(gateway.output()).isNotZero();
    disk.mend();
    judgeWhatIsLeft("a disk that was read-only");
    serveAgainAndStop();
  }

  private void judgeWhatIsLeft(String after) throws IOException {
    if (Files.exists(site.log().resolve("checkpoint"))) {
      LogReport report = LogCheck.check(site.log(), site.verifierKey(), site.domestic());
      assertThat(report.findings()).as(after).isEmpty();
    }
  }

  private void serveAgainAndStop() throws IOException, InterruptedException {
    gateway = ServeProcess.start(site);
    for (String client : List.of("alpha-1", "beta-1", "gamma-1")) {
      takings.add(new Client(gateway.url(), site.token(client)).take(client, Site.PREFIX));
    }
    takings.endLife();
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isZero();
    takings.judge(GivenLog.read(site), K);
  }

  private static void sync() throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("sync").start().waitFor()).isZero();
  }
}
