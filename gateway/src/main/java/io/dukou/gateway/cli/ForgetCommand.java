package io.dukou.gateway.cli;

import io.dukou.audit.Order;
import io.dukou.gateway.officers.RecordsDesk;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dukou log forget}: draws up the order to erase an entry's domestic part, or a person. */
@Command(
    name = "forget",
    description = {
      "Draw up the order to erase the domestic part of an entry, or a person from all of them.",
      "Refused while the part must be kept (records.years, never below 3: article 12 of the Network"
          + " Data Security Management Regulations) or is under a hold. Two officers sign the"
          + " order; `dukou log execute` then erases. Checkpoints and receipts stay valid.",
      "An order about a person shows which entries name them: it takes an officer's key, is an"
          + " entry and counts as a search (records.personSearches)."
    })
final class ForgetCommand implements Callable<Integer> {
  @Mixin private final DeskOption desk = new DeskOption();

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // set by picocli: the group is required
  private Subject subject;

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

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public Integer call() {
    Order order =
        desk.with(
            open ->
                open.forget(
                    new RecordsDesk.Subject(subject.entry, DeskOption.person(subject.person)),
                    reason));
    return OrderFile.draw(out, order, spec.commandLine().getOut());
  }

  /** What is to be forgotten. */
  private static final class Subject {
    @Option(names = "--entry", paramLabel = "INDEX", description = "Index of an entry.")
    private @Nullable Long entry;

    @Option(
        names = "--person",
        paramLabel = "FILE",
        description = {
          "A file that describes a person in lines: subject STUDY SUBJECT, resident-id NUMBER,"
              + " master-index TEXT, key HEX. Name every subject number they have."
        })
    private @Nullable Path person;
  }
}
