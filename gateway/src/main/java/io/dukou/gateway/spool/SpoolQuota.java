package io.dukou.gateway.spool;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what all spools of one factory hold, and refuses what is too much. Any thread. */
final class SpoolQuota {
  private final long memoryQuota;
  private final long quota;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong memoryBytes = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  SpoolQuota(SpoolOptions options) {
    this.memoryQuota = options.memoryQuota();
    this.quota = options.quota();
  }

  /** Takes {@code length} bytes of the quota, or none and returns false. */
  boolean reserve(long length) {
    return reserve(bytes, length, quota);
  }

  /** Takes {@code length} bytes of the memory, or none and returns false. */
  boolean reserveMemory(long length) {
    return reserve(memoryBytes, length, memoryQuota);
  }

  void release(long length) {
    bytes.addAndGet(-length);
  }

  void releaseMemory(long length) {
    memoryBytes.addAndGet(-length);
  }

  void opened() {
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  SpoolStats stats() {
    return new SpoolStats(open.get(), memoryBytes.get(), bytes.get(), quota);
  }

  private static boolean reserve(AtomicLong taken, long length, long limit) {
    long before = taken.get();
    while (length <= limit - before) {
      if (taken.compareAndSet(before, before + length)) {
        return true;
      }
      before = taken.get();
    }
    return false;
  }
}
