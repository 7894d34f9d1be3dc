package io.dukou.gateway.cli;

import io.dukou.audit.LogVerifier;
import io.dukou.audit.MalformedException;
import io.dukou.audit.VerifierKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --vkey}: a log's public key, as text or as a file that holds the text. */
final class VerifierKeyOption {
  private static final long LONGEST_FILE = 1 << 16;

  @Option(
      names = "--vkey",
      required = true,
      paramLabel = "KEY",
      description =
          "The log's verifier key (name+hash+key), or a file that holds it or, as log.vkeys does,"
              + " several with the sizes they are valid for.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private String value;

  /**
   * Returns the key, or the keys with the sizes that each is valid for.
   *
   * @throws CommandException with {@link ExitCode#BAD_INPUT} if there is none
   */
  LogVerifier key() {
    try {
      return VerifierKeys.read(text());
    } catch (MalformedException e) {
      throw new CommandException(ExitCode.BAD_INPUT, "--vkey: " + e.getMessage(), e);
    }
  }

  private String text() {
    if (value.indexOf('+') >= 0 && !Files.isRegularFile(Path.of(value))) {
      return value;
    }
    Path file = Path.of(value);
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new CommandException(ExitCode.BAD_INPUT, "--vkey: " + file + " is not a key file");
      }
      return Files.readString(file, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--vkey: neither a verifier key nor a readable file: " + file, e);
    }
  }
}
