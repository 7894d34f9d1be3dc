package io.dukou.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code dukou} command: parses the arguments, runs a subcommand and exits with an {@link
 * ExitCode}.
 *
 * <p>Subcommands are listed in {@link Command#subcommands()} below. They return {@link
 * ExitCode#status()} and throw {@link CommandException} for anything a user can cause.
 */
@Command(
    name = "dukou",
    description = "A gateway that lets personal data cross only as far as policy allows.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    scope = ScopeType.INHERIT,
    sortOptions = false,
    subcommands = {
      ChainCommand.class,
      ConfigCommand.class,
      DemoCommand.class,
      DetectCommand.class,
      InitCommand.class,
      LogCommand.class,
      OfficerCommand.class,
      PartCommand.class,
      PlanCommand.class,
      PolicyCommand.class,
      ProtectCommand.class,
      RiskCommand.class,
      ServeCommand.class,
      VerifyCommand.class,
      WitnessCommand.class
    })
public final class Main implements Runnable {
  private static final String DEBUG_VARIABLE = "DUKOU_DEBUG";

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before any command runs
  private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print stack traces (also with " + DEBUG_VARIABLE + "=1).")
  private boolean debug;

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(execute(commandLine(), args));
  }

  /**
   * Runs a command and returns its exit status; never throws. The library reports exceptions only:
   * an {@link Error} would end the process with the status that says "refused".
   */
  static int execute(CommandLine commandLine, String... args) {
    try {
      return commandLine.execute(args);
    } catch (Throwable failure) { // whatever it is, it is no refusal
      return FailureReport.report(failure, commandLine);
    }
  }

  /** Returns the command with its own and the given subcommands and the failure report in place. */
  static CommandLine commandLine(Object... subcommands) {
    Main main = new Main();
    FailureReport report = new FailureReport(main::isDebug);
    CommandLine commandLine = new CommandLine(main);
    for (Object subcommand : subcommands) {
      commandLine.addSubcommand(subcommand);
    }
    // Set last: picocli hands these to the subcommands known at this moment.
    return commandLine
        .setExecutionExceptionHandler(report)
        .setParameterExceptionHandler(report)
        .setExitCodeExceptionMapper(report);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a subcommand is required");
  }

  private boolean isDebug() {
    return debug || "1".equals(System.getenv(DEBUG_VARIABLE));
  }

  /** The version in the manifest of the jar this class came from. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"dukou " + (version == null ? "development" : version)};
    }
  }
}
