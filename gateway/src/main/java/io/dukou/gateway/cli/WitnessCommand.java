package io.dukou.gateway.cli;

import io.dukou.audit.AuditException;
import io.dukou.audit.LogStorage;
import io.dukou.audit.MalformedException;
import io.dukou.audit.VerifierKey;
import io.dukou.audit.Witness;
import io.dukou.audit.WitnessKeys;
import io.dukou.gateway.config.HostPort;
import io.dukou.gateway.witness.WitnessServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dukou witness}: a small witness of other people's logs. */
@Command(name = "witness", description = "A witness that cosigns the checkpoints of logs.")
final class WitnessCommand implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessCommand.class);

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a subcommand is required: init or serve");
  }

  @Command(
      name = "init",
      description = {
        "Make the key and the state of a witness.",
        "Prints the witness's verifier key, which logs and verifiers are given. The state must"
            + " never be replaced by an older copy: back up the key, not the state."
      })
  int init(
      @Option(
              names = "--name",
              required = true,
              paramLabel = "NAME",
              description = "Name of the witness, a URL without scheme.")
          String name,
      @Option(
              names = "--key",
              required = true,
              paramLabel = "FILE",
              description = "Where to write the key; nothing is overwritten.")
          Path key,
      @Option(
              names = "--state",
              required = true,
              paramLabel = "DIR",
              description = "A folder for what was cosigned; made where it is not there.")
          Path state,
      @Option(
              names = "--kind",
              paramLabel = "KIND",
              defaultValue = "ed25519",
              description =
                  "ed25519, which every verifier checks, or ml-dsa-44 (FIPS 204), for evidence that"
                      + " must last; its cosignatures have 3,300 characters (default:"
                      + " ${DEFAULT-VALUE}).")
          String kind) {
    WitnessKeys.Kind named = kind(kind);
    try {
      WitnessKeys made = WitnessKeys.generate(name, named, new SecureRandom());
      makeFolder(state);
      if (Files.exists(key)) {
        throw new CommandException(
            ExitCode.BAD_INPUT, key + ": exists already and is not replaced");
      }
      Witness.create(LogStorage.posix(state), made);
      made.save(key);
      spec.commandLine().getOut().println("verifier key  " + made.vkey());
      spec.commandLine().getOut().flush();
      return ExitCode.OK.status();
    } catch (AuditException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private static WitnessKeys.Kind kind(String word) {
    for (WitnessKeys.Kind kind : WitnessKeys.Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new CommandException(ExitCode.BAD_INPUT, "--kind is ed25519 or ml-dsa-44");
  }

  @Command(
      name = "serve",
      description = {
        "Cosign checkpoints over HTTP (c2sp.org/tlog-witness).",
        "Asks nobody who they are: the signature of the log is what is checked. Exits with 2 when"
            + " key, state or address cannot be used, of which a state that was rolled back is one."
      })
  int serve(
      @Option(
              names = "--key",
              required = true,
              paramLabel = "FILE",
              description = "The key of the witness.")
          Path key,
      @Option(
              names = "--state",
              required = true,
              paramLabel = "DIR",
              description = "The folder that `dukou witness init` was given.")
          Path state,
      @Option(
              names = "--guard",
              paramLabel = "DIR",
              description =
                  "A folder on another disk that remembers how far was cosigned, so that an older"
                      + " state is refused.")
          @Nullable Path guard,
      @Option(
              names = "--new-guard",
              description =
                  "Take a guard that knows nothing yet although this witness has cosigned before.")
          boolean newGuard,
      @Option(
              names = "--log",
              required = true,
              paramLabel = "KEY",
              description =
                  "The verifier key of a log, the line that `dukou init` prints; may be given"
                      + " several times.")
          List<String> logs,
      @Option(
              names = "--listen",
              required = true,
              paramLabel = "HOST:PORT",
              description = "Where to listen.")
          String listen,
      @Option(
              names = "--prefix",
              defaultValue = "",
              paramLabel = "PATH",
              description = "What stands before /add-checkpoint, such as /w (default: nothing).")
          String prefix,
      @Option(
              names = "--tls-certificate",
              paramLabel = "FILE",
              description = "PEM file of the certificate chain; without it TLS ends elsewhere.")
          @Nullable Path certificate,
      @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM file of its key.")
          @Nullable Path tlsKey)
      throws InterruptedException {
    if ((certificate == null) != (tlsKey == null)) {
      throw wrong("--tls-certificate and --tls-key go together");
    }
    ServeLoop loop = new ServeLoop(ProcessSignals::halt);
    ProcessSignals.listen(loop);
    WitnessServer.Tls tls =
        certificate == null || tlsKey == null ? null : new WitnessServer.Tls(certificate, tlsKey);
    WitnessServer.Listening listening = listening(listen, prefix, tls);
    Vertx vertx = Vertx.vertx();
    try (Witness witness = open(key, state, guard, newGuard, logs)) {
      WitnessServer server =
          WitnessServer.start(vertx, witness, listening)
              .toCompletionStage()
              .toCompletableFuture()
              .join();
      LOG.info("witnessing on port {}", server.port());
      LOG.info("cosignatures verify with {}", witness.vkey());
      if (guard == null) {
        LOG.warn(
            "without --guard nothing tells whether {} is an older copy of itself, which would let a"
                + " fork be cosigned: name a folder on another disk",
            state);
      }
      return loop.run(new Serving(server)).status();
    } catch (CompletionException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          "cannot listen on " + listen + ": stop what listens there, or mend --listen or TLS files",
          e);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private WitnessServer.Listening listening(
      String listen, String prefix, WitnessServer.@Nullable Tls tls) {
    try {
      HostPort at = HostPort.parse(listen);
      return new WitnessServer.Listening(at.host(), at.port(), prefix, tls);
    } catch (IllegalArgumentException e) {
      throw wrong("--listen, --prefix: " + e.getMessage());
    }
  }

  private Witness open(
      Path key, Path state, @Nullable Path guard, boolean newGuard, List<String> logs) {
    requireFolder("--state", state);
    if (guard != null) {
      requireFolder("--guard", guard);
    }
    try {
      List<VerifierKey> keys = logs.stream().map(VerifierKey::parse).toList();
      return Witness.open(
          LogStorage.posix(state),
          guard == null ? null : new Witness.Guard(LogStorage.posix(guard), newGuard),
          WitnessKeys.load(key),
          keys,
          Clock.systemUTC());
    } catch (MalformedException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          "--log: "
              + e.getMessage()
              + "; it takes the key itself, and each line of a log.vkeys up to its sizes is one",
          e);
    } catch (AuditException e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private static void makeFolder(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--state: cannot make " + folder + ": " + FileTrouble.of(e), e);
    }
  }

  private void requireFolder(String option, Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new CommandException(ExitCode.BAD_INPUT, option + ": no such folder: " + folder);
    }
  }

  private ParameterException wrong(String words) {
    return new ParameterException(spec.commandLine(), words);
  }

  /** A witness as the loop sees it. */
  private record Serving(WitnessServer server) implements ServeLoop.Served {
    @Override
    public CompletionStage<Throwable> failure() {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Void> reload() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> stop() {
      return server.stop().toCompletionStage();
    }
  }
}
