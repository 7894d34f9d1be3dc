package io.dukou.gateway.pipeline;

import io.dukou.audit.LogSpaceException;
import io.dukou.gateway.cut.RouteTable;
import io.dukou.gateway.cut.TableSet;
import io.dukou.gateway.facts.TransferIntent;
import io.dukou.gateway.identity.Caller;
import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.pipeline.Progress.Identified;
import io.dukou.gateway.pipeline.Progress.Intended;
import io.dukou.gateway.release.Selection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks what is wanted: the path gives study and dataset, the registration recipient and purpose,
 * the query the part of the table. A path leads to a dataset only where it equals a route's prefix.
 * Nothing is begun where its release would not be recorded.
 */
final class IntendStage implements Stage<Identified, Intended> {
  private final Map<String, Target> targets = new HashMap<>();
  private final int pageRows;
  private final Journal journal;

  IntendStage(List<TableSet> sets, int pageRows, Journal journal) {
    for (TableSet set : sets) {
      set.tables().forEach(route -> targets.put(route.config().prefix(), new Target(set, route)));
    }
    this.pageRows = pageRows;
    this.journal = journal;
  }

  @Override
  public CompletionStage<Intended> run(Identified input) {
    Request request = input.request();
    Target target = targets.get(request.path());
    if (target == null) {
      throw new RefusedException(Problems.UNKNOWN_ROUTE);
    }
    if (!journal.takesReleases()) { // before anything is read or made for it
      throw new LogSpaceException("no release is begun while the log has little room");
    }
    List<Map.Entry<String, String>> query =
        request.query().stream()
            .map(parameter -> Map.entry(parameter.name(), parameter.value()))
            .toList();
    Selection selection = Selection.of(query, pageRows);
    return CompletableFuture.completedFuture(
        new Intended(input, target.set, target.route, intent(input, target.route), selection));
  }

  private static TransferIntent intent(Identified input, RouteTable route) {
    Caller caller = input.request().caller();
    return new TransferIntent(
        route.config().study(),
        route.config().dataset(),
        caller.recipient(),
        caller.purpose(),
        route.fields(),
        caller.location(),
        TransferIntent.Kind.PULL,
        input.at());
  }

  /** What a path leads to. */
  private record Target(TableSet set, RouteTable route) {}
}
