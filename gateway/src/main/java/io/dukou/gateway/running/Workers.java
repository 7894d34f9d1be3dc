package io.dukou.gateway.running;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads for work that blocks or takes long. Their number and their queue are bounded; what
 * does not fit is rejected, which refuses the request.
 */
final class Workers implements AutoCloseable {
  private static final int QUEUE = 512;
  private static final int MOST_ORIGINS = 8;
  private static final long PATIENCE_SECONDS = 10;

  private final ThreadPoolExecutor computing;
  private final ThreadPoolExecutor reading;

  private Workers(ThreadPoolExecutor computing, ThreadPoolExecutor reading) {
    this.computing = computing;
    this.reading = reading;
  }

  /**
   * Starts the threads.
   *
   * @param origins origins that may be read at the same time
   */
  static Workers start(int origins) {
    int processors = Runtime.getRuntime().availableProcessors();
    return new Workers(
        pool("dukou-worker-", Math.max(2, processors)),
        pool("dukou-origin-", Math.max(1, Math.min(MOST_ORIGINS, origins))));
  }

  /** Returns the threads that plan, protect, serialise and decide. */
  ExecutorService computing() {
    return computing;
  }

  /** Returns the threads that wait for origins, apart so that a slow origin stops nothing else. */
  ExecutorService reading() {
    return reading;
  }

  /**
   * Takes no more reads of origins and waits for those in work, whose ends go into the log: for
   * when the log is about to be closed and no origin can be reached any more.
   */
  void endReading() {
    reading.shutdown();
    try {
      if (!reading.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        reading.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets what is in work end for a while, then interrupts it. */
  @Override
  public void close() {
    computing.shutdown();
    reading.shutdown();
    try {
      if (!computing.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        computing.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reading.shutdownNow();
  }

  private static ThreadPoolExecutor pool(String name, int threads) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, name + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
