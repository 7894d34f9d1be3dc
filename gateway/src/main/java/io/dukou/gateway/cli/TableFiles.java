package io.dukou.gateway.cli;

import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.Table;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The files that {@code --data} names: one table, or several as {@code NAME=FILE}. */
final class TableFiles {
  private final CommandLine command;
  private final List<String> arguments;

  /** Takes the values of {@code --data}, which may be none. */
  TableFiles(CommandLine command, @Nullable List<String> arguments) {
    this.command = command;
    this.arguments = arguments == null ? List.of() : List.copyOf(arguments);
  }

  /** Returns the file of the only table. */
  Path only() {
    if (arguments.isEmpty()) {
      throw new ParameterException(command, "Missing required option: '--data=FILE'");
    }
    if (arguments.size() > 1) {
      throw new ParameterException(command, "--data is given twice, and there is one table");
    }
    return path(arguments.get(0));
  }

  /**
   * Returns the file of each of some tables.
   *
   * @param declared where a table is unless {@code --data} says otherwise; null if nowhere
   * @param owner the file that names the tables, for failures
   */
  Map<String, Path> named(Map<String, @Nullable Path> declared, Path owner) {
    Map<String, Path> given = given(declared, owner);
    Map<String, Path> files = new LinkedHashMap<>();
    declared.forEach(
        (name, file) -> {
          Path found = given.getOrDefault(name, file);
          if (found == null) {
            throw new CommandException(
                ExitCode.BAD_INPUT,
                owner + ": the table " + name + " is missing; give --data " + name + "=FILE");
          }
          files.put(name, found);
        });
    return files;
  }

  private Map<String, Path> given(Map<String, @Nullable Path> declared, Path owner) {
    Map<String, Path> given = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      if (equals <= 0) {
        throw new ParameterException(command, "--data takes NAME=FILE where there are tables");
      }
      String name = argument.substring(0, equals);
      if (!declared.containsKey(name)) {
        throw new CommandException(
            ExitCode.BAD_INPUT,
            owner
                + ": there is no table "
                + name
                + "; there are "
                + String.join(", ", declared.keySet()));
      }
      if (given.put(name, path(argument.substring(equals + 1))) != null) {
        throw new ParameterException(command, "--data is given twice for the table " + name);
      }
    }
    return given;
  }

  /**
   * Refuses an output that one of these files is.
   *
   * @throws CommandException if it is
   */
  OutputFile apartFrom(OutputFile output) {
    OutputFile apart = output;
    for (String argument : arguments) {
      apart = apart.apartFrom("--data", path(argument));
      apart = apart.apartFrom("--data", path(argument.substring(argument.indexOf('=') + 1)));
    }
    return apart;
  }

  private Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new ParameterException(command, "--data is no file name");
    }
  }

  /** Reads tables, each in the format of its name; CSV as {@code options} says. */
  static Map<String, Table> read(Map<String, Path> files, Map<String, CsvOptions> options) {
    Map<String, Table> tables = new LinkedHashMap<>();
    files.forEach(
        (name, file) ->
            tables.put(
                name,
                AnonymizerFiles.readByName(file, options.getOrDefault(name, CsvOptions.DEFAULT))));
    return Collections.unmodifiableMap(tables);
  }
}
