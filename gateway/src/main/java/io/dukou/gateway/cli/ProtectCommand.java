package io.dukou.gateway.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.release.Finding;
import io.dukou.anonymizer.release.IdentifierScan;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.ProtectedTable;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.ProtectionCounts;
import io.dukou.anonymizer.release.ProtectionOptions;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.table.CsvWriter;
import io.dukou.anonymizer.table.Table;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dukou protect}: applies a release plan to a table. */
@Command(
    name = "protect",
    description = {
      "Apply a release plan to a table.",
      "Writes the released rows and prints what became of all of them as one JSON object. Exits"
          + " with 1 when a released column holds a resident ID number, a telephone number or a"
          + " direct identifier, and with 2 when plan or data cannot be used."
    })
final class ProtectCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec command;

  @Option(names = "--plan", required = true, paramLabel = "FILE", description = "The plan.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path planFile;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "The table, as CSV in the form the plan was made for.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to write the released rows.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path out;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The plan's secret key. Default: the plan's name and .key")
  private @Nullable Path key;

  @Option(
      names = "--keep-order",
      description = "Keep the order of the rows: only for use inside China.")
  private boolean keepOrder;

  @Option(
      names = "--suppressed",
      paramLabel = "HOW",
      defaultValue = "leave-out",
      converter = SuppressedRows.Converter.class,
      description =
          "What becomes of suppressed rows: leave-out, or star to keep them with * in every"
              + " quasi-identifier, only for use inside China. Default: leave-out")
  private SuppressedRows suppressed = SuppressedRows.LEAVE_OUT;

  @Override
  public Integer call() {
    ReleasePlan plan =
        AnonymizerFiles.checkedAgainst(
            planFile, () -> ReleasePlan.fromJson(AnonymizerFiles.readText(planFile)));
    Path keyFile = key == null ? PlanCommand.keyBeside(planFile) : key;
    PlanKey planKey = AnonymizerFiles.checked(() -> PlanKey.load(keyFile));
    Table table = AnonymizerFiles.read(data, plan.csv());
    ProtectionOptions options = new ProtectionOptions(keepOrder, suppressed == SuppressedRows.STAR);
    OrderKey order = OrderKey.generate(new SecureRandom());
    Protection protection =
        AnonymizerFiles.checkedAgainst(
            data, () -> Protector.protect(table, plan, planKey, order, Set.of(), options));
    refuseIdentifiers(protection, table, plan);
    write(protection.table(), plan);
    AnonymizerFiles.print(command.commandLine().getOut(), json(protection));
    return ExitCode.OK.status();
  }

  private void refuseIdentifiers(Protection protection, Table table, ReleasePlan plan) {
    List<Finding> findings =
        IdentifierScan.scan(protection.table(), IdentifierScan.directIdentifiers(table, plan));
    if (!findings.isEmpty()) {
      List<String> found =
          findings.stream().map(finding -> described(finding, protection, table)).toList();
      throw new CommandException(
          ExitCode.REFUSED,
          data
              + ": nothing is written, as released columns hold identifiers: "
              + String.join(", ", found)
              + "; change their roles in the specification, or write a code otherwise that only"
              + " happens to equal a direct identifier");
    }
  }

  private static String described(Finding finding, Protection protection, Table table) {
    String place = table.placeOf(protection.originRow(finding.row()));
    return finding.kind() + " in " + finding.column() + " (" + place + ")";
  }

  private void write(ProtectedTable table, ReleasePlan plan) {
    AnonymizerFiles.write(
        out,
        output ->
            AnonymizerFiles.checked(
                () -> {
                  CsvWriter.write(table.columns(), table.rowCount(), plan.csv(), output);
                  return table;
                }));
  }

  private static ObjectNode json(Protection protection) {
    ProtectionCounts counts = protection.counts();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rows", counts.rows());
    json.put("released", counts.released());
    json.put("suppressed", counts.suppressed());
    json.put("unknownClass", counts.unknownClass());
    json.put("unknownValue", counts.unknownValue());
    json.put("dropped", counts.dropped());
    json.put("minClassSize", protection.table().minClassSize());
    json.put("planId", protection.table().planId());
    return json;
  }
}
