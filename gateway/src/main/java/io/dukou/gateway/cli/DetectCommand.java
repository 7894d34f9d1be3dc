package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.anonymizer.detect.DefineXml;
import io.dukou.anonymizer.detect.Detection;
import io.dukou.anonymizer.detect.Detector;
import io.dukou.anonymizer.detect.SpecDraft;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.Table;
import io.dukou.gateway.format.TableFormat;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dukou detect}: proposes what the columns of a table are. */
@Command(
    name = "detect",
    description = {
      "Propose a role, a type and a hierarchy for each column of a table.",
      "Prints one JSON object without any value of the table. What is not recognised is proposed to"
          + " be withheld; every proposal needs a person. Exits with 2 when a file cannot be used."
    })
final class DetectCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec command;

  @Option(names = "--data", required = true, paramLabel = "FILE", description = "The table.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path data;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "csv, json, ndjson, dataset-json or dataset-ndjson. Default: by the name of the file,"
              + " .json and .ndjson being Dataset-JSON, anything else CSV.")
  private @Nullable String format;

  @Option(
      names = "--define",
      paramLabel = "FILE",
      description = "The define.xml that describes the table.")
  private @Nullable Path define;

  @Option(
      names = "--delimiter",
      paramLabel = "CHARACTER",
      defaultValue = ",",
      description = "What separates the fields of a CSV. Default: ${DEFAULT-VALUE}")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option has a default
  private String delimiter;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      defaultValue = "UTF-8",
      description = "UTF-8 or GB18030, for a CSV. Default: ${DEFAULT-VALUE}")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option has a default
  private String encoding;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write a commented specification for review.")
  private @Nullable Path out;

  @Override
  public Integer call() {
    CsvOptions csv = csvOptions();
    OutputFile.of("--out", out).apartFrom("--data", data).apartFrom("--define", define);
    TableFormat chosen = format();
    DefineXml described = define == null ? null : AnonymizerFiles.readDefine(define);
    Table table = AnonymizerFiles.read(data, chosen, csv);
    Detection detection = AnonymizerFiles.checked(() -> Detector.detect(table, described));
    if (out != null) {
      byte[] draft =
          SpecDraft.of(detection, chosen == TableFormat.CSV ? csv : null).getBytes(UTF_8);
      AnonymizerFiles.write(out, output -> output.write(draft));
    }
    AnonymizerFiles.print(command.commandLine().getOut(), detection.toJson());
    return ExitCode.OK.status();
  }

  private CsvOptions csvOptions() {
    if (delimiter.length() != 1 || !CsvOptions.isDelimiter(delimiter.charAt(0))) {
      throw new ParameterException(
          command.commandLine(),
          "--delimiter must be one ASCII character, no letter, digit, space or quote");
    }
    return new CsvOptions(delimiter.charAt(0), charset());
  }

  private Charset charset() {
    return switch (encoding.toUpperCase(Locale.ROOT)) {
      case "UTF-8" -> UTF_8;
      case "GB18030" -> CsvOptions.GB18030;
      default ->
          throw new ParameterException(
              command.commandLine(), "--encoding must be UTF-8 or GB18030");
    };
  }

  private TableFormat format() {
    if (format == null) {
      return AnonymizerFiles.formatByName(data);
    }
    return TableFormat.ofConfigName(format)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "--format must be csv, json, ndjson, dataset-json or dataset-ndjson"));
  }
}
