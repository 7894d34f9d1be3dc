package io.dukou.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the entries of one recipient show together: each names the one before it, so whoever has the
 * newest and all that lead from it to the first has every entry that the log made for this
 * recipient up to then, and has seen nothing of anybody else's. Immutable.
 *
 * <p>The newest is the one in the answer to a question that was just asked.
 *
 * @param recipient whose chain it is
 * @param entries how many entries there are
 * @param newest index of the newest
 * @param missing indices that an entry names and that are not there, rising
 * @param contradictions what cannot be of one chain, in words
 */
public record ReceiptChain(
    String recipient, int entries, long newest, List<Long> missing, List<String> contradictions) {
  /** Copies the lists. */
  public ReceiptChain {
    missing = List.copyOf(missing);
    contradictions = List.copyOf(contradictions);
  }

  /** Returns whether nothing is missing up to the newest, and nothing contradicts it. */
  public boolean isComplete() {
    return missing.isEmpty() && contradictions.isEmpty();
  }

  /**
   * Links entries.
   *
   * @param proved entries whose receipts are valid, by their indices; at least one
   * @throws MalformedException if there is none, or one is of no recipient or of another one's
   */
  public static ReceiptChain of(Map<Long, Leaf> proved) {
    NavigableMap<Long, Leaf> ordered = new TreeMap<>(proved);
    if (ordered.isEmpty()) {
      throw new MalformedException("chain: no receipts");
    }
    String recipient = ordered.firstEntry().getValue().recipient();
    List<Long> missing = new ArrayList<>();
    List<String> contradictions = new ArrayList<>();
    Long before = null;
    for (Map.Entry<Long, Leaf> entry : ordered.entrySet()) {
      Leaf leaf = entry.getValue();
      if (leaf.recipient() == null || !leaf.recipient().equals(recipient)) {
        throw new MalformedException(
            "chain: entry " + entry.getKey() + " is not of the recipient of the others");
      }
      link(entry.getKey(), leaf.previous(), before, missing, contradictions);
      before = entry.getKey();
    }
    return new ReceiptChain(
        String.valueOf(recipient), ordered.size(), ordered.lastKey(), missing, contradictions);
  }

  /** Looks at what an entry says is before it, beside what is there. */
  private static void link(
      long index,
      @Nullable Long named,
      @Nullable Long before,
      List<Long> missing,
      List<String> contradictions) {
    if (Objects.equals(named, before)) {
      return;
    }
    boolean isBetween = named != null && named < index && (before == null || named > before);
    if (isBetween) {
      missing.add(named);
    } else {
      contradictions.add(
          "entry "
              + index
              + (named == null ? " says that it is the first" : " says that entry " + named)
              + (named == null ? "" : " is before it")
              + ", which "
              + (before == null ? "it cannot be" : "entry " + before + " is"));
    }
  }
}
