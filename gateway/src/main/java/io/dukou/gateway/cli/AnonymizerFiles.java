package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.AnonymizerException;
import io.dukou.anonymizer.detect.DefineXml;
import io.dukou.anonymizer.hierarchy.HierarchyException;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.Table;
import io.dukou.gateway.format.BadTableException;
import io.dukou.gateway.format.ReadOptions;
import io.dukou.gateway.format.TableFormat;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads and writes the files of {@code detect}, {@code plan}, {@code protect} and {@code risk}, and
 * turns what is wrong with them into one line for the user.
 */
final class AnonymizerFiles {
  private static final int LONGEST_TEXT = 256 << 20;

  private AnonymizerFiles() {}

  /** Reads a table; every fault of it is bad input, named with file, line and column. */
  static Table read(Path file, CsvOptions options) {
    try (InputStream input = Files.newInputStream(file)) {
      return checked(() -> CsvReader.read(input, options, CsvLimits.DEFAULT, file.toString()));
    } catch (IOException e) {
      throw unusable("read", file, e);
    }
  }

  /** Reads a table in any format; every fault of it is bad input. */
  static Table read(Path file, TableFormat format, CsvOptions csv) {
    if (format == TableFormat.CSV) {
      return read(file, csv);
    }
    try (InputStream input = new BufferedInputStream(Files.newInputStream(file))) {
      return format.read(input, ReadOptions.of(file.toString())).table();
    } catch (BadTableException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw unusable("read", file, e);
    }
  }

  /** Reads a table in the format of its name; every fault of it is bad input. */
  static Table readByName(Path file, CsvOptions csv) {
    return read(file, formatByName(file), csv);
  }

  /**
   * Returns the format that a file's name tells: Dataset-JSON, else CSV.
   *
   * @throws CommandException naming the remedy, if it tells of one that is not read
   */
  static TableFormat formatByName(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".xpt") || name.endsWith(".sas7bdat") || name.endsWith(".dsjc")) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          file
              + ": SAS files and compressed Dataset-JSON are not read; convert it to CDISC"
              + " Dataset-JSON 1.1 (.json or .ndjson) or CSV");
    }
    if (name.endsWith(".ndjson")) {
      return TableFormat.DATASET_NDJSON;
    }
    return name.endsWith(".json") ? TableFormat.DATASET_JSON : TableFormat.CSV;
  }

  /** Reads a define.xml. */
  static DefineXml readDefine(Path file) {
    try (InputStream input = new BufferedInputStream(Files.newInputStream(file))) {
      return checked(() -> DefineXml.read(input, file.toString()));
    } catch (IOException e) {
      throw unusable("read", file, e);
    }
  }

  /** Reads a text file of at most 256 MiB as UTF-8. */
  static String readText(Path file) {
    try (InputStream input = Files.newInputStream(file)) {
      byte[] bytes = input.readNBytes(LONGEST_TEXT + 1);
      if (bytes.length > LONGEST_TEXT) {
        throw new CommandException(
            ExitCode.BAD_INPUT, "cannot read " + file + ": longer than 256 MiB");
      }
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IOException e) {
      throw unusable("read", file, e);
    }
  }

  /**
   * Writes a file so that it is either complete or not there: under another name beside it,
   * readable by its owner only, and renamed at the end.
   */
  static void write(Path file, Content content) {
    write(Map.of(file, content));
  }

  /**
   * Writes files that belong together. None is renamed before all are complete, and those of before
   * are removed first, so whatever stops this, files of before and of now never stand side by side.
   */
  static void write(Map<Path, Content> files) {
    files.keySet().forEach(OutputFile::requireFile);
    Map<Path, Path> unfinished = new LinkedHashMap<>();
    Path current = files.keySet().iterator().next();
    try {
      try {
        for (Map.Entry<Path, Content> each : files.entrySet()) {
          current = each.getKey();
          Path target = current.toAbsolutePath();
          Path part = Files.createTempFile(target.getParent(), ".dukou", ".part");
          unfinished.put(target, part);
          try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(part))) {
            each.getValue().writeTo(output);
          }
        }
        if (files.size() > 1) {
          for (Path target : unfinished.keySet()) {
            Files.deleteIfExists(target);
          }
        }
        for (Map.Entry<Path, Path> each : unfinished.entrySet()) {
          Files.move(each.getValue(), each.getKey(), StandardCopyOption.REPLACE_EXISTING);
        }
      } finally {
        for (Path part : unfinished.values()) {
          Files.deleteIfExists(part);
        }
      }
    } catch (IOException e) {
      throw unusable("write", current, e);
    }
  }

  /** Returns what {@code step} returns; what the anonymizer refuses is bad input. */
  static <T> T checked(Supplier<T> step) {
    try {
      return step.get();
    } catch (AnonymizerException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  /** Like {@link #checked}, for steps that know lines of a table but not the file it came from. */
  static <T> T checkedAgainst(Path data, Supplier<T> step) {
    try {
      return step.get();
    } catch (PlanException | HierarchyException e) {
      throw new CommandException(ExitCode.BAD_INPUT, data + ": " + e.getMessage(), e);
    }
  }

  /** Refuses a plan that was changed since it was made, or that is not of this key. */
  static void requireSealed(Path file, ReleasePlan plan, PlanKey key) {
    checkedAgainst(
        file,
        () -> {
          plan.requireSealedWith(key);
          return plan;
        });
  }

  /** Prints one JSON object on a line of its own. */
  static void print(PrintWriter out, ObjectNode json) {
    out.println(json);
    if (out.checkError()) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "standard output could not be written: give it room, or a reader");
    }
  }

  /** As for one table. */
  static void requireSealed(Path file, StudyPlan plan, PlanKey key) {
    checkedAgainst(
        file,
        () -> {
          plan.requireSealedWith(key);
          return plan;
        });
  }

  private static CommandException unusable(String verb, Path file, IOException cause) {
    return new CommandException(
        ExitCode.BAD_INPUT, "cannot " + verb + " " + file + ": " + FileTrouble.of(cause), cause);
  }

  /** What a file is to hold. */
  @FunctionalInterface
  interface Content {
    /** Writes everything to {@code output} and leaves it open. */
    void writeTo(OutputStream output) throws IOException;
  }
}
