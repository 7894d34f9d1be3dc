package io.dukou.gateway.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A process with a server under test. */
final class Child implements AutoCloseable {
  private final Process process;
  private final int port;

  private Child(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts {@link Target} with these arguments in a Java of its own, and waits until it listens.
   */
  static Child java(String... arguments) throws IOException {
    return java(List.of(), arguments);
  }

  /** Does what {@link #java} does, and writes a flight recording when the process ends. */
  static Child recorded(Path recording, String... arguments) throws IOException {
    return java(
        List.of(
            "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                + recording
                + ",jdk.FileForce#threshold=0ms",
            "-Xlog:jfr+startup=off"),
        arguments);
  }

  private static Child java(List<String> options, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-Xmx3g");
    command.addAll(options);
    command.add("-Ddukou.log.level=WARN");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Target.class.getName());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("PORT ")) {
        return new Child(process, Integer.parseInt(line.substring(5)));
      }
    }
    throw new IOException("the server under test did not start");
  }

  /** Starts a real OPA with the bundle. */
  static Child opa(String program, String bundle, int port) throws IOException {
    Process process =
        new ProcessBuilder(
                program,
                "run",
                "--server",
                "--addr",
                "127.0.0.1:" + port,
                "--log-level",
                "error",
                "--bundle",
                bundle)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Child(process, port);
  }

  int port() {
    return port;
  }

  /** Returns the CPU time that the process has used so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
