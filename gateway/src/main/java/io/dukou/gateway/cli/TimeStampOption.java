package io.dukou.gateway.cli;

import io.dukou.audit.KeyFileException;
import io.dukou.audit.TimeStampTrust;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --tsa}: the roots that time stamps are checked with. */
final class TimeStampOption {
  @Option(
      names = "--tsa",
      paramLabel = "FILE",
      description = "PEM file of the roots of the time stamping authorities that are believed.")
  private @Nullable Path roots;

  /**
   * Returns the roots, or null where none are given.
   *
   * @throws CommandException with {@link ExitCode#BAD_INPUT} if they cannot be read
   */
  @Nullable TimeStampTrust trust() {
    try {
      return roots == null ? null : TimeStampTrust.load(roots);
    } catch (KeyFileException e) {
      throw new CommandException(ExitCode.BAD_INPUT, "--tsa: " + e.getMessage(), e);
    }
  }
}
