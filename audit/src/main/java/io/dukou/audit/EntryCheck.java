package io.dukou.audit;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks each entry by itself and in its recipient's chain, in order. */
final class EntryCheck {
  private final Findings findings;
  private final RecipientChains chains = new RecipientChains();
  private final Map<LeafKind, Long> kinds = new EnumMap<>(LeafKind.class);

  /** Entries that could not be read; a chain that leads over one cannot be followed there. */
  private final Set<Long> unreadable = new HashSet<>();

  private final ClockCheck clock = new ClockCheck();

  EntryCheck(Findings findings) {
    this.findings = findings;
  }

  /** Notes that an entry is known to be wrong, so that its chain is not reported broken too. */
  void skip(long index) {
    unreadable.add(index);
  }

  /**
   * Checks an entry.
   *
   * @param file where it was read, for the findings
   * @return the entry, or null if it is malformed
   */
  @Nullable Leaf check(long index, byte[] entry, String file) {
    try {
      Leaf leaf = Leaf.parse(entry);
      checkChain(index, leaf, file);
      count(leaf);
      return leaf;
    } catch (MalformedException e) {
      findings.add(file, "entry " + index, e.getMessage());
      skip(index);
      return null;
    }
  }

  Map<LeafKind, Long> kinds() {
    return kinds;
  }

  LogReport.Clock clock() {
    return clock.seen();
  }

  private void checkChain(long index, Leaf leaf, String file) {
    Long expected = chains.extend(leaf.recipient(), index);
    Long previous = leaf.previous();
    if (!Objects.equals(previous, expected)
        && (previous == null || !unreadable.contains(previous))) {
      findings.add(
          file,
          "entry " + index,
          "names " + previous + " as its recipient's previous entry, but that is " + expected);
    }
  }

  private void count(Leaf leaf) {
    kinds.merge(leaf.kind(), 1L, Long::sum);
    clock.add(leaf.kind(), leaf.at());
  }
}
