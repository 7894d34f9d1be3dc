package io.dukou.gateway.cli;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.spec.TableSpec;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.Table;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a study and the files they are in.
 *
 * @param files the file of each table
 * @param tables what is in it
 */
record StudyFiles(Map<String, Path> files, Map<String, Table> tables) {
  /** Reads the tables of a specification; its {@code data} is relative to its own folder. */
  static StudyFiles of(StudySpec spec, Path specification, TableFiles data) {
    Map<String, @Nullable Path> declared = new LinkedHashMap<>();
    spec.tables().forEach(table -> declared.put(table.name(), declared(table, specification)));
    Map<String, Path> files = data.named(declared, specification);
    Map<String, CsvOptions> options =
        spec.tables().stream().collect(Collectors.toMap(TableSpec::name, TableSpec::csv));
    return new StudyFiles(files, TableFiles.read(files, options));
  }

  private static @Nullable Path declared(TableSpec table, Path specification) {
    String data = table.data();
    try {
      return data == null ? null : specification.resolveSibling(data);
    } catch (InvalidPathException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, specification + ": the data of " + table.name() + " is no file", e);
    }
  }

  /** Reads the released tables of a specification from a folder, as {@code protect} writes them. */
  static StudyFiles in(Path folder, StudySpec spec) {
    Map<String, Path> files = new LinkedHashMap<>();
    spec.tables().forEach(table -> files.put(table.name(), folder.resolve(table.name() + ".csv")));
    Map<String, CsvOptions> options =
        spec.tables().stream().collect(Collectors.toMap(TableSpec::name, TableSpec::csv));
    return new StudyFiles(files, TableFiles.read(files, options));
  }

  /** Reads the tables of a plan. */
  static StudyFiles of(StudyPlan plan, Path planFile, TableFiles data) {
    Map<String, @Nullable Path> declared = new LinkedHashMap<>();
    plan.tables().forEach(table -> declared.put(table.name(), null));
    Map<String, Path> files = data.named(declared, planFile);
    Map<String, CsvOptions> options =
        plan.tables().stream()
            .collect(Collectors.toMap(StudyPlan.PlannedTable::name, StudyPlan.PlannedTable::csv));
    return new StudyFiles(files, TableFiles.read(files, options));
  }

  /**
   * Refuses an output that one of the tables is in.
   *
   * @throws CommandException if it is
   */
  void keepApart(OutputFile output) {
    files.forEach((name, file) -> output.apartFrom("the data of " + name, file));
  }

  /** Returns the tables with their files' names for failures. */
  Map<String, TableSource> sources() {
    Map<String, TableSource> sources = new LinkedHashMap<>();
    files.forEach(
        (name, file) -> {
          Table table = requireNonNull(tables.get(name), "table");
          sources.put(name, new TableSource(file.toString(), table));
        });
    return sources;
  }
}
