package io.dukou.gateway.cli;

import io.dukou.anonymizer.risk.RiskOptions;
import io.dukou.anonymizer.risk.RiskOptions.Environment;
import io.dukou.anonymizer.risk.RiskReport;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.Table;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dukou risk}: measures how easily the persons in a table can be found again. */
@Command(
    name = "risk",
    description = {
      "Measure the re-identification risk of a table, raw or released, as it stands.",
      "Prints one JSON object. Exits with 2 when data or specification cannot be used."
    })
final class RiskCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec command;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "The table, as CSV.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path data;

  @Option(
      names = "--spec",
      required = true,
      paramLabel = "FILE",
      description = "The specification, which names subject column and quasi-identifiers.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path specification;

  @Option(
      names = "--threshold",
      paramLabel = "RISK",
      defaultValue = "0.05",
      description =
          "Risk from which a record counts as at risk, above 0 and at most 1. Default:"
              + " ${DEFAULT-VALUE}")
  private double threshold;

  @Option(
      names = "--controlled",
      description = "The table stays with known parties under contract; else anyone may attack.")
  private boolean controlled;

  @Override
  public Integer call() {
    RiskOptions options = options();
    ReleaseSpec spec = AnonymizerFiles.checked(() -> SpecParser.read(specification));
    Table table = AnonymizerFiles.read(data, spec.csv());
    RiskReport report =
        AnonymizerFiles.checkedAgainst(data, () -> RiskReport.of(table, spec, options));
    AnonymizerFiles.print(command.commandLine().getOut(), report.toJson());
    return ExitCode.OK.status();
  }

  private RiskOptions options() {
    if (!(threshold > 0 && threshold <= 1)) {
      throw new ParameterException(
          command.commandLine(), "--threshold must be above 0 and at most 1");
    }
    return new RiskOptions(threshold, controlled ? Environment.CONTROLLED : Environment.PUBLIC);
  }
}
