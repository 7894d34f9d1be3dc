package io.dukou.gateway.running;

import io.dukou.gateway.facts.YamlStudyRegistry;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the facts one look at a time, on a thread of its own: a file system that hangs holds up
 * nothing else, however long it does. Any thread may ask; no method blocks.
 */
final class FactsWatch implements AutoCloseable {
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          30,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(1),
          task -> {
            Thread made = new Thread(task, "dukou-facts");
            made.setDaemon(true);
            return made;
          });

  /** Starts without a look. */
  FactsWatch() {
    thread.allowCoreThreadTimeOut(true);
  }

  /** Takes a look unless one is under way or waits; then it returns false. */
  boolean lookUnlessBusy(Runnable look) {
    boolean idle = thread.getActiveCount() == 0 && thread.getQueue().isEmpty();
    if (idle) {
      var unused = look(look);
    }
    return idle;
  }

  /**
   * Takes a look after the one under way, if there is one. Of looks that wait there is one at most:
   * it begins later than whoever asks meanwhile.
   *
   * @return completes, always normally, when it is done, and at the latest after {@link
   *     YamlStudyRegistry#PATIENCE}, when what is not done shows among the problems
   */
  CompletionStage<Void> look(Runnable look) {
    try {
      return CompletableFuture.runAsync(look, thread)
          .completeOnTimeout(null, YamlStudyRegistry.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.completedFuture(null); // one waits already, or nobody wants it
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
