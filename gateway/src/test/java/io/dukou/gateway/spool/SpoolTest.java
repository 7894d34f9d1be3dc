package io.dukou.gateway.spool;

import static io.dukou.gateway.spool.PieceCipher.PIECE_BYTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.gateway.spool.SpoolException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpoolTest {
  private static final int LIMIT = 3 * PIECE_BYTES;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        1_023,
        1_025,
        PIECE_BYTES - 1,
        PIECE_BYTES,
        PIECE_BYTES + 1,
        2 * PIECE_BYTES,
        LIMIT - 1,
        LIMIT,
        LIMIT + 1,
        8 * PIECE_BYTES,
        8 * PIECE_BYTES + 1
      })
  void body_ofAnyLength_comesBack(int length) throws IOException {
    byte[] body = Bodies.random(length, length);
    try (Spool spool = Bodies.spool(onDisk(LIMIT), body)) {
      assertThat(spool.size()).isEqualTo(length);
      assertThat(spool.open().readAllBytes()).isEqualTo(body);
      assertThat(spool.open().readAllBytes()).as("again").isEqualTo(body);
    }
  }

  @Test
  void body_writtenInChunksOfAnySize_comesBack() throws IOException {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      byte[] body = Bodies.random(seed, random.nextInt(6 * PIECE_BYTES));
      SpoolFactory factory = onDisk(random.nextInt(4 * PIECE_BYTES));
      try (Spool spool = writtenInChunks(factory, body, random)) {
        assertThat(spool.open().readAllBytes()).as("seed %s", seed).isEqualTo(body);
      }
      assertThat(factory.stats()).isEqualTo(new SpoolStats(0, 0, 0, 1L << 40));
    }
  }

  @Test
  void range_isThatPartOfTheBody() throws IOException {
    byte[] body = Bodies.random(1, 5 * PIECE_BYTES + 77);
    Random random = new Random(2);
    try (Spool spool = Bodies.spool(onDisk(2 * PIECE_BYTES), body)) {
      for (int i = 0; i < 200; i++) {
        int from = random.nextInt(body.length + 1);
        int count = random.nextInt(body.length - from + 1);
        assertThat(spool.open(from, count).readAllBytes())
            .as("%s bytes from %s", count, from)
            .isEqualTo(Arrays.copyOfRange(body, from, from + count));
      }
    }
  }

  @Test
  void range_outsideTheBody_isRefused() throws IOException {
    try (Spool spool = Bodies.spool(onDisk(0), new byte[10])) {
      assertThatThrownBy(() -> spool.open(5, 6)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> spool.open(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void stream_readByteByByte_skipsAndTellsWhatIsAvailable() throws IOException {
    try (Spool spool = Bodies.spool(onDisk(0), new byte[] {1, 2, (byte) 200});
        InputStream stream = spool.open()) {
      assertThat(stream.available()).isEqualTo(3);
      assertThat(stream.read()).isEqualTo(1);
      assertThat(stream.skip(1)).isEqualTo(1);
      assertThat(stream.read()).isEqualTo(200);
      assertThat(stream.read()).isEqualTo(-1);
      assertThat(stream.read(new byte[1], 0, 0)).isZero();
    }
  }

  @Test
  void parallelStreams_eachSeeTheBody() throws Exception {
    byte[] body = Bodies.random(3, 20 * PIECE_BYTES + 5);
    ExecutorService workers = Executors.newFixedThreadPool(4);
    try (Spool spool = Bodies.spool(onDisk(PIECE_BYTES), body)) {
      Callable<byte[]> read = () -> spool.open().readAllBytes();
      List<Callable<byte[]>> reads = IntStream.range(0, 8).mapToObj(i -> read).toList();
      for (Future<byte[]> result : workers.invokeAll(reads)) {
        assertThat(result.get()).isEqualTo(body);
      }
    } finally {
      workers.shutdown();
    }
  }

  @Test
  void shortBody_touchesNoFile() throws IOException {
    MemoryFile file = new MemoryFile();
    file.failsToWrite = true;
    try (Spool spool = Bodies.spool(Bodies.factory(file, LIMIT), new byte[LIMIT])) {
      assertThat(spool.size()).isEqualTo(LIMIT);
      assertThat(spool.inMemory(LIMIT - 1)).isTrue();
    }
  }

  @Test
  void longBody_keepsItsStartInMemory() throws IOException {
    MemoryFile file = new MemoryFile();
    byte[] body = Bodies.random(4, LIMIT + 1);
    try (SpoolWriter writer = Bodies.factory(file, LIMIT).open(body.length)) {
      for (byte one : body) {
        writer.write(one);
      }
      try (Spool spool = writer.finish()) {
        assertThat(spool.inMemory(0)).isTrue();
        assertThat(spool.inMemory(LIMIT)).isFalse();
        assertThat(file.bytes).isNotEmpty();
      }
    }
  }

  @Test
  void close_givesEverythingBack_once() throws IOException {
    MemoryFile file = new MemoryFile();
    SpoolFactory factory = Bodies.factory(file, PIECE_BYTES);
    Spool spool = Bodies.spool(factory, new byte[PIECE_BYTES + 1]);
    Spool other = Bodies.spool(factory, new byte[7]);
    spool.close();
    spool.close();
    assertThat(file.closed).isEqualTo(1);
    assertThat(factory.stats()).isEqualTo(new SpoolStats(1, 7, 7, 1L << 40));
    other.close();
    assertThat(factory.stats().open()).isZero();
  }

  @Test
  void closedSpool_isNotRead() throws IOException {
    Spool inMemory = Bodies.spool(onDisk(LIMIT), new byte[10]);
    Spool inFile = Bodies.spool(onDisk(0), new byte[10]);
    InputStream stream = inFile.open();
    inMemory.close();
    inFile.close();
    failsWith(Reason.CLOSED, () -> inMemory.open().read());
    failsWith(Reason.CLOSED, stream::read);
  }

  @Test
  void closedStream_isNotRead_butItsSpoolIs() throws IOException {
    try (Spool spool = Bodies.spool(onDisk(0), new byte[] {42})) {
      InputStream stream = spool.open();
      stream.close();
      failsWith(Reason.CLOSED, stream::read);
      assertThat(spool.open().read()).isEqualTo(42);
    }
  }

  private SpoolFactory onDisk(long memoryLimit) throws SpoolException {
    SpoolOptions options = new SpoolOptions(directory, memoryLimit, 1L << 40, 1L << 40);
    return SpoolFactory.create(options, new SecureRandom());
  }

  private static Spool writtenInChunks(SpoolFactory factory, byte[] body, Random random)
      throws IOException {
    try (SpoolWriter writer = factory.open(body.length)) {
      int at = 0;
      while (at < body.length) {
        int count = Math.min(body.length - at, random.nextInt(100_000));
        writer.write(body, at, count);
        at += count;
      }
      assertThat(writer.size()).isEqualTo(body.length);
      return writer.finish();
    }
  }

  static void failsWith(Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SpoolException.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
  }
}
