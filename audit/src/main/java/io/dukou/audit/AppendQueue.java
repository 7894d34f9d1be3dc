package io.dukou.audit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries waiting for the sequencer, bounded in number and bytes. Never makes a producer wait. */
final class AppendQueue {
  private final int maxEntries;
  private final long maxBytes;
  private final Deque<PreparedEntry> waiting = new ArrayDeque<>();
  private long bytes;
  private @Nullable LogFailedException closed;

  AppendQueue(int maxEntries, long maxBytes) {
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
  }

  /**
   * Adds an entry at the end.
   *
   * @throws LogBusyException if there is no room
   * @throws LogFailedException if the queue was closed
   */
  synchronized void put(PreparedEntry entry) {
    if (closed != null) {
      throw new LogFailedException(closed.getMessage(), closed.getCause());
    }
    boolean tooManyBytes = !waiting.isEmpty() && bytes + entry.weight() > maxBytes;
    if (waiting.size() >= maxEntries || tooManyBytes) {
      throw new LogBusyException(
          "the log's queue is full: " + waiting.size() + " entries, " + bytes + " bytes");
    }
    waiting.addLast(entry);
    bytes += entry.weight();
    notifyAll();
  }

  /**
   * Takes the next entries, at least one; waits for it.
   *
   * @return entries in order; none when the queue was closed and is drained
   */
  synchronized List<PreparedEntry> take(int most, long mostBytes) throws InterruptedException {
    while (waiting.isEmpty() && closed == null) {
      wait();
    }
    List<PreparedEntry> taken = new ArrayList<>();
    long takenBytes = 0;
    while (!waiting.isEmpty() && taken.size() < most && takenBytes < mostBytes) {
      PreparedEntry entry = waiting.removeFirst();
      takenBytes += entry.weight();
      taken.add(entry);
    }
    bytes -= takenBytes;
    return taken;
  }

  /** Takes all that waits, without waiting for more. */
  synchronized List<PreparedEntry> drain() {
    List<PreparedEntry> left = List.copyOf(waiting);
    waiting.clear();
    bytes = 0;
    return left;
  }

  /** Lets nothing further in; the first reason given is the one that counts. */
  synchronized void close(LogFailedException reason) {
    if (closed == null) {
      closed = reason;
    }
    notifyAll();
  }
}
