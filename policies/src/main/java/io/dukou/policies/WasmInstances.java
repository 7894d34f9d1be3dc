package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.styra.opa.wasm.OpaPolicy;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Instances of the compiled rules, each lent to one evaluation at a time.
 *
 * <p>All of them are made at the start and have evaluated once, so that no request pays for that.
 * An instance that failed is thrown away; the next evaluation in its place makes it anew, and fails
 * where it cannot be made, so that a place is never lost. The library has a pool of its own, but
 * that one takes the data out of an instance when it comes back, and the data has to stay: the
 * rules find themselves through it.
 *
 * <p>Any thread may call.
 */
final class WasmInstances implements AutoCloseable {
  private static final String NO_FACTS = "{}";

  private final BlockingQueue<Place> idle = new LinkedBlockingQueue<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Supplier<OpaPolicy> maker;

  private WasmInstances(Supplier<OpaPolicy> maker) {
    this.maker = maker;
  }

  /** Makes {@code count} instances of the rules of {@code bundle}; takes about a second. */
  static WasmInstances start(PolicyBundle bundle, int count) {
    JsonNode data = bundle.data();
    return start(count, () -> make(bundle, data));
  }

  /** Makes {@code count} instances with {@code maker}, which also replaces those that fail. */
  static WasmInstances start(int count, Supplier<OpaPolicy> maker) {
    WasmInstances instances = new WasmInstances(maker);
    for (int i = 0; i < count; i++) {
      instances.idle.add(new Place(maker.get()));
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
    Place place = idle.take();
    try {
      return place.evaluate(entryPoint, input, maker);
    } finally {
      idle.add(place);
    }
  }

  @Override
  public void close() {
    closed.set(true);
  }

  /** Where one instance stands; empty after a failure. Lent to one thread at a time. */
  private static final class Place {
    private @Nullable OpaPolicy instance;

    Place(OpaPolicy instance) {
      this.instance = instance;
    }

    String evaluate(EntryPoint entryPoint, PolicyInput input, Supplier<OpaPolicy> maker) {
      OpaPolicy lent = instance == null ? maker.get() : instance;
      instance = null;
      String answer = lent.entrypoint(entryPoint.path()).evaluate(input.canonicalJson());
      instance = lent;
      return answer;
    }
  }
}
