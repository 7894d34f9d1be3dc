package io.dukou.gateway.spool;

import static io.dukou.gateway.spool.PieceCipher.PIECE_BYTES;
import static io.dukou.gateway.spool.SpoolTest.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.gateway.spool.SpoolException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Size limits, quotas, and what a failure leaves behind: nothing. */
final class SpoolLimitsTest {
  @TempDir Path directory;

  private final MemoryFile file = new MemoryFile();

  @Test
  void body_ofExactlyItsLimit_isTaken() throws IOException {
    try (SpoolWriter writer = Bodies.factory(file, 0).open(10)) {
      writer.write(new byte[10]);
      assertThat(writer.finish().size()).isEqualTo(10);
    }
  }

  @Test
  void body_beyondItsLimit_isThrownAway() {
    SpoolFactory factory = Bodies.factory(file, 0);
    SpoolWriter writer = factory.open(10);
    failsWith(Reason.TOO_LARGE, () -> writer.write(new byte[11]));
    failsWith(Reason.CLOSED, () -> writer.write(1));
    failsWith(Reason.CLOSED, writer::finish);
    assertThat(factory.stats()).isEqualTo(new SpoolStats(0, 0, 0, 1L << 40));
  }

  @Test
  void quota_isSharedByAllSpools_andComesBack() throws IOException {
    SpoolFactory factory = Bodies.factory(file, PIECE_BYTES, 100);
    Spool first = Bodies.spool(factory, new byte[60]);
    failsWith(Reason.QUOTA, () -> Bodies.spool(factory, new byte[41]));
    assertThat(factory.stats()).isEqualTo(new SpoolStats(1, 60, 60, 100));
    first.close();
    Bodies.spool(factory, new byte[100]).close();
    assertThat(factory.stats()).isEqualTo(new SpoolStats(0, 0, 0, 100));
  }

  @Test
  void quota_underManyThreads_isNeverPassedAndEndsAtNothing() throws Exception {
    SpoolFactory factory = Bodies.factory(file, PIECE_BYTES, 10_000);
    ExecutorService workers = Executors.newFixedThreadPool(8);
    Callable<Boolean> use =
        () -> {
          for (int i = 0; i < 500; i++) {
            try (Spool spool = Bodies.spool(factory, new byte[3_000])) {
              assertThat(factory.stats().bytes()).isBetween(spool.size(), 10_000L);
            } catch (SpoolException e) {
              assertThat(e.reason()).isEqualTo(Reason.QUOTA);
            }
          }
          return true;
        };
    try {
      List<Callable<Boolean>> uses = IntStream.range(0, 8).mapToObj(i -> use).toList();
      for (Future<Boolean> done : workers.invokeAll(uses)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      workers.shutdown();
    }
    assertThat(factory.stats()).isEqualTo(new SpoolStats(0, 0, 0, 10_000));
  }

  @Test
  void memoryQuota_whenSpent_sendsBodiesToTheFile() throws IOException {
    SpoolOptions options = new SpoolOptions(directory, 1_000, 1_500, 1L << 30);
    SpoolFactory factory = SpoolFactory.create(options, new SecureRandom());
    try (Spool first = Bodies.spool(factory, new byte[1_000]);
        Spool second = Bodies.spool(factory, new byte[1_000])) {
      assertThat(first.inMemory(0)).isTrue();
      assertThat(second.inMemory(0)).isFalse();
      assertThat(factory.stats().memoryBytes()).isEqualTo(1_000);
      assertThat(factory.stats().bytes()).isEqualTo(2_000);
    }
  }

  @Test
  void writer_closedBeforeItsEnd_throwsTheBodyAway() throws IOException {
    SpoolFactory factory = Bodies.factory(file, 0);
    try (SpoolWriter writer = factory.open(1L << 20)) {
      writer.write(new byte[3 * PIECE_BYTES]);
      assertThat(factory.stats().open()).isEqualTo(1);
    }
    assertThat(file.closed).isEqualTo(1);
    assertThat(factory.stats().bytes()).isZero();
  }

  @Test
  void writer_closedAfterItsEnd_leavesTheSpool() throws IOException {
    SpoolWriter writer = Bodies.factory(file, 0).open(10);
    writer.write(7);
    try (Spool spool = writer.finish()) {
      writer.close();
      failsWith(Reason.CLOSED, () -> writer.write(8));
      assertThat(spool.open().readAllBytes()).containsExactly(7);
    }
  }

  @Test
  void fullDisk_throwsTheBodyAway() {
    SpoolFactory factory = Bodies.factory(file, 0);
    SpoolWriter writer = factory.open(1L << 30);
    file.failsToWrite = true;
    failsWith(Reason.STORAGE, () -> writer.write(new byte[2 * PIECE_BYTES]));
    assertThat(factory.stats()).isEqualTo(new SpoolStats(0, 0, 0, 1L << 40));
    assertThat(file.closed).isEqualTo(1);
  }

  @Test
  void fullDisk_atTheLastPiece_throwsTheBodyAway() throws IOException {
    SpoolFactory factory = Bodies.factory(file, 0);
    SpoolWriter writer = factory.open(1L << 30);
    writer.write(new byte[PIECE_BYTES]);
    file.failsToWrite = true;
    failsWith(Reason.STORAGE, writer::finish);
    assertThat(factory.stats().open()).isZero();
  }

  @Test
  void brokenDisk_failsTheRead() throws IOException {
    try (Spool spool = Bodies.spool(Bodies.factory(file, 0), new byte[10])) {
      file.failsToRead = true;
      failsWith(Reason.STORAGE, () -> spool.open().read());
    }
  }

  @Test
  void directory_thatIsAFile_isRefusedAtTheStart() throws IOException {
    Path taken = Files.writeString(directory.resolve("taken"), "");
    failsWith(
        Reason.STORAGE, () -> SpoolFactory.create(SpoolOptions.in(taken), new SecureRandom()));
  }

  @Test
  void directory_thatIsMissing_isMadeForItsOwner() throws IOException {
    Path missing = directory.resolve("a/b");
    SpoolFactory.create(SpoolOptions.in(missing), new SecureRandom());
    assertThat(Files.getPosixFilePermissions(missing)).hasSize(3);
  }

  @Test
  void options_default_toOneMebibyteInMemory() {
    assertThat(SpoolOptions.in(directory))
        .isEqualTo(new SpoolOptions(directory, 1L << 20, 64L << 20, 16L << 30));
  }

  @Test
  void options_refuseNegativeLimits_byName() {
    assertThatThrownBy(() -> new SpoolOptions(directory, -1, 0, 0))
        .hasMessageContaining("memoryLimit");
    assertThatThrownBy(() -> new SpoolOptions(directory, 0, -1, 0))
        .hasMessageContaining("memoryQuota");
    assertThatThrownBy(() -> new SpoolOptions(directory, 0, 0, -1)).hasMessageContaining("quota");
    assertThatThrownBy(() -> Bodies.factory(file, 0).open(-1)).hasMessageContaining("sizeLimit");
  }
}
