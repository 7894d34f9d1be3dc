package io.dukou.gateway.cli;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.AuditException;
import io.dukou.audit.LogFailedException;
import io.dukou.audit.LogHomeRefusedException;
import io.dukou.audit.LogInUseException;
import io.dukou.audit.postgres.PostgresOptions;
import io.dukou.gateway.config.ConfigLoader;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.config.ServerConfig;
import io.dukou.gateway.running.FolderInUseException;
import io.dukou.gateway.running.Gateway;
import io.dukou.gateway.running.Standby;
import io.dukou.gateway.sealed.SealedFileException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dukou serve}: runs the gateway until it is told to stop or may not go on. */
@Command(
    name = "serve",
    description = {
      "Run the gateway.",
      "SIGTERM and SIGINT let requests in work end, then stop it with exit code 0; a second one"
          + " stops it at once. One that comes during the start is heeded after it. SIGHUP reads"
          + " facts, issuer's keys and certificate again; facts are also read when their files"
          + " change. Where another gateway writes to the log in the same database, waits until"
          + " that one ends. Exits with 2 when the configuration, or a file or folder it names,"
          + " cannot be used, and 70 when the log is damaged or cannot be written."
    })
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "dukou.yaml",
      description = "The configuration (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option has a default
  private Path file;

  @Override
  public Integer call() throws InterruptedException {
    ServeLoop loop = new ServeLoop(ProcessSignals::halt);
    ProcessSignals.listen(loop); // first, since a SIGHUP that nobody hears ends the process
    List<String> problems = ConfigCheck.problems(file);
    if (!problems.isEmpty()) {
      throw new CommandException(ExitCode.BAD_INPUT, String.join("\n", problems));
    }
    Vertx vertx = Vertx.vertx(withoutTemporaryFiles());
    try {
      Optional<Gateway> gateway = startInTurn(vertx, ConfigLoader.load(file), loop);
      if (gateway.isEmpty()) {
        LOG.info("stopped");
        return ExitCode.OK.status();
      }
      announce(gateway.get());
      return loop.run(new Running(gateway.get())).status();
    } finally {
      join(vertx.close());
    }
  }

  /** Starts the gateway once no other one writes to its log; none if told to stop before. */
  private static Optional<Gateway> startInTurn(Vertx vertx, GatewayConfig config, ServeLoop loop)
      throws InterruptedException {
    PostgresOptions database = config.audit().database();
    if (database == null) {
      return Optional.of(start(vertx, config));
    }
    try (Standby standby = new Standby(vertx, database, config.server().admin())) {
      loop.whenStopping(standby::stop);
      boolean isTurn = awaitTurn(standby);
      while (isTurn) {
        try {
          return Optional.of(join(open(vertx, config)));
        } catch (CompletionException e) {
          Throwable cause = requireNonNull(e.getCause());
          if (!isForAnotherTurn(cause, standby)) {
            throw refused(e);
          }
          isTurn =
              standby.awaitAgain(
                  cause instanceof FolderInUseException
                      ? "the writer holds the state folder still, and is followed when it ends"
                      : String.valueOf(cause.getMessage()));
        }
      }
      return Optional.empty();
    }
  }

  /** Nothing is served from the class path, so a start needs no room for temporary files. */
  private static VertxOptions withoutTemporaryFiles() {
    return new VertxOptions()
        .setFileSystemOptions(
            new FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false));
  }

  /** Tells whether a start failed for what another gateway, or the database, does just now. */
  private static boolean isForAnotherTurn(Throwable cause, Standby standby)
      throws InterruptedException {
    if (cause instanceof FolderInUseException) {
      return standby.hasWaited() || standby.awaitWriter();
    }
    boolean isOfTheDatabase =
        cause instanceof LogHomeRefusedException || cause instanceof LogFailedException;
    return cause instanceof LogInUseException || (isOfTheDatabase && standby.hasWaited());
  }

  private static boolean awaitTurn(Standby standby) throws InterruptedException {
    try {
      return standby.awaitTurn();
    } catch (LogHomeRefusedException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private static Future<Gateway> open(Vertx vertx, GatewayConfig config) {
    return Gateway.start(vertx, config, Clock.systemUTC(), new SecureRandom());
  }

  private static Gateway start(Vertx vertx, GatewayConfig config) {
    try {
      return join(open(vertx, config));
    } catch (CompletionException e) {
      throw refused(e);
    }
  }

  /** Returns how a start that failed is told. */
  private static RuntimeException refused(CompletionException e) {
    Throwable cause = e.getCause();
    if (cause instanceof FolderInUseException
        || cause instanceof LogInUseException
        || cause instanceof LogHomeRefusedException
        || cause instanceof SealedFileException) {
      return new CommandException(ExitCode.BAD_INPUT, String.valueOf(cause.getMessage()), e);
    }
    if (cause instanceof AuditException audit) {
      return new CommandException(ExitCode.INTERNAL, String.valueOf(audit.getMessage()), e);
    }
    return cause instanceof RuntimeException itself ? itself : e;
  }

  private static void announce(Gateway gateway) {
    ServerConfig server = gateway.config().server();
    String scheme = server.transport() instanceof ServerConfig.Tls ? "https" : "http";
    gateway
        .config()
        .routes()
        .forEach(
            route ->
                LOG.info(
                    "serving {}://{}:{}{}", scheme, server.host(), gateway.port(), route.prefix()));
    LOG.info("health: http://{}:{}/readyz", server.admin().host(), gateway.adminPort());
    LOG.info("receipts verify with {}", gateway.verifierKey());
  }

  private static <T> T join(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  /** A gateway as the loop sees it. */
  private record Running(Gateway gateway) implements ServeLoop.Served {
    @Override
    public CompletionStage<Throwable> failure() {
      return gateway.failure();
    }

    @Override
    public CompletionStage<Void> reload() {
      return gateway.reload().toCompletionStage();
    }

    @Override
    public CompletionStage<Void> stop() {
      return gateway.stop().toCompletionStage();
    }
  }
}
