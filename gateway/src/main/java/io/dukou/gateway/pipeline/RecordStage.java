package io.dukou.gateway.pipeline;

import com.fasterxml.jackson.databind.node.BooleanNode;
import io.dukou.audit.BodyDigest;
import io.dukou.audit.LeafKind;
import io.dukou.gateway.identity.Caller;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.pipeline.Progress.Cleared;
import io.dukou.gateway.pipeline.Progress.Measured;
import io.dukou.gateway.pipeline.Progress.Recorded;
import io.dukou.gateway.release.LiveTable;
import io.dukou.gateway.release.ProtectedTables;
import io.dukou.gateway.release.ReleaseMemory;
import io.dukou.gateway.release.Selection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;

/**
 * Appends the entry and waits until it is durable. The table is pinned meanwhile, so that no other
 * is planned in ignorance of this release; a retired table is not released.
 */
final class RecordStage implements Stage<Cleared, Recorded> {
  private final Journal journal;
  private final ProtectedTables tables;
  private final ReleaseMemory memory;

  RecordStage(Journal journal, ProtectedTables tables, ReleaseMemory memory) {
    this.journal = journal;
    this.tables = tables;
    this.memory = memory;
  }

  @Override
  public CompletionStage<Recorded> run(Cleared input) {
    LiveTable table = input.measured().shielded().table();
    ProtectedTables.Pin pin =
        tables.pin(table).orElseThrow(() -> new RefusedException(Problems.RETIRED));
    try {
      return entry(input)
          .appendTo(journal)
          .thenApply(
              receipt -> {
                remember(input, receipt.index());
                return new Recorded(input, receipt);
              })
          .whenComplete((recorded, failure) -> pin.close());
    } catch (RuntimeException | Error e) {
      pin.close();
      throw e;
    }
  }

  /** Only an answer with a body gives something; a head alone gives nobody's data. */
  private void remember(Cleared input, long release) {
    Measured measured = input.measured();
    if (!input.identified().request().head()) {
      memory.released(release, measured.shielded().table().index(), measured.persons());
    }
  }

  private static Entry entry(Cleared input) {
    LiveTable table = input.measured().shielded().table();
    Caller caller = input.identified().request().caller();
    Ruling ruling = input.ruling();
    Entry entry =
        Entry.of(LeafKind.RELEASE, input.identified().at())
            .recipient(caller.recipient(), caller.purpose())
            .dataset(table.route().config().study(), table.route().config().dataset())
            .decision(ruling.shown(), ruling.decision().revision())
            .domestic("client", caller.clientId())
            .domestic("input", ruling.input())
            .domestic("decision", ruling.whole())
            .domestic("selection", digest(input.intended().selection()));
    if (input.identified().request().head()) {
      return entry.domestic("head", BooleanNode.TRUE);
    }
    BodyDigest body = input.measured().shielded().answer().body().digest();
    return entry
        .domestic(ReleaseMemory.TABLE_FIELD, table.index())
        .domestic("bytes", body.length())
        .body(body);
  }

  /** What a caller wrote is recorded as a digest only. */
  private static String digest(Selection selection) {
    if (selection.equals(Selection.whole())) {
      return "whole";
    }
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(selection.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
