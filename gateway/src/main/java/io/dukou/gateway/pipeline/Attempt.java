package io.dukou.gateway.pipeline;

import io.dukou.gateway.pipeline.Progress.Identified;
import io.dukou.gateway.pipeline.Progress.Measured;
import io.dukou.gateway.pipeline.Progress.Recorded;
import io.dukou.gateway.pipeline.Progress.Shielded;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the stages: how far it has come, whether its time is over, and
 * what it holds that has to be given back.
 *
 * <h2>Time</h2>
 *
 * The deadline, or the end of the gateway, and the record stage race for one switch. If the
 * deadline wins, the request is refused at once and whatever still runs for it finds the switch
 * thrown and stops before it records. If recording wins, the deadline no longer counts: the entry
 * may be durable any moment, so its answer is awaited however long that takes.
 */
final class Attempt {
  private final Identified identified;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private final CompletableFuture<Answer> expired = new CompletableFuture<>();
  private volatile Progress furthest;
  private volatile @Nullable Shielded shielded;
  private volatile @Nullable Measured measured;

  Attempt(Identified identified) {
    this.identified = identified;
    this.furthest = identified;
  }

  /** Returns how far the request has come. */
  Progress furthest() {
    return furthest;
  }

  /** Ends the request for lack of time, unless it is being recorded. */
  void expire() {
    if (state.compareAndSet(State.OPEN, State.EXPIRED)) {
      expired.completeExceptionally(new TimeoutException("the answer was not ready in time"));
    }
  }

  /** Ends the request because the gateway stops, unless it is being recorded. */
  void callOff() {
    if (state.compareAndSet(State.OPEN, State.EXPIRED)) {
      expired.completeExceptionally(new RefusedException(Problems.STOPPING));
    }
  }

  /** Completes, exceptionally, if and when the time is over. */
  CompletableFuture<Answer> expired() {
    return expired;
  }

  /** Gives back what a request that does not release holds. */
  void giveBack() {
    Measured reserved = measured;
    if (reserved != null) {
      reserved.persons().cancel();
    }
    Shielded ready = shielded;
    if (ready != null) {
      ready.answer().body().free();
    }
  }

  /** Returns the first leg of the way. */
  Leg<Identified> start() {
    return new Leg<>(CompletableFuture.completedFuture(identified));
  }

  private <T extends Progress> T reached(T progress) {
    furthest = progress;
    if (progress instanceof Shielded ready) {
      shielded = ready;
    }
    if (progress instanceof Measured reserved) {
      measured = reserved;
    }
    return progress;
  }

  private void beginRecording() {
    if (!state.compareAndSet(State.OPEN, State.RECORDING)) {
      throw new RefusedException(Problems.TOO_SLOW);
    }
  }

  /** Whether the request may still be refused for lack of time. */
  private enum State {
    OPEN,
    RECORDING,
    EXPIRED
  }

  /** The way so far. */
  final class Leg<I extends Progress> {
    private final CompletionStage<I> way;

    private Leg(CompletionStage<I> way) {
      this.way = way;
    }

    /** Goes on with a stage, unless the time is over. */
    <O extends Progress> Leg<O> then(Stage<I, O> stage) {
      return new Leg<>(
          way.thenCompose(
              input -> {
                if (state.get() != State.OPEN) {
                  throw new RefusedException(Problems.TOO_SLOW);
                }
                return stage.run(input).thenApply(Attempt.this::reached);
              }));
    }

    /** Goes the rest of the way in one step that cannot be called off. */
    CompletionStage<Answer> whole(Function<I, CompletionStage<Answer>> rest) {
      return way.thenCompose(
          input -> {
            beginRecording();
            return rest.apply(input);
          });
    }

    /** Goes on with the stage that cannot be called off. */
    Leg<Recorded> commit(Stage<I, Recorded> stage) {
      return new Leg<>(
          way.thenCompose(
              input -> {
                beginRecording();
                return stage.run(input).thenApply(Attempt.this::reached);
              }));
    }

    /** Ends the way with an answer. */
    CompletionStage<Answer> end(ReleaseStage release) {
      return way.thenApply(
          recorded -> {
            if (recorded instanceof Recorded durable) {
              return release.answer(durable);
            }
            throw new IllegalStateException("released before it was recorded");
          });
    }
  }
}
