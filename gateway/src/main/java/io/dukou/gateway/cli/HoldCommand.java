package io.dukou.gateway.cli;

import io.dukou.audit.Hold;
import io.dukou.audit.MalformedException;
import io.dukou.audit.Order;
import io.dukou.gateway.officers.RecordsDesk;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dukou log hold}: legal holds. */
@Command(
    name = "hold",
    description = {
      "Legal holds: what is under one is not erased, whatever its age.",
      "Laying one takes the signature of one officer, lifting it those of two."
    })
final class HoldCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a subcommand is required: add, remove or list");
  }

  @Command(name = "add", description = "Draw up the order to lay a hold.")
  int add(
      @Mixin DeskOption desk,
      @Mixin Drawing drawing,
      @Option(
              names = "--study",
              paramLabel = "STUDY",
              description = "The study; without it, all of them. Entries that name none are held.")
          @Nullable String study,
      @Option(
              names = "--from",
              paramLabel = "INDEX",
              defaultValue = "0",
              description = "The first entry (default: ${DEFAULT-VALUE}).")
          long from,
      @Option(
              names = "--to",
              paramLabel = "INDEX",
              description = "The last entry; without it, all to come.")
          @Nullable Long to) {
    Hold hold = hold(drawing.id, study, from, to == null ? Hold.END : to);
    return drawing.print(desk.with(open -> open.lay(hold, drawing.reason)));
  }

  @Command(name = "remove", description = "Draw up the order to lift a hold.")
  int remove(@Mixin DeskOption desk, @Mixin Drawing drawing) {
    return drawing.print(desk.with(open -> open.lift(drawing.id, drawing.reason)));
  }

  @Command(name = "list", description = "List the holds in force.")
  int list(@Mixin DeskOption desk) {
    PrintWriter out = spec.commandLine().getOut();
    desk.with(RecordsDesk::holds).forEach(hold -> out.println(OrderFile.words(hold)));
    out.flush();
    return ExitCode.OK.status();
  }

  private static Hold hold(String id, @Nullable String study, long from, long to) {
    try {
      return new Hold(id, study, from, to);
    } catch (MalformedException e) {
      throw new CommandException(ExitCode.BAD_INPUT, e.getMessage(), e);
    }
  }

  /** What an order about a hold needs. */
  static final class Drawing {
    @Option(
        names = "--id",
        required = true,
        paramLabel = "NAME",
        description = "Name of the hold, never used before.")
    @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
    private String id;

    @Option(
        names = "--reason",
        required = true,
        paramLabel = "TEXT",
        description = "Why, in one line; it is kept, so name nobody.")
    @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
    private String reason;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE",
        description = "Where to write the order.")
    @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
    private Path out;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
    private CommandSpec spec;

    private int print(Order order) {
      return OrderFile.draw(out, order, spec.commandLine().getOut());
    }
  }
}
