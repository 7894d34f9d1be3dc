package io.dukou.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries out, on opening a log, what its erasure entries order. Where it was carried out already,
 * nothing happens; where a crash fell between entry and erasure, or the domestic store was brought
 * back from an older copy, it is made up for.
 */
final class ErasureRecovery {
  private static final byte[] MARK =
      ("\"kind\":\"" + LeafKind.ERASURE.wireName() + "\"").getBytes(StandardCharsets.US_ASCII);

  private final List<Found> entries = new ArrayList<>();

  /** Looks at the next entry. Only those that may be erasures are parsed. */
  void look(long index, byte[] entry) {
    if (contains(entry)) {
      Leaf leaf = Leaf.parse(entry);
      if (leaf.kind() == LeafKind.ERASURE) {
        entries.add(new Found(index, leaf.domestic()));
      }
    }
  }

  /**
   * Erases what is ordered.
   *
   * @throws LogDamagedException if an order cannot be read
   */
  void finish(DomesticStore store, SecureRandom random) throws IOException {
    if (!entries.isEmpty()) {
      store.discardIndexUpTo(entries.get(entries.size() - 1).index);
    }
    for (Found entry : entries) {
      DomesticPart part =
          store.read(entry.index, entry.commitment).map(DomesticRecord::part).orElse(null);
      try {
        for (Erasure erasure :
            OrderDesk.orderIn(part == null ? DomesticPart.empty() : part).order().erasures()) {
          store.erase(erasure, entry.index, random);
        }
      } catch (MalformedException e) {
        throw new LogDamagedException(
            "entry " + entry.index, e.getMessage(), "restore the domestic directory from a copy");
      }
    }
  }

  private static boolean contains(byte[] entry) {
    for (int i = 0; i + MARK.length <= entry.length; i++) {
      int matched = 0;
      while (matched < MARK.length && entry[i + matched] == MARK[matched]) {
        matched++;
      }
      if (matched == MARK.length) {
        return true;
      }
    }
    return false;
  }

  /** An erasure entry. */
  private record Found(long index, String commitment) {}
}
