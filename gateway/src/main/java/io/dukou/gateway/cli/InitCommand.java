package io.dukou.gateway.cli;

import io.dukou.audit.LogKeys;
import io.dukou.gateway.config.AuditConfig;
import io.dukou.gateway.config.Starter;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.keys.KeyFileException;
import io.dukou.gateway.keys.OwnerOnly;
import java.io.IOException;
import java.io.PrintWriter;
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
    SecureRandom random = new SecureRandom();
    try {
      LogKeys logKeys = LogKeys.generate(name(random), random);
      makeKeys(logKeys, random);
      Starter.write(directory, logKeys.vkey().name());
      report(logKeys);
      return ExitCode.OK.status();
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.BAD_INPUT, "--log-name: " + e.getMessage(), e);
    } catch (KeyFileException | io.dukou.audit.KeyFileException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new CommandException(ExitCode.BAD_INPUT, directory + " cannot be written", e);
    }
  }

  private void makeKeys(LogKeys logKeys, SecureRandom random) throws IOException {
    Path folder = directory.resolve("keys");
    OwnerOnly.makeFolder(folder);
    GatewayKeys.random(random).save(folder);
    logKeys.save(GatewayKeys.logKeyFile(folder));
  }

  private void report(LogKeys logKeys) {
    Path config = directory.resolve(Starter.CONFIG);
    PrintWriter out = spec.commandLine().getOut();
    out.println("keys          " + directory.resolve("keys") + " (keep a copy in a safe place)");
    out.println(
        "configuration " + config + " (edit it, then: dukou config check --config " + config + ")");
    out.println("verifier key  " + logKeys.vkey());
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
