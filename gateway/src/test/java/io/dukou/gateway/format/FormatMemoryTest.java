package io.dukou.gateway.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How much memory a long body takes: that of its coded table, never that of its bytes. */
final class FormatMemoryTest {
  private static final long BYTES = 50_000_000;

  @Test
  void fiftyMegabytes_passThroughASmallHeap_inEveryFormat() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapReading.class.getName(),
                Long.toString(BYTES))
            .redirectErrorStream(true)
            .start();
    try {
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
      assertThat(lines).hasSize(TableFormat.values().length).allMatch(s -> s.contains(" whole "));
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** A body that would unfold to more than it may, without an end to any row. */
  @Test
  void endlessField_isRefusedAtItsLimit() {
    ReadOptions options = Reading.OPTIONS.withLimits(new FormatLimits(1L << 40, 100, 100, 1 << 20));
    for (TableFormat format : List.of(TableFormat.CSV, TableFormat.JSON, TableFormat.NDJSON)) {
      String start =
          format == TableFormat.CSV
              ? "a\n"
              : format == TableFormat.JSON ? "[{\"a\":\"" : "{\"a\":\"";
      try (EndlessBody body = new EndlessBody(start)) {
        format.read(body, options);
        throw new AssertionError("an endless body was read");
      } catch (BadTableException e) {
        assertThat(e.code()).isEqualTo(BadTableCode.FIELD_TOO_LONG);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void endlessBody_isRefusedAtItsLimit() throws Exception {
    ReadOptions options =
        Reading.OPTIONS.withLimits(new FormatLimits(1_000_000, 1 << 30, 100, 1 << 20));
    for (TableFormat format : TableFormat.values()) {
      try {
        format.read(LongBody.of(format, 1L << 30), options);
        throw new AssertionError("an endless body was read");
      } catch (BadTableException e) {
        assertThat(e.code()).isEqualTo(BadTableCode.TOO_MANY_BYTES);
      }
    }
  }

  /** A start, and then the letter x for ever. */
  private static final class EndlessBody extends InputStream {
    private final byte[] start;
    private int at;

    EndlessBody(String start) {
      this.start = start.getBytes(UTF_8);
    }

    @Override
    public int read() {
      return at < start.length ? start[at++] : 'x';
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      for (int i = 0; i < length; i++) {
        target[offset + i] = (byte) read();
      }
      return length;
    }
  }
}
