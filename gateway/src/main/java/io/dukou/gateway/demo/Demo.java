package io.dukou.gateway.demo;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.config.ConfigLoader;
import io.dukou.gateway.config.GatewayConfig;
import io.dukou.gateway.identity.DevTokens;
import io.dukou.gateway.running.Gateway;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * The demonstration as a whole: an invented hospital, a real gateway, and the story.
 *
 * <p>One thread. Closing it stops both servers and removes its folder.
 */
public final class Demo implements AutoCloseable {
  private static final int SUBJECTS = 2400;
  private static final long SEED = 20260302;
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);

  private final Vertx vertx;
  private final Path folder;
  private final SyntheticStudy study;
  private final HospitalOrigin hospital;
  private final DevTokens tokens;
  private final DemoFolder files;
  private final GatewayConfig config;
  private final Gateway gateway;

  private Demo(Vertx vertx, Path folder) {
    this.vertx = vertx;
    this.folder = folder;
    this.study = SyntheticStudy.of(SUBJECTS, SEED);
    this.hospital = await(HospitalOrigin.start(vertx, study.tables()));
    this.tokens = DevTokens.create("https://login.demo.example", "dukou-demo", new SecureRandom());
    this.files =
        DemoFolder.write(
            folder,
            URI.create(hospital.url()),
            tokens.publicKeyPem(),
            study.demographics().cells("subject"),
            Instant.now());
    this.config = ConfigLoader.load(files.configuration());
    this.gateway = await(Gateway.start(vertx, config, Clock.systemUTC(), new SecureRandom()));
  }

  /**
   * Starts the hospital and the gateway in front of it.
   *
   * @throws IOException if no folder can be made for them
   */
  public static Demo start() throws IOException {
    Path folder = Files.createTempDirectory("dukou-demo-");
    Vertx vertx = Vertx.vertx();
    try {
      return new Demo(vertx, folder);
    } catch (RuntimeException e) {
      await(vertx.close());
      remove(folder);
      throw e;
    }
  }

  /**
   * Plays the story.
   *
   * @throws DemoFailedException if the gateway does not do what the story says
   */
  public void play(PrintWriter out) throws IOException {
    out.println("Dukou with an invented study: every person in it is made up, and everything runs");
    out.println("on this machine. The log's public key is " + gateway.verifierKey());
    new DemoStory(
            out,
            new DemoStory.Stage(
                caller("rhein-stats"),
                caller("rhein-cro"),
                study,
                hospital,
                files,
                () -> await(gateway.reload()),
                config.audit().directory(),
                gateway.verifierKey()))
        .play();
  }

  /** Says where everything is and what can be tried by hand. */
  public void explain(PrintWriter out) {
    out.println();
    out.println("The gateway stays up. In another terminal:");
    out.println();
    out.println("  export TOKEN=" + token("rhein-stats"));
    out.println("  export VKEY='" + gateway.verifierKey() + "'");
    String table = url() + "/lc-rws-014/demographics";
    String ask = "  curl -sG -H \"Authorization: Bearer $TOKEN\" " + table;
    out.println("  curl -sD head.txt -o table.csv -H \"Authorization: Bearer $TOKEN\" " + table);
    out.println("  grep -i '^dukou-receipt' head.txt | cut -d' ' -f2 > receipt.txt");
    out.println("  gateway/bin/dukou verify receipt.txt --vkey \"$VKEY\" --body table.csv");
    out.println(ask + " -d limit=5");
    out.println(ask + " -d limit=5 -d sex=F");
    out.println(ask + " -d limit=5 --data-urlencode 'age=[40,60)'");
    out.println(ask + " --data-urlencode 'age=54'");
    out.println(
        "  gateway/bin/dukou log check " + config.audit().directory() + " --vkey \"$VKEY\"");
    out.println("  curl -s http://127.0.0.1:" + gateway.adminPort() + "/readyz");
    out.println();
    out.println(
        "Configuration and facts are in " + files.path() + "; edit facts.yaml and ask again.");
    out.println("Ctrl-C ends it and removes the folder.");
    out.flush();
  }

  @Override
  public void close() throws IOException {
    await(gateway.stop());
    await(hospital.stop());
    await(vertx.close());
    remove(folder);
  }

  private DemoCaller caller(String client) {
    return new DemoCaller(URI.create(url()), token(client));
  }

  private String token(String client) {
    Duration longest = requireNonNull(config.identity().jwt(), "jwt").maxLifetime();
    Duration lifetime = longest.compareTo(TOKEN_LIFETIME) < 0 ? longest : TOKEN_LIFETIME;
    return tokens.issue(client, Instant.now(), lifetime);
  }

  private String url() {
    return "http://127.0.0.1:" + gateway.port();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the demonstration could not start", e.getCause());
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
