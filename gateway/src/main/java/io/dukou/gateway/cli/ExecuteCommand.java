package io.dukou.gateway.cli;

import io.dukou.audit.SignedOrder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dukou log execute}: carries out an order that officers have signed. */
@Command(
    name = "execute",
    description = {
      "Carry out an order that officers have signed.",
      "First the entry of the order is appended, then it is done. If the process ends in between,"
          + " the next start of the gateway, or this command again, does the rest."
    })
final class ExecuteCommand implements Callable<Integer> {
  @Mixin private final DeskOption desk = new DeskOption();

  @Parameters(paramLabel = "ORDER", description = "The signed order.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the parameter is required
  private Path order;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public Integer call() {
    SignedOrder signed = OrderFile.read(order);
    long entry = desk.with(open -> open.execute(signed));
    PrintWriter out = spec.commandLine().getOut();
    OrderFile.print(signed.order(), out);
    out.println("done     recorded by entry " + entry);
    out.flush();
    return ExitCode.OK.status();
  }
}
