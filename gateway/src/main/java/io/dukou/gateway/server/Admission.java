package io.dukou.gateway.server;

import io.dukou.gateway.config.ServerConfig.RequestLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the requests in work, all together and for each client, against their limits. A request is
 * in work when it is whole, so that nobody holds a place with half a one. Safe for any thread. What
 * was let in must be let out exactly once.
 */
final class Admission {
  private final int limit;
  private final int limitPerClient;
  private final AtomicInteger inWork = new AtomicInteger();
  private final ConcurrentMap<String, Integer> inWorkByClient = new ConcurrentHashMap<>();
  private final Promise<Void> empty = Promise.promise();
  private volatile boolean awaited;

  /** Creates a count of nothing in work. */
  Admission(RequestLimits limits) {
    limit = limits.concurrentRequests();
    limitPerClient = limits.concurrentRequestsPerClient();
  }

  /** Lets a request in; returns false when too many are in work. */
  boolean enter() {
    if (inWork.incrementAndGet() <= limit) {
      return true;
    }
    inWork.decrementAndGet();
    return false;
  }

  /** Lets a request out that {@link #enter} let in. */
  void leave() {
    if (inWork.decrementAndGet() == 0 && awaited) {
      empty.tryComplete();
    }
  }

  /** Returns what completes when no request is in work; for when no more are let in. */
  Future<Void> empty() {
    awaited = true;
    if (inWork.get() == 0) {
      empty.tryComplete();
    }
    return empty.future();
  }

  /**
   * Counts a request of {@code client}; returns false when it is one too many. It is counted all
   * the same, since it has to be answered, and must be let out by {@link #leaveClient}.
   */
  boolean enterClient(String client) {
    return inWorkByClient.merge(client, 1, Integer::sum) <= limitPerClient;
  }

  /** Lets a request of {@code client} out. */
  void leaveClient(String client) {
    inWorkByClient.computeIfPresent(client, (id, count) -> count == 1 ? null : count - 1);
  }

  /** Returns the number of requests in work. */
  int inWork() {
    return inWork.get();
  }

  /** Returns how many requests may be in work. */
  int limit() {
    return limit;
  }
}
