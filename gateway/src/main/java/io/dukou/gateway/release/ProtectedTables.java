package io.dukou.gateway.release;

import io.dukou.anonymizer.plan.Planner;
import io.dukou.gateway.cut.RouteTable;
import io.dukou.gateway.cut.TableSet;
import io.dukou.gateway.facts.Dataset;
import io.dukou.gateway.facts.Facts;
import io.dukou.gateway.facts.PersonKeys;
import io.dukou.gateway.facts.ReleaseMeasures.ConsentCounts;
import io.dukou.gateway.journal.Journal;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * The protected tables that are given now: for each study and recipient group at most one, or one
 * set that was made together.
 *
 * <p>Where facts join two groups, their tables are retired and the joint group starts with the
 * memory of both. Any thread may call; making a table runs on the workers.
 */
public final class ProtectedTables {
  private final TableSlot.Parts parts;
  private final ReleaseMemory memory;
  private final PersonKeys persons;
  private final Map<String, List<Held>> slots = new HashMap<>();

  private ProtectedTables(TableSlot.Parts parts, PersonKeys persons) {
    this.persons = persons;
    this.parts = parts;
    this.memory = parts.memory();
  }

  /**
   * Creates the collection.
   *
   * @param memory what was given so far, with the log replayed into it
   * @param making what tables are made with
   */
  public static ProtectedTables create(ReleaseMemory memory, TableStore store, Making making) {
    TableMaker maker = new TableMaker(memory, store, making);
    return new ProtectedTables(
        new TableSlot.Parts(maker, memory, store, making.workers()), making.persons());
  }

  /**
   * Returns the current table for a request.
   *
   * @return fails with a {@link TableRefusedException} where there can be none
   */
  public CompletionStage<LiveTable> table(TableRequest request) {
    try {
      SortedSet<String> group = memory.group(request.facts(), request.use().recipient());
      return slot(request.set().study(), group)
          .table(request, group)
          .thenApply(tables -> tables.table(request.route()));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Refuses what cannot be given, whatever the data: tables that are not planned together with all
   * that the group was given of the study, and a key in what is not said to be key-coded.
   *
   * @throws TableRefusedException SECOND_TABLE_OF_STUDY or DOES_NOT_FIT
   */
  public void requireReleasable(TableSet set, RouteTable route, TableRequest.Use use, Facts facts) {
    memory.requireAllGiven(set.study(), set.datasets(), memory.group(facts, use.recipient()));
    boolean isKeyCoded =
        facts
            .study(set.study())
            .flatMap(study -> study.dataset(route.config().dataset()))
            .filter(ProtectedTables::mayHaveKey)
            .isPresent();
    if (set.hasKey() && !isKeyCoded) {
      throw new TableRefusedException(
          TableRefusedException.Kind.DOES_NOT_FIT,
          "a table with a key is key-coded: write identifiability: keycoded for dataset "
              + route.config().dataset()
              + " in the facts, or take key out of the specification");
    }
  }

  /** Returns whether the facts say of a dataset that persons can be traced by a key. */
  public static boolean mayHaveKey(Dataset dataset) {
    return dataset.identifiability() == Dataset.Identifiability.KEYCODED
        || dataset.identifiability() == Dataset.Identifiability.DIRECT;
  }

  /**
   * Counts the subjects of a table by the state of their consent, and those whose data the group
   * was given and who have withdrawn since.
   */
  public ConsentCounts consents(LiveTable table, TableRequest request) {
    return table.consents(request, () -> withdrawnAfterRelease(request));
  }

  private long withdrawnAfterRelease(TableRequest request) {
    String study = request.set().study();
    Set<String> withdrawn =
        request.study().ledger().withdrawn(request.at()).stream()
            .map(subject -> persons.key(study, subject, null))
            .collect(Collectors.toSet());
    SortedSet<String> group = memory.group(request.facts(), request.use().recipient());
    return memory.given(study, group, withdrawn);
  }

  /**
   * Returns a pin on a table about to be released; while it is held, no next table is made. Empty
   * when the table is retired: then nothing of it may be released.
   */
  public Optional<Pin> pin(LiveTable table) {
    String study = table.route().config().study();
    synchronized (this) {
      for (Held held : slots.getOrDefault(study, List.of())) {
        Optional<Pin> pin = held.slot.pin(table);
        if (pin.isPresent()) {
          return pin;
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the slot of a group, joining those of groups that are one now. */
  private synchronized TableSlot slot(String study, SortedSet<String> group) {
    List<Held> held = slots.computeIfAbsent(study, key -> new ArrayList<>());
    List<Held> touched = new ArrayList<>();
    for (Iterator<Held> all = held.iterator(); all.hasNext(); ) {
      Held one = all.next();
      if (!Collections.disjoint(one.members, group)) {
        touched.add(one);
        all.remove();
      }
    }
    Held joint = touched.size() == 1 ? touched.get(0) : joined(study, touched);
    joint.members.addAll(group);
    held.add(joint);
    return joint.slot;
  }

  private Held joined(String study, List<Held> touched) {
    List<CompletableFuture<Void>> clear = new ArrayList<>();
    TreeSet<String> members = new TreeSet<>();
    for (Held one : touched) {
      clear.add(one.slot.retireForGood());
      members.addAll(one.members);
    }
    CompletableFuture<Void> all =
        CompletableFuture.allOf(clear.toArray(new CompletableFuture<?>[0]));
    return new Held(members, new TableSlot(study, parts, all));
  }

  /** That a release of a table is under way; to be closed once that is durable or has failed. */
  public interface Pin extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * What tables are made with.
   *
   * @param journal where each table is recorded
   * @param persons makes the keys that persons are counted by
   * @param random source of keys
   * @param planner finds the release plans of tables that stand alone
   * @param pseudonyms by which tables of a set can be joined
   * @param workers where tables are made
   */
  public record Making(
      Journal journal,
      PersonKeys persons,
      SecureRandom random,
      Planner planner,
      SubjectKeyStore pseudonyms,
      Executor workers) {}

  /** A slot and the recipients it is for. */
  private record Held(TreeSet<String> members, TableSlot slot) {}
}
