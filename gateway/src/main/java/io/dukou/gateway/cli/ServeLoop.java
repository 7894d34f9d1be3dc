package io.dukou.gateway.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a serving process does with what happens to it: reload, stop, or end because it may not go
 * on. Events may come from any thread; {@link #run} blocks the thread that ends the process.
 */
final class ServeLoop {
  private static final Logger LOG = LoggerFactory.getLogger(ServeLoop.class);

  /** The exit status of a process that SIGTERM ended, as shells count. */
  private static final int KILLED = 143;

  /** How long a process that may not go on takes to let answers end. */
  private static final Duration LAST_BREATH = Duration.ofSeconds(5);

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final IntConsumer halt;
  private boolean stopping;
  private Runnable whenStopping = () -> {};

  /**
   * Creates a loop to which nothing has happened.
   *
   * @param halt ends the process at once with a status
   */
  ServeLoop(IntConsumer halt) {
    this.halt = requireNonNull(halt, "halt");
  }

  /** Asks for files to be read again. */
  void reload() {
    events.add(Event.RELOAD);
  }

  /** Asks for an orderly stop; asked again, ends the process at once. */
  void stop() {
    synchronized (this) {
      if (stopping) {
        halt.accept(KILLED);
      }
      stopping = true;
      whenStopping.run();
    }
    events.add(Event.STOP);
  }

  /** Names what is done as soon as it is told to stop, at once if it was; it must not block. */
  synchronized void whenStopping(Runnable action) {
    whenStopping = action;
    if (stopping) {
      action.run();
    }
  }

  /**
   * Serves until told to stop.
   *
   * @return {@link ExitCode#OK} after an orderly stop, {@link ExitCode#INTERNAL} when the process
   *     may not go on
   */
  ExitCode run(Served served) throws InterruptedException {
    var unused = served.failure().thenRun(() -> events.add(Event.FAILURE));
    while (true) {
      switch (events.take()) {
        case RELOAD -> reload(served);
        case STOP -> {
          LOG.info("stopping: requests in work may end");
          served.stop().toCompletableFuture().join();
          LOG.info("stopped");
          return ExitCode.OK;
        }
        case FAILURE -> {
          stopSoon(served);
          return ExitCode.INTERNAL;
        }
      }
    }
  }

  private static void reload(Served served) {
    var unused =
        served
            .reload()
            .whenComplete(
                (done, failure) -> {
                  if (failure == null) {
                    LOG.info("facts, keys and certificate were read again");
                  } else {
                    LOG.error("the certificate stays as it was: {}", failure.getClass().getName());
                  }
                });
  }

  /** Stops without trusting that it can be stopped: memory or the log may be lost. */
  private void stopSoon(Served served) throws InterruptedException {
    LOG.error(
        "stopping, since this process must end: its log takes no more entries, or it lost memory or"
            + " stack; see the line before");
    try {
      served.stop().toCompletableFuture().get(LAST_BREATH.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      halt.accept(ExitCode.INTERNAL.status());
    }
  }

  /** What is served. */
  interface Served {
    /** Completes normally, if ever, with why the process may not go on. */
    CompletionStage<Throwable> failure();

    /** Reads files again. */
    CompletionStage<Void> reload();

    /** Stops; completes when everything is closed. */
    CompletionStage<Void> stop();
  }

  private enum Event {
    RELOAD,
    STOP,
    FAILURE
  }
}
