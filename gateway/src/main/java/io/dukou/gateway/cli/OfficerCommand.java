package io.dukou.gateway.cli;

import io.dukou.audit.KeyFileException;
import io.dukou.audit.LogKeys;
import io.dukou.audit.MalformedException;
import io.dukou.audit.SignedOrder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dukou officer}: keys of officers, and their signatures on orders. */
@Command(name = "officer", description = "Keys of officers, and their signatures on orders.")
final class OfficerCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a subcommand is required: keygen or sign");
  }

  @Command(
      name = "keygen",
      description = {
        "Make the key of an officer.",
        "Prints the verifier key that goes into records.officers of the configuration. The key"
            + " file stays with the officer, and nowhere else."
      })
  int keygen(
      @Option(
              names = "--name",
              required = true,
              paramLabel = "NAME",
              description = "Name of the key, of the office and not of a person.")
          String name,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "FILE",
              description = "Where to write the key; nothing is overwritten.")
          Path out) {
    try {
      LogKeys key = LogKeys.generate(name, new SecureRandom());
      key.save(out);
      print("verifier key  " + key.vkey());
      return ExitCode.OK.status();
    } catch (MalformedException | KeyFileException e) {
      throw new CommandException(ExitCode.BAD_INPUT, e.getMessage(), e);
    }
  }

  @Command(
      name = "sign",
      description = {
        "Show an order and sign it.",
        "The signature is added to the file. An order to forget a person names places in the log"
            + " only: draw it up again from the description and compare the two files before"
            + " signing."
      })
  int sign(
      @Parameters(paramLabel = "ORDER", description = "The order.") Path order,
      @Option(
              names = "--key",
              required = true,
              paramLabel = "FILE",
              description = "The officer's key.")
          Path key) {
    try {
      SignedOrder signed = OrderFile.read(order).sign(LogKeys.load(key));
      OrderFile.write(order, signed);
      OrderFile.print(signed.order(), spec.commandLine().getOut());
      print("signed   " + order);
      return ExitCode.OK.status();
    } catch (MalformedException | KeyFileException e) {
      throw new CommandException(ExitCode.BAD_INPUT, e.getMessage(), e);
    }
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
