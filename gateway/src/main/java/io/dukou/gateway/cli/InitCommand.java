package io.dukou.gateway.cli;

import io.dukou.audit.LogSigners;
import io.dukou.audit.OwnerOnlyFile;
import io.dukou.gateway.config.AuditConfig;
import io.dukou.gateway.config.Starter;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.keys.KeyFileException;
import io.dukou.gateway.keys.OwnerOnly;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dukou init}: makes the keys and the files that a new gateway starts from. */
@Command(
    name = "init",
    description = {
      "Make keys and a commented starter configuration in DIR.",
      "Prints the verifier key of the log, with which anyone can check a receipt. Overwrites"
          + " nothing."
    })
final class InitCommand implements Callable<Integer> {
  private static final int NAME_BYTES = 4;

  @Parameters(paramLabel = "DIR", description = "The folder; made when it is not there.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the parameter is required
  private Path directory;

  @Option(
      names = "--log-name",
      paramLabel = "NAME",
      description =
          "The name of the log, best below a domain of yours, such as dukou.hospital.example/log"
              + " (default: dukou.invalid/ and a random number).")
  private @Nullable String logName;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "Encrypt the log's key with the password in this file, which nobody but you may read; the"
              + " configuration names it as keys.passwordFile.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--sm2",
      description = "Have an SM2 key sign the log beside the Ed25519 key, for audit.suite sm.")
  private boolean sm2;

  @Option(
      names = "--pkcs11",
      paramLabel = "URI",
      description =
          "Sign the log with this Ed25519 key in a token (RFC 7512), with module-path and"
              + " pin-source; made in the token where none is called so.")
  private @Nullable String pkcs11;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public Integer call() {
    Starter.existing(directory)
        .ifPresent(
            file -> {
              throw new CommandException(
                  ExitCode.BAD_INPUT, file + " is there already: choose another folder");
            });
    if (pkcs11 != null && sm2) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          "--pkcs11 is for Ed25519 alone: leave out --sm2, then have an SM2 key in a file sign"
              + " beside it with `dukou log rotate --kind sm2`");
    }
    if (pkcs11 != null && passwordFile != null) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          "--pkcs11 goes without --password-file: the key is in the token, and its PIN in"
              + " pin-source");
    }
    SecureRandom random = new SecureRandom();
    try {
      LogSigners signers = makeKeys(name(random), random);
      Starter.write(directory, signers.name(), passwordFile);
      report(signers);
      return ExitCode.OK.status();
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.BAD_INPUT, "--log-name: " + e.getMessage(), e);
    } catch (KeyFileException | io.dukou.audit.KeyFileException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.BAD_INPUT, directory + " cannot be written", e);
    }
  }

  private LogSigners makeKeys(String name, SecureRandom random) throws IOException {
    char[] password = passwordFile == null ? null : OwnerOnlyFile.read(passwordFile).toCharArray();
    Path folder = directory.resolve("keys");
    if (pkcs11 != null) {
      return keysWithToken(folder, name, pkcs11, random);
    }
    OwnerOnly.makeFolder(folder);
    GatewayKeys.random(random).save(folder);
    return LogSigners.create(folder, name, sm2, password, random);
  }

  /** Makes the keys, that of the log in its token; leaves nothing where the token is no use. */
  private LogSigners keysWithToken(Path folder, String name, String uri, SecureRandom random)
      throws IOException {
    Path file = GatewayKeys.logKeyFile(folder);
    if (Files.exists(file)) {
      throw new CommandException(ExitCode.BAD_INPUT, file + ": exists already and is not replaced");
    }
    spec.commandLine().getOut().println(TokenWords.key(LogSigners.generateInToken(uri, random)));
    OwnerOnly.makeFolder(folder);
    LogSigners signers = LogSigners.createInToken(folder, name, uri);
    GatewayKeys.random(random).save(folder);
    return signers;
  }

  private void report(LogSigners signers) {
    Path config = directory.resolve(Starter.CONFIG);
    PrintWriter out = spec.commandLine().getOut();
    out.println("keys          " + directory.resolve("keys") + " (keep a copy in a safe place)");
    out.println(
        "configuration " + config + " (edit it, then: dukou config check --config " + config + ")");
    out.println("verifier key  " + signers.newest());
    if (sm2) {
      out.println("all keys      " + directory.resolve("keys/log.vkeys"));
    }
    out.flush();
  }

  private String name(SecureRandom random) {
    if (logName != null) {
      return AuditConfig.requireName(logName);
    }
    byte[] bytes = new byte[NAME_BYTES];
    random.nextBytes(bytes);
    return "dukou.invalid/" + HexFormat.of().formatHex(bytes);
  }
}
