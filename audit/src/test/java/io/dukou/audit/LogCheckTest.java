package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.dukou.audit.LogReport.Finding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogCheckTest {
  private static final int ENTRIES = 600;

  /** One bit of each byte, another one each time; 1 tries them all. */
  private static final int STEP = Integer.getInteger("dukou.flips", 9);

  @Test
  void a_sound_log_is_proved_and_described() {
    LogReport report = Fixture.check(log());
    assertThat(report.findings()).isEmpty();
    assertThat(report.sound()).isTrue();
    assertThat(report.size()).isEqualTo(ENTRIES);
    assertThat(report.entriesByKind()).isEqualTo(Map.of(LeafKind.RELEASE, (long) ENTRIES));
    assertThat(report.domesticChecked()).isTrue();
    assertThat(report.journalled()).isZero();
  }

  @Test
  void an_empty_log_is_proved() {
    PowerCutDisk disk = new PowerCutDisk();
    Fixture.create(disk, Fixture.lazy()).close();
    assertThat(Fixture.check(disk).sound()).isTrue();
  }

  @Test
  void acknowledged_entries_that_lie_only_in_the_journal_are_proved_too() {
    PowerCutDisk disk = log();
    try (AuditLog log = Fixture.open(disk, Fixture.lazy())) {
      Fixture.append(log, ENTRIES, ENTRIES + 5);
      LogReport report = Fixture.check(disk);
      assertThat(report.findings()).isEmpty();
      assertThat(report.size()).isEqualTo(ENTRIES);
      assertThat(report.journalled()).isEqualTo(5);
    }
  }

  @Test
  void a_sound_log_under_another_key_is_not_proved() {
    VerifierKey other = LogKeys.generate(Fixture.ORIGIN, Fixture.random(4)).vkey();
    LogReport report = LogCheck.check(log().storage("log"), other, null);
    assertThat(report.findings()).extracting(Finding::unit).containsExactly("signed note");
  }

  @ParameterizedTest
  @CsvSource({
    "tile/entries/000, 1, 1, bundle",
    "tile/entries/000, 2, 40, entry 0",
    "tile/entries/001, 2, 40, entry 256",
    "tile/entries/002.p/88, 2, 40, entry 512",
    "tile/0/000, 0, 1, hash 0",
    "tile/0/001, 0, 8191, hash 255",
    "tile/0/002.p/88, 0, 2815, hash 87",
    "tile/1/000.p/2, 0, 32, hash 1",
  })
  void one_flipped_bit_is_found_where_it_is(String file, int skipped, int at, String unit)
      throws IOException {
    PowerCutDisk disk = log();
    flip(disk.storage("log"), file, skipped == 1 ? 0 : at, 3);
    LogReport report = Fixture.check(disk);
    assertThat(report.findings())
        .extracting(Finding::file, Finding::unit)
        .containsExactly(tuple("log/" + file, unit));
  }

  @Test
  void a_flipped_bit_in_any_byte_of_a_small_log_is_found_in_its_file() throws IOException {
    PowerCutDisk disk = new PowerCutDisk();
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 3);
    }
    for (String file : List.of("checkpoint", "tile/0/000.p/3", "tile/entries/000.p/3")) {
      LogStorage storage = disk.storage("log");
      int length = StorageFiles.readAll(storage, file).length;
      for (int bit = 0; bit < 8 * length; bit += STEP) {
        flip(storage, file, bit / 8, bit % 8);
        LogReport report = LogCheck.check(storage, Fixture.VKEY, null);
        assertThat(report.findings()).as("%s bit %d", file, bit).isNotEmpty();
        assertThat(report.findings()).extracting(Finding::file).containsOnly("log/" + file);
        flip(storage, file, bit / 8, bit % 8);
      }
    }
    assertThat(Fixture.check(disk).sound()).isTrue();
  }

  @Test
  void a_flipped_bit_of_the_cosigned_checkpoint_is_found_or_leaves_too_few_witnesses()
      throws IOException {
    PowerCutDisk disk = new PowerCutDisk();
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 3);
      Fixture.keepCosigned(log);
      Fixture.append(log, 3, 6);
    }
    LogStorage storage = disk.storage("log");
    LogCheck.Also also = new LogCheck.Also(null, null, Fixture.POLICY);
    assertThat(isWitnessed(LogCheck.checkAll(storage, Fixture.VKEY, also))).isTrue();
    int length = StorageFiles.readAll(storage, CosignedCheckpoint.FILE).length;
    for (int bit = 0; bit < 8 * length; bit += STEP) {
      flip(storage, CosignedCheckpoint.FILE, bit / 8, bit % 8);
      LogReport report = LogCheck.checkAll(storage, Fixture.VKEY, also);
      assertThat(isWitnessed(report)).as("bit %d", bit).isFalse();
      assertThat(report.findings()).extracting(Finding::file).allMatch("log/cosigned"::equals);
      flip(storage, CosignedCheckpoint.FILE, bit / 8, bit % 8);
    }
  }

  private static boolean isWitnessed(LogReport report) {
    return report.sound()
        && report.cosigned().flatMap(LogReport.Cosigned::witnessed).orElseThrow().isEnough();
  }

  @Test
  void any_flipped_bit_of_a_larger_log_is_found_in_its_file_and_nowhere_else() throws IOException {
    PowerCutDisk disk = log();
    LogStorage storage = disk.storage("log");
    Random random = new Random(12);
    List<String> files = new ArrayList<>();
    collect(storage, "tile", files);
    assertThat(files).hasSize(7);
    for (int round = 0; round < 60; round++) {
      String file = files.get(round % files.size());
      int at = random.nextInt(StorageFiles.readAll(storage, file).length);
      flip(storage, file, at, round % 8);
      LogReport report = LogCheck.check(storage, Fixture.VKEY, null);
      assertThat(report.findings()).as("%s byte %d", file, at).isNotEmpty();
      assertThat(report.findings()).extracting(Finding::file).containsOnly("log/" + file);
      flip(storage, file, at, round % 8);
    }
  }

  @Test
  void a_flipped_bit_of_a_domestic_record_is_found() throws IOException {
    PowerCutDisk disk = log();
    flip(disk.storage("domestic"), "0000000000000000.dkd", DomesticHeader.BYTES + 5, 2);
    assertThat(Fixture.check(disk).findings())
        .extracting(Finding::unit)
        .containsExactly("record 0");
  }

  @Test
  void a_domestic_record_that_stands_twice_is_found() throws IOException {
    PowerCutDisk disk = log();
    String file = "0000000000000000.dkd";
    byte[] records = StorageFiles.readAll(disk.storage("domestic"), file);
    int end = AppendedFile.roomStart(records);
    byte[] twice = Arrays.copyOf(records, 2 * end);
    System.arraycopy(records, 0, twice, end, end);
    overwrite(disk.storage("domestic"), file, twice);
    assertThat(Fixture.check(disk).findings())
        .extracting(Finding::unit)
        .containsExactly("record 0");
  }

  @Test
  void a_missing_file_is_named() throws IOException {
    for (String file : List.of("tile/0/001", "tile/entries/000", "tile/1/000.p/2", "checkpoint")) {
      PowerCutDisk disk = log();
      disk.storage("log").delete(file);
      assertThat(Fixture.check(disk).findings())
          .as(file)
          .extracting(Finding::file)
          .contains("log/" + file);
    }
  }

  @Test
  void an_entry_rewritten_together_with_its_hash_is_found_by_the_level_above() throws IOException {
    PowerCutDisk disk = log();
    LogStorage storage = disk.storage("log");
    List<byte[]> entries = new ArrayList<>(new TileReader(storage, ENTRIES).entries(0));
    entries.set(7, entries.get(8));
    overwrite(storage, "tile/entries/000", EntryBundle.encode(entries));
    overwrite(
        storage,
        "tile/0/000",
        TileEdge.concat(entries.stream().map(new TreeHash()::leaf).toList()));
    assertThat(Fixture.check(disk).findings())
        .extracting(Finding::file, Finding::unit)
        .contains(tuple("log/tile/0/000", "all hashes"));
  }

  @Test
  void a_log_rewritten_throughout_but_not_signed_anew_is_found_by_the_signed_root()
      throws IOException {
    PowerCutDisk disk = log();
    PowerCutDisk other = new PowerCutDisk();
    try (AuditLog log = Fixture.create(other, Fixture.lazy())) {
      Fixture.appendTogether(log, 1, ENTRIES + 1);
    }
    String note = note(disk);
    overwrite(other.storage("log"), "checkpoint", note.getBytes(UTF_8));
    assertThat(Fixture.check(other).findings())
        .extracting(Finding::unit)
        .containsExactly("root hash");
  }

  @Test
  void a_signed_log_whose_chain_skips_an_entry_is_not_proved() throws IOException {
    PowerCutDisk disk = new PowerCutDisk();
    Map<Integer, Long> previous = new TreeMap<>(Map.of(1, 0L, 2, 0L));
    forge(disk, 3, previous);
    assertThat(LogCheck.check(disk.storage("log"), Fixture.VKEY, null).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.unit()).isEqualTo("entry 2"))
        .satisfies(finding -> assertThat(finding.problem()).contains("names 0", "is 1"));
  }

  @Test
  void a_signed_log_whose_chain_is_right_is_proved() throws IOException {
    PowerCutDisk disk = new PowerCutDisk();
    forge(disk, 3, Map.of(1, 0L, 2, 1L));
    assertThat(LogCheck.check(disk.storage("log"), Fixture.VKEY, null).findings()).isEmpty();
  }

  @Test
  void a_tile_of_a_smaller_tree_that_was_altered_cut_or_lengthened_is_found() throws IOException {
    PowerCutDisk disk = new PowerCutDisk();
    try (AuditLog log = Fixture.create(disk, Fixture.eager())) {
      Fixture.append(log, 0, 270);
    }
    LogStorage storage = disk.storage("log");
    List<String> earlier = new ArrayList<>();
    collect(storage, "tile", earlier);
    earlier.removeIf(file -> !file.contains("/001.p/") || file.endsWith("/14"));
    assertThat(earlier).contains("tile/0/001.p/13", "tile/entries/001.p/13");
    Random random = new Random(13);
    for (String file : earlier) {
      byte[] right = StorageFiles.readAll(storage, file);
      byte[] flipped = right.clone();
      flipped[random.nextInt(right.length)] ^= (byte) (1 << random.nextInt(8));
      byte[] cut = Arrays.copyOf(right, right.length - 1);
      byte[] longer = Arrays.copyOf(right, right.length + 1);
      for (byte[] wrong : List.of(flipped, cut, longer, new byte[0])) {
        overwrite(storage, file, wrong);
        assertThat(LogCheck.check(storage, Fixture.VKEY, null).findings())
            .as(file)
            .extracting(Finding::file)
            .containsExactly("log/" + file);
      }
      overwrite(storage, file, right);
    }
    assertThat(Fixture.check(disk).sound()).isTrue();
    for (String file : earlier) {
      storage.delete(file);
    }
    assertThat(Fixture.check(disk).sound()).isTrue();
  }

  @Test
  void a_log_full_of_faults_is_reported_up_to_a_limit() throws IOException {
    PowerCutDisk disk = log();
    byte[] zeros = new byte[256 * 32];
    overwrite(disk.storage("log"), "tile/0/000", zeros);
    overwrite(disk.storage("log"), "tile/0/001", zeros);
    assertThat(Fixture.check(disk).findings()).hasSize(LogCheck.MAX_FINDINGS);
  }

  /** Writes a signed log of one recipient's entries with the given previous indexes. */
  private static void forge(PowerCutDisk disk, int size, Map<Integer, Long> previous)
      throws IOException {
    Fixture.create(disk, Fixture.lazy()).close();
    TileEdge tiles = new TileEdge();
    EdgeTree tree = new EdgeTree();
    DomesticSeal seal = new DomesticSeal(Fixture.DOMESTIC_KEY);
    StorageFiles files = new StorageFiles(disk.storage("log"));
    Publisher.TileWriter writer = new Publisher.TileWriter(files);
    for (int i = 0; i < size; i++) {
      LeafDraft draft = Fixture.draft(i, "acme");
      byte[] leaf =
          PreparedEntry.prepare(
                  draft, DomesticPart.empty(), seal, Fixture.random(i), UnlessReleased.NEVER)
              .leaf(previous.get(i));
      tree.add(tree.leafHash(leaf));
      tiles.add(leaf, tree.leafHash(leaf), writer);
    }
    Checkpoint checkpoint = Checkpoint.sign(LogSigners.of(Fixture.KEYS), size, tree.root());
    Publisher.publish(files, tiles, checkpoint);
  }

  private static PowerCutDisk log() {
    PowerCutDisk disk = new PowerCutDisk();
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.appendTogether(log, 0, ENTRIES);
    }
    return disk;
  }

  private static String note(PowerCutDisk disk) throws IOException {
    return StrictText.utf8(StorageFiles.readAll(disk.storage("log"), "checkpoint"), "note");
  }

  private static void flip(LogStorage storage, String path, int at, int bit) throws IOException {
    byte[] content = StorageFiles.readAll(storage, path);
    content[at] ^= (byte) (1 << bit);
    overwrite(storage, path, content);
  }

  private static void overwrite(LogStorage storage, String path, byte[] content)
      throws IOException {
    try (LogFile file = storage.write(path)) {
      file.truncate(0);
      file.write(0, ByteBuffer.wrap(content));
    }
  }

  private static void collect(LogStorage storage, String directory, List<String> files)
      throws IOException {
    for (String name : storage.list(directory)) {
      String path = directory + "/" + name;
      if (storage.list(path).isEmpty()) {
        files.add(path);
      } else {
        collect(storage, path, files);
      }
    }
  }
}
