package io.dukou.gateway.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What a run of {@code dukou} printed and how it ended.
 *
 * @param status the exit code
 * @param out what went to standard output
 * @param err what went to standard error
 */
public record CommandRun(int status, String out, String err) {
  /** Runs {@code dukou} in this process. */
  public static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Main.execute(
            Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true)),
            arguments);
    return new CommandRun(status, out.toString(), err.toString());
  }
}
