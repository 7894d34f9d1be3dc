package io.dukou.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dukou.audit.LeafKind;
import io.dukou.audit.LogFile;
import io.dukou.audit.LogSpaceException;
import io.dukou.audit.LogStorage;
import io.dukou.audit.LoopDisk;
import io.dukou.audit.SpaceReserve;
import io.dukou.gateway.config.AuditConfig;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.journal.FakeJournal;
import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.yaml.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which entries are taken as the disk of a log runs full, on a real ext4. */
@Tag("real-server")
final class LogSpaceTest {
  private static final ByteSize RESERVE = ByteSize.parse("8 MiB");

  @TempDir private Path folder;
  private LoopDisk disk;
  private final FakeJournal journal = new FakeJournal();

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(LoopDisk.isPossible(), "SKIPPED: needs root, a loop device and mkfs.ext4");
    disk = LoopDisk.small(folder, 64);
    Files.createDirectory(disk.root().resolve("log"));
    Files.createDirectory(disk.root().resolve("domestic"));
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void everythingIsTaken_whileThereIsRoom() {
    LogSpace space = open(RESERVE);
    assertThat(space.guard(journal).takesReleases()).isTrue();
    assertThat(refused(space.guard(journal))).isEmpty();
    assertThat(space.scarcity()).isEmpty();
    assertThat(space.trouble()).isEmpty();
    assertThat(space.figures()).containsEntry("log_reserve_held_bytes", RESERVE.bytes());
  }

  @Test
  void releasesAlone_areRefusedOnAFullDisk_andRefusalsTooWhenLittleIsLeft() throws IOException {
    LogSpace space = open(RESERVE);
    Journal guarded = space.guard(journal);
    disk.fill();
    write(space, 1 << 20);
    assertThat(guarded.takesReleases()).isFalse();
    assertThat(refused(guarded)).containsExactly(LeafKind.RELEASE);
    assertThat(space.trouble()).hasValueSatisfying(t -> assertThat(t).contains("audit.directory"));
    write(space, 6 << 20);
    assertThat(refused(guarded))
        .containsExactlyInAnyOrder(LeafKind.RELEASE, LeafKind.REFUSAL, LeafKind.SUMMARY);
    assertThat(space.trouble()).hasValueSatisfying(t -> assertThat(t).contains("not recorded"));
  }

  @Test
  void reserveOfNothing_keepsAndGuardsNothing_andRemovesWhatWasKept() throws IOException {
    open(RESERVE);
    Path kept = disk.root().resolve("log").resolve(SpaceReserve.FILE);
    assertThat(kept).hasSize(RESERVE.bytes());
    LogSpace space = open(new ByteSize(0));
    assertThat(kept).doesNotExist();
    disk.fill();
    assertThat(refused(space.guard(journal))).isEmpty();
    assertThat(space.figures()).isEmpty();
  }

  /** Domestic parts on a disk of their own have a reserve there, whose want counts as well. */
  @Test
  void domesticPartsOnAnotherDisk_haveAReserveOfTheirOwn() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere/log"));
    LogSpace space = LogSpace.open(config(elsewhere, RESERVE), Instant::now);
    space.lookEvery(Duration.ofMillis(10));
    try (space) {
      assertThat(elsewhere.resolve(SpaceReserve.FILE)).hasSize(RESERVE.bytes());
      assertThat(disk.root().resolve("domestic").resolve(SpaceReserve.FILE))
          .hasSize(RESERVE.bytes());
      disk.fill();
      while (space.trouble().isEmpty()) {
        Thread.sleep(5);
      }
      assertThat(space.trouble()).hasValueSatisfying(t -> assertThat(t).contains("audit.domestic"));
    }
  }

  private LogSpace open(ByteSize reserve) {
    return LogSpace.open(config(disk.root().resolve("log"), reserve), Instant::now);
  }

  private AuditConfig config(Path log, ByteSize reserve) {
    return new AuditConfig(
        log,
        disk.root().resolve("domestic"),
        null,
        reserve,
        "log",
        AuditConfig.Suite.DEFAULT,
        null,
        null,
        null,
        Duration.ofSeconds(1));
  }

  /** Writes so many bytes more to the log's folder, with room from the reserve. */
  private void write(LogSpace space, int bytes) throws IOException {
    LogStorage storage = space.log(LogStorage.posix(disk.root().resolve("log")));
    try (LogFile file = storage.write("entries")) {
      for (int written = 0; written < bytes; written += 1 << 16) {
        file.write(file.size(), ByteBuffer.allocate(1 << 16));
      }
      file.sync();
    }
  }

  /** Returns the kinds of entries that are not taken. */
  private static Set<LeafKind> refused(Journal guarded) {
    Set<LeafKind> refused = EnumSet.noneOf(LeafKind.class);
    for (LeafKind kind : LeafKind.values()) {
      var unused =
          Entry.of(kind, Instant.EPOCH)
              .appendTo(guarded)
              .exceptionally(
                  failure -> {
                    assertThat(failure).isInstanceOf(LogSpaceException.class);
                    refused.add(kind);
                    return null;
                  });
    }
    return refused;
  }
}
