package io.dukou.gateway.pipeline;

import io.dukou.gateway.identity.Caller;
import io.dukou.gateway.pipeline.Progress.Fetched;
import io.dukou.gateway.pipeline.Progress.Intended;
import io.dukou.gateway.pipeline.Progress.Shielded;
import io.dukou.gateway.release.Answers;
import io.dukou.gateway.release.LiveTable;
import io.dukou.gateway.release.ProtectedTables;
import io.dukou.gateway.release.TableRequest;
import java.util.concurrent.CompletionStage;

/** Brings the protected table and makes the answer ready: a selection of it, digested. */
final class ProtectStage implements Stage<Fetched, Shielded> {
  private final ProtectedTables tables;
  private final Answers answers;

  ProtectStage(ProtectedTables tables, Answers answers) {
    this.tables = tables;
    this.answers = answers;
  }

  @Override
  public CompletionStage<Shielded> run(Fetched input) {
    Intended intended = input.intended();
    TableRequest wanted =
        new TableRequest(
            intended.set(),
            intended.route(),
            input.cut(),
            input.identified().facts(),
            intended.use(),
            input.identified().at());
    return tables.table(wanted).thenCompose(table -> select(input, wanted, table));
  }

  private CompletionStage<Shielded> select(Fetched input, TableRequest wanted, LiveTable table) {
    Caller caller = input.identified().request().caller();
    return answers
        .prepare(table, input.intended().selection(), caller.clientId(), caller.recipient())
        .thenApply(answer -> new Shielded(input, wanted, table, answer));
  }
}
