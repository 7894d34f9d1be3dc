package io.dukou.gateway.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * {@code dukou serve} over a {@link Site}, in a process of its own. Closing kills it; any thread
 * may call.
 */
final class ServeProcess implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("listening on port (\\d+)");
  private static final Pattern ADMIN = Pattern.compile("health: (http://[^/]+)/readyz");
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;
  private boolean silent;

  private ServeProcess(Process process) {
    this.process = process;
    this.reader = new Thread(this::read, "output of dukou serve");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts the gateway and does not wait for it. */
  static ServeProcess start(Site site) throws IOException {
    return start(site, Map.of());
  }

  /** Starts the gateway with further variables of the environment, and does not wait for it. */
  static ServeProcess start(Site site, Map<String, String> environment) throws IOException {
    Path temporary = Files.createDirectories(site.folder().resolve("tmp"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx512m",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            shippedClassPath(),
            "io.dukou.gateway.cli.Main",
            "serve",
            "--config",
            site.configuration().toString());
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(site.folder().toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new ServeProcess(builder.start());
  }

  /** Waits until it serves; returns where. */
  URI url() throws InterruptedException {
    awaitLine(ADMIN); // printed after the port, and after signals are listened to
    return URI.create("http://127.0.0.1:" + awaitLine(PORT).group(1));
  }

  /** Returns what an operator is told at {@code path}. */
  HttpResponse<String> admin(String path) throws IOException, InterruptedException {
    URI uri = URI.create(awaitLine(ADMIN).group(1) + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Waits until a line is printed that contains {@code pattern}. */
  Matcher awaitLine(String pattern) throws InterruptedException {
    return awaitLine(Pattern.compile(pattern));
  }

  /** Sends a signal, such as {@code HUP}. */
  void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IOException("no such process");
    }
  }

  /**
   * Returns whether a process that this one starts can hear SIGHUP: not below {@code nohup}, which
   * has it ignored, and a Java leaves a signal ignored that it finds so.
   */
  static boolean canHearHangUp() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return true;
    }
    return Files.readString(status)
        .lines()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> line.substring(line.length() - 1))
        .noneMatch(lowest -> Character.digit(lowest.charAt(0), 16) % 2 == 1);
  }

  /** Sends SIGKILL. */
  void kill() {
    // By its handle, since Process.destroyForcibly also closes the pipe with output still in it.
    process.toHandle().destroyForcibly();
  }

  /** Waits for its end; returns the exit status. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it does not end; it printed\n" + output());
    }
    reader.join();
    return process.exitValue();
  }

  /** Returns all that it has printed. */
  synchronized String output() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    kill();
  }

  /** Returns the class path without the tests and their settings: what runs is what is shipped. */
  private static String shippedClassPath() {
    String separator = System.getProperty("path.separator");
    return Arrays.stream(System.getProperty("java.class.path").split(separator, -1))
        .filter(entry -> !entry.replaceAll("/$", "").endsWith("test-classes"))
        .collect(Collectors.joining(separator));
  }

  private synchronized Matcher awaitLine(Pattern pattern) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    int seen = 0;
    while (true) {
      for (; seen < lines.size(); seen++) {
        Matcher matcher = pattern.matcher(lines.get(seen));
        if (matcher.find()) {
          return matcher;
        }
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (silent || left <= 0) {
        throw new AssertionError("it never printed " + pattern + " but\n" + output());
      }
      wait(left);
    }
  }

  private void read() {
    try (BufferedReader printed =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = printed.readLine(); line != null; line = printed.readLine()) {
        add(line.replace("\\/", "/")); // as JSON may write a slash
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  private synchronized void end() {
    silent = true;
    notifyAll();
  }
}
