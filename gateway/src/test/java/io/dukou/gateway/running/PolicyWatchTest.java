package io.dukou.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.policies.OpaPolicyEngine;
import io.dukou.policies.OpaTransport;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A watched engine whose server answers as a test wants. */
final class PolicyWatchTest {
  private static final PolicyWatch.Place PLACE =
      new PolicyWatch.Place("the policy server at opa.test.example:8181", "start it");

  private final LogLines lines = LogLines.open();
  private Instant now = Instant.parse("2026-11-20T02:30:00Z");
  private CompletionStage<byte[]> answer = CompletableFuture.failedStage(new ConnectException("x"));
  private final OpaTransport transport = (path, body) -> answer;
  private final OpaPolicyEngine engine = OpaPolicyEngine.over(transport, Duration.ofSeconds(30));
  private final PolicyWatch watch = PolicyWatch.over(engine, PLACE, () -> now);

  @AfterEach
  void stopListening() {
    lines.close();
  }

  @Test
  void serverThatIsDown_isTroubleAtOnceAndNamesItsPlaceAndTheRemedy() {
    ask();
    assertThat(watch.trouble().orElseThrow())
        .isEqualTo(
            "the policy server at opa.test.example:8181 does not decide, and what was not decided"
                + " before is refused meanwhile: The policy server gave no answer (no connection"
                + " could be made); start it");
    assertThat(lines.take()).containsExactly(watch.trouble().orElseThrow());
  }

  @Test
  void serverThatStaysDown_isLoggedOnceAMinute() {
    for (int i = 0; i < 1000; i++) {
      ask();
    }
    assertThat(lines.take()).hasSize(1);
    now = now.plusSeconds(60);
    ask();
    assertThat(lines.take()).hasSize(1);
  }

  @Test
  void serverWithOtherRules_isTroubleThatNamesBothRevisions() {
    answer = body("{\"provenance\":{\"bundles\":{\"b\":{\"revision\":\"rev-other\"}}}}");
    ask();
    assertThat(lines.take())
        .singleElement()
        .asString()
        .contains("opa.test.example:8181", "revision rev-other", engine.revision(), "start it");
  }

  @Test
  void oneLateAnswer_isLoggedButNoTrouble_andASecondIs() {
    answer = CompletableFuture.failedStage(new TimeoutException());
    ask();
    assertThat(watch.trouble()).isEmpty();
    assertThat(lines.take()).singleElement().asString().contains("later than policy.timeout");
    ask();
    assertThat(watch.trouble()).isPresent();
  }

  @Test
  void goodAnswer_endsTheTrouble() {
    ask();
    answer = body("{\"provenance\":{\"bundles\":{\"b\":{\"revision\":\"R\"}}}}");
    ask();
    assertThat(watch.trouble()).isEmpty();
    answer = CompletableFuture.failedStage(new TimeoutException());
    ask();
    assertThat(watch.trouble()).isEmpty();
  }

  @Test
  void checkThatWasNotAnswered_isNotAskedAgain() {
    CompletableFuture<byte[]> open = new CompletableFuture<>();
    answer = open;
    ask();
    answer = CompletableFuture.failedStage(new ConnectException("x"));
    ask();
    assertThat(watch.trouble()).isEmpty();
    open.completeExceptionally(new ConnectException("x"));
    assertThat(watch.trouble()).isPresent();
  }

  @Test
  void failureWhileTheGatewayEnds_isNotLogged() {
    watch.close();
    ask();
    assertThat(lines.take()).isEmpty();
  }

  private void ask() {
    watch.ask(engine::check);
  }

  private CompletionStage<byte[]> body(String text) {
    String whole = text.replace("\"R\"", "\"" + engine.revision() + "\"");
    return CompletableFuture.completedStage(whole.getBytes(StandardCharsets.UTF_8));
  }
}
