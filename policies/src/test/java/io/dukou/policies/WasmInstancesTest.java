package io.dukou.policies;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.styra.opa.wasm.OpaPolicy;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Instances are lent to one evaluation each, keep their data, and are replaced once they failed.
 */
final class WasmInstancesTest {
  private static final PolicyBundle BUNDLE = PolicyBundle.load();
  private static final PolicyInput INPUT = PolicyInput.of(Tree.base());

  @Test
  void instances_areMadeAtTheStart_andNoneLater() throws InterruptedException {
    AtomicInteger made = new AtomicInteger();
    WasmInstances instances =
        WasmInstances.start(
            2,
            () -> {
              made.incrementAndGet();
              return sound();
            });
    assertThat(made).hasValue(2);
    for (int i = 0; i < 5; i++) {
      assertEvaluates(instances);
    }
    assertThat(made).hasValue(2);
  }

  @Test
  void instanceUsedAgain_answersTheSame_forEachEntryPoint() throws InterruptedException {
    WasmInstances instances = WasmInstances.start(BUNDLE, 1);
    String request = instances.evaluate(EntryPoint.REQUEST, INPUT);
    String release = instances.evaluate(EntryPoint.RELEASE, INPUT);
    assertThat(release).isNotEqualTo(request);
    for (int i = 0; i < 20; i++) {
      assertThat(instances.evaluate(EntryPoint.REQUEST, INPUT)).isEqualTo(request);
      assertThat(instances.evaluate(EntryPoint.RELEASE, INPUT)).isEqualTo(release);
    }
  }

  @Test
  void failedInstance_isMadeAnew() throws InterruptedException {
    WasmInstances instances = WasmInstances.start(1, inTurn("failing", "sound"));
    assertFails(instances);
    assertEvaluates(instances);
    assertEvaluates(instances);
  }

  @Test
  void makingAnew_thatFails_isTriedAgain() throws InterruptedException {
    WasmInstances instances =
        WasmInstances.start(1, inTurn("failing", "broken", "broken", "sound"));
    assertFails(instances);
    assertFails(instances);
    assertFails(instances);
    assertEvaluates(instances);
  }

  @Test
  void firstMaking_thatFails_failsTheStart() {
    assertThatThrownBy(() -> WasmInstances.start(1, WasmInstancesTest::broken))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closedInstances_evaluateNothing() {
    WasmInstances instances = WasmInstances.start(1, WasmInstancesTest::sound);
    instances.close();
    assertThatThrownBy(() -> instances.evaluate(EntryPoint.REQUEST, INPUT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  private static void assertEvaluates(WasmInstances instances) throws InterruptedException {
    String answer = instances.evaluate(EntryPoint.REQUEST, INPUT);
    Decision decision = BUNDLE.decision(PolicyBundle.parse(answer).get(0).get("result"));
    assertThat(decision.outcome()).isEqualTo(Outcome.ALLOW);
  }

  private static void assertFails(WasmInstances instances) {
    assertThatThrownBy(() -> instances.evaluate(EntryPoint.REQUEST, INPUT))
        .isInstanceOf(RuntimeException.class);
  }

  /** Returns a maker of instances of these kinds, one after the other. */
  private static Supplier<OpaPolicy> inTurn(String... kinds) {
    Iterator<String> left = List.of(kinds).iterator();
    return () ->
        switch (left.next()) {
          case "sound" -> sound();
          case "failing" -> failing();
          default -> broken();
        };
  }

  private static OpaPolicy sound() {
    return instance(BUNDLE.wasm());
  }

  /** Returns an instance whose evaluations fail, since it lacks the entry point for requests. */
  private static OpaPolicy failing() {
    String path = EntryPoint.REQUEST.path();
    String other = path.substring(0, path.length() - 1) + "X";
    String wasm = new String(BUNDLE.wasm(), ISO_8859_1).replace(path, other);
    return instance(wasm.getBytes(ISO_8859_1));
  }

  private static OpaPolicy broken() {
    throw new IllegalStateException("no instance can be made");
  }

  private static OpaPolicy instance(byte[] wasm) {
    return OpaPolicy.builder().withPolicy(wasm).build().data(BUNDLE.data());
  }
}
