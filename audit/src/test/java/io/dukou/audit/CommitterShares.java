package io.dukou.audit;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Looks, a thousand times a second, at what the committing threads of logs do, and tells the shares
 * of their time. A thread that computes is seen at the next place where the virtual machine lets it
 * be seen, which moves little between parts this large.
 */
final class CommitterShares implements AutoCloseable {
  private static final String COMMITTER = "dukou-audit-committer";

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
    while (!ended) {
      for (Map.Entry<Thread, StackTraceElement[]> each : Thread.getAllStackTraces().entrySet()) {
        if (each.getKey().getName().equals(COMMITTER)) {
          synchronized (this) {
            seen.merge(part(each.getValue()), 1, Integer::sum);
          }
        }
      }
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        return;
      }
    }
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
