package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.audit.AuditLog;
import io.dukou.audit.Leaf;
import io.dukou.gateway.journal.AuditEvent;
import io.dukou.gateway.journal.EntrySheet;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code dukou log export}: writes a range of entries to a file for others. */
@Command(
    name = "export",
    description = {
      "Write a range of entries to a file; the gateway is stopped meanwhile.",
      "An archive proves itself: `dukou log verify-archive` checks it with the verifier key alone."
          + " The other formats are for reading and prove nothing."
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private final OfflineLog offline = new OfflineLog();

  @Option(
      names = "--from",
      paramLabel = "INDEX",
      defaultValue = "0",
      description = "The first entry (default: ${DEFAULT-VALUE}).")
  private long from;

  @Option(
      names = "--to",
      paramLabel = "INDEX",
      description = "The last entry (default: the newest).")
  private @Nullable Long to;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "archive",
      converter = Format.Converter.class,
      description =
          "archive, a ZIP file; fhir, AuditEvents of FHIR R4 in NDJSON; csv, a sheet in which no"
              + " cell is a formula (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option has a default
  private Format format;

  @Option(
      names = "--domestic",
      description = {
        "Put the domestic parts into the archive, in plain. Such an archive must not leave China."
      })
  private boolean domestic;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write it.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path out;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  /** What the file holds. */
  enum Format {
    /** Leaves with proofs. */
    ARCHIVE,
    /** FHIR AuditEvents. */
    FHIR,
    /** A sheet. */
    CSV;

    /** Reads the word of the command line. */
    static final class Converter implements ITypeConverter<Format> {
      @Override
      public Format convert(String value) {
        return Arrays.stream(values())
            .filter(choice -> choice.name().toLowerCase(Locale.ROOT).equals(value))
            .findFirst()
            .orElseThrow(() -> new TypeConversionException("must be archive, fhir or csv"));
      }
    }
  }

  @Override
  public Integer call() {
    if (domestic && format != Format.ARCHIVE) {
      throw new CommandException(ExitCode.BAD_INPUT, "--domestic goes with --format archive only");
    }
    long last = offline.with(offline.config(), this::export);
    PrintWriter printer = spec.commandLine().getOut();
    printer.println("entries " + from + " to " + last + " are in " + out);
    printer.flush();
    return ExitCode.OK.status();
  }

  private long export(AuditLog log) {
    long last = to == null ? log.size() - 1 : to;
    if (from < 0 || last < from || last >= log.size()) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          "no entries %d to %d: the log has %d, from 0".formatted(from, last, log.size()));
    }
    AnonymizerFiles.write(out, target -> write(log, last, target));
    return last;
  }

  private void write(AuditLog log, long last, OutputStream target) throws IOException {
    if (format == Format.ARCHIVE) {
      log.export(target, from, last, domestic);
      return;
    }
    if (format == Format.CSV) {
      target.write(EntrySheet.HEADER.getBytes(UTF_8));
    }
    String name = log.vkey().name();
    for (long index = from; index <= last; index++) {
      Leaf leaf = log.entry(index).leaf();
      String line =
          format == Format.CSV
              ? EntrySheet.line(index, leaf)
              : AuditEvent.of(name, index, leaf) + "\n";
      target.write(line.getBytes(UTF_8));
    }
  }
}
