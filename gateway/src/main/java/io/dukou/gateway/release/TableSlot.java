package io.dukou.gateway.release;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The protected tables that a recipient group has of a study, which were made together, and the
 * turn to make the next.
 *
 * <h2>Why a release pins its table</h2>
 *
 * New tables are planned against the history of what was given. If an old one could still be
 * released while the new ones are being made, that history would be wrong. So the old ones are
 * retired first: from then on they cannot be pinned. Then the slot waits until the releases that
 * pinned one before are durable or have failed. Only then is the history read and are the next
 * tables made.
 */
final class TableSlot {
  private final TableMaker maker;
  private final ReleaseMemory memory;
  private final TableStore store;
  private final Executor workers;
  private final String study;
  private final CompletableFuture<Void> before;
  private final Set<TableRequest.Use> uses = new HashSet<>();

  private @Nullable LiveSet current;
  private @Nullable Work work;
  private @Nullable Refused refused;
  private int pins;
  private @Nullable CompletableFuture<Void> drained;
  private boolean closed;

  /** Creates a slot whose first table is made once {@code before} is complete. */
  TableSlot(String study, Parts parts, CompletableFuture<Void> before) {
    this.study = study;
    this.before = before;
    this.maker = parts.maker();
    this.memory = parts.memory();
    this.store = parts.store();
    this.workers = parts.workers();
  }

