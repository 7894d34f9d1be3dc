package io.dukou.gateway.cli;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.officers.RecordsDesk;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
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
      "Write a range of entries to a file.",
      "An archive proves itself: `dukou log verify-archive` checks it with the verifier key alone."
          + " The other formats are for reading and prove nothing. An export with an officer's key"
          + " is an entry itself; domestic parts take one."
    })
final class ExportCommand implements Callable<Integer> {
  @Mixin private final DeskOption desk = new DeskOption();

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
      converter = FormatConverter.class,
      description =
          "archive, a ZIP file; fhir, AuditEvents of FHIR R4 in NDJSON; csv, a sheet in which no"
              + " cell is a formula (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option has a default
  private RecordsDesk.Format format;

  @Option(
      names = "--domestic",
      description = {
        "Put the domestic parts into the archive, in plain. Such an archive must not leave China."
      })
  private boolean domestic;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; needed with an officer's key, and kept, so name nobody.")
  private @Nullable String reason;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write it.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private Path out;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  /** Reads the word of the command line. */
  static final class FormatConverter implements ITypeConverter<RecordsDesk.Format> {
    @Override
    public RecordsDesk.Format convert(String value) {
      return RecordsDesk.Format.of(value)
          .orElseThrow(() -> new TypeConversionException("must be archive, fhir or csv"));
    }
  }

  @Override
  public Integer call() {
    RecordsDesk.HandOver handOver = desk.with(this::export);
    PrintWriter printer = spec.commandLine().getOut();
    String recorded = handOver.entry().map(entry -> "; the export is entry " + entry).orElse("");
    printer.println(
        "entries " + handOver.from() + " to " + handOver.to() + " are in " + out + recorded);
    printer.flush();
    return ExitCode.OK.status();
  }

  private String reason() {
    String given = reason;
    if (given == null && desk.isOfficers()) {
      throw new CommandException(ExitCode.BAD_INPUT, "--key takes --reason as well");
    }
    return given == null ? "not given" : given; // nothing is kept of it without a key
  }

  private RecordsDesk.HandOver export(RecordsDesk open) {
    RecordsDesk.Export wanted = new RecordsDesk.Export(from, to, format, domestic, reason());
    AtomicReference<RecordsDesk.@Nullable HandOver> handOver = new AtomicReference<>();
    AnonymizerFiles.write(
        out,
        target ->
            open.export(
                wanted,
                entries -> {
                  handOver.set(entries);
                  return new FilterOutputStream(target) {
                    @Override
                    public void write(byte[] bytes, int offset, int length) throws IOException {
                      target.write(bytes, offset, length);
                    }

                    @Override
                    public void close() throws IOException {
                      target.flush(); // whoever opened it closes it
                    }
                  };
                }));
    return requireNonNull(handOver.get(), "nothing was handed out");
  }
}
