package io.dukou.gateway.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dukou log}: what can be done with a transparency log on disk. */
@Command(
    name = "log",
    description = "Work with a transparency log on disk.",
    subcommands = {
      LogCheckCommand.class,
      ExecuteCommand.class,
      ExportCommand.class,
      ForgetCommand.class,
      HoldCommand.class,
      LogReceiptCommand.class,
      ReconcileCommand.class,
      RotateCommand.class,
      SearchCommand.class,
      VerifierPageCommand.class,
      VerifyArchiveCommand.class
    })
final class LogCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a subcommand is required: check, execute, export, forget, hold, receipt, reconcile,"
            + " rotate, search, verifier-page or verify-archive");
  }
}
