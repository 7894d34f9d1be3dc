package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.LeafKind;
import io.dukou.audit.LoggedEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is under way when a gateway stops is in the log all the same. */
final class StoppingTest {
  @Test
  void requestThatOutlastsTheDrain_hasItsEntryAndItsReadHasAnEnd(@TempDir Path folder)
      throws Exception {
    TestStudy study = TestStudy.of(300, 2);
    CountDownLatch asked = new CountDownLatch(1);
    try (TestOrigin origin = TestOrigin.serving(study.csv());
        TestGateway gateway = TestGateway.in(folder, origin, study).set("drain", "1s").start()) {
      origin.misbehave(
          (self, request, out) -> {
            asked.countDown();
            self.stall();
          });
      Thread caller = new Thread(() -> gateway.get(TABLE));
      caller.setUncaughtExceptionHandler((thread, failure) -> {}); // its connection is closed
      caller.start();
      assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
      gateway.restart();
      caller.join(60_000);
      assertThat(caller.isAlive()).isFalse();

      List<LoggedEntry> entries = new ArrayList<>();
      gateway.gateway().log().replay(entries::add);
      assertThat(of(entries, LeafKind.REFUSAL))
          .singleElement()
          .satisfies(
              refusal ->
                  assertThat(refusal.leaf().decision().path("code").asText())
                      .isEqualTo("stopping"));
      assertThat(of(entries, LeafKind.FETCH))
          .isNotEmpty()
          .allSatisfy(
              fetch ->
                  assertThat(of(entries, LeafKind.CLOSE))
                      .anySatisfy(
                          close ->
                              assertThat(close.leaf().decision().path("of").asLong())
                                  .isEqualTo(fetch.index())));
    }
  }

  private static List<LoggedEntry> of(List<LoggedEntry> entries, LeafKind kind) {
    return entries.stream().filter(entry -> entry.leaf().kind() == kind).toList();
  }
}
