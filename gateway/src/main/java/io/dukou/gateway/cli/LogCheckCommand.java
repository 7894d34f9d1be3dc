package io.dukou.gateway.cli;

import io.dukou.audit.LogCheck;
import io.dukou.audit.LogReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dukou log check}: re-reads a whole log and proves or disproves it. */
@Command(
    name = "check",
    description = {
      "Re-read a whole log and prove or disprove it.",
      "Checks the checkpoint's signature, every hash of every tile, those of smaller trees that are"
          + " still there included, every entry and each recipient's chain. Exits with 0 when the"
          + " log is sound and 1 when it is not."
    })
final class LogCheckCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The log's directory.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the parameter is required
  private Path directory;

  @Mixin private final VerifierKeyOption verifierKey = new VerifierKeyOption();

  @Override
  public Integer call() {
    if (!Files.isDirectory(directory)) {
      throw new CommandException(ExitCode.BAD_INPUT, "no such directory: " + directory);
    }
    LogReport report = LogCheck.check(directory, verifierKey.key());
    print(report);
    return (report.sound() ? ExitCode.OK : ExitCode.REFUSED).status();
  }

  private void print(LogReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("entries in the checkpoint  " + report.size());
    out.println("root hash                  " + report.rootHash());
    out.println("entries only in journal    " + report.journalled());
    new TreeMap<>(report.entriesByKind())
        .forEach((kind, count) -> out.printf("  %-24s %d%n", kind.wireName(), count));
    printTimes(report.clock(), out);
    report.findings().forEach(finding -> out.println("FAILED  " + finding));
    out.println(report.sound() ? "SOUND" : "NOT SOUND");
    out.flush();
  }

  private static void printTimes(LogReport.Clock clock, PrintWriter out) {
    if (!clock.longestRequest().isZero()) {
      out.println(
          "longest request            "
              + words(clock.longestRequest())
              + " (its entry bears the time at which it came)");
    }
    if (clock.steps() > 0) {
      out.println(
          "clock went back            %d times, by at most %s"
              .formatted(clock.steps(), words(clock.longestStep())));
    }
  }

  /** Writes a duration as people do: 1h2m3.5s. */
  private static String words(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }
}
