package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Guards the tests against a real OPA: they prove nothing about the release shipped otherwise. */
@Tag("real-server")
final class OpaBinaryTest {
  @Test
  void opaUnderTest_isThePinnedRelease() throws IOException, InterruptedException {
    String opa = System.getProperty("dukou.opa", "");
    assumeTrue(!opa.isEmpty(), "SKIPPED: no OPA binary; name one with -Ddukou.opa=<path>");

    Process process = new ProcessBuilder(opa, "version").redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(output).startsWith("Version: " + System.getProperty("dukou.opa.version") + "\n");
  }
}
