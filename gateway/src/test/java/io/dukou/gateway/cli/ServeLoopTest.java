package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a serving process does with what happens to it. */
@Timeout(30)
final class ServeLoopTest {
  private final List<Integer> halted = new ArrayList<>();
  private final ServeLoop loop = new ServeLoop(halted::add);
  private final FakeGateway gateway = new FakeGateway();

  @Test
  void stop_endsWellAfterTheGatewayHasStopped() throws Exception {
    loop.stop();
    assertThat(loop.run(gateway)).isEqualTo(ExitCode.OK);
    assertThat(gateway.calls).containsExactly("stop");
    assertThat(halted).isEmpty();
  }

  @Test
  void reload_readsAgainAndGoesOn() throws Exception {
    loop.reload();
    loop.reload();
    loop.stop();
    assertThat(loop.run(gateway)).isEqualTo(ExitCode.OK);
    assertThat(gateway.calls).containsExactly("reload", "reload", "stop");
  }

  @Test
  void reloadThatFails_endsNothing() throws Exception {
    gateway.reloaded = CompletableFuture.failedFuture(new IllegalStateException("no such file"));
    loop.reload();
    loop.stop();
    assertThat(loop.run(gateway)).isEqualTo(ExitCode.OK);
  }

  @Test
  void secondStop_haltsAtOnce() {
    loop.stop();
    loop.stop();
    assertThat(halted).containsExactly(143);
  }

  @Test
  void failure_stopsAndIsInternal() throws Exception {
    gateway.failure.complete(new IllegalStateException("the log"));
    assertThat(loop.run(gateway)).isEqualTo(ExitCode.INTERNAL);
    assertThat(gateway.calls).containsExactly("stop");
    assertThat(halted).isEmpty();
  }

  @Test
  void failureOfTheStopAfterAFailure_halts() throws Exception {
    gateway.failure.complete(new OutOfMemoryError());
    gateway.stopped = CompletableFuture.failedFuture(new OutOfMemoryError());
    assertThat(loop.run(gateway)).isEqualTo(ExitCode.INTERNAL);
    assertThat(halted).containsExactly(70);
  }

  /** Remembers what it was asked. */
  private static final class FakeGateway implements ServeLoop.Served {
    private final CompletableFuture<Throwable> failure = new CompletableFuture<>();
    private final List<String> calls = new ArrayList<>();
    private CompletableFuture<Void> reloaded = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

    @Override
    public CompletionStage<Throwable> failure() {
      return failure;
    }

    @Override
    public CompletionStage<Void> reload() {
      calls.add("reload");
      return reloaded;
    }

    @Override
    public CompletionStage<Void> stop() {
      calls.add("stop");
      return stopped;
    }
  }
}
