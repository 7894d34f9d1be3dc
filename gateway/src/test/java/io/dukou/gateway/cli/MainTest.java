package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void help_exitsOkAndNamesTheCommand() {
    assertThat(execute("--help")).isEqualTo(0);
    assertThat(out.toString()).contains("Usage: dukou");
  }

  @Test
  void version_exitsOk() {
    assertThat(execute("--version")).isEqualTo(0);
    assertThat(out.toString()).startsWith("dukou ");
  }

  @Test
  void noSubcommand_isBadInput() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).contains("a subcommand is required");
  }

  @Test
  void unknownOption_isBadInputWithoutStackTrace() {
    assertThat(execute("--no-such-option")).isEqualTo(2);
    assertThat(err.toString()).contains("--no-such-option").doesNotContain("\tat ");
  }

  @Test
  void infeasible_exitsWithItsCodeAndMessage() {
    assertThat(execute("infeasible")).isEqualTo(3);
    assertThat(err.toString()).isEqualToIgnoringNewLines("dukou: k=5 cannot be reached");
  }

  @Test
  void unexpectedFailure_isInternalAndHidesItsMessage() {
    assertThat(execute("broken")).isEqualTo(70);
    assertThat(err.toString())
        .contains("java.lang.IllegalStateException")
        .doesNotContain("Jane Doe")
        .doesNotContain("\tat ");
  }

  @Test
  void overflowingStack_isInternalToo() {
    assertThat(execute("overflowing")).isEqualTo(70);
    assertThat(err.toString()).contains("java.lang.StackOverflowError").doesNotContain("\tat ");
  }

  @Test
  void unexpectedFailureInDebugMode_showsTheFramesAndNoMessage() {
    assertThat(execute("broken", "--debug")).isEqualTo(70);
    assertThat(err.toString())
        .contains("java.lang.IllegalStateException", "Broken.run", "\tat ")
        .doesNotContain("Jane Doe");
  }

  private int execute(String... args) {
    return Main.execute(
        Main.commandLine(new Infeasible(), new Broken(), new Overflowing())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true)),
        args);
  }

  @Command(name = "infeasible")
  static final class Infeasible implements Runnable {
    @Override
    public void run() {
      throw new CommandException(ExitCode.INFEASIBLE, "k=5 cannot be reached");
    }
  }

  @Command(name = "broken")
  static final class Broken implements Runnable {
    @Override
    public void run() {
      throw new IllegalStateException("row of Jane Doe");
    }
  }

  @Command(name = "overflowing")
  static final class Overflowing implements Runnable {
    @Override
    public void run() {
      throw new StackOverflowError("row of Jane Doe");
    }
  }
}
