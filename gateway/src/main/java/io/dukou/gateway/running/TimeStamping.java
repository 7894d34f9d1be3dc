package io.dukou.gateway.running;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.AuditException;
import io.dukou.audit.AuditLog;
import io.dukou.audit.Checkpoint;
import io.dukou.audit.TimeStamp;
import io.dukou.audit.TimeStampQuery;
import io.dukou.audit.TimeStampTrust;
import io.dukou.audit.TimeStamps;
import io.dukou.gateway.config.AuditConfig;
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
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the checkpoints of the log stamped by a time stamping authority, at an interval and whenever
 * the log has grown meanwhile.
 *
 * <p>What leaves is the SHA-256 of a checkpoint and a random number. Releases do not wait for it: a
 * stamp says how old the log is at least, and a later one says so of every entry before. Where none
 * comes, the operator hears of it in the log and from {@code /readyz}. Any thread.
 */
final class TimeStamping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TimeStamping.class);
  private static final OutboundLimits LIMITS =
      new OutboundLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          TimeStampQuery.LONGEST_REPLY,
          16 << 10,
          100);

  private final Vertx vertx;
  private final AuditLog log;
  private final OutboundClient client;
  private final AuditConfig.TimeStamps config;
  private final TimeStampTrust trust;
  private final SecureRandom random;
  private final SeldomSaid seldom;
  private final AtomicBoolean asking = new AtomicBoolean();
  private final long timer;
  private volatile long stamped;
  private volatile @Nullable String trouble;
  private volatile boolean closed;

  private TimeStamping(
      Vertx vertx,
      AuditLog log,
      OutboundClient client,
      AuditConfig.TimeStamps config,
      Means means) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.log = requireNonNull(log, "log");
    this.client = requireNonNull(client, "client");
    this.config = requireNonNull(config, "config");
    this.trust = TimeStampTrust.load(config.roots());
    this.random = means.random();
    this.seldom = new SeldomSaid(means.clock());
    this.timer = vertx.setPeriodic(1, config.interval().toMillis(), id -> ask());
  }

  /**
   * Starts to have a log stamped.
   *
   * @throws io.dukou.audit.KeyFileException if the roots cannot be read
   */
  static TimeStamping start(
      Vertx vertx,
      AuditLog log,
      OutboundClient client,
      AuditConfig.TimeStamps config,
      Means means) {
    return new TimeStamping(vertx, log, client, config, means);
  }

  /** Returns what is wrong, in words for an operator, if anything is. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    closed = true;
    vertx.cancelTimer(timer);
  }

  private void ask() {
    if (!closed && asking.compareAndSet(false, true)) {
      vertx
          .executeBlocking(this::question, false)
          .compose(asked -> asked == null ? Future.succeededFuture() : send(asked))
          .onComplete(
              done -> {
                asking.set(false);
                if (done.failed()) {
                  failed(done.cause());
                }
              });
    }
  }

  /** Returns what to ask about, or null where the log is as it was when it was stamped. */
  private @Nullable Question question() {
    Checkpoint checkpoint = log.publish();
    return checkpoint == null || checkpoint.size() == stamped
        ? null
        : new Question(checkpoint, TimeStamps.query(checkpoint, random));
  }

  private Future<Void> send(Question asked) {
    OutboundRequest request =
        OutboundRequest.post(
                config.url(),
                new OutboundRequest.Content(
                    TimeStampQuery.MEDIA_TYPE, Buffer.buffer(asked.query().encoded())),
                Set.of(TimeStampQuery.REPLY_MEDIA_TYPE))
            .with(new OutboundRequest.Trust(config.authorities(), null));
    return Future.fromCompletionStage(client.send(request, LIMITS))
        .compose(answer -> vertx.executeBlocking(() -> keep(asked, answer), false));
  }

  private @Nullable Void keep(Question asked, OutboundResponse answer) {
    try (InputStream body = answer.body()) {
      byte[] reply = body.readNBytes(TimeStampQuery.LONGEST_REPLY + 1);
      TimeStamp stamp = log.timeStamps().keep(asked.checkpoint(), asked.query(), reply, trust);
      stamped = asked.checkpoint().size();
      trouble = null;
      LOG.info("checkpoint of {} entries stamped at {}", stamped, stamp.at());
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void failed(Throwable failure) {
    if (closed) {
      return; // what fails while the gateway ends says nothing of the authority
    }
    String words =
        "the time stamping authority at %s gave no time stamp: %s; mend audit.timestamps or the way"
                .formatted(config.url().getHost(), words(failure))
            + " there, entries go on without it";
    trouble = words;
    if (seldom.isDue(words)) {
      LOG.warn("{}", words);
    }
  }

  /** Returns our own words, never those of a server. */
  private static String words(Throwable failure) {
    if (failure instanceof OutboundException outbound) {
      return outbound.failure().problem();
    }
    return failure instanceof AuditException
        ? String.valueOf(failure.getMessage())
        : failure.getClass().getSimpleName();
  }

  /** What is asked about which checkpoint. */
  private record Question(Checkpoint checkpoint, TimeStampQuery query) {}

  /**
   * What stamping is done with.
   *
   * @param random source of the nonces
   * @param clock tells when to say again that it fails
   */
  record Means(SecureRandom random, InstantSource clock) {}
}
