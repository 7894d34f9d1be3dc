package io.dukou.gateway.cli;

import static java.util.Objects.requireNonNull;

/**
 * Ends a command with a chosen exit code and one line for the user.
 *
 * <p>The message is printed to standard error as it is, so it must not carry personal data.
 */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  /** Creates a failure that ends the process with {@code exitCode}. */
  CommandException(ExitCode exitCode, String message) {
    super(requireNonNull(message, "message"));
    this.exitCode = requireNonNull(exitCode, "exitCode");
  }

  /** Creates a failure that ends the process with {@code exitCode}, keeping its cause. */
  CommandException(ExitCode exitCode, String message, Throwable cause) {
    super(requireNonNull(message, "message"), requireNonNull(cause, "cause"));
    this.exitCode = requireNonNull(exitCode, "exitCode");
  }

  /** Returns the exit code of the process. */
  ExitCode exitCode() {
    return exitCode;
  }
}
