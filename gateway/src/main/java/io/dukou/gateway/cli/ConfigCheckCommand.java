package io.dukou.gateway.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dukou config check}: reads everything that the gateway reads at its start. */
@Command(
    name = "check",
    description = {
      "Check a configuration and all that it names: keys, facts, consents and specifications.",
      "Names every problem with file, line, column and remedy; exits with 0 when there is none and"
          + " 2 when there is one. Starts nothing and writes nothing."
    })
final class ConfigCheckCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "dukou.yaml",
      description = "The configuration (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option has a default
  private Path file;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public Integer call() {
    List<String> problems = ConfigCheck.problems(file);
    PrintWriter out = spec.commandLine().getOut();
    problems.forEach(out::println);
    out.println(problems.isEmpty() ? file + " is sound" : problems.size() + " to put right");
    out.flush();
    return (problems.isEmpty() ? ExitCode.OK : ExitCode.BAD_INPUT).status();
  }
}
