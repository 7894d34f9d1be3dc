package io.dukou.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks, two hundred times a second, at what the committing threads of logs do, and tells the
 * shares of their time. A thread that computes is seen at the next place where the virtual machine
 * lets it be seen, which moves little between parts this large.
 */
final class CommitterShares implements AutoCloseable {
  private static final String COMMITTER = "dukou-audit-committer";
  private static final int PAUSE_MILLIS = 5;
  private static final int LOOKS_BETWEEN = 100;

  private final Map<String, Integer> seen = new TreeMap<>();
  private final Thread sampler = new Thread(this::sample, "sampler");
  private volatile boolean ended;

  private CommitterShares() {}

  /** Begins to look. */
  static CommitterShares start() {
    CommitterShares shares = new CommitterShares();
    shares.sampler.setDaemon(true);
    shares.sampler.start();
    return shares;
  }

  private void sample() {
    List<Thread> committers = List.of();
    for (int round = 0; !ended; round++) {
      if (round % LOOKS_BETWEEN == 0) {
        committers = committers(); // costs as much as there are threads, so not each time
      }
      for (Thread committer : committers) {
        StackTraceElement[] stack = committer.getStackTrace();
        if (stack.length > 0) {
          synchronized (this) {
            seen.merge(part(stack), 1, Integer::sum);
          }
        }
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static List<Thread> committers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(COMMITTER))
        .toList();
  }

  private static String part(StackTraceElement[] stack) {
    if (has(stack, "LogSigners", "sign") || has(stack, "Note", "sign")) {
      return "signing";
    }
    if (has(stack, "", "force") || has(stack, "", "force0") || has(stack, "", "sync")) {
      return "syncing";
    }
    if (has(stack, "TreeHash", "") || has(stack, "EdgeTree", "") || has(stack, "TreeView", "")) {
      return "hashing";
    }
    return has(stack, "AppendQueue", "take") ? "waiting for entries" : "the rest";
  }

  private static boolean has(StackTraceElement[] stack, String type, String method) {
    return Arrays.stream(stack)
        .anyMatch(
            frame ->
                (type.isEmpty() || frame.getClassName().endsWith("." + type))
                    && (method.isEmpty() || frame.getMethodName().equals(method)));
  }

  /** Returns the shares so far. */
  @Override
  public synchronized String toString() {
    int all = seen.values().stream().mapToInt(Integer::intValue).sum();
    return seen.entrySet().stream()
        .map(each -> "%s %.0f %%".formatted(each.getKey(), 100.0 * each.getValue() / all))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    ended = true;
    sampler.interrupt();
  }
}
