package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.PlanWarning;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.release.Finding;
import io.dukou.anonymizer.release.IdentifierScan;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.release.ReleaseHistory;
import io.dukou.anonymizer.release.Repair;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.audit.LeafKind;
import io.dukou.gateway.config.RouteConfig.WarningOverride;
import io.dukou.gateway.cut.DataCut;
import io.dukou.gateway.cut.RouteTable;
import io.dukou.gateway.facts.PersonKeys;
import io.dukou.gateway.format.ParsedTable;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.release.TableRefusedException.Kind;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes one protected table of one data cut for one recipient group.
 *
 * <p>In this order: rows that may not be provided leave; the rest is planned; warnings that nobody
 * has answered for refuse; persons whom this table and the earlier ones together would single out
 * are held back; released values are searched for identifiers; the table is recorded; it is kept. A
 * step that cannot be done ends it all, and nothing was given.
 *
 * <h2>A cut that releases what was released before</h2>
 *
 * Were each cut given an order of its own, an answer would tell that something outside the release
 * has changed: a name, a person without consent, a person who is suppressed. So the rows of a new
 * cut are first put in the order of the table that the group has. Where that is the same table, to
 * the last cell, for the same persons in the same classes, it stays: number, order, cursors and
 * all. Else nobody ever sees this attempt, and a new table gets a fresh key.
 *
 * <p>Worker threads only; it blocks. The caller makes sure that nothing else is made or given for
 * the same group meanwhile.
 */
final class TableMaker {
  private static final int REPAIR_ROUNDS = 32;
  private static final String IDENTIFIER_REMEDY =
      "; take it out of the data, or give the column another role; where a code only happens to"
          + " equal a direct identifier, write the code otherwise";

  private final ReleaseMemory memory;
  private final TableStore store;
  private final Journal journal;
  private final PersonKeys persons;
  private final SecureRandom random;
  private final Planner planner;

  TableMaker(ReleaseMemory memory, TableStore store, ProtectedTables.Making making) {
    this.memory = memory;
    this.store = store;
    this.journal = making.journal();
    this.persons = making.persons();
    this.random = making.random();
    this.planner = making.planner();
  }

  /**
   * Makes a table.
   *
   * @param previous the newest table of the same specification that the group has, if there is one
   * @return a new table, or {@code previous} where this cut releases the same
   * @throws TableRefusedException if there can be none
   */
  LiveTable make(Wanted wanted, @Nullable Earlier previous) {
    TableRequest request = wanted.request();
    RouteTable route = request.route();
    ParsedTable rows = request.cut().rows();
    requireRows(rows.table());
    Column subjects = subjects(route, rows.table());
    Set<String> excluded =
        ConsentedRows.notPermitted(subjects, request.study(), wanted.uses(), request.at());
    Table consented = ConsentedRows.without(rows.table(), subjects, excluded);
    if (consented.rowCount() == 0) {
      throw new TableRefusedException(
          Kind.NO_CONSENT,
          "no subject's consent covers this use, or children under 14 have no rules; mend the"
              + " consent ledger, or minorRules of the study");
    }
    PlanKey planKey = PlanKey.generate(random);
    PlanOutcome.Planned planned = plan(route, consented, planKey);
    requireAnswered(planned.plan(), route);
    Draft draft = new Draft(wanted, excluded, consented, planned, planKey);
    Optional<LiveTable> kept = previous == null ? Optional.empty() : draft.kept(previous);
    return kept.orElseGet(draft::made);
  }

  /** Makes a table again from what was kept of it; empty where this cut gives another. */
  Optional<LiveTable> restore(RouteTable route, DataCut cut, Earlier earlier) {
    StoredTable stored = earlier.stored();
    ParsedTable rows = cut.rows();
    Column subjects = subjects(route, rows.table());
    Table consented = ConsentedRows.without(rows.table(), subjects, stored.excluded());
    Protection protection =
        Protector.protect(
            consented, stored.plan(), stored.planKey(), stored.orderKey(), stored.withheld());
    return ContentDigest.of(protection.table(), rows.metadata()).equals(stored.content())
        ? Optional.of(live(route, stored, earlier.made(), protection, rows))
        : Optional.empty();
  }

  private static LiveTable live(
      RouteTable route,
      StoredTable stored,
      MadeTable made,
      Protection protection,
      ParsedTable rows) {
    LiveTable.Content content =
        new LiveTable.Content(
            protection.table(), protection.classOfSubject().keySet(), rows.metadata());
    return new LiveTable(route, stored, made, content);
  }

  private static void requireRows(Table table) {
    if (table.rowCount() == 0) {
      throw new TableRefusedException(
          Kind.NO_ROWS,
          "the table has no rows: the origin sent its columns, if any, and no subject");
    }
  }

