package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dukou.audit.SpaceReserve.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log on a real ext4 that somebody else fills to the last block. With a reserve, entries go on to
 * become durable; without one, or once it is used up, the log stops and loses nothing.
 */
@Tag("real-server")
@Timeout(120)
final class FullDiskTest {
  private static final long RESERVE = 8L << 20;

  @TempDir private Path folder;
  private LoopDisk disk;
  private AuditLog open;
  private Path log;
  private Path parts;
  private SpaceReserve reserve;
  private final List<Receipt> receipts = new ArrayList<>();

  @BeforeEach
  void make() throws Exception {
    assumeTrue(LoopDisk.isPossible(), "SKIPPED: needs root, a loop device and mkfs.ext4");
    disk = LoopDisk.small(folder, 64);
    log = Files.createDirectory(disk.root().resolve("log"));
    parts = Files.createDirectory(disk.root().resolve("parts"));
    AuditLog.create(LogStorage.posix(log), domestic(LogStorage.posix(parts)), Fixture.KEYS);
    reserve = SpaceReserve.in(log, RESERVE);
    assertThat(reserve.level()).isEqualTo(Level.AMPLE);
  }

  @AfterEach
  void unmount() throws Exception {
    if (open != null) {
      open.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void without_a_reserve_a_full_disk_stops_the_log() throws Exception {
    open(null);
    Path ballast = disk.fill();
    assertThatThrownBy(() -> append(100_000)).hasCauseInstanceOf(LogFailedException.class);
    judge(ballast);
  }

  @Test
  void with_a_reserve_entries_go_on_to_be_durable_and_it_is_whole_again_when_there_is_room()
      throws Exception {
    open(reserve);
    append(10);
    Path ballast = disk.fill();
    assertThat(reserve.look()).isEqualTo(Level.HELD);
    assertThat(reserve.held()).as("nobody needed it yet").isEqualTo(RESERVE);
    append(400);
    assertThat(reserve.held()).isLessThan(RESERVE);
    assertThat(reserve.level()).isGreaterThanOrEqualTo(Level.HELD);
    disk.fill(); // whatever was given up and not used
    append(400);
    Files.delete(ballast);
    assertThat(reserve.look()).isEqualTo(Level.AMPLE);
    assertThat(reserve.held()).isEqualTo(RESERVE);
    append(10);
    judge(ballast);
    assertThat(receipts).hasSize(820);
  }

  @Test
  void reserve_that_is_used_up_stops_the_log_and_loses_nothing() throws Exception {
    open(reserve);
    Path ballast = disk.fill();
    assertThatThrownBy(() -> append(1_000_000)).hasCauseInstanceOf(LogFailedException.class);
    assertThat(receipts).hasSizeGreaterThan(1_000);
    assertThat(reserve.held()).isZero();
    assertThat(reserve.level()).isEqualTo(Level.LAST);
    judge(ballast);
    assertThat(reserve.look()).isEqualTo(Level.AMPLE);
    open(null);
    append(10);
    judge(ballast);
  }

  @Test
  void log_on_a_full_disk_opens_with_the_reserve() throws Exception {
    open(reserve);
    append(300);
    open.close();
    Path ballast = disk.fill();
    SpaceReserve next = SpaceReserve.in(log, RESERVE);
    assertThat(next.level()).isEqualTo(Level.HELD);
    open(next);
    append(300);
    judge(ballast);
  }

  @Test
  void levels_tell_long_before() throws Exception {
    Level before = Level.AMPLE;
    List<Level> seen = new ArrayList<>(List.of(before));
    for (int i = 0; before != Level.HELD; i++) {
      Files.write(disk.root().resolve("other-" + i), new byte[1 << 20]);
      Level now = reserve.look();
      if (now != before) {
        seen.add(now);
        before = now;
      }
    }
    assertThat(seen).containsExactly(Level.AMPLE, Level.SCARCE, Level.HELD);
    assertThat(reserve.held()).isEqualTo(RESERVE);
    assertThat(reserve.free()).isBetween(RESERVE / 4 - (1 << 20), RESERVE / 4);
    Files.delete(disk.root().resolve("other-0"));
    assertThat(reserve.look()).as("half the reserve must be free").isEqualTo(Level.HELD);
    for (int i = 1; i < 4; i++) {
      Files.delete(disk.root().resolve("other-" + i));
    }
    assertThat(reserve.look()).isEqualTo(Level.SCARCE);
  }

  private void open(@Nullable SpaceReserve with) {
    LogStorage entries = LogStorage.posix(log);
    LogStorage domestic = LogStorage.posix(parts);
    open =
        AuditLog.open(
            with == null ? entries : with.over(entries),
            domestic(with == null ? domestic : with.over(domestic)),
            Fixture.KEYS,
            LogOptions.defaults());
  }

  private static DomesticStorage domestic(LogStorage storage) {
    return new DomesticStorage(storage, Fixture.DOMESTIC_KEY);
  }

  /** Appends one after another, and keeps the receipts. */
  private void append(int count) {
    for (int i = 0; i < count; i++) {
      int number = receipts.size();
      receipts.add(open.append(Fixture.draft(number), Fixture.part(number)).join());
    }
  }

  /** The log must prove itself as it is, and have every acknowledged entry once there is room. */
  private void judge(Path ballast) throws IOException {
    open.close();
    LogReport report = LogCheck.check(log, Fixture.VKEY, domestic(LogStorage.posix(parts)));
    assertThat(report.findings()).isEmpty();
    Files.deleteIfExists(ballast);
    open(null);
    assertThat(open.size()).isGreaterThanOrEqualTo(receipts.size());
    for (Receipt receipt : receipts) {
      assertThat(open.receipt(receipt.index()).leaf().equals(receipt.leaf())).isTrue();
    }
    open.close();
  }
}
