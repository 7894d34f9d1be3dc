package io.dukou.gateway.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.LeafKind;
import io.dukou.audit.Receipt;
import io.dukou.gateway.config.RouteConfig;
import io.dukou.gateway.identity.Caller;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.pipeline.Progress.Intended;
import io.dukou.gateway.release.SelectionException;
import io.dukou.policies.InvalidPolicyInputException;
import io.dukou.policies.PolicyException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a request with a refusal: an entry in the log, then the problem. Where even the refusal
 * cannot be recorded, the caller is told that, and nothing else.
 */
final class RefusalRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalRecorder.class);

  private final Journal journal;

  RefusalRecorder(Journal journal) {
    this.journal = journal;
  }

  /** Returns the refusal of a request that came as far as {@code furthest}; never fails. */
  CompletionStage<Answer> refuse(Progress furthest, Throwable failure) {
    Throwable cause = Problems.unwrap(failure);
    Problem problem = Problems.of(cause);
    log(furthest, problem, cause);
    return entry(furthest, problem, cause)
        .appendTo(journal)
        .thenApply(receipt -> answer(receipt, problem))
        .exceptionally(
            unrecorded -> {
              LOG.error(
                  "a refusal could not be recorded: {}",
                  Problems.unwrap(unrecorded).getClass().getName());
              return unrecorded();
            });
  }

  /** Returns the answer of last resort. */
  static Answer unrecorded() {
    return new Answer.Refused(OptionalLong.empty(), Optional.empty(), Problems.NOT_RECORDED);
  }

  private static Answer answer(Receipt receipt, Problem problem) {
    return new Answer.Refused(OptionalLong.of(receipt.index()), Optional.of(receipt), problem);
  }

  private static Entry entry(Progress furthest, Problem problem, Throwable cause) {
    Caller caller = furthest.identified().request().caller();
    Ruling ruling = cause instanceof RefusedException refused ? refused.ruling() : null;
    Entry entry =
        Entry.of(LeafKind.REFUSAL, furthest.identified().at())
            .recipient(caller.recipient(), caller.purpose())
            .decision(shown(problem, ruling), revision(ruling))
            .domestic("client", caller.clientId())
            .domestic("stage", furthest.getClass().getSimpleName())
            .domestic("cause", detail(cause));
    if (ruling != null) {
      entry.domestic("input", ruling.input()).domestic("decision", ruling.whole());
    }
    RouteConfig route = route(furthest);
    return route == null ? entry : entry.dataset(route.study(), route.dataset());
  }

  private static ObjectNode shown(Problem problem, @Nullable Ruling ruling) {
    return ruling != null
        ? ruling.shown()
        : JsonNodeFactory.instance
            .objectNode()
            .put("outcome", "refused")
            .put("code", problem.code())
            .put("status", problem.status());
  }

  private static @Nullable String revision(@Nullable Ruling ruling) {
    return ruling == null ? null : ruling.decision().revision();
  }

  /** Returns the dataset that the request was about, once that was known. */
  private static @Nullable RouteConfig route(Progress furthest) {
    Intended intended = furthest.intended();
    return intended == null ? null : intended.route().config();
  }

  /** Returns why, for people in China: our own words where the exception is ours, else its type. */
  private static String detail(Throwable cause) {
    if (cause instanceof TimeoutException) {
      return "not ready within server.timeouts.answer; find what is slow, or raise it";
    }
    String type = cause.getClass().getName();
    String words = cause.getMessage();
    return words != null && type.startsWith("io.dukou.") ? words : type;
  }

  private static void log(Progress furthest, Problem problem, Throwable cause) {
    String asked = asked(furthest);
    if (cause instanceof InvalidPolicyInputException) {
      LOG.warn(
          "refused {} for {}: {}; mend the fact of that name",
          problem.code(),
          asked,
          detail(cause));
    } else if (cause instanceof PolicyException) {
      LOG.info("refused {} for {}", problem.code(), asked); // the engine's trouble is logged apart
    } else if (cause instanceof SelectionException) { // a mistake of the caller, who was told
      LOG.info("refused {} for {}: {}", problem.code(), asked, detail(cause));
    } else if (problem.status() >= 500 || problem.status() == 422) {
      LOG.warn("refused {} for {}: {}", problem.code(), asked, detail(cause));
    } else {
      LOG.info("refused {} for {}", problem.code(), asked);
    }
    if (problem.equals(Problems.INTERNAL)) {
      LOG.error("unexpected failure", withoutMessage(cause));
    }
  }

  /** Returns who asked and, once that is known, for what, as the configuration names both. */
  private static String asked(Progress furthest) {
    String client = "client " + furthest.identified().request().caller().clientId();
    RouteConfig route = route(furthest);
    return route == null
        ? client
        : "%s, route %s, dataset %s of %s"
            .formatted(client, route.prefix(), route.dataset(), route.study());
  }

  /** Returns a copy of a failure that keeps the place and loses the words, which may quote data. */
  private static Throwable withoutMessage(Throwable cause) {
    Throwable bare = new Throwable(cause.getClass().getName());
    bare.setStackTrace(cause.getStackTrace());
    return bare;
  }
}
