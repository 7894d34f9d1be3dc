package io.dukou.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dukou policy}: what can be done with the rules. */
@Command(name = "policy", description = "Ask the rules.", subcommands = PolicyEvalCommand.class)
final class PolicyCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a subcommand is required: eval");
  }
}
