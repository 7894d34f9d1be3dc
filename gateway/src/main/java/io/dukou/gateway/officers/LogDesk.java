package io.dukou.gateway.officers;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.AuditLog;
import io.dukou.audit.Hold;
import io.dukou.audit.MalformedException;
import io.dukou.audit.Order;
import io.dukou.audit.OrderDesk;
import io.dukou.audit.OrderRefusedException;
import io.dukou.audit.SignedOrder;
import io.dukou.gateway.config.RecordsConfig;
import io.dukou.gateway.facts.PersonMentions;
import io.dukou.gateway.journal.AuditEvent;
import io.dukou.gateway.journal.EntrySheet;
import io.dukou.gateway.journal.LogSearch;
import io.dukou.gateway.journal.TooManySearchesException;
import io.dukou.gateway.keys.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The desk of an officer at a log that is open in this process. Any thread; blocks on the disk.
 * {@link io.dukou.audit.LogFailedException} where the log cannot be written.
 */
public final class LogDesk implements RecordsDesk {
  private final Shared shared;
  private final @Nullable String officer;

  private LogDesk(Shared shared, @Nullable String officer) {
    this.shared = shared;
    this.officer = officer;
  }

  /**
   * What all desks of one log have in common.
   *
   * @param log the log
   * @param orders its orders
   * @param search its search
   * @param counting the key that keys of persons are made with
   */
  public record Shared(AuditLog log, OrderDesk orders, LogSearch search, Secret counting) {
    /** Puts it together for an open log. */
    public static Shared of(
        AuditLog log, RecordsConfig records, Secret counting, InstantSource clock) {
      return new Shared(
          log,
          new OrderDesk(log, records.officers(), records.retention(), clock),
          new LogSearch(log, records.personSearches(), clock),
          counting);
    }
  }

  /** Returns the desk of an officer, by the name of their key. */
  public static LogDesk of(Shared shared, String officer) {
    return new LogDesk(shared, requireNonNull(officer, "officer"));
  }

  /**
   * Returns a desk for nobody in particular, who is at the machine of a gateway that is stopped: it
   * looks for no person and hands out no domestic part.
   */
  public static LogDesk anonymous(Shared shared) {
    return new LogDesk(shared, null);
  }

  @Override
  public LogSearch.Page search(Search search) {
    Set<String> persons = search.person().isEmpty() ? Set.of() : texts(search.person());
    LogSearch.Criteria criteria =
        new LogSearch.Criteria(
            search.from(),
            search.until(),
            search.party(),
            search.study(),
            search.decision(),
            search.rule() == null ? null : ruleNumber(search.rule()),
            persons,
            identifiers(search.person()));
    return refusing(
        () ->
            shared.search.search(
                criteria, searcher(search.reason()), search.start(), search.size()));
  }

  @Override
  public Order forget(Subject subject, String reason) {
    Long entry = subject.entry();
    if (entry != null) {
      return refusing(() -> shared.orders.forgetEntry(entry, reason));
    }
    Set<String> texts = texts(subject.person());
    return refusing(
        () -> {
          Order.requireReason(reason);
          return shared.search.lookForPerson(
              "order",
              searcher(reason),
              identifiers(subject.person()),
              () -> shared.orders.forgetPerson(texts, reason),
              order -> order.erasures().size());
        });
  }

  @Override
  public Order lay(Hold hold, String reason) {
    return refusing(() -> shared.orders.hold(Order.Action.HOLD, hold, reason));
  }

  @Override
  public Order lift(String id, String reason) {
    Hold hold =
        holds().stream()
            .filter(known -> known.id().equals(id))
            .findFirst()
            .orElseThrow(
                () -> new DeskRefusal(DeskRefusal.Kind.REFUSED, "no such hold is in force: " + id));
    return refusing(() -> shared.orders.hold(Order.Action.LIFT, hold, reason));
  }

  @Override
  public List<Hold> holds() {
    return refusing(shared.orders::holds);
  }

  @Override
  public long execute(SignedOrder order) {
    long entry = refusing(() -> shared.orders.execute(order));
    shared.search.forget();
    return entry;
  }

  @Override
  public void export(Export export, Target where) throws IOException {
    AuditLog log = shared.log;
    Long wanted = export.to();
    long last = wanted == null ? log.size() - 1 : wanted;
    if (export.from() < 0 || last < export.from() || last >= log.size()) {
      throw DeskRefusal.malformed(
          "no entries %d to %d: the log has %d, from 0".formatted(export.from(), last, log.size()));
    }
    if (officer == null && export.domestic()) {
      throw unknown("domestic parts are handed out");
    }
    Optional<Long> entry =
        officer == null
            ? Optional.empty()
            : Optional.of(
                shared.search.recordExport(
                    searcher(export.reason()), json(export, last), last + 1 - export.from()));
    OutputStream out = where.open(new HandOver(export.from(), last, entry));
    write(export, last, out);
    out.close(); // not where something failed: the end is what says that all of it is there
  }

  private void write(Export export, long last, OutputStream out) throws IOException {
    AuditLog log = shared.log;
    if (export.format() == Format.ARCHIVE) {
      log.export(out, export.from(), last, export.domestic());
      return;
    }
    if (export.format() == Format.CSV) {
      out.write(EntrySheet.HEADER.getBytes(StandardCharsets.UTF_8));
    }
    String name = log.vkey().name();
    try {
      log.readRange(
          export.from(),
          last + 1,
          entry -> {
            String line =
                export.format() == Format.CSV
                    ? EntrySheet.line(entry.index(), entry.leaf())
                    : AuditEvent.of(name, entry.index(), entry.leaf()) + "\n";
            try {
              out.write(line.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static ObjectNode json(Export export, long last) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("first", export.from())
        .put("last", last)
        .put("format", export.format().word())
        .put("domestic", export.domestic());
  }

  private LogSearch.Searcher searcher(String reason) {
    if (officer == null) {
      throw unknown("the log is searched");
    }
    return new LogSearch.Searcher(officer, reason);
  }

  private static DeskRefusal unknown(String what) {
    return new DeskRefusal(
        DeskRefusal.Kind.UNKNOWN_OFFICER, what + " for officers only: show an officer's key");
  }

  private static int identifiers(List<String> person) {
    return (int) person.stream().filter(line -> !line.isBlank()).count();
  }

  /** Rules are numbered R1 to R99 in entries; people leave out the letter. */
  private static String ruleNumber(String rule) {
    return rule.matches("[0-9]+") ? "R" + rule : rule;
  }

  private Set<String> texts(List<String> person) {
    try {
      return PersonMentions.of(person, shared.counting);
    } catch (IllegalArgumentException e) {
      throw DeskRefusal.malformed(String.valueOf(e.getMessage()));
    }
  }

  private static <T> T refusing(Supplier<T> what) {
    try {
      return what.get();
    } catch (OrderRefusedException e) {
      throw new DeskRefusal(DeskRefusal.Kind.REFUSED, String.valueOf(e.getMessage()));
    } catch (TooManySearchesException e) {
      throw new DeskRefusal(DeskRefusal.Kind.TOO_OFTEN, String.valueOf(e.getMessage()));
    } catch (MalformedException e) {
      throw DeskRefusal.malformed(String.valueOf(e.getMessage()));
    }
  }
}
