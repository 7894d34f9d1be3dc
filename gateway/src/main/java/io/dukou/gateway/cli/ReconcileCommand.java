package io.dukou.gateway.cli;

import io.dukou.audit.LeafKind;
import io.dukou.gateway.completeness.Reckoning;
import io.dukou.gateway.journal.Closing.Outcome;
import io.dukou.gateway.release.PersonTally.Bucket;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dukou log reconcile}: adds up a log and finds what does not fit. */
@Command(
    name = "reconcile",
    description = {
      "Add up a whole log: releases and how they ended, persons that count, links of recipients.",
      "The gateway is stopped meanwhile; while it runs it does the same beside the answers that"
          + " leave, see /readyz.",
      "Exits with 0 when everything fits, 1 when something does not, 2 when the log cannot be used."
    })
final class ReconcileCommand implements Callable<Integer> {
  @Mixin private final OfflineLog offline = new OfflineLog();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public Integer call() {
    Reckoning found = offline.with(offline.config(), Reckoning::of);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "releases %d: %d complete, %d aborted, %d of which nothing left, %d without an end%n",
        found.count(LeafKind.RELEASE),
        found.ended(Outcome.COMPLETE),
        found.ended(Outcome.ABORTED),
        found.ended(Outcome.NOTHING_LEFT),
        found.withoutEnd());
    out.printf("refusals %d%n", found.count(LeafKind.REFUSAL));
    out.printf(
        "reads of origins %d, %d with an end%n", found.count(LeafKind.FETCH), found.fetchesEnded());
    out.printf("recipients %d, each with a chain of its own%n", found.recipients());
    found.persons().entrySet().stream()
        .sorted(Comparator.comparing(each -> each.getKey().toString()))
        .forEach(each -> out.println(line(each.getKey(), each.getValue())));
    found.faults().forEach(fault -> out.println("FAULT      " + fault));
    out.println(found.faults().isEmpty() ? "EVERYTHING FITS" : "NOT EVERYTHING FITS");
    out.flush();
    return (found.faults().isEmpty() ? ExitCode.OK : ExitCode.REFUSED).status();
  }

  private static String line(Bucket bucket, long persons) {
    return "persons of %s in %d, %s: %d"
        .formatted(
            bucket.exporter(),
            bucket.year(),
            bucket.sensitive() ? "with sensitive information" : "without sensitive information",
            persons);
  }
}
