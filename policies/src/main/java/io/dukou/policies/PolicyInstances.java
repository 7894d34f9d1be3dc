package io.dukou.policies;

import com.styra.opa.wasm.OpaPolicy;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lends instances of the compiled rules, each to one thread at a time.
 *
 * <p>Not the pool of the library: that one forgets an instance's data when it is given back, so the
 * second evaluation would know no rule. An evaluation itself begins behind the data each time. An
 * instance whose evaluation failed is not lent again.
 */
final class PolicyInstances {
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<OpaPolicy> idle = new ConcurrentLinkedDeque<>();
  private final Supplier<OpaPolicy> factory;

  /** Makes at most {@code instances} instances, when they are needed. */
  PolicyInstances(Supplier<OpaPolicy> factory, int instances) {
    this.factory = factory;
    this.permits = new Semaphore(instances);
  }

  /** Evaluates on an instance of the calling thread's own; waits while all are lent. */
  String lend(Function<OpaPolicy, String> evaluation) throws InterruptedException {
    permits.acquire();
    try {
      OpaPolicy kept = idle.pollFirst();
      OpaPolicy instance = kept == null ? factory.get() : kept;
      String answer = evaluation.apply(instance);
      idle.offerFirst(instance);
      return answer;
    } finally {
      permits.release();
    }
  }

  /** Lets go of the idle instances. */
  void close() {
    idle.clear();
  }
}
