package io.dukou.policies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A real OPA server on loopback, with the bundle built from the sources of this module. */
final class OpaServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  private final Process process;
  private final URI address;

  private OpaServer(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Builds the bundle, which fails if the committed one differs, and starts the server; skips the
   * test where there is no OPA.
   */
  static OpaServer start() throws IOException, InterruptedException {
    Optional<Path> opa = program();
    Assumptions.assumeTrue(
        opa.isPresent(), "SKIPPED: no OPA; name it with -Ddukou.opa or put it on the PATH");
    buildBundle(opa.orElseThrow());
    int port = freePort();
    Process process =
        new ProcessBuilder(
                opa.orElseThrow().toString(),
                "run",
                "--server",
                "--disable-telemetry",
                "--addr=127.0.0.1:" + port,
                "--log-level=error",
                "--bundle",
                "target/bundle.tar.gz")
            .directory(Tree.MODULE.toFile())
            .redirectErrorStream(true)
            .redirectOutput(Tree.MODULE.resolve("target/opa.log").toFile())
            .start();
    OpaServer server = new OpaServer(process, URI.create("http://127.0.0.1:" + port));
    server.awaitBundle();
    return server;
  }

  /** Returns the server's address, without a path. */
  URI address() {
    return address;
  }

  @Override
  public void close() {
    process.destroy();
  }

  private static void buildBundle(Path opa) throws IOException, InterruptedException {
    ProcessBuilder build =
        new ProcessBuilder("bash", "bin/build-bundle", "--check").directory(Tree.MODULE.toFile());
    build.environment().put("OPA", opa.toString());
    Process process = build.inheritIO().start();
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IllegalStateException("policies/bin/build-bundle --check failed");
    }
  }

  private void awaitBundle() throws InterruptedException {
    HttpRequest health =
        HttpRequest.newBuilder(address.resolve("/health?bundles")).timeout(START_LIMIT).build();
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (!healthy(health)) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        process.destroy();
        throw new IllegalStateException("OPA did not start; see target/opa.log");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static boolean healthy(HttpRequest health) throws InterruptedException {
    try {
      return HttpClient.newHttpClient()
              .send(health, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<Path> program() {
    String named = System.getProperty("dukou.opa", "");
    if (!named.isBlank()) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, "opa"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