  /** Returns the tables for a request, making them where the current ones no longer serve. */
  CompletionStage<LiveSet> table(TableRequest request, SortedSet<String> group) {
    CompletableFuture<LiveSet> next;
    CompletableFuture<Void> clear;
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedFuture(
            new IllegalStateException("the recipient group was joined with another meanwhile"));
      }
      if (current != null && current.serves(request, group)) {
        return CompletableFuture.completedFuture(current);
      }
      Want want = Want.of(request, group);
      if (work != null) {
        return work.want.equals(want) ? work.table : afterwards(work, request, group);
      }
      if (refused != null && refused.want.equals(want)) {
        return CompletableFuture.failedFuture(refused.cause);
      }
      next = new CompletableFuture<>();
      work = new Work(want, next);
      uses.add(request.use());
      clear = before.thenCompose(ignored -> retire());
    }
    var unused =
        clear
            .thenRunAsync(() -> finish(request, group, next), workers)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) { // the workers took no more work
                    settle(next, null, failure);
                  }
                });
    return next;
  }

  /** Returns a pin on a table, or empty when it is retired and must not be released any more. */
  synchronized Optional<ProtectedTables.Pin> pin(LiveTable table) {
    // Of an entry in the log there are the same tables, however often they were made again.
    if (closed || current == null || current.index() != table.index()) {
      return Optional.empty();
    }
    pins++;
    return Optional.of(new SlotPin());
  }

  /**
   * Retires the current table and makes no other; completes when none is being made or released.
   */
  synchronized CompletableFuture<Void> retireForGood() {
    closed = true;
    CompletableFuture<Void> made =
        work == null
            ? CompletableFuture.completedFuture(null)
            : work.table.handle((table, failure) -> null);
    return made.thenCompose(ignored -> retire());
  }

  /** Retires the current table; completes when no release of it is under way any more. */
  private synchronized CompletableFuture<Void> retire() {
    current = null;
    refused = null;
    if (pins == 0) {
      return CompletableFuture.completedFuture(null);
    }
    if (drained == null) {
      drained = new CompletableFuture<>();
    }
    return drained;
  }

  private CompletionStage<LiveSet> afterwards(
      Work other, TableRequest request, SortedSet<String> group) {
    return other.table.handle((made, failure) -> group).thenCompose(same -> table(request, same));
  }

  /** Runs on a worker, when nothing of the group's is being released. */
  private void finish(
      TableRequest request, SortedSet<String> group, CompletableFuture<LiveSet> next) {
    try {
      LiveSet table = restored(request, group).orElse(null);
      settle(next, table == null ? made(request, group) : table, null);
    } catch (Throwable failure) { // whatever it is, those who wait must learn of it
      settle(next, null, failure);
    }
  }

  private LiveSet made(TableRequest request, SortedSet<String> group) {
    memory.requireAllGiven(study, request.set().datasets(), group);
    TableMaker.Earlier previous = previous(request, group).orElse(null);
    LiveSet table = maker.make(new TableMaker.Wanted(request, group, Set.copyOf(uses)), previous);
    store.all().stream()
        .filter(old -> old.index() != table.index() && supersedes(group, old))
        .forEach(old -> store.delete(old.index()));
    return table;
  }

  /** Makes tables of before a restart again, where they are still what must be given. */
  private Optional<LiveSet> restored(TableRequest request, SortedSet<String> group) {
    for (StoredTable stored : store.all()) {
      MadeTable known = memory.table(stored.index());
      TableMaker.Earlier earlier = known == null ? null : new TableMaker.Earlier(stored, known);
      if (earlier != null
          && isAlike(earlier, request, group)
          && stored.cuts().equals(request.cut().numbers())) {
        uses.addAll(stored.uses());
        Optional<LiveSet> table = maker.restore(request.set(), request.cut(), earlier);
        if (table.isPresent() && table.get().serves(request, group)) {
          return table;
        }
      }
    }
    return Optional.empty();
  }

  /** Returns the newest tables that the group has, where they are of the same specification. */
  private Optional<TableMaker.Earlier> previous(TableRequest request, SortedSet<String> group) {
    TableMaker.Earlier newest = null;
    for (StoredTable stored : store.all()) {
      MadeTable known = memory.table(stored.index());
      if (known != null
          && supersedes(group, stored)
          && (newest == null || newest.stored().index() < stored.index())) {
        newest = new TableMaker.Earlier(stored, known);
      }
    }
    return Optional.ofNullable(newest).filter(found -> isAlike(found, request, group));
  }

  private boolean isAlike(
      TableMaker.Earlier earlier, TableRequest request, SortedSet<String> group) {
    return earlier.made().study().equals(study)
        && earlier.stored().group().equals(group)
        && earlier.stored().setDigest().equals(request.set().digest());
  }

  private boolean supersedes(SortedSet<String> group, StoredTable old) {
    MadeTable known = memory.table(old.index());
    return known == null
        || (known.study().equals(study) && !java.util.Collections.disjoint(known.group(), group));
  }

  private void settle(
      CompletableFuture<LiveSet> next, @Nullable LiveSet table, @Nullable Throwable failure) {
    synchronized (this) {
      current = table;
      if (failure instanceof TableRefusedException cause && work != null) {
        refused = new Refused(work.want, cause);
      }
      work = null;
    }
    if (table != null) {
      next.complete(table);
    } else {
      next.completeExceptionally(
          failure == null ? new IllegalStateException("no table was made") : failure);
    }
  }

  private synchronized void unpin() {
    pins--;
    if (pins == 0 && drained != null) {
      drained.complete(null);
      drained = null;
    }
  }

  /** What a slot works with. */
  record Parts(TableMaker maker, ReleaseMemory memory, TableStore store, Executor workers) {}

  /** That a release of the current table is under way. Freed exactly once. */
  private final class SlotPin implements ProtectedTables.Pin {
    private boolean freed;

    @Override
    public void close() {
      synchronized (TableSlot.this) {
        if (!freed) {
          freed = true;
          unpin();
        }
      }
    }
  }

  /** What tables are made for; equal wants get the same tables or the same refusal. */
  private record Want(
      List<Long> cuts,
      String setDigest,
      String factsRevision,
      SortedSet<String> group,
      TableRequest.Use use) {
    static Want of(TableRequest request, SortedSet<String> group) {
      return new Want(
          request.cut().numbers(),
          request.set().digest(),
          request.facts().revision(),
          group,
          request.use());
    }
  }

  /** A table being made. */
  private record Work(Want want, CompletableFuture<LiveSet> table) {}

  /** Why there was no table the last time. */
  private record Refused(Want want, TableRefusedException cause) {}
}
