package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.audit.Verification.Outcome;
import io.dukou.audit.Verification.Statement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArchiveTest {
  @TempDir private Path folder;
  private final PowerCutDisk disk = new PowerCutDisk();

  @Test
  void any_range_of_a_log_proves_itself() throws IOException {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.appendTogether(log, 0, 600);
      for (int[] range : new int[][] {{0, 599}, {0, 0}, {599, 599}, {255, 256}, {17, 530}}) {
        Verification result = check(archive(log, range[0], range[1], false));
        assertThat(result.valid()).as(result.toString()).isTrue();
        assertThat(words(result))
            .contains("Entries %d to %d are in the archive".formatted(range[0], range[1]));
      }
      assertThatThrownBy(() -> archive(log, 3, 2, false))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> archive(log, 599, 600, false))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void domestic_parts_are_in_it_only_when_asked_for_and_prove_themselves() throws IOException {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 9);
      Fixture.erase(log, 4);
      assertThat(files(archive(log, 0, 8, false)).keySet())
          .noneMatch(name -> name.startsWith("domestic"));
      Path with = archive(log, 0, 8, true);
      assertThat(text(files(with).get("domestic/3.json")))
          .isEqualTo(
              "{\"fields\":{\"input\":{\"rows\":3}},"
                  + "\"persons\":[\"person-0\",\"person-1\",\"person-2\"]}\n");
      Verification result = check(with);
      assertThat(result.valid()).isTrue();
      assertThat(words(result))
          .contains("8 domestic parts are what their entries commit to")
          .contains("parts of 1 entries are not in the archive: left out, or erased");
      assertThat(text(files(with).get("README.txt"))).contains("must not leave China");
    }
  }

  @Test
  void the_same_range_makes_the_same_file() throws IOException {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 9);
      assertThat(Files.readAllBytes(archive(log, 2, 7, true)))
          .isEqualTo(Files.readAllBytes(archive(log, 2, 7, true)));
    }
  }

  @Test
  void any_changed_bit_of_what_is_proved_is_found() throws IOException {
    Map<String, byte[]> files;
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 9);
      files = files(archive(log, 2, 7, true));
    }
    assertThat(check(zip(files)).valid()).isTrue();
    Random random = new Random(1);
    for (String name : files.keySet()) {
      for (int i = 0; i < 100; i++) {
        Map<String, byte[]> changed = new LinkedHashMap<>(files);
        byte[] bytes = changed.get(name).clone();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        changed.put(name, bytes);
        assertThat(check(zip(changed)).valid()).as(name).isFalse();
      }
    }
  }

  @Test
  void a_missing_a_doubled_and_a_foreign_file_or_line_are_found() throws IOException {
    Map<String, byte[]> files;
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 9);
      files = files(archive(log, 2, 7, false));
    }
    Map<String, byte[]> foreign = new LinkedHashMap<>(files);
    foreign.put("domestic/99.json", new byte[0]);
    assertThat(check(zip(foreign)).valid()).isFalse();
    String leaves = text(files.get("leaves.ndjson"));
    String firstLine = leaves.substring(0, leaves.indexOf('\n') + 1);
    String[] others = {
      firstLine + leaves, leaves.substring(firstLine.length()), leaves + firstLine, ""
    };
    for (String other : others) {
      Map<String, byte[]> changed = new LinkedHashMap<>(files);
      changed.put("leaves.ndjson", other.getBytes(UTF_8));
      assertThat(check(zip(changed)).valid()).isFalse();
    }
    files.remove("range");
    assertThat(check(zip(files)).valid()).isFalse();
    assertThat(check(Files.writeString(folder.resolve("text"), "no archive")).valid()).isFalse();
  }

  /** Whoever hands an archive on can leave items out, and say what he likes of what is left. */
  @Test
  void what_nothing_vouches_for_is_not_said_to_be_proved() throws IOException {
    Map<String, byte[]> files;
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 3);
      files = files(archive(log, 0, 2, true));
    }
    assertThat(words(check(zip(files)))).doesNotContain("not there", "nothing proves");
    DomesticRecord record = DomesticRecord.decode(files.get("domestic/1.record"));
    DomesticRecord reduced = record.without(List.of(new Erasure.Cut(1, List.of())), 9);
    put(files, reduced.encode());
    assertThat(words(check(zip(files)))).contains("Of 1 domestic parts some items are not there");

    byte[] name = "invented".getBytes(UTF_8);
    byte[] array = "[\"of anybody\"]".getBytes(UTF_8);
    byte[] rest =
        ByteBuffer.allocate(5 + name.length + array.length)
            .put((byte) 4)
            .putInt(name.length)
            .put(name)
            .put(array)
            .array();
    put(files, forged(reduced.encode(), rest));
    Verification found = check(zip(files));
    assertThat(text(files.get("domestic/1.json"))).contains("of anybody");
    assertThat(words(found)).contains("In 1 domestic parts", "nothing proves that");
  }

  private static void put(Map<String, byte[]> files, byte[] record) {
    files.put("domestic/1.record", record);
    String json = ArchiveWriter.json(DomesticRecord.decode(record).part());
    files.put("domestic/1.json", json.getBytes(UTF_8));
  }

  /** Puts a piece behind the second of a record. */
  private static byte[] forged(byte[] record, byte[] piece) {
    ByteBuffer in = ByteBuffer.wrap(record);
    int first = Integer.BYTES + in.getInt(0);
    int second = first + Integer.BYTES + in.getInt(first);
    return ByteBuffer.allocate(record.length + Integer.BYTES + piece.length)
        .put(record, 0, second)
        .putInt(piece.length)
        .put(piece)
        .put(record, second, record.length - second)
        .array();
  }

  @Test
  void a_damaged_file_is_a_finding_and_never_a_failure() throws IOException {
    byte[] sound = Files.readAllBytes(small());
    Random random = new Random(4);
    for (int mutant = 0; mutant < 600; mutant++) {
      byte[] damaged = sound.clone();
      for (int i = 0; i <= mutant % 3; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      if (mutant % 5 == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }
      Path file = Files.write(folder.resolve("damaged.zip"), damaged);
      assertThat(check(file).statements()).isNotEmpty();
    }
  }

  @Test
  void a_strange_file_is_refused_before_it_is_unpacked() throws IOException {
    Map<String, byte[]> files = files(small());
    files.put("zz", new byte[64 << 20]);
    assertThat(check(zip(files)).toString()).contains("a file that is none of its form");
    files.remove("zz");
    files.put("README.txt", new byte[64 << 20]);
    assertThat(check(zip(files)).toString())
        .contains("a file of the archive is too long: README.txt");
  }

  @Test
  void a_file_that_reads_differently_from_its_ends_is_refused() throws IOException {
    Map<String, byte[]> files;
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 9);
      files = files(archive(log, 2, 7, false));
    }
    Map<String, byte[]> doubled = new LinkedHashMap<>();
    doubled.put("leaves.ndjsoX", "{}\n".getBytes(UTF_8));
    doubled.putAll(files);
    byte[] zip = Files.readAllBytes(zip(doubled));
    byte[] sameName = renamed(zip, "leaves.ndjsoX", Integer.MAX_VALUE);
    byte[] hidden = renamed(zip, "leaves.ndjsoX", 1);
    for (byte[] forged : List.of(sameName, hidden)) {
      Verification found = check(Files.write(folder.resolve("forged.zip"), forged));
      assertThat(found.valid()).as(found.toString()).isFalse();
    }
    byte[] behind = Files.readAllBytes(zip(files));
    byte[] before = ByteBuffer.allocate(behind.length + 9).put(new byte[9]).put(behind).array();
    assertThat(check(Files.write(folder.resolve("forged.zip"), before)).valid()).isFalse();
  }

  /** Gives a name its last letter in so many places, from the beginning. */
  private static byte[] renamed(byte[] zip, String name, int places) {
    byte[] changed = zip.clone();
    int left = places;
    for (int i = 0; i + name.length() <= zip.length && left > 0; i++) {
      if (new String(zip, i, name.length(), UTF_8).equals(name)) {
        changed[i + name.length() - 1] = 'n';
        left--;
      }
    }
    return changed;
  }

  @Test
  void witnesses_are_judged_where_they_saw_all_entries() throws IOException {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 5);
      Path none = archive(log, 0, 4, false);
      assertThat(check(none).valid()).isTrue();
      assertThat(ArchiveCheck.check(none, Fixture.VKEY, Fixture.POLICY).valid()).isFalse();
      Fixture.keepCosigned(log);
      Fixture.append(log, 5, 9);

      Path seen = archive(log, 1, 4, false);
      Verification whole = ArchiveCheck.check(seen, Fixture.VKEY, Fixture.POLICY);
      assertThat(whole.valid()).as(whole.toString()).isTrue();
      assertThat(words(whole)).contains("Enough witnesses were shown the same log", "of 5 entries");
      assertThat(words(check(seen))).contains("was not confirmed by a witness");
      assertThat(text(files(seen).get("checkpoint"))).contains("\u2014 witness.example/w ");

      Path newer = archive(log, 1, 5, false);
      assertThat(words(check(newer)))
          .contains("Witnesses cosigned the first 5 entries of the log only", "of 9 entries");
      assertThat(check(newer).valid()).isTrue();
      Verification part = ArchiveCheck.check(newer, Fixture.VKEY, Fixture.POLICY);
      assertThat(part.valid()).isFalse();
      assertThat(part.toString()).contains("Of these: Enough witnesses", "one at 2026");
      assertThat(ArchiveCheck.check(newer, Fixture.VKEY, Fixture.POLICY.withoutQuorum()).valid())
          .isTrue();
    }
  }

  @Test
  void any_changed_bit_of_what_witnesses_cosigned_is_found() throws IOException {
    Map<String, byte[]> files;
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 5);
      Fixture.keepCosigned(log);
      Fixture.append(log, 5, 9);
      files = files(archive(log, 2, 7, false));
    }
    WitnessPolicy lenient = Fixture.POLICY.withoutQuorum();
    for (String name : new String[] {"cosigned", "consistency"}) {
      int bits = 8 * files.get(name).length;
      for (int bit = 0; bit < bits; bit += 9) {
        Map<String, byte[]> changed = new LinkedHashMap<>(files);
        byte[] bytes = changed.get(name).clone();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        changed.put(name, bytes);
        Verification found = ArchiveCheck.check(zip(changed), Fixture.VKEY, lenient);
        // A changed name makes a cosignature somebody else's, which counts for nothing.
        assertThat(found.valid() && words(found).contains("one at 2026"))
            .as("%s bit %d", name, bit)
            .isFalse();
      }
      Map<String, byte[]> without = new LinkedHashMap<>(files);
      without.remove(name);
      assertThat(check(zip(without)).valid()).isFalse();
    }
    Checkpoint fork = Checkpoint.sign(LogSigners.of(Fixture.KEYS), 5, new byte[32]);
    files.put("cosigned", Fixture.cosigned(fork).note().getBytes(UTF_8));
    Verification forked = check(zip(files));
    assertThat(forked.valid()).isFalse();
    assertThat(forked.toString()).contains("the log forked");
  }

  private Path archive(AuditLog log, long first, long last, boolean domestic) throws IOException {
    Path file = folder.resolve("archive.zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      log.export(out, first, last, domestic);
    }
    return file;
  }

  private Path small() throws IOException {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 3);
      return archive(log, 0, 2, true);
    }
  }

  private static Verification check(Path archive) throws IOException {
    return ArchiveCheck.check(archive, Fixture.VKEY);
  }

  private static String words(Verification result) {
    return String.join(
        "\n",
        result.statements().stream()
            .filter(statement -> statement.outcome() != Outcome.FAILED)
            .map(Statement::words)
            .toList());
  }

  private static Map<String, byte[]> files(Path archive) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        try (InputStream in = zip.getInputStream(entry)) {
          files.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return files;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private Path zip(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return Files.write(folder.resolve("changed.zip"), bytes.toByteArray());
  }
}
