package io.dukou.gateway.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.yaml.Problem;
import io.dukou.gateway.yaml.UnusableFileException;
import io.dukou.gateway.yaml.YamlDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class YamlStudyRegistryTest {
  @TempDir private Path temporary;
  private FactsFolder folder;
  private YamlStudyRegistry registry;

  @BeforeEach
  void openRegistry() {
    folder = FactsFolder.in(temporary);
    registry = YamlStudyRegistry.open(List.of(folder.file()));
  }

  @Test
  void unusableFacts_stopTheStart() {
    Path broken = folder.write("broken.yaml", "exporters: [");
    assertThatThrownBy(() -> YamlStudyRegistry.open(List.of(broken)))
        .isInstanceOf(UnusableFileException.class);
  }

  @Test
  void changedFacts_areTakenAtOnce() {
    Facts before = registry.current();
    folder.write("facts.yaml", FactsFolder.resource("full.yaml").replace("12.5", "49.99"));
    assertThat(registry.reload()).isTrue();
    assertThat(registry.current().exporters().get("lecheng-hospital").foreignHoldingPercent())
        .hasToString("49.99");
    assertThat(before.exporters().get("lecheng-hospital").foreignHoldingPercent())
        .hasToString("12.5");
  }

  @Test
  void brokenFacts_leaveTheOlderOnesAndSaySo() {
    Facts before = registry.current();
    folder.write("facts.yaml", "exporters: {e: {domestik: true}}\n");
    assertThat(registry.reload()).isFalse();
    assertThat(registry.current()).isSameAs(before);
    assertThat(registry.problems()).singleElement().asString().contains("domestik");
  }

  @Test
  void timeThatNoRuleCanCompare_isReportedWithItsLine() {
    String text = FactsFolder.resource("full.yaml");
    String time =
        text.lines().filter(line -> line.contains("retentionUntil")).findFirst().orElseThrow();
    folder.write("facts.yaml", text.replace(time, time.replaceFirst("[0-9]{4}-", "+999999999-")));
    assertThat(registry.reload()).isFalse();
    assertThat(registry.problems())
        .isNotEmpty()
        .allSatisfy(
            problem ->
                assertThat(problem.toString())
                    .contains("facts.yaml:")
                    .contains("write a year from 0001 to 9999"));
  }

  @Test
  void brokenLedger_leavesTheOlderFactsToo() {
    folder.write("consents.csv", "subject\n");
    assertThat(registry.reload()).isFalse();
    assertThat(registry.problems()).isNotEmpty();
    assertThat(registry.current().study("LC-2026-001").orElseThrow().ledger().size()).isEqualTo(12);
  }

  @Test
  void mendedFacts_clearTheProblems() {
    folder.write("facts.yaml", "broken: [");
    registry.reload();
    folder.write("facts.yaml", FactsFolder.resource("full.yaml"));
    assertThat(registry.reload()).isFalse();
    assertThat(registry.problems()).isEmpty();
  }

  @Test
  void unchangedFiles_areNotReadAgain() {
    Facts before = registry.current();
    assertThat(registry.reloadIfChanged()).isFalse();
    assertThat(registry.current()).isSameAs(before);
  }

  @Test
  void changedLedger_isNoticedThoughTheFactsFileIsTheSame() throws Exception {
    Path ledger =
        folder.write(
            "consents.csv",
            FactsFolder.resource("consents.csv").replace("1980-05-17", "1980-05-18"));
    Files.setLastModifiedTime(ledger, FileTime.from(Instant.parse("2027-01-01T00:00:00Z")));
    assertThat(registry.reloadIfChanged()).isTrue();
  }

  @Test
  void vanishedFile_isNoticedOnceAndReported() throws Exception {
    Files.delete(folder.file());
    assertThat(registry.reloadIfChanged()).isFalse();
    assertThat(registry.problems())
        .extracting(Problem::message)
        .containsExactly("cannot be read: check its name and who may read it");
    List<Problem> first = registry.problems();
    assertThat(registry.reloadIfChanged()).isFalse();
    assertThat(registry.problems()).isSameAs(first);
  }

  @Test
  void pipeInPlaceOfAFile_isReportedAndNotOpened() throws Exception {
    Files.delete(folder.file());
    Process made = new ProcessBuilder("mkfifo", folder.file().toString()).start();
    assertThat(made.waitFor()).isZero();
    assertThat(registry.reloadIfChanged()).isFalse();
    assertThat(registry.problems())
        .extracting(Problem::message)
        .containsExactly("is not a regular file: name one");
  }

  @Test
  void fileBeyondTheLimit_isReportedUnread() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(folder.file().toFile(), "rw")) {
      file.setLength(YamlDocument.MOST_BYTES + 1L);
    }
    registry.reload();
    assertThat(registry.problems()).singleElement().asString().contains("longer than 16 MiB");
  }

  @Test
  void deeplyNestedFacts_areReportedWithTheirPlace() {
    folder.write("facts.yaml", "a: " + "[".repeat(20_000));
    assertThat(registry.reload()).isFalse();
    assertThat(registry.problems()).singleElement().asString().startsWith(folder.file() + ":1:");
  }

  @Test
  void readingThatHangs_holdsUpNobodyElse_andIsReportedInTime() throws Exception {
    HangingFiles hanging = new HangingFiles();
    AtomicLong nanos = new AtomicLong();
    YamlStudyRegistry other =
        YamlStudyRegistry.open(List.of(folder.file()), hanging::open, nanos::get);
    hanging.hang = true;
    Thread look = new Thread(other::reload);
    look.start();
    hanging.reached.await();
    assertThat(other.reload()).isFalse();
    assertThat(other.reloadIfChanged()).isFalse();
    assertThat(other.problems()).isEmpty();
    nanos.addAndGet(YamlStudyRegistry.PATIENCE.toNanos());
    assertThat(other.problems())
        .singleElement()
        .asString()
        .startsWith(folder.file() + ": could not be read within 30 s");
    hanging.released.countDown();
    look.join();
    assertThat(other.problems()).isEmpty();
  }

  /** Files whose reading waits, once told to, until it is released. */
  private static final class HangingFiles {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean hang;

    InputStream open(Path file, long most) throws IOException {
      if (hang) {
        reached.countDown();
        try {
          released.await();
        } catch (InterruptedException e) {
          throw new InterruptedIOException();
        }
      }
      return RegularFile.open(file, most);
    }
  }

  @Test
  void readers_seeWholeFactsWhileTheyChange() throws Exception {
    String one = FactsFolder.resource("full.yaml");
    String other = one.replace("lecheng-hospital", "boao-hospital");
    ExecutorService pool = Executors.newSingleThreadExecutor();
    CountDownLatch stop = new CountDownLatch(1);
    try {
      Future<Boolean> whole =
          pool.submit(
              () -> {
                boolean sound = true;
                while (stop.getCount() > 0) {
                  sound &= registry.current().exporterOf("LC-2026-001").isPresent();
                }
                return sound;
              });
      for (int i = 0; i < 40; i++) {
        folder.write("facts.yaml", i % 2 == 0 ? other : one);
        assertThat(registry.reload()).isTrue();
      }
      stop.countDown();
      assertThat(whole.get()).isTrue();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void group_isEverybodyWhoHasWhatOneHas() {
    RecipientGroups groups = registry.current().recipientGroups();
    assertThat(groups.of("biostat")).containsExactly("biostat", "rhein-pharma", "rhein-us");
    assertThat(groups.of("lonely")).containsExactly("lonely");
    assertThat(groups.of("nobody")).containsExactly("nobody");
  }

  @Test
  void groups_mergeWithWhatWasRecordedAndNeverComeApart() {
    RecipientGroups groups =
        registry.current().recipientGroups().with(List.of(Set.of("lonely", "rhein-us")));
    assertThat(groups.of("biostat"))
        .containsExactly("biostat", "lonely", "rhein-pharma", "rhein-us");
    assertThat(RecipientGroups.of(List.of()).with(List.of(groups.of("lonely"))).of("rhein-us"))
        .isEqualTo(groups.of("biostat"));
  }

  @Test
  void configThatNamesWhatFactsDescribe_isSound() {
    GatewayConfig config =
        GatewayConfigs.with("LC-2026-001", "adsl", "rhein-pharma", "label_update");
    assertThat(FactsCheck.check(config, registry.current())).isEmpty();
  }

  @Test
  void configThatNamesWhatFactsDoNotDescribe_isReportedNameByName() {
    GatewayConfig other = GatewayConfigs.with("LC-9", "adsl", "ghost", "sales");
    assertThat(FactsCheck.check(other, registry.current()))
        .extracting(Problem::message)
        .satisfiesExactly(
            p -> assertThat(p).startsWith("route /a names study LC-9, which the facts do not"),
            p -> assertThat(p).startsWith("client c names recipient ghost, which"),
            p -> assertThat(p).startsWith("client c names purpose sales, which"));
    GatewayConfig dataset = GatewayConfigs.with("LC-2026-001", "adae", "lonely", "label_update");
    assertThat(FactsCheck.check(dataset, registry.current()))
        .singleElement()
        .asString()
        .contains("route /a names dataset adae of study LC-2026-001");
  }
}
