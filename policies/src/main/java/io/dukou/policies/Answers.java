package io.dukou.policies;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Turns whatever goes wrong while an engine answers into {@link PolicyUnavailableException}. */
final class Answers {
  private Answers() {}

  /**
   * Completes {@code decision} with what {@code answer} gives.
   *
   * <p>Every failure counts, an {@link Error} such as a stack overflow inside the rules included:
   * whoever waits for the decision has to hear of it and refuse.
   */
  static <T> void complete(CompletableFuture<T> decision, Callable<T> answer) {
    try {
      decision.complete(answer.call());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      decision.completeExceptionally(unavailable(e));
    } catch (Throwable e) {
      decision.completeExceptionally(unavailable(e));
    }
  }

  /** Returns a stage that fails when {@code decision} fails or is later than {@code deadline}. */
  static <T> CompletionStage<T> within(Duration deadline, CompletableFuture<T> decision) {
    return decision
        .orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS)
        .handle(
            (answer, failure) -> {
              if (answer == null) {
                throw unavailable(failure);
              }
              return answer;
            });
  }

  private static PolicyUnavailableException unavailable(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof PolicyUnavailableException known) {
      return known;
    }
    return new PolicyUnavailableException(words(cause), cause);
  }

  private static String words(@Nullable Throwable cause) {
    if (cause instanceof TimeoutException) {
      return "The policy engine gave no decision in time";
    }
    return cause instanceof MalformedDecisionException malformed
        ? "The policy engine gave no decision: " + malformed.getMessage()
        : "The policy engine gave no decision";
  }
}
