package io.dukou.gateway.cli;

import io.dukou.audit.AuditException;
import io.dukou.audit.AuditLog;
import io.dukou.audit.LogFailedException;
import io.dukou.audit.LogInUseException;
import io.dukou.audit.LogOptions;
import io.dukou.audit.OrderRefusedException;
import io.dukou.audit.postgres.PostgresHome;
import io.dukou.audit.postgres.PostgresOptions;
import io.dukou.gateway.config.ConfigLoader;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.keys.KeyFileException;
import io.dukou.gateway.running.LogFolders;
import io.dukou.gateway.yaml.UnusableFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Function;
import picocli.CommandLine.Option;

/**
 * The log of a gateway that is not running, for commands of officers. It is opened as the gateway
 * opens it, under its locks, so the two never write together.
 */
final class OfflineLog {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "dukou.yaml",
      description = "The gateway's configuration (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option has a default
  private Path file;

  /** Returns the configuration. */
  GatewayConfig config() {
    try {
      return ConfigLoader.load(file);
    } catch (UnusableFileException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  /** Opens the log, does something with it and closes it. */
  <T> T with(GatewayConfig config, Function<AuditLog, T> use) {
    try {
      Path folder = config.keys().directory();
      LogFolders.Keys keys =
          new LogFolders.Keys(
              GatewayKeys.load(folder), LogFolders.signers(config, new SecureRandom()));
      PostgresOptions database = config.audit().database();
      return database == null
          ? withFolders(config, keys, use)
          : withDatabase(config, database, keys, use);
    } catch (LogInUseException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          e.getMessage() + "; stop the gateway, or ask it with --gateway where the command has it",
          e);
    } catch (OrderRefusedException e) {
      throw new CommandException(ExitCode.REFUSED, e.getMessage(), e);
    } catch (LogFailedException e) {
      throw new CommandException(ExitCode.INTERNAL, e.getMessage(), e);
    } catch (AuditException e) {
      throw new CommandException(ExitCode.BAD_INPUT, e.getMessage(), e);
    } catch (KeyFileException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private static <T> T withFolders(
      GatewayConfig config, LogFolders.Keys keys, Function<AuditLog, T> use) {
    try (AuditLog log =
        LogFolders.open(config.audit(), reached(config), keys, LogOptions.defaults(), false)) {
      return use.apply(log);
    }
  }

  /** Returns the folder that says how far the log went. */
  private static Path reached(GatewayConfig config) {
    return config.state().directory().resolve("log");
  }

  private static <T> T withDatabase(
      GatewayConfig config,
      PostgresOptions database,
      LogFolders.Keys keys,
      Function<AuditLog, T> use) {
    try (PostgresHome home = PostgresHome.open(database);
        AuditLog log = LogFolders.open(home, reached(config), keys, LogOptions.defaults(), false)) {
      return use.apply(log);
    } catch (IOException e) {
      throw new CommandException(ExitCode.INTERNAL, "the database could not be let go of", e);
    }
  }
}
