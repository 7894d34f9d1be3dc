package io.dukou.gateway.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.gateway.facts.Facts;
import io.dukou.gateway.facts.PolicyInputBuilder;
import io.dukou.gateway.facts.ReleaseMeasures;
import io.dukou.gateway.facts.TransferIntent;
import io.dukou.policies.EntryPoint;
import io.dukou.policies.PolicyEngine;
import io.dukou.policies.PolicyInput;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks the policy, and remembers its answers.
 *
 * <p>The input of a question is a function of the facts, the intent and the measures; so they are
 * the key of the memory, the time of the event apart. An answer is used again under the same facts
 * revision and rules until the first instant at which a date in it could matter. Any thread.
 */
final class Decider {
  private static final int REMEMBERED = 10_000;

  private final PolicyEngine engine;
  private final Map<Question, Ruling> rulings = new ConcurrentHashMap<>();

  Decider(PolicyEngine engine) {
    this.engine = engine;
  }

  /** Asks whether something may be asked for at all. */
  CompletionStage<Ruling> request(Facts facts, TransferIntent intent) {
    Question question = new Question(facts.revision(), timeless(intent), null);
    return remembered(question, intent.at(), () -> PolicyInputBuilder.request(facts, intent));
  }

  /** Asks whether exactly this may leave. */
  CompletionStage<Ruling> release(Facts facts, TransferIntent intent, ReleaseMeasures measures) {
    Question question = new Question(facts.revision(), timeless(intent), measures);
    return remembered(
        question, intent.at(), () -> PolicyInputBuilder.release(facts, intent, measures));
  }

  private CompletionStage<Ruling> remembered(Question question, Instant at, InputSource source) {
    Ruling known = rulings.get(question);
    if (known != null && known.holdsAt(at)) {
      return CompletableFuture.completedFuture(known);
    }
    PolicyInput input = PolicyInput.of(source.build());
    EntryPoint entry = question.measures == null ? EntryPoint.REQUEST : EntryPoint.RELEASE;
    return engine
        .evaluate(entry, input)
        .thenApply(
            decision -> {
              Ruling ruling = Ruling.of(decision, input);
              remember(question, ruling);
              return ruling;
            });
  }

  private void remember(Question question, Ruling ruling) {
    if (rulings.size() >= REMEMBERED) {
      rulings.clear();
    }
    rulings.put(question, ruling);
  }

  private static TransferIntent timeless(TransferIntent intent) {
    return new TransferIntent(
        intent.study(),
        intent.dataset(),
        intent.recipient(),
        intent.purpose(),
        intent.fields(),
        intent.location(),
        intent.kind(),
        Instant.EPOCH);
  }

  /** Builds the input of a question. */
  @FunctionalInterface
  private interface InputSource {
    JsonNode build();
  }

  /** Everything an input depends on but the time of the event. */
  private record Question(
      String factsRevision, TransferIntent intent, @Nullable ReleaseMeasures measures) {}
}
