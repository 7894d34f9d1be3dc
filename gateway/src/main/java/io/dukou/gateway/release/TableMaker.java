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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes one protected table of one data cut for one recipient group.
 *
 * <p>In this order: rows that may not be provided leave; the rest is planned; warnings that nobody
 * has answered for refuse; persons whom this table and the earlier ones together would single out
 * are held back; released values are searched for identifiers; the table is recorded; it is kept. A
 * step that cannot be done ends it all, and nothing was given.
 *
 * <p>Worker threads only; it blocks. The caller makes sure that nothing else is made or given for
 * the same group meanwhile.
 */
final class TableMaker {
  private static final int REPAIR_ROUNDS = 32;

  private final ReleaseMemory memory;
  private final TableStore store;
  private final Journal journal;
  private final PersonKeys persons;
  private final SecureRandom random;
  private final Planner planner = Planner.optimal();

  TableMaker(
      ReleaseMemory memory,
      TableStore store,
      Journal journal,
      PersonKeys persons,
      SecureRandom random) {
    this.memory = memory;
    this.store = store;
    this.journal = journal;
    this.persons = persons;
    this.random = random;
  }

  /**
   * Makes a table.
   *
   * @param uses every recipient and purpose that it must be consented to for
   * @throws TableRefusedException if there can be none
   */
  LiveTable make(TableRequest request, SortedSet<String> group, Set<TableRequest.Use> uses) {
    RouteTable route = request.route();
    ParsedTable rows = request.cut().rows();
    requireRows(rows.table());
    Column subjects = subjects(route, rows.table());
    Set<String> excluded =
        ConsentedRows.notPermitted(subjects, request.study(), uses, request.at());
    Table consented = ConsentedRows.without(rows.table(), subjects, excluded);
    if (consented.rowCount() == 0) {
      throw new TableRefusedException(
          Kind.NO_CONSENT,
          "no subject's consent covers this use, or children under 14 have no rules (minorRules)");
    }
    PlanKey planKey = PlanKey.generate(random);
    PlanOutcome.Planned planned = plan(route, consented, planKey);
    requireAnswered(planned.plan(), route);
    Draft draft = new Draft(request, group, consented, planned.plan(), planKey);
    OrderKey orderKey = OrderKey.generate(random);
    Set<String> withheld = new HashSet<>();
    Protection protection = draft.protect(orderKey, withheld);
    scan(protection, consented, planned.plan());
    MadeTable made = record(draft, protection, planned);
    StoredTable stored =
        new StoredTable(
            made.index(),
            request.cut().cut().number(),
            route.digest(),
            request.at(),
            group,
            uses,
            planned.plan(),
            planKey,
            orderKey,
            excluded,
            withheld);
    store.save(stored);
    return live(route, stored, made, protection, rows);
  }

  /** Makes a table again from what was kept of it. */
  LiveTable restore(RouteTable route, DataCut cut, StoredTable stored, MadeTable made) {
    ParsedTable rows = cut.rows();
    Column subjects = subjects(route, rows.table());
    Table consented = ConsentedRows.without(rows.table(), subjects, stored.excluded());
    Protection protection =
        Protector.protect(
            consented, stored.plan(), stored.planKey(), stored.orderKey(), stored.withheld());
    return live(route, stored, made, protection, rows);
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
        Kind.INFEASIBLE, "no levels satisfy the models within the suppression limit");
  }

  private static void requireAnswered(ReleasePlan plan, RouteTable route) {
    List<PlanWarning> open =
        plan.warnings().stream().filter(warning -> !answered(warning, route)).toList();
    if (!open.isEmpty()) {
      throw new TableRefusedException(
          Kind.WARNINGS,
          open.stream()
              .map(warning -> warning.kind().word() + ": " + warning.text())
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

  private static void scan(Protection protection, Table consented, ReleasePlan plan) {
    List<Finding> findings =
        IdentifierScan.scan(protection.table(), IdentifierScan.directIdentifiers(consented, plan));
    if (!findings.isEmpty()) {
      throw new TableRefusedException(
          Kind.IDENTIFIERS,
          findings.stream()
              .map(finding -> finding.kind() + " in column " + finding.column())
              .collect(Collectors.joining("; ")));
    }
  }

  private MadeTable record(Draft draft, Protection protection, PlanOutcome.Planned planned) {
    MadeTable unrecorded = draft.made(protection);
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    parameters.put("cut", draft.request.cut().cut().number());
    parameters.put("cutSha256", draft.request.cut().cut().sha256());
    parameters.put("planId", planned.plan().planId());
    parameters.put("loss", planned.plan().loss());
    parameters.put("minClassSize", planned.plan().minClassSize());
    planned.summary().levels().forEach(parameters.putArray("levels")::add);
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

  /** A planned table before it is known whom it may hold. */
  private final class Draft {
    private final TableRequest request;
    private final SortedSet<String> group;
    private final Table consented;
    private final ReleasePlan plan;
    private final PlanKey planKey;
    private final Map<String, String> personOf;

    Draft(
        TableRequest request,
        SortedSet<String> group,
        Table consented,
        ReleasePlan plan,
        PlanKey planKey) {
      this.request = request;
      this.group = group;
      this.consented = consented;
      this.plan = plan;
      this.planKey = planKey;
      this.personOf =
          SubjectPersons.of(
              consented,
              subjects(request.route(), consented),
              request.route().config().study(),
              request.route().config().person(),
              persons);
    }

    /**
     * Protects the rows, holding back what the rule across cuts asks for. Holding a person back can
     * take a class below k, which takes out others of it; so this goes on until nobody has to go.
     *
     * @param withheld gets the subjects that were held back
     */
    Protection protect(OrderKey orderKey, Set<String> withheld) {
      ReleaseHistory history = memory.history(request.route().config().study(), group);
      for (int round = 0; round < REPAIR_ROUNDS; round++) {
        Protection protection = Protector.protect(consented, plan, planKey, orderKey, withheld);
        Repair repair = history.repair(plan.k(), classes(protection), orderKey);
        if (repair.nothingLeft()) {
          break;
        }
        if (repair.withheld().isEmpty()) {
          return protection;
        }
        personOf.forEach(
            (subject, person) -> {
              if (repair.withheld().contains(person)) {
                withheld.add(subject);
              }
            });
      }
      throw new TableRefusedException(
          Kind.HISTORY, "too few persons share what was given before and what would be now");
    }

    /** Returns the class of each person; of a person with several subjects, all their classes. */
    Map<String, String> classes(Protection protection) {
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

    MadeTable made(Protection protection) {
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
