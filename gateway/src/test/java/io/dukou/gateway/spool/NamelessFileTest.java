package io.dukou.gateway.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another process, or whoever takes the disk, can see of a spooled body. */
final class NamelessFileTest {
  private static final Path OPEN_FILES = Path.of("/proc/self/fd");
  private static final String CANARY = "canary-7f3a-of-a-patient";

  @TempDir Path directory;

  @Test
  void spooledBody_hasNoName() throws IOException {
    try (Spool spool = spool(canaries())) {
      assertThat(spool.size()).isPositive();
      assertThat(namesIn(directory)).isEmpty();
    }
  }

  @Test
  void openFile_holdsNoByteOfTheBody_andIsItsOwnersOnly() throws IOException {
    assumeTrue(Files.isDirectory(OPEN_FILES), "SKIPPED: no /proc/self/fd here");
    byte[] body = canaries();
    try (Spool spool = spool(body)) {
      List<Path> files = openFilesOf(directory);
      assertThat(files).hasSize(1);
      byte[] raw = Files.readAllBytes(files.get(0));
      assertThat(raw.length).isGreaterThan(body.length);
      assertThat(new String(raw, UTF_8)).doesNotContain(CANARY.substring(0, 8));
      assertThat(Files.getPosixFilePermissions(files.get(0)))
          .containsExactlyInAnyOrder(
              PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      assertThat(spool.open().readAllBytes()).isEqualTo(body);
    }
    assertThat(openFilesOf(directory)).as("after close").isEmpty();
  }

  @Test
  void shortBody_hasNoFileAtAll() throws IOException {
    assumeTrue(Files.isDirectory(OPEN_FILES), "SKIPPED: no /proc/self/fd here");
    SpoolFactory factory = SpoolFactory.create(SpoolOptions.in(directory), new SecureRandom());
    try (Spool spool = Bodies.spool(factory, new byte[1_000])) {
      assertThat(spool.size()).isEqualTo(1_000);
      assertThat(openFilesOf(directory)).isEmpty();
    }
  }

  @Test
  void fileLeftByAKilledProcess_isRemovedAtTheStart_andOthersAreNot() throws IOException {
    Files.writeString(directory.resolve("dukou-spool-0123"), "");
    Files.writeString(directory.resolve("notes"), "");
    SpoolFactory.create(SpoolOptions.in(directory), new SecureRandom());
    assertThat(namesIn(directory)).containsExactly("notes");
  }

  @Test
  void twoSpoolsOfOneBody_shareNoByte() throws IOException {
    MemoryFile first = new MemoryFile();
    MemoryFile second = new MemoryFile();
    byte[] body = canaries();
    Bodies.spool(Bodies.factory(first, 0), body);
    Bodies.spool(Bodies.factory(second, 0), body);
    int equal = 0;
    for (int i = 0; i < first.bytes.length; i++) {
      equal += first.bytes[i] == second.bytes[i] ? 1 : 0;
    }
    assertThat(equal).isBetween(1, first.bytes.length / 100);
  }

  private Spool spool(byte[] body) throws SpoolException {
    SpoolOptions options = new SpoolOptions(directory, 0, 0, 1L << 30);
    return Bodies.spool(SpoolFactory.create(options, new SecureRandom()), body);
  }

  private static byte[] canaries() {
    return CANARY.repeat(20_000).getBytes(UTF_8);
  }

  static List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> names = Files.list(directory)) {
      return names.map(path -> path.getFileName().toString()).toList();
    }
  }

  private static List<Path> openFilesOf(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(OPEN_FILES)) {
      return files.filter(file -> target(file).startsWith(directory.toString())).toList();
    }
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (NoSuchFileException e) {
      return ""; // closed while the directory was read
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
