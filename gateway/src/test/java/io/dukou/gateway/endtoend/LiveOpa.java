package io.dukou.gateway.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dukou.policies.PolicyEngine;
import java.io.IOException;
import java.io.InputStream;
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

/** A real OPA server on loopback with the rules of this tree. */
final class LiveOpa implements AutoCloseable {
  private static final Path SOURCES = Path.of("..", "policies", "src", "main", "rego");
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(20);

  private final Process process;
  private final String address;

  private LiveOpa(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts a server with the rules under this revision; skips the test where there is no OPA. */
  static LiveOpa start(Path folder, String revision) throws IOException, InterruptedException {
    Optional<Path> program = program();
    assumeTrue(
        program.isPresent(), "SKIPPED: no OPA; name it with -Ddukou.opa or put it on the PATH");
    Path bundle = folder.resolve("bundle.tar.gz");
    build(program.orElseThrow(), bundle, revision);
    String address = "127.0.0.1:" + freePort();
    Process process =
        new ProcessBuilder(
                program.orElseThrow().toString(),
                "run",
                "--server",
                "--disable-telemetry",
                "--addr=" + address,
                "--log-level=error",
                "--bundle",
                bundle.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("opa.log").toFile())
            .start();
    LiveOpa server = new LiveOpa(process, address);
    server.awaitBundle();
    return server;
  }

  /** Returns the revision of the rules that the embedded engine has. */
  static String committedRevision() throws IOException {
    try (InputStream manifest = PolicyEngine.class.getResourceAsStream("bundle/manifest.json")) {
      return new ObjectMapper().readTree(manifest).path("revision").textValue();
    }
  }

  /** Returns host and port. */
  String address() {
    return address;
  }

  /** Ends the server at once, as a crash would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static void build(Path program, Path bundle, String revision)
      throws IOException, InterruptedException {
    Process build =
        new ProcessBuilder(
                program.toString(),
                "build",
                "--bundle",
                SOURCES.toString(),
                "--ignore",
                "*_test.rego",
                "--revision",
                revision,
                "--output",
                bundle.toString())
            .inheritIO()
            .start();
    if (!build.waitFor(2, TimeUnit.MINUTES) || build.exitValue() != 0) {
      build.destroyForcibly();
      throw new IllegalStateException("opa build failed");
    }
  }

  private void awaitBundle() throws InterruptedException {
    HttpRequest health =
        HttpRequest.newBuilder(URI.create("http://" + address + "/health?bundles"))
            .timeout(START_LIMIT)
            .build();
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (!healthy(health)) {
      if (!process.isAlive() || System.nanoTime() > limit) {
        process.destroyForcibly();
        throw new IllegalStateException("OPA did not start");
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
      return false; // not listening yet
    }
  }

  private static Optional<Path> program() {
    String named = System.getProperty("dukou.opa", "");
    if (!named.isBlank()) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(entry -> Path.of(entry, "opa"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
