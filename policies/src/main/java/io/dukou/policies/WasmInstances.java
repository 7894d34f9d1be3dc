package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.styra.opa.wasm.OpaPolicy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Instances of the compiled rules, each lent to one evaluation at a time.
 *
 * <p>All of them are made at the start and have evaluated once, so that no request pays for that.
 * An instance that failed is thrown away and made anew. The library has a pool of its own, but that
 * one takes the data out of an instance when it comes back, and the data has to stay: the rules
 * find themselves through it.
 *
 * <p>Any thread may call.
 */
final class WasmInstances implements AutoCloseable {
  private static final String NO_FACTS = "{}";

  private final BlockingQueue<OpaPolicy> idle = new LinkedBlockingQueue<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Supplier<OpaPolicy> maker;

  private WasmInstances(Supplier<OpaPolicy> maker) {
    this.maker = maker;
  }

  /** Makes {@code count} instances of the rules of {@code bundle}; takes about a second. */
  static WasmInstances start(PolicyBundle bundle, int count) {
    JsonNode data = bundle.data();
    WasmInstances instances = new WasmInstances(() -> make(bundle, data));
    for (int i = 0; i < count; i++) {
      instances.idle.add(instances.maker.get());
    }
    return instances;
  }

  private static OpaPolicy make(PolicyBundle bundle, JsonNode data) {
    OpaPolicy instance = OpaPolicy.builder().withPolicy(bundle.wasm()).build().data(data);
    for (EntryPoint entryPoint : EntryPoint.values()) {
      String unused = instance.entrypoint(entryPoint.path()).evaluate(NO_FACTS);
    }
    return instance;
  }

  /**
   * Returns what the rules answer, as JSON; waits while all instances are lent.
   *
   * @throws IllegalStateException if the instances are closed
   */
  String evaluate(EntryPoint entryPoint, PolicyInput input) throws InterruptedException {
    if (closed.get()) {
      throw new IllegalStateException("the policy engine is closed");
    }
    OpaPolicy instance = idle.take();
    boolean sound = false;
    try {
      String answer = instance.entrypoint(entryPoint.path()).evaluate(input.canonicalJson());
      sound = true;
      return answer;
    } finally {
      idle.add(sound ? instance : maker.get());
    }
  }

  @Override
  public void close() {
    closed.set(true);
  }
}
