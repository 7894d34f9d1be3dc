package io.dukou.gateway.cli;

import io.dukou.gateway.demo.Demo;
import io.dukou.gateway.demo.DemoFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dukou demo}: the main job with an invented study, explained step by step. */
@Command(
    name = "demo",
    description = {
      "Play the main job with an invented study, and explain it.",
      "Starts a hospital's server and the gateway on loopback. Stays up afterwards, unless --once"
          + " is given, and prints commands to try."
    })
final class DemoCommand implements Callable<Integer> {
  private static final String LOG_LEVEL = "dukou.log.level";

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Option(names = "--once", description = "End after the story.")
  private boolean once;

  @Override
  public Integer call() throws IOException, InterruptedException {
    quietLog();
    PrintWriter out = spec.commandLine().getOut();
    CountDownLatch cleanedUp = new CountDownLatch(1);
    try (Demo demo = Demo.start()) {
      demo.play(out);
      if (!once) {
        demo.explain(out);
        awaitSignal(cleanedUp);
      }
      return ExitCode.OK.status();
    } catch (DemoFailedException e) {
      throw new CommandException(ExitCode.INTERNAL, String.valueOf(e.getMessage()), e);
    } finally {
      cleanedUp.countDown();
    }
  }

  /** Keeps the gateway's log lines out of the story, unless somebody asked for them. */
  private static void quietLog() {
    if (System.getProperty(LOG_LEVEL) == null && System.getenv("DUKOU_LOG_LEVEL") == null) {
      System.setProperty(LOG_LEVEL, "ERROR"); // read when the first logger is made
    }
  }

  /** Waits for the signal that ends the process, which then ends only once all is cleaned up. */
  private static void awaitSignal(CountDownLatch cleanedUp) throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  asked.countDown();
                  try {
                    cleanedUp.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }));
    asked.await();
  }
}
