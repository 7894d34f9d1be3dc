package io.dukou.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a log says of orders that were carried out, and of when each study was last released. There
 * is one for each open log, which reads on in it; whoever uses it holds its lock meanwhile, so that
 * orders are checked and carried out one after the other.
 */
final class OrderBook {
  private final SortedMap<String, Hold> holds = new TreeMap<>();
  private final Set<String> usedNames = new HashSet<>();
  private final Map<String, Long> executed = new HashMap<>();
  private final Map<String, Instant> lastRelease = new HashMap<>();

  private long size;

  /** Creates the book of a log of which nothing is read yet. */
  OrderBook() {}

  /** Reads what the log has beyond what was read before. */
  void readOn(AuditLog log) {
    log.readRange(
        size,
        Long.MAX_VALUE,
        entry -> {
          add(entry);
          size = entry.index() + 1;
        });
  }

  /** Returns how many entries were read. */
  long size() {
    return size;
  }

  /** Returns the holds in force by their names. */
  SortedMap<String, Hold> holds() {
    return holds;
  }

  /** Returns the entry of each order that was carried out, by the order's digest. */
  Map<String, Long> executed() {
    return executed;
  }

  @Nullable Instant lastRelease(@Nullable String study) {
    return study == null ? null : lastRelease.get(study);
  }

  Optional<Hold> holdOn(long index, Leaf leaf) {
    return holds.values().stream().filter(hold -> hold.covers(index, leaf)).findFirst();
  }

  /**
   * Checks that a hold can be laid or lifted.
   *
   * @throws OrderRefusedException if its name was used, or it is not in force as it stands there
   */
  void check(Order.Action action, Hold hold) {
    if (action == Order.Action.HOLD && usedNames.contains(hold.id())) {
      throw new OrderRefusedException(
          "the name " + hold.id() + " was used for another hold; choose another");
    }
    if (action == Order.Action.LIFT && !hold.equals(holds.get(hold.id()))) {
      throw new OrderRefusedException("no such hold is in force: " + hold.id());
    }
  }

  private void add(LoggedEntry entry) {
    Leaf leaf = entry.leaf();
    if (leaf.kind() == LeafKind.ERASURE || leaf.kind() == LeafKind.HOLD) {
      SignedOrder signed = OrderDesk.orderIn(entry.domestic().orElse(DomesticPart.empty()));
      executed.put(signed.digest(), entry.index());
      Hold hold = signed.order().hold();
      if (hold != null) {
        usedNames.add(hold.id());
        apply(signed.order().action(), hold);
      }
    } else if (leaf.kind() == LeafKind.RELEASE && leaf.study() != null) {
      lastRelease.merge(leaf.study(), leaf.at(), (a, b) -> a.isAfter(b) ? a : b);
    }
  }

  private void apply(Order.Action action, Hold hold) {
    if (action == Order.Action.HOLD) {
      holds.put(hold.id(), hold);
    } else {
      holds.remove(hold.id());
    }
  }
}
