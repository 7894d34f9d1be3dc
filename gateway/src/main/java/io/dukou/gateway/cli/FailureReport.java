package io.dukou.gateway.cli;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.release.SteeringCharacters;
import io.dukou.gateway.server.CannotListenException;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Turns a failure into one line on standard error and an {@link ExitCode}.
 *
 * <p>A stack trace is printed only in debug mode. A port that cannot be listened on is bad input,
 * whichever command starts a server. Of an exception that is neither this nor a {@link
 * CommandException} only the type is named: its message may quote personal data. What a message
 * quotes, such as a file name, cannot steer the terminal.
 */
final class FailureReport
    implements IExecutionExceptionHandler, IParameterExceptionHandler, IExitCodeExceptionMapper {
  private final DebugMode debug;

  /** Creates a report that asks {@code debug} for each failure whether to print the stack trace. */
  FailureReport(DebugMode debug) {
    this.debug = requireNonNull(debug, "debug");
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    print(failure, command);
    return getExitCode(failure);
  }

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    print(failure, command);
    command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    return getExitCode(failure);
  }

  @Override
  public int getExitCode(Throwable failure) {
    if (failure instanceof CommandException known) {
      return known.exitCode().status();
    }
    return (isBadInput(failure) ? ExitCode.BAD_INPUT : ExitCode.INTERNAL).status();
  }

  /** Reports what is thrown past the other methods; returns {@link ExitCode#INTERNAL}. */
  static int report(Throwable failure, CommandLine command) {
    command.getErr().println("dukou: " + describe(failure));
    command.getErr().flush();
    return ExitCode.INTERNAL.status();
  }

  private void print(Throwable failure, CommandLine command) {
    command.getErr().println("dukou: " + SteeringCharacters.visible(describe(failure)));
    if (debug.enabled()) {
      printFrames(failure, command.getErr());
    }
  }

  /** Prints where a failure and its causes arose, without their messages, which may quote data. */
  private static void printFrames(Throwable failure, PrintWriter err) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    String lead = "";
    for (Throwable next = failure; next != null && seen.add(next); next = next.getCause()) {
      err.println(lead + next.getClass().getName());
      for (StackTraceElement frame : next.getStackTrace()) {
        err.println("\tat " + frame);
      }
      lead = "Caused by: ";
    }
  }

  private static String describe(Throwable failure) {
    if (failure instanceof CommandException || isBadInput(failure)) {
      return String.valueOf(failure.getMessage());
    }
    return "internal error: " + failure.getClass().getName() + " (--debug shows where)";
  }

  private static boolean isBadInput(Throwable failure) {
    return failure instanceof ParameterException || failure instanceof CannotListenException;
  }

  /** Says whether a failure is printed with its stack trace. */
  @FunctionalInterface
  interface DebugMode {
    /** Returns true when stack traces are wanted. */
    boolean enabled();
  }
}
