package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What opening does with files that a power cut cannot explain: it refuses, and names them. */
final class LogRecoveryTest {
  private static final String SEGMENT = "journal/0000000000000000.dkj";
  private static final String DOMESTIC = "0000000000000000.dkd";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "checkpoint",
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/44"
      })
  void a_missing_or_changed_file_is_named_with_a_remedy(String file) throws IOException {
    PowerCutDisk missing = closedLog();
    missing.storage("log").delete(file);
    refuses(missing, "log/" + file + ": missing; remedy: ");
    PowerCutDisk changed = closedLog();
    change(changed.storage("log"), file, 20);
    refuses(changed, "log/");
  }

  @Test
  void a_checkpoint_ahead_of_the_entries_is_refused() throws IOException {
    PowerCutDisk disk = closedLog();
    Checkpoint ahead = Checkpoint.sign(LogSigners.of(Fixture.KEYS), 305, new byte[32]);
    byte[] note = ahead.note().getBytes(UTF_8);
    StorageFiles files = new StorageFiles(disk.storage("log"));
    files.replace("checkpoint", note);
    refuses(disk, "log/tile/entries/001");
  }

  @Test
  void a_checkpoint_by_another_key_is_refused() {
    PowerCutDisk disk = closedLog();
    LogKeys other = LogKeys.generate(Fixture.ORIGIN, Fixture.random(3));
    assertThatExceptionOfType(LogDamagedException.class)
        .isThrownBy(
            () -> AuditLog.open(disk.storage("log"), Fixture.domestic(disk), other, Fixture.lazy()))
        .withMessageContaining("not signed by")
        .satisfies(e -> assertThat(e.file()).isEqualTo("log/checkpoint"))
        .satisfies(e -> assertThat(e.remedy()).isNotEmpty());
  }

  @Test
  void a_refused_log_can_be_opened_once_it_is_mended() throws IOException {
    PowerCutDisk disk = closedLog();
    change(disk.storage("log"), "tile/0/000", 20);
    refuses(disk, "tile/0/000");
    change(disk.storage("log"), "tile/0/000", 20);
    try (AuditLog log = Fixture.open(disk, Fixture.lazy())) {
      assertThat(log.size()).isEqualTo(300);
    }
  }

  @Test
  void entries_that_only_the_journal_has_are_found_and_published() throws IOException {
    PowerCutDisk disk = killedLog();
    assertThat(Fixture.check(disk).journalled()).isEqualTo(10);
    Fixture.open(disk, Fixture.lazy()).close();
    assertThat(Fixture.check(disk).size()).isEqualTo(10);
    assertThat(disk.storage("log").list("journal")).isEmpty();
  }

  @Test
  void bytes_behind_the_last_whole_frame_are_taken_for_a_torn_batch() throws IOException {
    for (byte[] tail : List.of(new byte[1], new byte[5000], "DKJ1 and more".getBytes(UTF_8))) {
      PowerCutDisk disk = killedLog();
      append(disk.storage("log"), SEGMENT, tail);
      try (AuditLog log = Fixture.open(disk, Fixture.lazy())) {
        assertThat(log.size()).isEqualTo(10);
        Fixture.append(log, 10, 12);
      }
      assertThat(Fixture.check(disk).findings()).isEmpty();
    }
  }

  @Test
  void a_garbled_frame_with_a_whole_one_behind_it_is_refused() throws IOException {
    PowerCutDisk disk = killedLog();
    change(disk.storage("log"), SEGMENT, 100);
    refuses(disk, SEGMENT + ": garbled at byte 0, with a whole frame behind it");
  }

  @Test
  void a_lost_journal_is_noticed_by_the_domestic_records() throws IOException {
    PowerCutDisk disk = killedLog();
    disk.storage("log").delete(SEGMENT);
    refuses(disk, DOMESTIC + ": the log once had");
  }

  @Test
  void a_journal_cut_back_by_more_than_the_last_batch_is_noticed() throws IOException {
    PowerCutDisk disk = killedLog();
    byte[] segment = StorageFiles.readAll(disk.storage("log"), SEGMENT);
    int first = JournalFrame.wholeLength(segment, 0);
    try (LogFile file = disk.storage("log").write(SEGMENT)) {
      file.truncate(first);
    }
    refuses(disk, DOMESTIC + ": the log once had");
  }

  @Test
  void a_frame_whose_checkpoint_signs_something_else_is_refused() throws IOException {
    PowerCutDisk disk = killedLog();
    byte[] segment = StorageFiles.readAll(disk.storage("log"), SEGMENT);
    JournalFrame first = JournalFrame.read(segment, 0);
    String note = Checkpoint.sign(LogSigners.of(Fixture.KEYS), 1, new byte[32]).note();
    byte[] forged = new JournalFrame(0, first.entries(), note).encode();
    try (LogFile file = disk.storage("log").write(SEGMENT)) {
      file.truncate(0);
      file.write(0, ByteBuffer.wrap(forged));
    }
    refuses(disk, "frame at 0: its checkpoint signs another tree");
  }

  @Test
  void a_missing_domestic_record_of_a_durable_entry_is_refused() throws IOException {
    PowerCutDisk gone = killedLog();
    gone.storage("domestic").delete(DOMESTIC);
    refuses(gone, "record 0 is missing");
    PowerCutDisk cut = killedLog();
    try (LogFile file = cut.storage("domestic").write(DOMESTIC)) {
      file.truncate(AppendedFile.roomStart(StorageFiles.readAll(file)) - 1);
    }
    refuses(cut, DOMESTIC + ": garbled at byte");
  }

  @Test
  void a_changed_tile_of_a_smaller_tree_is_refused_and_a_deleted_one_is_not() throws IOException {
    PowerCutDisk disk = new PowerCutDisk();
    try (AuditLog log = Fixture.create(disk, Fixture.eager())) {
      Fixture.append(log, 0, 7);
    }
    String earlier = "tile/0/000.p/3";
    change(disk.storage("log"), earlier, 40);
    refuses(disk, earlier + ": hash 1 is not what the log of today has there");
    disk.storage("log").delete(earlier);
    Fixture.open(disk, Fixture.lazy()).close();
  }

  @Test
  void a_garbled_domestic_header_is_refused() throws IOException {
    PowerCutDisk disk = killedLog();
    change(disk.storage("domestic"), DOMESTIC, 6);
    refuses(disk, DOMESTIC + ": garbled at byte 0, record 0");
  }

  @Test
  void domestic_records_behind_the_last_entry_are_dropped() throws IOException {
    PowerCutDisk disk = killedLog();
    LogStorage domestic = disk.storage("domestic");
    int end = AppendedFile.roomStart(StorageFiles.readAll(domestic, DOMESTIC));
    byte[] torn = new byte[700];
    torn[699] = 1;
    append(domestic, DOMESTIC, torn);
    Fixture.open(disk, Fixture.lazy()).close();
    assertThat(StorageFiles.readAll(domestic, DOMESTIC)).hasSize(end);
  }

  @Test
  void zeros_that_a_kill_left_behind_the_end_are_room() throws IOException {
    PowerCutDisk disk = killedLog();
    LogStorage domestic = disk.storage("domestic");
    byte[] before = StorageFiles.readAll(domestic, DOMESTIC);
    int end = AppendedFile.roomStart(before);
    assertThat(before.length).as("with room").isGreaterThan(end);
    Fixture.open(disk, Fixture.lazy()).close();
    assertThat(StorageFiles.readAll(domestic, DOMESTIC)).isEqualTo(Arrays.copyOf(before, end));
  }

  @Test
  void another_domestic_key_is_refused_on_opening() {
    PowerCutDisk disk = closedLog();
    DomesticStorage other =
        new DomesticStorage(disk.storage("domestic"), DomesticKey.generate(Fixture.random(6)));
    assertThatExceptionOfType(LogDamagedException.class)
        .isThrownBy(() -> AuditLog.open(disk.storage("log"), other, Fixture.KEYS, Fixture.lazy()))
        .withMessageContaining("cannot be decrypted");
  }

  @Test
  void a_domestic_record_of_another_entry_is_refused_when_it_is_read() throws IOException {
    PowerCutDisk disk = closedLog();
    PowerCutDisk other = closedLog();
    byte[] foreign = StorageFiles.readAll(other.storage("domestic"), DOMESTIC);
    try (LogFile file = disk.storage("domestic").write(DOMESTIC)) {
      file.truncate(0);
      file.write(0, ByteBuffer.wrap(foreign));
    }
    try (AuditLog log = Fixture.open(disk, Fixture.lazy())) {
      assertThatExceptionOfType(LogDamagedException.class)
          .isThrownBy(() -> log.entry(0).domestic())
          .withMessageContaining("record 0 is not what its entry commits to");
    }
  }

  /** A log of 300 entries, all published. */
  private static PowerCutDisk closedLog() {
    PowerCutDisk disk = new PowerCutDisk();
    LogOptions options = Fixture.lazy().withRandom(new SecureRandom());
    try (AuditLog log = Fixture.create(disk, options)) {
      Fixture.appendTogether(log, 0, 300);
    }
    return disk;
  }

  /** A log killed with ten entries, each a batch of its own, in the journal only. */
  private static PowerCutDisk killedLog() {
    PowerCutDisk disk = new PowerCutDisk();
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 10);
      return disk.killed();
    }
  }

  private static void change(LogStorage storage, String path, int at) throws IOException {
    byte[] content = StorageFiles.readAll(storage, path);
    content[at] ^= 1;
    try (LogFile file = storage.write(path)) {
      file.write(0, ByteBuffer.wrap(content));
    }
  }

  private static void append(LogStorage storage, String path, byte[] tail) throws IOException {
    try (LogFile file = storage.write(path)) {
      file.write(file.size(), ByteBuffer.wrap(tail));
    }
  }

  private static void refuses(PowerCutDisk disk, String words) {
    assertThatExceptionOfType(LogDamagedException.class)
        .isThrownBy(() -> Fixture.open(disk, Fixture.lazy()))
        .withMessageContaining(words);
  }
}
