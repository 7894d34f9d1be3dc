package io.dukou.gateway.pipeline;

import io.dukou.gateway.cut.CutKeeper;
import io.dukou.gateway.pipeline.Progress.Fetched;
import io.dukou.gateway.pipeline.Progress.Intended;
import io.dukou.gateway.pipeline.Progress.Permitted;
import io.dukou.gateway.release.ProtectedTables;
import java.util.concurrent.CompletionStage;

/** Brings the current data cuts; reads their origins only where that is due. */
final class FetchStage implements Stage<Permitted, Fetched> {
  private final CutKeeper cuts;
  private final ProtectedTables tables;

  FetchStage(CutKeeper cuts, ProtectedTables tables) {
    this.cuts = cuts;
    this.tables = tables;
  }

  @Override
  public CompletionStage<Fetched> run(Permitted input) {
    Intended intended = input.intended();
    // Known without the data, so nothing is read in vain.
    tables.requireReleasable(
        intended.set(), intended.route(), intended.use(), input.identified().facts());
    return cuts.current(intended.set()).thenApply(cut -> new Fetched(input, cut));
  }
}
