package io.dukou.gateway.cli;

import io.dukou.audit.Hold;
import io.dukou.audit.MalformedException;
import io.dukou.audit.Order;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
      @Mixin OfflineLog offline,
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
    return drawing.draw(offline, Order.Action.HOLD, hold);
  }

  @Command(name = "remove", description = "Draw up the order to lift a hold.")
  int remove(@Mixin OfflineLog offline, @Mixin Drawing drawing) {
    Hold hold =
        holds(offline).stream()
            .filter(known -> known.id().equals(drawing.id))
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandException(
                        ExitCode.REFUSED, "no such hold is in force: " + drawing.id));
    return drawing.draw(offline, Order.Action.LIFT, hold);
  }

  @Command(name = "list", description = "List the holds in force.")
  int list(@Mixin OfflineLog offline) {
    PrintWriter out = spec.commandLine().getOut();
    holds(offline).forEach(hold -> out.println(words(hold)));
    out.flush();
    return ExitCode.OK.status();
  }

  private static List<Hold> holds(OfflineLog offline) {
    return offline.withDesk(desk -> desk.holds());
  }

  private static String words(Hold hold) {
    String study = hold.study();
    String last = hold.to() == Hold.END ? "all to come" : Long.toString(hold.to());
    return hold.id()
        + "  "
        + (study == null ? "every study" : "study " + study)
        + ", entries "
        + hold.from()
        + " to "
        + last;
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

    private int draw(OfflineLog offline, Order.Action action, Hold hold) {
      Order order = offline.withDesk(desk -> desk.hold(action, hold, reason));
      return OrderFile.draw(out, order, spec.commandLine().getOut());
    }
  }
}