  private static Column subjects(RouteTable route, Table table) {
    String subject = route.spec().subject();
    if (subject == null || !table.has(subject)) {
      throw new TableRefusedException(
          Kind.DOES_NOT_FIT,
          "the cut has no subject column; name it as 'subject' in the specification");
    }
    return table.column(subject);
  }

  private PlanOutcome.Planned plan(RouteTable route, Table table, PlanKey key) {
    PlanOutcome outcome;
    try {
      outcome = planner.plan(table, route.spec(), PlanOptions.with(key));
    } catch (PlanException e) {
      throw new TableRefusedException(Kind.DOES_NOT_FIT, String.valueOf(e.getMessage()));
    }
    if (outcome instanceof PlanOutcome.Planned planned && planned.plan().minClassSize() > 0) {
      return planned;
    }
    throw new TableRefusedException(
        Kind.INFEASIBLE,
        "no levels satisfy the models within the suppression limit; add levels to hierarchies or"
            + " raise suppressionLimit in the specification");
  }

  private static void requireAnswered(ReleasePlan plan, RouteTable route) {
    List<PlanWarning> open =
        plan.warnings().stream().filter(warning -> !answered(warning, route)).toList();
    if (!open.isEmpty()) {
      throw new TableRefusedException(
          Kind.WARNINGS,
          open.stream()
              .map(warning -> warning.kind().word() + ": " + named(warning, route).text())
              .collect(Collectors.joining("; ", "answer for these in overrides: ", "")));
    }
  }

  private static boolean answered(PlanWarning warning, RouteTable route) {
    for (WarningOverride override : route.config().overrides()) {
      if (override.warning().equals(warning.kind().word())
          && override.column().equals(warning.column())) {
        return true;
      }
    }
    return false;
  }

  /** Returns a warning whose column is named only where the configuration names it. */
  private static PlanWarning named(PlanWarning warning, RouteTable route) {
    return new PlanWarning(warning.kind(), named(warning.column(), route), warning.related());
  }

  /** Names a column; what only the data calls it may itself be somebody's data. */
  private static String named(String column, RouteTable route) {
    boolean known = column.equals(route.spec().subject());
    return known || route.spec().attribute(column).isPresent() ? column : "(not in specification)";
  }

  private static void scan(Draft draft, Protection protection) {
    Table consented = draft.consented;
    List<Finding> findings =
        IdentifierScan.scan(
            protection.table(), IdentifierScan.directIdentifiers(consented, draft.plan));
    if (!findings.isEmpty()) {
      throw new TableRefusedException(
          Kind.IDENTIFIERS,
          findings.stream()
              .map(finding -> finding(finding, draft.request.route(), protection, consented))
              .collect(Collectors.joining("; ", "", IDENTIFIER_REMEDY)));
    }
  }

  private static String finding(
      Finding finding, RouteTable route, Protection protection, Table consented) {
    return consented.placeOf(protection.originRow(finding.row()))
        + ", column "
        + named(finding.column(), route)
        + ": "
        + finding.kind();
  }

  private MadeTable record(Draft draft, Protection protection) {
    MadeTable unrecorded = draft.described(protection);
    ReleasePlan plan = draft.planned.plan();
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("cut", draft.request.cut().cut().number());
    parameters.put("cutSha256", draft.request.cut().cut().sha256());
    parameters.put("planId", plan.planId());
    parameters.put("loss", plan.loss());
    parameters.put("minClassSize", plan.minClassSize());
    draft.planned.summary().levels().forEach(parameters.putArray("levels")::add);
    Entry entry =
        Entry.of(LeafKind.TABLE, draft.request.at())
            .dataset(unrecorded.study(), unrecorded.dataset())
            .decision(JsonNodeFactory.instance.objectNode().put("outcome", "made"), null)
            .domestic("parameters", parameters)
            .persons(unrecorded.persons());
    unrecorded.fields().forEach(entry::domestic);
    MadeTable made = unrecorded.at(entry.appendTo(journal).join().index());
    memory.made(made);
    return made;
  }

  /**
   * What a table is wanted for.
   *
   * @param request the request that asks first
   * @param group the recipients that count as one
   * @param uses every recipient and purpose that it must be consented to for
   */
  record Wanted(TableRequest request, SortedSet<String> group, Set<TableRequest.Use> uses) {}

  /**
   * A table of an earlier cut.
   *
   * @param stored what was kept of it
   * @param made what is remembered of it
   */
  record Earlier(StoredTable stored, MadeTable made) {}

  /** The rows under one order key, and the subjects that were held back for the history's sake. */
  private record Attempt(OrderKey orderKey, Set<String> withheld, Protection protection) {}

