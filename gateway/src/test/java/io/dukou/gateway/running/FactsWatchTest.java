package io.dukou.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looks at the facts come one after another, and those that hang do not pile up. */
final class FactsWatchTest {
  private final FactsWatch watch = new FactsWatch();
  private final List<String> taken = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void looksWhileOneHangs_areNotTakenButForOne() throws Exception {
    CompletableFuture<Void> hanging = watch.look(this::hang).toCompletableFuture();
    begun.await();
    for (int i = 0; i < 100; i++) {
      assertThat(watch.lookUnlessBusy(() -> taken.add("periodic"))).isFalse();
    }
    CompletableFuture<Void> asked = watch.look(() -> taken.add("asked for")).toCompletableFuture();
    watch.look(() -> taken.add("asked for again")).toCompletableFuture().join();
    assertThat(asked).isNotDone();
    released.countDown();
    hanging.join();
    asked.join();
    assertThat(taken).containsExactly("hung", "asked for");
  }

  private void hang() {
    begun.countDown();
    try {
      released.await();
      taken.add("hung");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
