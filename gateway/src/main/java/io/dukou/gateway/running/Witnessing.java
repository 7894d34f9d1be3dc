package io.dukou.gateway.running;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.AuditException;
import io.dukou.audit.AuditLog;
import io.dukou.audit.Checkpoint;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.LeafDraft;
import io.dukou.audit.LeafKind;
import io.dukou.audit.MalformedException;
import io.dukou.audit.NotWitnessedException;
import io.dukou.audit.Receipt;
import io.dukou.audit.WitnessPolicy;
import io.dukou.audit.WitnessPolicy.Witnessed;
import io.dukou.gateway.config.AuditConfig;
import io.dukou.gateway.journal.Closing;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.outbound.OutboundClient;
import io.dukou.gateway.outbound.OutboundException;
import io.dukou.gateway.outbound.OutboundLimits;
import io.dukou.gateway.outbound.OutboundRequest;
import io.dukou.gateway.outbound.OutboundResponse;
import io.dukou.gateway.seldom.SeldomSaid;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has witnesses cosign the checkpoints of the log, and lets receipts carry what they say.
 *
 * <p>A release waits until as many witnesses as the policy asks for have cosigned a checkpoint that
 * covers its entry. Where they do not in time, it does not happen if witnessing is {@code
 * required}: its entry is closed with {@code nothing_left}. Under {@code best-effort} it happens,
 * with what cosignatures there are. Refusals wait too, and are answered in either case. One round
 * of questions is under way at a time; what is appended meanwhile is asked about together in the
 * next.
 *
 * <p>That witnesses are too few, and that they are enough again, has an entry of its own each. A
 * witness that says that the log does not begin with what it saw before is an alarm that stays
 * until a restart.
 *
 * <p>Any thread; state is guarded by the object's lock.
 */