  /** A planned table before it is known whom it may hold. */
  private final class Draft {
    private final TableRequest request;
    private final SortedSet<String> group;
    private final Set<TableRequest.Use> uses;
    private final Set<String> excluded;
    private final Table consented;
    private final PlanOutcome.Planned planned;
    private final ReleasePlan plan;
    private final PlanKey planKey;
    private final Map<String, String> personOf;

    Draft(
        Wanted wanted,
        Set<String> excluded,
        Table consented,
        PlanOutcome.Planned planned,
        PlanKey planKey) {
      this.request = wanted.request();
      this.group = wanted.group();
      this.uses = wanted.uses();
      this.excluded = excluded;
      this.consented = consented;
      this.planned = planned;
      this.plan = planned.plan();
      this.planKey = planKey;
      this.personOf =
          SubjectPersons.of(
              consented,
              subjects(request.route(), consented),
              request.route().config().study(),
              request.route().config().person(),
              persons);
    }

    /** Makes, records and keeps a table of its own. */
    LiveTable made() {
      Attempt attempt = protect(OrderKey.generate(random));
      scan(this, attempt.protection());
      return kept(attempt, record(this, attempt.protection()), request.at());
    }

    /** Returns the earlier table, where this cut releases the same. */
    Optional<LiveTable> kept(Earlier earlier) {
      Attempt attempt;
      try {
        attempt = protect(earlier.stored().orderKey());
      } catch (TableRefusedException e) {
        return Optional.empty(); // whether there can be a table, a fresh key decides
      }
      boolean same =
          described(attempt.protection()).saysTheSameAs(earlier.made())
              && digest(attempt.protection()).equals(earlier.stored().content());
      if (!same) {
        return Optional.empty();
      }
      scan(this, attempt.protection());
      return Optional.of(kept(attempt, earlier.made(), earlier.stored().madeAt()));
    }

    private LiveTable kept(Attempt attempt, MadeTable made, Instant madeAt) {
      StoredTable stored =
          new StoredTable(
              made.index(),
              request.cut().cut().number(),
              request.route().digest(),
              madeAt,
              group,
              uses,
              plan,
              planKey,
              attempt.orderKey(),
              excluded,
              attempt.withheld(),
              digest(attempt.protection()));
      store.save(stored);
      return live(request.route(), stored, made, attempt.protection(), request.cut().rows());
    }

    private String digest(Protection protection) {
      return ContentDigest.of(protection.table(), request.cut().rows().metadata());
    }

    /**
     * Protects the rows, holding back what the rule across cuts asks for. Holding a person back can
     * take a class below k, which takes out others of it; so this goes on until nobody has to go.
     */
    private Attempt protect(OrderKey orderKey) {
      Set<String> withheld = new HashSet<>();
      ReleaseHistory history = memory.history(request.route().config().study(), group);
      for (int round = 0; round < REPAIR_ROUNDS; round++) {
        Protection protection = Protector.protect(consented, plan, planKey, orderKey, withheld);
        Repair repair = history.repair(plan.k(), classes(protection), orderKey);
        if (repair.nothingLeft()) {
          break;
        }
        if (repair.withheld().isEmpty()) {
          return new Attempt(orderKey, withheld, protection);
        }
        personOf.forEach(
            (subject, person) -> {
              if (repair.withheld().contains(person)) {
                withheld.add(subject);
              }
            });
      }
      throw new TableRefusedException(
          Kind.HISTORY,
          "too few persons share what was given before and what would be now; keep the earlier"
              + " cut until more has changed, or coarsen the specification"
              + severalNumbers());
    }

    /** Names what else makes classes of persons small: persons with several subject numbers. */
    private String severalNumbers() {
      int more = personOf.size() - new HashSet<>(personOf.values()).size();
      return more == 0
          ? ""
          : "; %d subject numbers are further ones of a person, whose class is made of them all: see"
                  .formatted(more)
              + " whether the identifiers of persons repeat by mistake";
    }

    /** Returns the class of each person; of a person with several subjects, all their classes. */
    private Map<String, String> classes(Protection protection) {
      Map<String, String> classOf = new HashMap<>();
      new TreeMap<>(protection.classOfSubject())
          .forEach(
              (subject, hash) ->
                  classOf.merge(
                      requireNonNull(personOf.get(subject)),
                      hash.hex(),
                      (one, other) -> one.compareTo(other) < 0 ? one + other : other + one));
      return classOf;
    }

    /** Returns what has to be remembered of the table, which has no entry yet. */
    MadeTable described(Protection protection) {
      String study = request.route().config().study();
      return new MadeTable(
          -1,
          study,
          request.route().config().dataset(),
          group,
          request.study().exporter(),
          true, // whoever is in a study's records is in them with sensitive information
          plan.k(),
          classes(protection),
          protection.classOfSubject().keySet().stream()
              .map(subject -> persons.key(study, subject, null))
              .collect(Collectors.toSet()));
    }
  }
}
