package io.dukou.gateway.cli;

import io.dukou.audit.KeyFileException;
import io.dukou.audit.LogSigners;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.running.LogFolders;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dukou log rotate}: has a new key sign the log. */
@Command(
    name = "rotate",
    description = {
      "Have a new key sign the log; the gateway must be stopped.",
      "Old receipts still verify with the old key, which signs nothing beyond the overlap. Prints"
          + " the list of keys, which everybody who verifies needs from now on."
    })
final class RotateCommand implements Callable<Integer> {
  @Mixin private final OfflineLog log = new OfflineLog();

  @Option(
      names = "--overlap",
      paramLabel = "ENTRIES",
      defaultValue = "1000",
      description =
          "Further entries that both keys sign, so that those who have only one list still verify"
              + " (default: ${DEFAULT-VALUE}).")
  private long overlap;

  @Option(
      names = "--sm2",
      description = "Rotate the SM2 key in place of the Ed25519 key, or begin to sign with one.")
  private boolean sm2;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (overlap < 0) {
      throw new CommandException(ExitCode.BAD_INPUT, "--overlap is at least 0");
    }
    GatewayConfig config = log.config();
    LogSigners rotated = log.with(config, opened -> rotate(config, opened.size()));
    PrintWriter out = spec.commandLine().getOut();
    out.print(rotated.verifier());
    out.flush();
    return ExitCode.OK.status();
  }

  private LogSigners rotate(GatewayConfig config, long size) {
    SecureRandom random = new SecureRandom();
    try {
      return LogFolders.signers(config, random)
          .rotate(
              config.keys().directory(),
              size,
              overlap,
              sm2,
              LogFolders.password(config.keys()),
              random);
    } catch (KeyFileException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }
}
