package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Draws up orders of officers and carries them out: erasing domestic parts, laying and lifting
 * holds. Blocks on the disk. Any thread; orders on one log take their turns, also those of several
 * desks, while entries are appended beside them.
 *
 * <h2>Order of an erasure</h2>
 *
 * First the entry that records it is durable, with the order and its signatures in its domestic
 * part, then the records are overwritten. A crash in between is made up for when the log is next
 * opened, and so is a domestic store that was brought back from a copy older than the erasure: the
 * orders of all erasures are carried out again then, which does nothing where they were. A release
 * that becomes durable between the check and the entry makes the entry fail: it begins the
 * retention of its study's records anew.
 */
public final class OrderDesk {
  /** The field of the entry's domestic part that holds the signed order. */
  static final String FIELD = "order";

  private static final String DIGEST = "order";

  private final AuditLog log;
  private final Officers officers;
  private final Retention retention;
  private final InstantSource clock;

  /** Creates the desk of an open log. */
  public OrderDesk(AuditLog log, Officers officers, Retention retention, InstantSource clock) {
    this.log = requireNonNull(log, "log");
    this.officers = requireNonNull(officers, "officers");
    this.retention = requireNonNull(retention, "retention");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * Draws up the order to erase the whole domestic part of an entry.
   *
   * @throws OrderRefusedException if there is no such entry, or it may not be erased now
   */
  public Order forgetEntry(long index, String reason) {
    requireEntry(index);
    Erasure erasure = new Erasure(index, log.entry(index).leaf().domestic(), List.of());
    return checked(List.of(erasure), reason);
  }

  /**
   * Draws up the order to erase a person from every domestic part that mentions them: their place
   * in the set of persons, and what mentions them in the fields.
   *
   * @param keys the keys under which the person is known, and texts that name them; each of 8
   *     characters at least, found wherever it stands
   * @throws OrderRefusedException if it may not be erased now from one of them, or from none is
   *     anything to erase
   */
  public Order forgetPerson(Set<String> keys, String reason) {
    List<Erasure> erasures = new ArrayList<>();
    log.replay(
        entry -> {
          List<Erasure.Cut> cuts = entry.mentions(keys);
          if (!cuts.isEmpty()) {
            erasures.add(new Erasure(entry.index(), entry.leaf().domestic(), cuts));
          }
        });
    if (erasures.isEmpty()) {
      throw new OrderRefusedException("no domestic part mentions that person");
    }
    return checked(erasures, reason);
  }

  /** Draws up the order to lay or lift a hold; to lift one, {@code hold} is as it was laid. */
  public Order hold(Order.Action action, Hold hold, String reason) {
    return new Order(log.vkey().name(), action, reason, hold, List.of());
  }

  /** Returns the holds in force, in the order of their names. */
  public List<Hold> holds() {
    OrderBook book = log.orders();
    synchronized (book) {
      book.readOn(log);
      return List.copyOf(book.holds().values());
    }
  }

  /**
   * Carries out a signed order: appends its entry, then erases. An erasure that was ordered before
   * is done again, without another entry.
   *
   * @return the index of the order's entry
   * @throws OrderRefusedException if too few officers signed it, it is of another log, or it may
   *     not be carried out
   * @throws LogFailedException if an entry or an erasure cannot be made durable; an erasure whose
   *     entry is, is finished when the log is next opened
   */
  public long execute(SignedOrder signed) {
    Order order = signed.order();
    if (!order.log().equals(log.vkey().name())) {
      throw new OrderRefusedException("the order is for the log " + order.log());
    }
    SortedSet<String> signers = officers.signers(signed);
    if (signers.size() < order.action().officers()) {
      throw new OrderRefusedException(
          "the order takes %d different officers, and has the signatures of %d%s; registered"
                  .formatted(
                      order.action().officers(),
                      signers.size(),
                      signers.isEmpty() ? "" : " (" + String.join(", ", signers) + ")")
              + " officers sign it with `dukou officer sign`");
    }
    OrderBook book = log.orders();
    synchronized (book) {
      book.readOn(log);
      Long before = book.executed().get(signed.digest());
      if (before != null && order.action() != Order.Action.ERASE) {
        throw new OrderRefusedException("the order was carried out by entry " + before);
      }
      UnlessReleased condition = new UnlessReleased(check(order, book), book.size());
      long index = before == null ? record(signed, signers.size(), condition) : before;
      order.erasures().forEach(erasure -> log.erase(erasure, index));
      return index;
    }
  }

  private Order checked(List<Erasure> erasures, String reason) {
    Order order = new Order(log.vkey().name(), Order.Action.ERASE, reason, null, erasures);
    OrderBook book = log.orders();
    synchronized (book) {
      book.readOn(log);
      check(order, book);
    }
    return order;
  }

  /** Checks an order and returns the studies whose releases would change what was found. */
  private Set<String> check(Order order, OrderBook book) {
    Hold hold = order.hold();
    if (hold != null) {
      book.check(order.action(), hold);
    }
    Set<String> studies = new HashSet<>();
    for (Erasure erasure : order.erasures()) {
      String study = check(erasure, book);
      if (study != null) {
        studies.add(study);
      }
    }
    return studies;
  }

  private void requireEntry(long index) {
    if (index < 0 || index >= log.size()) {
      throw new OrderRefusedException("there is no entry " + index);
    }
  }

  private @Nullable String check(Erasure erasure, OrderBook book) {
    requireEntry(erasure.entry());
    LoggedEntry entry = log.entry(erasure.entry());
    Leaf leaf = entry.leaf();
    String name = "entry " + erasure.entry();
    if (!leaf.domestic().equals(erasure.commitment())) {
      throw new OrderRefusedException(name + " is not the one that the order means");
    }
    if (leaf.kind() == LeafKind.ERASURE || leaf.kind() == LeafKind.HOLD) {
      throw new OrderRefusedException(name + " holds an order, which stays");
    }
    book.holdOn(erasure.entry(), leaf)
        .ifPresent(
            hold -> {
              throw new OrderRefusedException(name + " is under the hold " + hold.id());
            });
    Instant end = retention.end(leaf.at(), book.lastRelease(leaf.study()));
    if (clock.instant().isBefore(end)) {
      throw new OrderRefusedException(
          name
              + " is kept until "
              + end
              + ": article 12 of the Network Data Security Management Regulations (rule R46,"
              + " confidence A: read in full) asks for 3 years, records.years for "
              + retention.years());
    }
    entry.requireCuts(erasure.cuts());
    return leaf.study();
  }

  private long record(SignedOrder signed, int signers, UnlessReleased condition) {
    Order order = signed.order();
    var decision =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", order.action().word())
            .put("officers", signers);
    if (order.action() == Order.Action.ERASE) {
      decision.put("entries", order.erasures().size());
    }
    LeafKind kind = order.action() == Order.Action.ERASE ? LeafKind.ERASURE : LeafKind.HOLD;
    Map<String, JsonNode> fields = Map.of(FIELD, TextNode.valueOf(signed.note()));
    LeafDraft draft =
        new LeafDraft(
            kind,
            clock.instant(),
            null,
            null,
            null,
            null,
            decision,
            null,
            Map.of(DIGEST, signed.digest()),
            null,
            null);
    try {
      return log.append(draft, new DomesticPart(fields, List.of()), condition).join().index();
    } catch (CompletionException e) {
      throw e.getCause() instanceof AuditException cause ? cause : e;
    }
  }

  /**
   * Reads the order in the domestic part of an entry.
   *
   * @throws MalformedException if there is none
   */
  static SignedOrder orderIn(DomesticPart part) {
    @Nullable JsonNode text = part.fields().get(FIELD);
    if (text == null || !text.isTextual()) {
      throw new MalformedException("the entry of an order without the order");
    }
    return SignedOrder.parse(text.textValue());
  }
}
