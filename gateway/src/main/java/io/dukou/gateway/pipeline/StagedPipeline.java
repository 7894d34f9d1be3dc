package io.dukou.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.AuditLog;
import io.dukou.audit.LeafKind;
import io.dukou.gateway.cut.CutKeeper;
import io.dukou.gateway.cut.TableSet;
import io.dukou.gateway.facts.StudyRegistry;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.pipeline.Progress.Identified;
import io.dukou.gateway.release.Answers;
import io.dukou.gateway.release.PersonTally;
import io.dukou.gateway.release.ProtectedTables;
import io.dukou.gateway.release.ReleaseMemory;
import io.dukou.policies.PolicyEngine;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes every authenticated request through the {@link Crossing}, within its time, and turns
 * whatever goes wrong into a recorded refusal.
 *
 * <p>Called on event loops, which it never blocks. Errors of the virtual machine end the request
 * like any failure and are then told to {@link Parts#onFatal}, since a process that has lost memory
 * or stack at an unknown place is not to be trusted with the next request.
 */
public final class StagedPipeline implements Pipeline, SummaryRecorder {
  private final Vertx vertx;
  private final Parts parts;
  private final Crossing crossing;
  private final RefusalRecorder refusals;
  private final ReceiptDesk receipts;
  private final Map<Attempt, CompletableFuture<Answer>> underWay = new ConcurrentHashMap<>();

  private StagedPipeline(Vertx vertx, Parts parts, Crossing crossing) {
    this.vertx = vertx;
    this.parts = parts;
    this.crossing = crossing;
    this.refusals = new RefusalRecorder(parts.journal());
    this.receipts =
        new ReceiptDesk(
            parts.log(), parts.receipts(), parts.journal(), parts.clock(), parts.workers());
  }

  /** Creates the pipeline. */
  public static StagedPipeline create(Vertx vertx, Parts parts) {
    return new StagedPipeline(vertx, parts, standard(parts));
  }

  /** Creates a pipeline with stages of a test's choice. */
  static StagedPipeline of(Vertx vertx, Parts parts, Crossing crossing) {
    return new StagedPipeline(vertx, parts, crossing);
  }

  /** Returns the stages of the product. */
  static Crossing standard(Parts parts) {
    Decider decider = new Decider(parts.policies());
    return new Crossing(
        new IdentifyStage(),
        new IntendStage(parts.sets(), parts.pageRows(), parts.journal()),
        new DecideStage(decider),
        new FetchStage(parts.cuts(), parts.tables()),
        new ProtectStage(parts.tables(), parts.answers()),
        new MeasureStage(parts.tally(), parts.tables()),
        new DecideAgainStage(decider),
        new RecordStage(parts.journal(), parts.tables(), parts.memory()),
        new ReleaseStage(parts.journal(), parts.memory(), parts.clock(), parts.workers()));
  }

  @Override
  public Future<Answer> answer(Request request) {
    Context context = vertx.getOrCreateContext();
    Promise<Answer> promise = Promise.promise();
    try {
      var unused =
          attempt(request, context)
              .whenComplete(
                  (answer, failure) -> {
                    if (failure == null) {
                      context.runOnContext(now -> promise.complete(answer));
                    } else {
                      giveUp(context, promise, failure);
                    }
                  });
    } catch (Throwable failure) { // the caller is told, whatever it is
      giveUp(context, promise, failure);
    }
    return promise.future();
  }

  @Override
  public Future<Void> record(Map<String, Long> counts) {
    ObjectNode counted = JsonNodeFactory.instance.objectNode();
    counts.forEach(counted::put);
    ObjectNode decision = JsonNodeFactory.instance.objectNode().put("outcome", "counted");
    Entry entry =
        Entry.of(LeafKind.SUMMARY, parts.clock().instant())
            .decision(decision, null)
            .domestic("counts", counted);
    return Future.fromCompletionStage(entry.appendTo(parts.journal())).mapEmpty();
  }

  private CompletionStage<Answer> attempt(Request request, Context context) {
    Identified identified =
        new Identified(request, parts.facts().current(), parts.clock().instant());
    Attempt attempt = new Attempt(identified);
    long timer = context.owner().setTimer(parts.deadline().toMillis(), id -> attempt.expire());
    CompletionStage<Answer> way =
        way(attempt, identified)
            .whenComplete(
                (answer, failure) -> {
                  context.owner().cancelTimer(timer);
                  if (failure != null) {
                    attempt.giveBack();
                    tellIfFatal(failure);
                  }
                });
    CompletableFuture<Answer> settled =
        way.applyToEither(attempt.expired(), Function.identity())
            .handle((answer, failure) -> settled(attempt, answer, failure))
            .thenCompose(Function.identity())
            .toCompletableFuture();
    underWay.put(attempt, settled);
    return settled.whenComplete((answer, failure) -> underWay.remove(attempt));
  }

  @Override
  public Future<Void> end() {
    CompletableFuture<?>[] settled = underWay.values().toArray(new CompletableFuture<?>[0]);
    underWay.keySet().forEach(Attempt::callOff);
    return Future.fromCompletionStage(CompletableFuture.allOf(settled), vertx.getOrCreateContext())
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private CompletionStage<Answer> settled(
      Attempt attempt, @Nullable Answer answer, @Nullable Throwable failure) {
    if (answer != null) {
      return CompletableFuture.completedFuture(answer);
    }
    return refusals.refuse(
        attempt.furthest(), failure == null ? new IllegalStateException("no answer") : failure);
  }

  private CompletionStage<Answer> way(Attempt attempt, Identified identified) {
    return ReceiptDesk.isAskedFor(identified.request())
        ? receipts.answer(crossing.identify(), attempt)
        : crossing.cross(attempt);
  }

  private void giveUp(Context context, Promise<Answer> promise, Throwable failure) {
    tellIfFatal(failure);
    context.runOnContext(now -> promise.complete(RefusalRecorder.unrecorded()));
  }

  private void tellIfFatal(Throwable failure) {
    if (Problems.unwrap(failure) instanceof VirtualMachineError error) {
      parts.onFatal().accept(error);
    }
  }

  /**
   * What the stages work with.
   *
   * @param sets the tables that are planned together, each with its route
   * @param pageRows the largest page
   * @param deadline how long a request may take until it is being recorded
   * @param facts the facts
   * @param policies the policy
   * @param cuts the data cuts
   * @param tables the protected tables
   * @param answers makes answers ready
   * @param memory what was given
   * @param tally counts persons
   * @param log the log, for receipts
   * @param journal where entries are appended
   * @param receipts makes receipts of earlier entries
   * @param workers where blocking work runs
   * @param clock tells the time of events
   * @param onFatal told of errors after which the process should end
   */
  public record Parts(
      List<TableSet> sets,
      int pageRows,
      Duration deadline,
      StudyRegistry facts,
      PolicyEngine policies,
      CutKeeper cuts,
      ProtectedTables tables,
      Answers answers,
      ReleaseMemory memory,
      PersonTally tally,
      AuditLog log,
      Journal journal,
      ReceiptSource receipts,
      Executor workers,
      InstantSource clock,
      Consumer<Throwable> onFatal) {
    /** Checks that the parts are there. */
    public Parts {
      sets = List.copyOf(sets);
      requireNonNull(facts, "facts");
      requireNonNull(journal, "journal");
    }
  }
}
