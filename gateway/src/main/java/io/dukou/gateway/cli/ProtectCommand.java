package io.dukou.gateway.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.AnonymizerException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.release.Finding;
import io.dukou.anonymizer.release.IdentifierScan;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.ProtectedTable;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.ProtectionCounts;
import io.dukou.anonymizer.release.ProtectionOptions;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvWriter;
import io.dukou.anonymizer.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dukou protect}: applies a release plan to a table, or to several. */
@Command(
    name = "protect",
    description = {
      "Apply a release plan to a table, or to the tables of a study.",
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
      paramLabel = "FILE",
      description =
          "The table, as CSV in the form the plan was made for. For a plan of several tables"
              + " NAME=FILE for each, also as Dataset-JSON.")
  private @Nullable List<String> data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "Where to write the released rows; for several tables the folder of NAME.csv for each.")
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

  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      description =
          "The encrypted pseudonyms, for a plan of several tables with a key; made if there is no"
              + " such folder.")
  private @Nullable Path keys;

  @Option(
      names = "--study",
      paramLabel = "NAME",
      description = "The study whose pseudonyms are used, with --keys.")
  private @Nullable String study;

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description = "The recipient group whose pseudonyms are used, with --keys.")
  private @Nullable String group;

  @Override
  public Integer call() {
    String text = AnonymizerFiles.readText(planFile);
    Path keyFile = key == null ? PlanCommand.keyBeside(planFile) : key;
    ProtectionOptions options = new ProtectionOptions(keepOrder, suppressed == SuppressedRows.STAR);
    TableFiles files = new TableFiles(command.commandLine(), data);
    if (StudyPlan.isStudyPlan(text)) {
      protectStudy(text, keyFile, options, files);
    } else {
      protectTable(text, keyFile, options, files.only());
    }
    return ExitCode.OK.status();
  }

  private void protectStudy(
      String text, Path keyFile, ProtectionOptions options, TableFiles files) {
    StudyPlan plan = AnonymizerFiles.checkedAgainst(planFile, () -> StudyPlan.fromJson(text));
    StudyRelease release = new StudyRelease(command.commandLine(), plan, planFile, out);
    release.requireKeys(keys, study, group);
    PlanKey planKey = AnonymizerFiles.checked(() -> PlanKey.load(keyFile));
    AnonymizerFiles.requireSealed(planFile, plan, planKey);
    StudyFiles tables = StudyFiles.of(plan, planFile, files);
    release.refuseInputs(tables, keyFile);
    AnonymizerFiles.print(
        command.commandLine().getOut(), release.write(tables.tables(), planKey, options));
  }

  private void protectTable(String text, Path keyFile, ProtectionOptions options, Path file) {
    ReleasePlan plan = AnonymizerFiles.checkedAgainst(planFile, () -> ReleasePlan.fromJson(text));
    if (keys != null || study != null || group != null) {
      throw new ParameterException(
          command.commandLine(), "--keys, --study and --group are for plans of several tables");
    }
    OutputFile.of("--out", out)
        .apartFrom("--data", file)
        .apartFrom("--plan", planFile)
        .apartFrom("--key", keyFile);
    PlanKey planKey = AnonymizerFiles.checked(() -> PlanKey.load(keyFile));
    AnonymizerFiles.requireSealed(planFile, plan, planKey);
    Table table = AnonymizerFiles.readByName(file, plan.csv());
    OrderKey order = OrderKey.generate(new SecureRandom());
    Protection protection =
        AnonymizerFiles.checkedAgainst(
            file, () -> Protector.protect(table, plan, planKey, order, Set.of(), options));
    Set<String> identifiers = IdentifierScan.directIdentifiers(table, plan);
    refuseIdentifiers(
        file,
        IdentifierScan.scan(protection.table(), identifiers),
        row -> table.placeOf(protection.originRow(row)));
    AnonymizerFiles.write(out, content(protection.table(), plan.csv()));
    ObjectNode json = json(protection);
    if (plan.layers() > 1) {
      protection.rowsOfLayers().forEach(json.putArray("releasedOfLayers")::add);
    }
    json.put("minClassSize", protection.table().minClassSize());
    json.put("planId", protection.table().planId());
    AnonymizerFiles.print(command.commandLine().getOut(), json);
  }

  /**
   * Refuses a table in which identifiers were found.
   *
   * @param placeOf names the row of the source that a released row was made from
   */
  static void refuseIdentifiers(Path file, List<Finding> findings, IntFunction<String> placeOf) {
    if (!findings.isEmpty()) {
      List<String> found = findings.stream().map(finding -> described(finding, placeOf)).toList();
      throw new CommandException(
          ExitCode.REFUSED,
          file
              + ": nothing is written, as released columns hold identifiers: "
              + String.join(", ", found)
              + "; change their roles in the specification, or write a code otherwise that only"
              + " happens to equal a direct identifier");
    }
  }

  private static String described(Finding finding, IntFunction<String> placeOf) {
    String place = placeOf.apply(finding.row());
    return finding.kind() + " in " + finding.column() + " (" + place + ")";
  }

  /** Returns what writes a table as CSV. */
  static AnonymizerFiles.Content content(ProtectedTable table, CsvOptions csv) {
    return output -> {
      try {
        CsvWriter.write(table.columns(), table.rowCount(), csv, output);
      } catch (AnonymizerException e) {
        if (e.getCause() instanceof IOException failure) {
          throw failure; // whoever knows the file says what is wrong with it
        }
        throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
      }
    };
  }

  /** Returns what became of the rows of a table. */
  static ObjectNode json(Protection protection) {
    ProtectionCounts counts = protection.counts();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("rows", counts.rows());
    json.put("released", counts.released());
    json.put("suppressed", counts.suppressed());
    json.put("unknownClass", counts.unknownClass());
    json.put("unknownValue", counts.unknownValue());
    json.put("dropped", counts.dropped());
    return json;
  }
}