final class Witnessing implements Journal, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Witnessing.class);
  private static final Set<Integer> STATUSES = Set.of(200, 403, 409, 422);
  private static final int LONGEST_ANSWER = 64 << 10;
  private static final long PAUSE_MILLIS = 500;
  private static final Set<LeafKind> AWAITED = Set.of(LeafKind.RELEASE, LeafKind.REFUSAL);

  private final Vertx vertx;
  private final AuditLog log;
  private final OutboundClient client;
  private final AuditConfig.Witnesses config;
  private final WitnessPolicy policy;
  private final InstantSource clock;
  private final SeldomSaid seldom;
  private final OutboundLimits limits;
  private final List<Asked> witnesses = new ArrayList<>();
  private final long timer;
  private List<Waiting> waiting = new ArrayList<>();
  private boolean isAsking;
  private boolean isClosed;
  private @Nullable Checkpoint cosigned;
  private @Nullable String trouble;
  private @Nullable String alarm;

  private Witnessing(
      Vertx vertx,
      AuditLog log,
      OutboundClient client,
      AuditConfig.Witnesses config,
      InstantSource clock) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.log = requireNonNull(log, "log");
    this.client = requireNonNull(client, "client");
    this.config = requireNonNull(config, "config");
    this.policy = config.policy();
    this.clock = requireNonNull(clock, "clock");
    this.seldom = new SeldomSaid(clock);
    this.limits =
        new OutboundLimits(
            config.timeout(), config.timeout(), config.timeout(), LONGEST_ANSWER, 16 << 10, 100);
    policy.witnesses().stream()
        .filter(witness -> witness.address().isPresent())
        .forEach(witness -> witnesses.add(new Asked(witness)));
    this.cosigned = log.cosigned().filter(this::isEnough).orElse(null);
    this.timer = vertx.setPeriodic(1, config.interval().toMillis(), id -> ask());
  }

  /** Tells whether what was kept by an earlier process is enough for the policy of this one. */
  private boolean isEnough(Checkpoint kept) {
    try {
      return policy.check(kept.note()).isEnough();
    } catch (MalformedException e) {
      return false;
    }
  }

  /** Starts to have a log witnessed. */
  static Witnessing start(
      Vertx vertx,
      AuditLog log,
      OutboundClient client,
      AuditConfig.Witnesses config,
      InstantSource clock) {
    return new Witnessing(vertx, log, client, config, clock);
  }

  @Override
  public CompletableFuture<Receipt> append(LeafDraft leaf, DomesticPart domestic) {
    CompletableFuture<Receipt> appended = log.append(leaf, domestic);
    return AWAITED.contains(leaf.kind())
        ? appended.thenCompose(receipt -> witnessed(leaf, receipt))
        : appended;
  }

  private CompletableFuture<Receipt> witnessed(LeafDraft leaf, Receipt receipt) {
    Waiting one = new Waiting(leaf, receipt, new CompletableFuture<>());
    synchronized (this) {
      waiting.add(one);
    }
    vertx.setTimer(config.timeout().toMillis(), id -> late(one));
    ask();
    return one.answer;
  }

  /** Gives up on witnesses for one entry. */
  private void late(Waiting one) {
    synchronized (this) {
      waiting.remove(one);
    }
    if (one.answer.isDone()) {
      return;
    }
    if (config.mode() == AuditConfig.Witnesses.Mode.REQUIRED
        && one.leaf.kind() == LeafKind.RELEASE) {
      if (one.answer.completeExceptionally(
          new NotWitnessedException("too few witnesses saw the entry in time"))) {
        close(one);
      }
    } else {
      one.answer.complete(one.receipt);
    }
  }

  /** Records that what the entry announced does not happen. */
  private void close(Waiting one) {
    Entry entry =
        Entry.of(LeafKind.CLOSE, clock.instant())
            .decision(
                new Closing(Closing.Outcome.NOTHING_LEFT, one.receipt.index(), 0).toJson(), null);
    if (one.leaf.recipient() != null && one.leaf.purpose() != null) {
      entry.recipient(one.leaf.recipient(), one.leaf.purpose());
    }
    if (one.leaf.study() != null && one.leaf.dataset() != null) {
      entry.dataset(one.leaf.study(), one.leaf.dataset());
    }
    var unused =
        entry
            .appendTo(log::append)
            .exceptionally(
                failure -> {
                  LOG.error("release {} was not closed", one.receipt.index());
                  return one.receipt;
                });
  }

  /** Begins a round, unless one is under way. */
  private void ask() {
    synchronized (this) {
      if (isAsking || isClosed) {
        return;
      }
      isAsking = true;
    }
    vertx
        .executeBlocking(log::publish, false)
        .compose(this::round)
        .onComplete(
            done -> {
              boolean again;
              synchronized (this) {
                isAsking = false;
                again = !waiting.isEmpty() && !isClosed && alarm == null;
              }
              if (done.failed() && seldom.isDue("not asked")) {
                LOG.error("witnesses were not asked: {}", words(done.cause()));
              }
              if (again) {
                vertx.setTimer(wasEnough(done) ? 1 : PAUSE_MILLIS, id -> ask());
              }
            });
  }

  private static boolean wasEnough(io.vertx.core.AsyncResult<Boolean> done) {
    return done.succeeded() && done.result();
  }

  /** Asks all witnesses about a checkpoint; completes with whether they were enough. */
  private Future<Boolean> round(@Nullable Checkpoint published) {
    Checkpoint known = newest();
    boolean wasEnough = trouble().isEmpty(); // else what is known may be of too few
    if (published == null || (wasEnough && known != null && known.size() >= published.size())) {
      serve(known);
      return Future.succeededFuture(true);
    }
    Round round = new Round(published);
    List<Future<Void>> asked = new ArrayList<>();
    for (Asked witness : witnesses) {
      asked.add(ask(witness, round));
    }
    return Future.join(asked).transform(all -> finish(round));
  }

  private Future<Void> ask(Asked witness, Round round) {
    return question(witness, round)
        .compose(reply -> answered(witness, round, reply))
        .onFailure(failure -> round.failed(witness, words(failure)))
        .otherwiseEmpty();
  }

  private Future<Reply> question(Asked witness, Round round) {
    long old = Math.min(witness.size, round.published.size());
    return vertx
        .executeBlocking(() -> log.witnessQuestion(old, round.published), false)
        .compose(
            body -> {
              URI prefix = witness.of.address().orElseThrow();
              OutboundRequest request =
                  OutboundRequest.post(
                          URI.create(prefix + "/add-checkpoint"),
                          new OutboundRequest.Content("text/plain", Buffer.buffer(body)),
                          Set.of())
                      .taking(STATUSES)
                      .with(new OutboundRequest.Trust(config.authorities(), null));
              return Future.fromCompletionStage(client.send(request, limits));
            })
        .compose(response -> vertx.executeBlocking(() -> Reply.of(response), false));
  }

  private Future<Void> answered(Asked witness, Round round, Reply reply) {
    switch (reply.status) {
      case 200 -> {
        round.add(witness, reply.body);
        witness.size = round.published.size();
        serve(round.enough());
      }
      case 409 -> {
        long size = reply.size();
        if (size > round.published.size()) {
          raise(witness.of.name() + " has cosigned a larger tree of this log than there is");
          throw new MalformedReply("it knows a larger tree");
        }
        if (size == witness.size) {
          throw new MalformedReply("it contradicts itself");
        }
        witness.size = size;
        return ask(witness, round);
      }
      case 403 ->
          throw new MalformedReply(
              "it trusts no key that signs this log now: give it the new one (log rotate)");
      default -> {
        raise(
            witness.of.name()
                + " says that this log does not begin with what it cosigned before: a fork");
        throw new MalformedReply("it saw another history");
      }
    }
    return Future.succeededFuture();
  }

  /** Gives receipts to all that a checkpoint covers. */
  private void serve(@Nullable Checkpoint checkpoint) {
    if (checkpoint == null) {
      return;
    }
    List<Waiting> covered = new ArrayList<>();
    synchronized (this) {
      if (cosigned == null || cosigned.size() <= checkpoint.size()) {
        cosigned = checkpoint;
      }
      List<Waiting> left = new ArrayList<>();
      waiting.forEach(one -> (one.receipt.index() < checkpoint.size() ? covered : left).add(one));
      waiting = left;
    }
    covered.forEach(
        one ->
            vertx
                .executeBlocking(() -> log.receipt(one.receipt.index(), checkpoint), false)
                .onSuccess(one.answer::complete)
                .onFailure(one.answer::completeExceptionally));
  }

  private Future<Boolean> finish(Round round) {
    Checkpoint enough = round.enough();
    if (enough != null) {
      settle(null);
      return keep(round, enough);
    }
    if (config.mode() == AuditConfig.Witnesses.Mode.BEST_EFFORT) {
      serve(round.soFar());
      log.goOnWithoutWitnesses();
    }
    settle(
        "too few witnesses cosign: "
            + String.join("; ", round.failures.values())
            + (isAlarmed()
                ? "; do not change audit.witnesses, and see the alarm"
                : "; see that they run and can be reached, or mend audit.witnesses"));
    return Future.succeededFuture(false);
  }

  /**
   * Keeps what the witnesses of a round signed; once a round, and not before receipts are given.
   */
  private Future<Boolean> keep(Round round, Checkpoint enough) {
    if (enough.note().equals(round.published.note())) {
      return Future.succeededFuture(true); // a policy that asks for none
    }
    return vertx
        .executeBlocking(
            () -> {
              log.keepCosigned(enough);
              return true;
            },
            false)
        .onFailure(
            failure -> {
              if (!isClosed()) {
                LOG.error("a cosigned checkpoint was not kept; see the log's disk");
              }
            })
        .otherwise(true);
  }

  private synchronized boolean isAlarmed() {
    return alarm != null;
  }

  private synchronized boolean isClosed() {
    return isClosed;
  }

  /** Notes whether witnesses are too few, and records where that changed. */
  private void settle(@Nullable String words) {
    boolean changed;
    synchronized (this) {
      if (isClosed) {
        return; // what fails while the gateway ends says nothing of the witnesses
      }
      changed = (trouble == null) != (words == null);
      trouble = words;
    }
    if (words != null && seldom.isDue(words)) {
      LOG.warn("{}", words);
    }
    if (changed) {
      LOG.info("{}", words == null ? "enough witnesses cosign" : "too few witnesses cosign");
      ObjectNode decision =
          JsonNodeFactory.instance
              .objectNode()
              .put("outcome", words == null ? "witnessed" : "degraded")
              .put("mode", config.mode().word());
      var unused =
          Entry.of(LeafKind.WITNESS, clock.instant())
              .decision(decision, null)
              .appendTo(log::append)
              .exceptionally(failure -> null);
    }
  }

  private void raise(String words) {
    synchronized (this) {
      alarm = words;
    }
    if (seldom.isDue(words)) {
      LOG.error("ALARM: {}; keep the log and the state as they are, and find out why", words);
    }
  }

  /** Returns the newest checkpoint that enough witnesses cosigned, if there is one. */
  synchronized @Nullable Checkpoint newest() {
    return cosigned;
  }

  /** Returns what is wrong, in words for an operator, if anything is. */
  synchronized Optional<String> trouble() {
    return Optional.ofNullable(alarm).or(() -> Optional.ofNullable(trouble));
  }

  /**
   * Makes the receipt of an entry against the newest checkpoint that witnesses cosigned, or against
   * the log's own where none covers it. Blocks on the disk.
   */
  Receipt receipt(long index) {
    Checkpoint newest = newest();
    return newest != null && newest.size() > index
        ? log.receipt(index, newest)
        : log.receipt(index);
  }

  @Override
  public void close() {
    List<Waiting> left;
    synchronized (this) {
      isClosed = true;
      left = List.copyOf(waiting);
    }
    vertx.cancelTimer(timer);
    left.forEach(this::late);
  }

  /** Returns our own words, never those of a server. */
  private static String words(Throwable thrown) {
    Throwable cause = thrown.getCause();
    Throwable failure = thrown instanceof CompletionException && cause != null ? cause : thrown;
    if (failure instanceof OutboundException outbound) {
      return outbound.failure().problem();
    }
    return failure instanceof AuditException || failure instanceof MalformedReply
        ? String.valueOf(failure.getMessage())
        : failure.getClass().getSimpleName();
  }

  /** A witness that is asked, and the size of the tree that it cosigned last, as far as known. */
  private static final class Asked {
    private final WitnessPolicy.Witness of;
    private volatile long size;

    Asked(WitnessPolicy.Witness of) {
      this.of = of;
    }
  }

  /** An entry that waits for witnesses. */
  private record Waiting(LeafDraft leaf, Receipt receipt, CompletableFuture<Receipt> answer) {}

  /** What is asked about one checkpoint. */
  private final class Round {
    private final Checkpoint published;
    private final TreeMap<String, String> failures = new TreeMap<>();
    private Checkpoint soFar;

    Round(Checkpoint published) {
      this.published = published;
      this.soFar = published;
    }

    synchronized void add(Asked witness, String answer) {
      Checkpoint with = soFar.with(witness.of.key(), answer);
      var unused = policy.check(with.note()); // what spoils the note is this witness's failure
      soFar = with;
    }

    synchronized void failed(Asked witness, String words) {
      failures.put(witness.of.name(), witness.of.name() + ": " + words);
    }

    synchronized Checkpoint soFar() {
      return soFar;
    }

    /** Returns the checkpoint with its cosignatures, if they are enough. */
    synchronized @Nullable Checkpoint enough() {
      Witnessed witnessed = policy.check(soFar.note());
      return witnessed.isEnough() ? soFar : null;
    }
  }

  /** What a witness answers. */
  private record Reply(int status, String body) {
    /** Reads an answer on a worker. */
    static Reply of(OutboundResponse response) {
      try (InputStream body = response.body()) {
        byte[] bytes = body.readNBytes(LONGEST_ANSWER + 1);
        if (bytes.length > LONGEST_ANSWER) {
          throw new MalformedReply("its answer is too long");
        }
        return new Reply(response.status(), new String(bytes, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    long size() {
      if (!body.matches("(0|[1-9][0-9]{0,17})\n")) {
        throw new MalformedReply("its answer names no size");
      }
      return Long.parseLong(body.strip());
    }
  }

  /** A witness does not keep to the protocol; the message is ours. */
  private static final class MalformedReply extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedReply(String message) {
      super(message);
    }
  }
}
