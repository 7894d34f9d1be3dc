package io.dukou.gateway.cli;

import io.dukou.anonymizer.release.SteeringCharacters;
import io.dukou.gateway.journal.IndexedEntry;
import io.dukou.gateway.journal.LogSearch;
import io.dukou.gateway.officers.DeskRefusal;
import io.dukou.gateway.officers.RecordsDesk;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dukou log search}: searches the log inside China. */
@Command(
    name = "search",
    description = {
      "Search the log inside China.",
      "An officer's key and a reason are asked for, and each page is an entry of the log. Searches"
          + " for a person are limited for each officer (records.personSearches)."
    })
final class SearchCommand implements Callable<Integer> {
  @Mixin private final DeskOption desk = new DeskOption();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; it is kept, so name nobody.")
  @SuppressWarnings("NullAway.Init") // set by picocli: the option is required
  private String reason;

  @Option(names = "--since", paramLabel = "TIME", description = "The first time, with its offset.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "The time behind the last.")
  private @Nullable String until;

  @Option(names = "--party", paramLabel = "ID", description = "A recipient.")
  private @Nullable String party;

  @Option(names = "--study", paramLabel = "ID", description = "A study.")
  private @Nullable String study;

  @Option(
      names = "--decision",
      paramLabel = "WORD",
      description = "How it was decided or ended, such as allow, deny, refused or complete.")
  private @Nullable String decision;

  @Option(
      names = "--rule",
      paramLabel = "NUMBER",
      description = "A rule that did not simply allow, such as R40.")
  private @Nullable String rule;

  @Option(
      names = "--person",
      paramLabel = "FILE",
      description = "A file that describes a person, as for `dukou log forget`.")
  private @Nullable Path person;

  @Option(
      names = "--start",
      paramLabel = "INDEX",
      defaultValue = "0",
      description = "Where the page begins, as the page before said (default: 0).")
  private long start;

  @Option(
      names = "--page",
      paramLabel = "ENTRIES",
      defaultValue = "50",
      description = "How many entries a page has (default: ${DEFAULT-VALUE}).")
  private int page;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before the command runs
  private CommandSpec spec;

  @Override
  public Integer call() {
    RecordsDesk.Search search = search();
    print(desk.with(open -> open.search(search)));
    return ExitCode.OK.status();
  }

  private RecordsDesk.Search search() {
    try {
      return new RecordsDesk.Search(
          time("--since", since),
          time("--until", until),
          party,
          study,
          decision,
          rule,
          DeskOption.person(person),
          reason,
          start,
          page);
    } catch (DeskRefusal e) {
      throw new CommandException(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable Instant time(String option, @Nullable String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, option + ": write a time such as 2026-03-01T12:00:00+08:00", e);
    }
  }

  private void print(LogSearch.Page found) {
    PrintWriter out = spec.commandLine().getOut();
    for (IndexedEntry entry : found.found()) {
      out.println(
          String.join(
              "  ",
              Long.toString(entry.index()),
              entry.at().toString(),
              entry.kind().wireName(),
              shown(entry.party()),
              shown(entry.study()),
              shown(entry.dataset()),
              shown(entry.outcome()),
              shown(String.join(" ", entry.rules()))));
    }
    out.println(
        found.found().size()
            + " entries"
            + (found.next().isPresent()
                ? ", more with --start " + found.next().getAsLong()
                : ", no more")
            + "; the search is entry "
            + found.entry());
    out.flush();
  }

  private static String shown(String value) {
    return value.isEmpty() ? "-" : SteeringCharacters.visible(value);
  }
}
