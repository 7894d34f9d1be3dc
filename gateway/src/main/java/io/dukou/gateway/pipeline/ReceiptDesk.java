package io.dukou.gateway.pipeline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.AuditLog;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LoggedEntry;
import io.dukou.audit.Receipt;
import io.dukou.gateway.identity.Caller;
import io.dukou.gateway.journal.Closing;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.pipeline.Progress.Identified;
import io.dukou.gateway.release.ReadyBody;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives a caller the receipt of an entry about its recipient: for receipts too long for a header
 * field, and for chains in which one is missing.
 *
 * <p>The one answer that does not take the whole {@link Crossing}: it holds no data and nothing
 * that was not shown to this caller before, so there is nothing to fetch, protect or measure. It is
 * recorded like any other. A receipt of somebody else, one that does not exist, and a path that
 * names none get the same answer.
 */
final class ReceiptDesk {
  private static final String PREFIX = "/.well-known/dukou/receipts/";
  private static final Pattern PATH =
      Pattern.compile(Pattern.quote(PREFIX) + "(0|[1-9][0-9]{0,17})");
  private static final String MEDIA_TYPE = "text/plain; charset=utf-8";

  private final AuditLog log;
  private final ReceiptSource receipts;
  private final Journal journal;
  private final InstantSource clock;
  private final Executor workers;

  ReceiptDesk(
      AuditLog log,
      ReceiptSource receipts,
      Journal journal,
      InstantSource clock,
      Executor workers) {
    this.log = log;
    this.receipts = receipts;
    this.journal = journal;
    this.clock = clock;
    this.workers = workers;
  }

  /** Returns true when a request is for a receipt. */
  static boolean isAskedFor(Request request) {
    return request.path().startsWith(PREFIX);
  }

  /** Answers a request for a receipt. */
  CompletionStage<Answer> answer(Stage<Identified, Identified> identify, Attempt attempt) {
    return attempt.start().then(identify).whole(this::find);
  }

  private CompletionStage<Answer> find(Identified identified) {
    return CompletableFuture.supplyAsync(() -> receipt(identified), workers)
        .thenCompose(receipt -> record(identified, receipt));
  }

  /** Runs on a worker. */
  private Receipt receipt(Identified identified) {
    Matcher path = PATH.matcher(identified.request().path());
    if (!path.matches() || !identified.request().query().isEmpty()) {
      throw new RefusedException(Problems.UNKNOWN_ROUTE);
    }
    long index = Long.parseLong(path.group(1));
    if (index >= log.size() || !isOf(identified.request().caller(), log.entry(index))) {
      throw new RefusedException(Problems.UNKNOWN_ROUTE);
    }
    return receipts.of(index);
  }

  /** A leaf has only what its recipient may know, whichever of its clients asks. */
  private static boolean isOf(Caller caller, LoggedEntry entry) {
    return caller.recipient().equals(entry.leaf().recipient());
  }

  private CompletionStage<Answer> record(Identified identified, Receipt asked) {
    boolean head = identified.request().head();
    ReadyBody body = ReadyBody.of(asked.tlogProof().getBytes(StandardCharsets.UTF_8));
    Entry entry =
        entry(LeafKind.RELEASE, identified)
            .decision(
                JsonNodeFactory.instance
                    .objectNode()
                    .put("outcome", "allow")
                    .put("receipt", asked.index()),
                null);
    if (!head) {
      entry.body(body.digest());
    }
    return entry
        .appendTo(journal)
        .thenApply(
            receipt -> {
              if (head) {
                close(identified, new Closing(Closing.Outcome.NOTHING_LEFT, receipt.index(), 0));
              }
              return new Answer.Released(
                  receipt.index(),
                  receipt,
                  MEDIA_TYPE,
                  head ? null : sent(identified, receipt.index(), body),
                  Optional.empty());
            });
  }

  private Body sent(Identified identified, long index, ReadyBody body) {
    return new SelectionBody(
        body,
        (ending, bytes) ->
            close(identified, new Closing(Closing.Outcome.valueOf(ending.name()), index, bytes)));
  }

  private void close(Identified identified, Closing closing) {
    Entry entry = entry(LeafKind.CLOSE, identified).decision(closing.toJson(), null);
    CloseRecorder.append(journal, entry, closing.of(), () -> {});
  }

  private Entry entry(LeafKind kind, Identified identified) {
    Caller caller = identified.request().caller();
    return Entry.of(kind, clock.instant())
        .recipient(caller.recipient(), caller.purpose())
        .domestic("client", caller.clientId());
  }
}
