package io.dukou.gateway.running;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.outbound.OutboundException;
import io.dukou.gateway.seldom.SeldomSaid;
import io.dukou.policies.Decision;
import io.dukou.policies.EntryPoint;
import io.dukou.policies.PolicyEngine;
import io.dukou.policies.PolicyInput;
import io.vertx.core.Vertx;
import java.net.ConnectException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A policy engine that tells operators when it does not decide: in the log, seldom, and to those
 * who ask whether the gateway is ready.
 *
 * <p>What counts is the last question that was asked, by a request or by {@link #checkEvery}. One
 * answer that is late is no trouble yet; two in a row are, and any other failure is at once. Any
 * thread.
 */
final class PolicyWatch implements PolicyEngine {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatch.class);

  private final PolicyEngine engine;
  private final Place place;
  private final SeldomSaid seldom;
  private final AtomicBoolean checking = new AtomicBoolean();
  private volatile @Nullable String trouble;
  private volatile boolean closed;

  /** Whether the last answer was late and the one before was not. */
  private boolean lateOnce;

  private PolicyWatch(PolicyEngine engine, Place place, InstantSource clock) {
    this.engine = requireNonNull(engine, "engine");
    this.place = requireNonNull(place, "place");
    this.seldom = new SeldomSaid(clock);
  }

  /** Watches an engine. */
  static PolicyWatch over(PolicyEngine engine, Place place, InstantSource clock) {
    return new PolicyWatch(engine, place, clock);
  }

  /**
   * Asks {@code check} now and then, from the time this is called: once in each pause, and never
   * again before it was answered.
   *
   * @param check asks whether the engine could decide; never blocks
   * @return ends this
   */
  AutoCloseable checkEvery(Duration pause, Vertx vertx, Supplier<CompletionStage<?>> check) {
    long timer = vertx.setPeriodic(1, pause.toMillis(), id -> ask(check));
    return () -> vertx.cancelTimer(timer);
  }

  /** Returns what is wrong with the engine, in words for an operator, if anything is. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public CompletionStage<Decision> evaluate(EntryPoint entryPoint, PolicyInput input) {
    return engine
        .evaluate(entryPoint, input)
        .whenComplete((decision, failure) -> answered(failure));
  }

  @Override
  public String revision() {
    return engine.revision();
  }

  @Override
  public void close() {
    closed = true;
    engine.close();
  }

  /** Asks {@code check} once, unless it has not answered yet. */
  void ask(Supplier<CompletionStage<?>> check) {
    if (checking.compareAndSet(false, true)) {
      var unused =
          check
              .get()
              .whenComplete(
                  (answer, failure) -> {
                    checking.set(false);
                    answered(failure);
                  });
    }
  }

  private synchronized void answered(@Nullable Throwable failure) {
    if (closed) {
      return; // what is asked while the gateway ends says nothing of the engine
    }
    if (failure != null) {
      failed(unwrapped(failure));
      return;
    }
    String again = place.name() + " decides again";
    if (trouble != null && seldom.isDue(again)) {
      LOG.info("{}", again);
    }
    trouble = null;
    lateOnce = false;
  }

  private void failed(Throwable failure) {
    String words =
        "%s does not decide, and what was not decided before is refused meanwhile: %s; %s"
            .formatted(place.name(), words(failure), place.remedy());
    if (isLate(failure) && trouble == null && !lateOnce) {
      lateOnce = true;
    } else {
      trouble = words;
    }
    if (seldom.isDue(words)) {
      LOG.error("{}", words);
    }
  }

  private static boolean isLate(Throwable failure) {
    return failure.getCause() != null && unwrapped(failure.getCause()) instanceof TimeoutException;
  }

  /** Returns our own words, and what kind of failure it was; never those of a server. */
  private static String words(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    Throwable cause = failure.getCause() == null ? null : unwrapped(failure.getCause());
    if (cause instanceof OutboundException outbound) {
      return message + " (" + outbound.failure().problem() + ")";
    }
    if (cause instanceof TimeoutException) {
      return message + " (later than policy.timeout)";
    }
    return cause instanceof ConnectException ? message + " (no connection could be made)" : message;
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /**
   * Where an engine is.
   *
   * @param name what operators call it, such as {@code the policy server at 127.0.0.1:8181}
   * @param remedy what they can do where it does not decide
   */
  record Place(String name, String remedy) {}
}
