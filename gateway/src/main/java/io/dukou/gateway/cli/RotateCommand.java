package io.dukou.gateway.cli;

import io.dukou.audit.KeyFileException;
import io.dukou.audit.LogSigners;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.running.LogFolders;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "ed25519",
      description =
          "ed25519, sm2 or ml-dsa-44: which key is rotated; of the others, one may begin to sign"
              + " (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option has a default
  private String kind;

  @Option(
      names = "--pkcs11",
      paramLabel = "URI",
      description =
          "Rotate to this Ed25519 key in a token (RFC 7512), with module-path and pin-source; made"
              + " in the token where none is called so.")
  private @Nullable String pkcs11;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (pkcs11 != null && !kind.equals("ed25519")) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          "--pkcs11 is for Ed25519 alone: leave it out, and the key of this --kind is made in a"
              + " file");
    }
    if (overlap < 0) {
      throw new CommandException(ExitCode.BAD_INPUT, "--overlap is at least 0");
    }
    LogSigners.Kind named = kind();
    GatewayConfig config = log.config();
    LogSigners rotated = log.with(config, opened -> rotate(config, named, opened.size()));
    PrintWriter out = spec.commandLine().getOut();
    out.print(rotated.verifier());
    out.flush();
    spec.commandLine()
        .getErr()
        .println(
            "give this list to everybody who verifies, and the new key to every witness beside the"
                + " old one, before the gateway is started: a witness that does not know it"
                + " cosigns nothing once the old one has retired");
    return ExitCode.OK.status();
  }

  private LogSigners.Kind kind() {
    return switch (kind) {
      case "ed25519" -> LogSigners.Kind.ED25519;
      case "sm2" -> LogSigners.Kind.SM2;
      case "ml-dsa-44" -> LogSigners.Kind.ML_DSA_44;
      default ->
          throw new CommandException(ExitCode.BAD_INPUT, "--kind is ed25519, sm2 or ml-dsa-44");
    };
  }

  private LogSigners rotate(GatewayConfig config, LogSigners.Kind named, long size) {
    SecureRandom random = new SecureRandom();
    try {
      LogSigners now = LogFolders.signers(config, random);
      if (pkcs11 != null) {
        boolean isMade = LogSigners.generateInToken(pkcs11, random);
        spec.commandLine().getErr().println(TokenWords.key(isMade));
        return now.rotateToToken(config.keys().directory(), size, overlap, pkcs11);
      }
      return now.rotate(
          config.keys().directory(),
          size,
          overlap,
          named,
          LogFolders.password(config.keys()),
          random);
    } catch (KeyFileException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }
}
