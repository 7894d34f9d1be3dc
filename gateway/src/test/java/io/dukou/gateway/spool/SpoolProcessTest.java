package io.dukou.gateway.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process: how much memory a long body takes, and what is left of it after a kill. */
final class SpoolProcessTest {
  private static final long LENGTH = 256L << 20;

  @TempDir Path directory;

  @Test
  void longBody_passesThroughASmallHeap_andLeavesNothingAfterAKill() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:MaxDirectMemorySize=16m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeapProcess.class.getName(),
                directory.toString(),
                Long.toString(LENGTH))
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(lastLine(process)).isEqualTo("whole");
      assertThat(NamelessFileTest.namesIn(directory)).as("while it runs").isEmpty();
    } finally {
      process.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
    }
    assertThat(NamelessFileTest.namesIn(directory)).as("after the kill").isEmpty();
  }

  /** Returns the line that ends the check, after whatever the libraries print. */
  private static String lastLine(Process process) throws IOException {
    StringBuilder printed = new StringBuilder();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("whole") || line.startsWith("wrong")) {
        return line;
      }
      printed.append(line).append('\n');
    }
    return printed.toString();
  }
}
