package io.dukou.gateway.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.release.IdentifierScan;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.ProtectionOptions;
import io.dukou.anonymizer.release.StudyProtection;
import io.dukou.anonymizer.release.StudyProtector;
import io.dukou.anonymizer.release.SubjectKeys;
import io.dukou.anonymizer.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Applies the plan of several tables: the part of {@code dukou protect} that is about them. */
final class StudyRelease {
  private final CommandLine command;
  private final StudyPlan plan;
  private final Path planFile;
  private final Path out;
  private final SecureRandom random = new SecureRandom();
  private @Nullable Path keys;
  private String study = "";
  private String group = "";

  /** Prepares to write the tables of a plan into the folder {@code out}. */
  StudyRelease(CommandLine command, StudyPlan plan, Path planFile, Path out) {
    this.command = command;
    this.plan = plan;
    this.planFile = planFile;
    this.out = out;
  }

  /** Takes where pseudonyms are kept, which the plan needs if and only if it has a key. */
  void requireKeys(@Nullable Path folder, @Nullable String ofStudy, @Nullable String ofGroup) {
    boolean isGiven = folder != null && ofStudy != null && ofGroup != null;
    boolean isAsked = folder != null || ofStudy != null || ofGroup != null;
    if (plan.key().isPresent() ? !isGiven : isAsked) {
      throw new ParameterException(
          command,
          plan.key().isPresent()
              ? "the plan has a key, so --keys, --study and --group are needed"
              : "the plan has no key, so there are no --keys, --study and --group");
    }
    keys = folder;
    study = ofStudy == null ? "" : ofStudy;
    group = ofGroup == null ? "" : ofGroup;
  }

  /** Writes all tables, unless a released column holds identifiers, and returns what was done. */
  ObjectNode write(Map<String, Table> tables, PlanKey planKey, ProtectionOptions options) {
    Set<String> subjects =
        AnonymizerFiles.checkedAgainst(planFile, () -> StudyProtector.subjects(tables, plan));
    SubjectKeys pseudonyms =
        keys == null
            ? SubjectKeys.none()
            : new SubjectKeyFolder(keys, random).of(study, group, subjects);
    StudyProtection protection =
        AnonymizerFiles.checkedAgainst(
            planFile,
            () ->
                StudyProtector.protect(
                    tables,
                    plan,
                    planKey,
                    pseudonyms,
                    () -> OrderKey.generate(random),
                    Set.of(),
                    options));
    Set<String> identifiers = IdentifierScan.directIdentifiers(tables, plan);
    IdentifierScan.scan(protection, plan, identifiers)
        .forEach(
            (name, found) ->
                ProtectCommand.refuseIdentifiers(
                    file(name), found, places(name, tables, protection)));
    makeFolder();
    Map<Path, AnonymizerFiles.Content> files = new LinkedHashMap<>();
    for (StudyPlan.PlannedTable planned : plan.tables()) {
      Protection table = requireNonNull(protection.tables().get(planned.name()), "table");
      files.put(file(planned.name()), ProtectCommand.content(table.table(), planned.csv()));
    }
    AnonymizerFiles.write(files);
    return json(protection);
  }

  /**
   * Refuses to write over what the command reads.
   *
   * @throws CommandException if a table would be written to one of these files
   */
  void refuseInputs(StudyFiles inputs, Path keyFile) {
    for (StudyPlan.PlannedTable planned : plan.tables()) {
      OutputFile output =
          OutputFile.of("--out", file(planned.name()))
              .apartFrom("--plan", planFile)
              .apartFrom("--key", keyFile);
      inputs.keepApart(output);
    }
  }

  /** Names the rows of one table; of one that is released as counts, the released row itself. */
  private IntFunction<String> places(
      String name, Map<String, Table> tables, StudyProtection protection) {
    StudyPlan.PlannedTable planned =
        plan.tables().stream().filter(table -> table.name().equals(name)).findFirst().orElseThrow();
    Protection released = requireNonNull(protection.tables().get(name), "table");
    Table source = plan.tableOf(tables, planned);
    return planned.counts() == null
        ? row -> source.placeOf(released.originRow(row))
        : row -> "released row " + (row + 1);
  }

  private Path file(String table) {
    return out.resolve(table + ".csv");
  }

  private void makeFolder() {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new CommandException(ExitCode.BAD_INPUT, "cannot make the folder " + out, e);
    }
  }

  private ObjectNode json(StudyProtection protection) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode tables = json.putObject("tables");
    protection.tables().forEach((name, table) -> tables.set(name, ProtectCommand.json(table)));
    json.put("releasedSubjects", protection.subjectCount());
    json.put("minClassSize", protection.minClassSize());
    json.put("planId", plan.planId());
    return json;
  }
}
