package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.AnonymizerException;
import io.dukou.anonymizer.plan.JudgedValues;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.release.Finding;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.ReleaseHistory;
import io.dukou.anonymizer.release.Repair;
import io.dukou.anonymizer.release.SubjectKeys;
import io.dukou.anonymizer.table.Table;
import io.dukou.audit.LeafKind;
import io.dukou.gateway.cut.JointCut;
import io.dukou.gateway.cut.RouteTable;
import io.dukou.gateway.cut.TableSet;
import io.dukou.gateway.facts.PersonKeys;
import io.dukou.gateway.format.FormatMetadata;
import io.dukou.gateway.format.ParsedTable;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.journal.Journal;
import io.dukou.gateway.release.TableRefusedException.Kind;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the protected tables of a set, often one alone, of one data cut for one recipient group.
 *
 * <p>In this order: rows that may not be provided leave; the rest is planned; warnings that nobody
 * has answered for refuse; persons whom this table and the earlier ones together would single out
 * are held back; released values are searched for identifiers; the tables are recorded, with one
 * entry; pseudonyms and tables are kept. A step that cannot be done ends it all, and nothing was
 * given.
 *
 * <h2>A cut that releases what was released before</h2>
 *
 * Were each cut given an order of its own, an answer would tell that something outside the release
 * has changed: a name, a person without consent, a person who is suppressed. So the rows of a new
 * cut are first put in the order of the table that the group has. Where that is the same table, to
 * the last cell, for the same persons in the same classes, it stays: number, order, cursors and
 * all. Else nobody ever sees this attempt, and a new table gets a fresh key.
 *
 * <h2>A cut that is planned otherwise than the one before</h2>
 *
 * More subjects make finer levels possible. But whoever was in a class of a coarser table is one of
 * few in a finer one, and by the rule across cuts would be held back from then on; a study that
 * grows would lose everybody it had released. So a cut is tried with the levels found for it and
 * with those of the tables before, and has those with which more subjects are released.
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
  private final SetPlanner planner;
  private final SubjectKeyStore pseudonyms;

  TableMaker(ReleaseMemory memory, TableStore store, ProtectedTables.Making making) {
    this.memory = memory;
    this.store = store;
    this.journal = making.journal();
    this.persons = making.persons();
    this.random = making.random();
    this.planner = new SetPlanner(making.planner());
    this.pseudonyms = making.pseudonyms();
  }

  /**
   * Makes the tables of a set.
   *
   * @param previous the newest tables of the same specification that the group has, if there are
   *     any
   * @return new tables, or {@code previous} where this cut releases the same
   * @throws TableRefusedException if there can be none
   */
  LiveSet make(Wanted wanted, @Nullable Earlier previous) {
    TableRequest request = wanted.request();
    TableSet set = request.set();
    Map<String, ParsedTable> parsed = request.cut().rows();
    Map<String, Table> rows = tables(parsed);
    requireRows(rows);
    Set<String> excluded =
        ConsentedRows.notPermitted(
            set, rows, request.study(), new ConsentedRows.Allowed(wanted.uses(), request.at()));
    Map<String, Table> consented = ConsentedRows.without(set, rows, excluded);
    if (rowCount(consented) == 0) {
      throw new TableRefusedException(
          Kind.NO_CONSENT,
          "no subject's consent covers this use, or children under 14 have no rules; mend the"
              + " consent ledger, or minorRules of the study");
    }
    PlanKey planKey = PlanKey.generate(random);
    SetPlanner.Planned planned = planner.plan(set, consented, planKey);
    Consented data = new Consented(excluded, consented, parsed);
    Draft draft = new Draft(wanted, data, planned, planKey);
    if (previous == null) {
      return draft.made();
    }
    Draft better = better(draft, previous);
    return better.kept(previous).orElseGet(better::made);
  }

  /**
   * Returns the draft, or one with the earlier plan where that releases more. At the same levels it
   * cannot: each class that it releases, the plan found for these cuts releases too.
   */
  private Draft better(Draft draft, Earlier previous) {
    SetPlanner.Planned earlier = SetPlanner.again(previous.stored().plan());
    if (earlier.levels().equals(draft.planned.levels())) {
      return draft;
    }
    Draft again = draft.with(earlier, previous.stored().planKey());
    return again.releasedOf(previous) > draft.releasedOf(previous) ? again : draft;
  }

  /** Makes tables again from what was kept of them; empty where these cuts give others. */
  Optional<LiveSet> restore(TableSet set, JointCut cut, Earlier earlier) {
    StoredTable stored = earlier.stored();
    Map<String, ParsedTable> parsed = cut.rows();
    Map<String, Table> consented = ConsentedRows.without(set, tables(parsed), stored.excluded());
    SubjectKeys known = pseudonyms.of(set.study(), stored.group());
    SetPlan.Secrets secrets =
        new SetPlan.Secrets(
            stored.planKey(),
            stored.orderKeys(),
            stored.plan().pseudonyms(consented, known, random));
    SetProtection protection = stored.plan().protect(consented, secrets, stored.withheld());
    Map<String, FormatMetadata> metadata = metadata(set, parsed);
    return ContentDigest.of(protection.tables(), metadata).equals(stored.content())
        ? Optional.of(live(set, earlier, protection, metadata))
        : Optional.empty();
  }

  private static LiveSet live(
      TableSet set, Earlier kept, SetProtection protection, Map<String, FormatMetadata> metadata) {
    LiveSet.Content content =
        new LiveSet.Content(protection.tables(), protection.classOfSubject().keySet(), metadata);
    return new LiveSet(set, kept.stored(), kept.made(), content);
  }

  private static Map<String, Table> tables(Map<String, ParsedTable> parsed) {
    Map<String, Table> tables = new LinkedHashMap<>();
    parsed.forEach((name, table) -> tables.put(name, table.table()));
    return tables;
  }

  /** Returns the form of the columns that leave, those that only a plan adds included. */
  private static Map<String, FormatMetadata> metadata(
      TableSet set, Map<String, ParsedTable> parsed) {
    Map<String, FormatMetadata> metadata = new LinkedHashMap<>();
    for (RouteTable table : set.tables()) {
      FormatMetadata own = requireNonNull(parsed.get(table.name()), "table").metadata();
      FormatMetadata counted = table.counts().map(own::withNumbers).orElse(own);
      metadata.put(table.name(), table.key().map(counted::withText).orElse(counted));
    }
    return metadata;
  }

  private static int rowCount(Map<String, Table> tables) {
    return tables.values().stream().mapToInt(Table::rowCount).reduce(0, Math::addExact);
  }

  private static void requireRows(Map<String, Table> tables) {
    if (rowCount(tables) == 0) {
      throw new TableRefusedException(
          Kind.NO_ROWS,
          "the table has no rows: the origin sent its columns, if any, and no subject");
    }
  }

  private static void scan(Draft draft, SetProtection protection) {
    Map<String, Table> consented = draft.data.rows();
    Map<String, List<Finding>> findings = protection.findings(consented);
    if (findings.values().stream().allMatch(List::isEmpty)) {
      return;
    }
    List<String> said = new ArrayList<>();
    for (RouteTable table : draft.request.set().tables()) {
      for (Finding finding : findings.getOrDefault(table.name(), List.of())) {
        said.add(finding(finding, table, draft, protection));
      }
    }
    throw new TableRefusedException(Kind.IDENTIFIERS, String.join("; ", said) + IDENTIFIER_REMEDY);
  }

  private static String finding(
      Finding finding, RouteTable table, Draft draft, SetProtection protection) {
    Table consented = requireNonNull(draft.data.rows().get(table.name()), "rows");
    Protection own = requireNonNull(protection.protections().get(table.name()), "protection");
    String place =
        table.counts().isPresent()
            ? "a number of rows"
            : consented.placeOf(own.originRow(finding.row()));
    return (table.study() == null ? "" : "table " + table.name() + ", ")
        + place
        + ", column "
        + SetPlanner.named(finding.column(), table)
        + ": "
        + finding.kind();
  }

  private MadeTable record(Draft draft, SetProtection protection) {
    MadeTable unrecorded = draft.described(protection);
    Entry entry =
        Entry.of(LeafKind.TABLE, draft.request.at())
            .dataset(unrecorded.study(), String.join(" ", unrecorded.datasets()))
            .decision(JsonNodeFactory.instance.objectNode().put("outcome", "made"), null)
            .domestic("parameters", parameters(draft))
            .domestic(unrecorded.part(random));
    MadeTable made = unrecorded.at(entry.appendTo(journal).join().index());
    memory.made(made);
    return made;
  }

  private static ObjectNode parameters(Draft draft) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    ArrayNode cuts = parameters.putArray("cuts");
    draft
        .request
        .cut()
        .cuts()
        .forEach(
            (name, cut) ->
                cuts.addObject()
                    .put("table", name)
                    .put("cut", cut.cut().number())
                    .put("cutSha256", cut.cut().sha256()));
    parameters.put("planId", draft.plan.planId());
    parameters.put("loss", draft.plan.loss());
    parameters.put("minClassSize", draft.plan.minClassSize());
    draft.planned.levels().forEach(parameters.putArray("levels")::add);
    return parameters;
  }

  /**
   * What tables are wanted for.
   *
   * @param request the request that asks first
   * @param group the recipients that count as one
   * @param uses every recipient and purpose that they must be consented to for
   */
  record Wanted(TableRequest request, SortedSet<String> group, Set<TableRequest.Use> uses) {}

  /**
   * Tables of earlier cuts.
   *
   * @param stored what was kept of them
   * @param made what is remembered of them
   */
  record Earlier(StoredTable stored, MadeTable made) {}

  /**
   * What may be provided of the cuts.
   *
   * @param excluded the subjects whose data may not
   * @param rows the rows of each table, less those
   * @param parsed the tables as they were read
   */
  private record Consented(
      Set<String> excluded, Map<String, Table> rows, Map<String, ParsedTable> parsed) {}

  /** The rows under their order keys, and the subjects held back for the history's sake. */
  private record Attempt(
      List<OrderKey> orderKeys, Set<String> withheld, SetProtection protection) {}

  /** Planned tables before it is known whom they may hold. */
  private final class Draft {
    private final TableRequest request;
    private final SortedSet<String> group;
    private final Set<TableRequest.Use> uses;
    private final Consented data;
    private final SetPlanner.Planned planned;
    private final SetPlan plan;
    private final PlanKey planKey;
    private final SubjectKeys keys;
    private final Map<String, String> personOf;
    private final Map<String, FormatMetadata> metadata;
    private boolean isTried;
    private @Nullable Attempt tried;

    Draft(Wanted wanted, Consented data, SetPlanner.Planned planned, PlanKey planKey) {
      this.request = wanted.request();
      this.group = wanted.group();
      this.uses = wanted.uses();
      this.data = data;
      this.planned = planned;
      this.plan = planned.plan();
      this.planKey = planKey;
      TableSet set = request.set();
      this.keys = plan.pseudonyms(data.rows(), pseudonyms.of(set.study(), group), random);
      this.personOf = SubjectPersons.of(set, data.rows(), persons);
      this.metadata = metadata(set, data.parsed());
    }

    private Draft(Draft other, SetPlanner.Planned planned, PlanKey planKey) {
      this.request = other.request;
      this.group = other.group;
      this.uses = other.uses;
      this.data = other.data;
      this.planned = planned;
      this.plan = planned.plan();
      this.planKey = planKey;
      this.keys = other.keys; // they are of the subjects, whatever the plan
      this.personOf = other.personOf;
      this.metadata = other.metadata;
    }

    /** Returns a draft of the same rows with another plan. */
    Draft with(SetPlanner.Planned other, PlanKey otherKey) {
      return new Draft(this, other, otherKey);
    }

    /** Makes, records and keeps tables of their own. */
    LiveSet made() {
      List<OrderKey> orderKeys =
          request.set().tables().stream().map(table -> OrderKey.generate(random)).toList();
      Attempt attempt = protect(orderKeys);
      scan(this, attempt.protection());
      MadeTable made = record(this, attempt.protection());
      if (plan.hasKey()) {
        pseudonyms.save(request.set().study(), group, keys);
      }
      return kept(attempt, made, request.at());
    }

    /** Returns how many subjects would be released in the order of the earlier tables. */
    int releasedOf(Earlier earlier) {
      Attempt attempt = inOrderOf(earlier);
      return attempt == null ? 0 : attempt.protection().classOfSubject().size();
    }

    /**
     * Returns what is released in the order of the earlier tables, or null where nothing can be.
     */
    private @Nullable Attempt inOrderOf(Earlier earlier) {
      if (!isTried) {
        isTried = true;
        try {
          tried = protect(earlier.stored().orderKeys());
        } catch (TableRefusedException | AnonymizerException e) {
          // Whether there can be a table, a fresh key decides; an earlier plan may not fit these
          // cuts.
          tried = null;
        }
      }
      return tried;
    }

    /** Returns the earlier tables, where these cuts release the same. */
    Optional<LiveSet> kept(Earlier earlier) {
      Attempt attempt = inOrderOf(earlier);
      if (attempt == null) {
        return Optional.empty();
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

    private LiveSet kept(Attempt attempt, MadeTable made, Instant madeAt) {
      StoredTable stored =
          new StoredTable(
              made.index(),
              request.cut().numbers(),
              request.set().digest(),
              madeAt,
              group,
              uses,
              plan,
              planKey,
              attempt.orderKeys(),
              data.excluded(),
              attempt.withheld(),
              digest(attempt.protection()));
      store.save(stored);
      return live(request.set(), new Earlier(stored, made), attempt.protection(), metadata);
    }

    private String digest(SetProtection protection) {
      return ContentDigest.of(protection.tables(), metadata);
    }

    /**
     * Protects the rows, holding back what the rule across cuts asks for. Holding a person back can
     * take a class below k, which takes out others of it; so this goes on until nobody has to go.
     */
    private Attempt protect(List<OrderKey> orderKeys) {
      SetPlan.Secrets secrets = new SetPlan.Secrets(planKey, orderKeys, keys);
      Set<String> withheld = new HashSet<>();
      ReleaseHistory history = memory.history(request.set().study(), group);
      for (int round = 0; round < REPAIR_ROUNDS; round++) {
        SetProtection protection = plan.protect(data.rows(), secrets, withheld);
        Repair repair =
            history.repair(plan.k(), classes(protection), values(protection), secrets.choice());
        if (repair.nothingLeft()) {
          break;
        }
        if (repair.withheld().isEmpty()) {
          return new Attempt(orderKeys, withheld, protection);
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
    private Map<String, String> classes(SetProtection protection) {
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

    /** Returns the sensitive values of each person, as far as models look at them. */
    private JudgedValues values(SetProtection protection) {
      return protection.values().of(personOf);
    }

    /** Returns what has to be remembered of the tables, which have no entry yet. */
    MadeTable described(SetProtection protection) {
      String study = request.set().study();
      return new MadeTable(
          -1,
          study,
          request.set().datasets(),
          group,
          request.study().exporter(),
          true, // whoever is in a study's records is in them with sensitive information
          plan.k(),
          classes(protection),
          protection.classOfSubject().keySet().stream()
              .map(subject -> persons.key(study, subject, null))
              .collect(Collectors.toSet()),
          values(protection));
    }
  }
}
