package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An {@link Appender} in a process of its own, and the receipts it has printed so far. */
final class RunningAppender implements AutoCloseable {
  private final Process process;
  private final List<String> acknowledged = new ArrayList<>();
  private final Thread reader;
  private boolean ended;

  private RunningAppender(Process process) {
    this.process = process;
    this.reader = new Thread(this::read);
  }

  /** Starts one; what it says when its log fails goes to a file. */
  static RunningAppender start(Path errors, String... arguments) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Xshare:auto",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Appender.class.getName()),
                Stream.of(arguments))
            .toList();
    RunningAppender appender =
        new RunningAppender(new ProcessBuilder(command).redirectError(errors.toFile()).start());
    appender.reader.start();
    return appender;
  }

  /** Waits for so many more receipts. */
  synchronized void awaitMore(int count) throws InterruptedException {
    int wanted = acknowledged.size() + count;
    while (acknowledged.size() < wanted) {
      assertThat(ended).as("ended by itself").isFalse();
      wait();
    }
  }

  /** Stops it as it is, without its knowing, until {@link #resume}. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  /** Kills it and waits until its last receipts are read. */
  void kill() throws InterruptedException {
    // By its handle, since Process.destroyForcibly also closes the pipe with receipts still in it.
    process.toHandle().destroyForcibly();
    awaitEnd();
  }

  /** Waits until it ends by itself and returns its exit code. */
  int awaitEnd() throws InterruptedException {
    reader.join();
    return process.waitFor();
  }

  /** Returns all receipts so far, each a tlog-proof in base64. */
  synchronized List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    if (line.endsWith(".")) {
      acknowledged.add(line.substring(0, line.length() - 1));
    }
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }
}
