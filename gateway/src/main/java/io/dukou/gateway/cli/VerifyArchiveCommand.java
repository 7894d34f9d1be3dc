package io.dukou.gateway.cli;

import io.dukou.audit.ArchiveCheck;
import io.dukou.audit.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dukou log verify-archive}: checks an archive of entries with the public key alone. */
@Command(
    name = "verify-archive",
    description = {
      "Check an archive of entries offline with nothing but the log's public key.",
      "Take the key from elsewhere than the archive. Exits with 0 when nothing failed, 1 when"
          + " something did, 2 when the file cannot be read."
    })
final class VerifyArchiveCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The archive.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the parameter is required
  private Path file;

  @Mixin private final VerifierKeyOption verifierKey = new VerifierKeyOption();

  @Mixin private final WitnessPolicyOption witnesses = new WitnessPolicyOption();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new CommandException(ExitCode.BAD_INPUT, "no such archive: " + file);
    }
    Verification verification = ArchiveCheck.check(file, verifierKey.key(), witnesses.policy());
    VerifyCommand.print(verification, spec.commandLine().getOut());
    return (verification.valid() ? ExitCode.OK : ExitCode.REFUSED).status();
  }
}
