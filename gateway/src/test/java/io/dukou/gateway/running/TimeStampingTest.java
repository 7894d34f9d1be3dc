package io.dukou.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.LogCheck;
import io.dukou.audit.LogReport;
import io.dukou.audit.TimeStampTrust;
import io.dukou.audit.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running gateway whose checkpoints an authority stamps. */
final class TimeStampingTest {
  private static final TestStudy STUDY = TestStudy.of(40, 7);

  @TempDir private Path folder;

  private TestGateway gateway(TestOrigin origin, TestAuthority authority) throws IOException {
    authority.writeRoot(folder.resolve("roots.pem"));
    return TestGateway.in(folder, origin, STUDY)
        .set("otherHost", ", \"" + authority.address() + "\"")
        .set(
            "timestamps",
            "\n  timestamps: {url: \"http://"
                + authority.address()
                + "/tsa\", roots: roots.pem, interval: 1s}");
  }

  private LogReport check(VerifierKey key) {
    TimeStampTrust trust = TimeStampTrust.load(folder.resolve("roots.pem"));
    return LogCheck.check(folder.resolve("audit/log"), key, new LogCheck.Also(null, trust, null));
  }

  /** Waits until something holds, or fails after a minute. */
  private static void until(BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      Thread.sleep(20);
    }
  }

  private static String ready(TestGateway gateway) {
    URI uri = URI.create("http://127.0.0.1:" + gateway.gateway().adminPort() + "/readyz");
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void newCheckpoint_isStamped_andNoneTwice() throws Exception {
    try (TestAuthority authority = TestAuthority.start();
        TestOrigin origin = TestOrigin.serving(STUDY.csv());
        TestGateway gateway = gateway(origin, authority).start()) {
      until(() -> Files.exists(folder.resolve("audit/log/timestamp/1.tsr")));
      VerifierKey key = gateway.gateway().verifierKey();
      gateway.stop();

      LogReport report = check(key);
      assertThat(report.sound()).as(report.findings().toString()).isTrue();
      assertThat(report.timeStamps()).isEqualTo(1);
      assertThat(authority.questions()).isEqualTo(1);
    }
  }

  @Test
  void authorityThatAnswersNonsense_isAFaultAndNoReasonToStop() throws Exception {
    try (TestAuthority authority = TestAuthority.start();
        TestOrigin origin = TestOrigin.serving(STUDY.csv())) {
      authority.breakDown(true);
      try (TestGateway gateway = gateway(origin, authority).start()) {
        until(() -> ready(gateway).contains("gave no time stamp"));
        assertThat(ready(gateway)).startsWith("200 ready\n- ");
        assertThat(folder.resolve("audit/log/timestamp")).doesNotExist();

        authority.breakDown(false);
        until(() -> ready(gateway).equals("200 ready\n"));
        assertThat(folder.resolve("audit/log/timestamp/1.tsr")).exists();
      }
    }
  }
}
