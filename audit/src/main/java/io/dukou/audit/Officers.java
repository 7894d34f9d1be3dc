package io.dukou.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The officers whose orders a log follows, by their public keys. A person has one key, and a key
 * belongs to one person; that is for whoever registers them to see to.
 *
 * @param keys their verifier keys, each with a name of its own
 */
public record Officers(List<VerifierKey> keys) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if two have one name or one key
   */
  public Officers {
    keys = List.copyOf(keys);
    Set<String> seen = new HashSet<>();
    for (VerifierKey key : keys) {
      String text = key.toString();
      boolean fresh = seen.add("name " + key.name());
      if (!seen.add(text.substring(text.lastIndexOf('+'))) || !fresh) {
        throw new IllegalArgumentException(
            "two officers have one name or one key: " + key.name() + "; make each a key");
      }
    }
  }

  /** Returns the names of the officers who signed an order; other signatures do not count. */
  public SortedSet<String> signers(SignedOrder order) {
    SortedSet<String> names = new TreeSet<>();
    for (VerifierKey key : keys) {
      if (signed(order, key)) {
        names.add(key.name());
      }
    }
    return names;
  }

  private static boolean signed(SignedOrder order, VerifierKey key) {
    try {
      Note note = Note.parse(order.note(), SignedOrder.LONGEST);
      return note.isSignedBy(key) && note.text().equals(order.order().text());
    } catch (MalformedException e) {
      return false; // not signed by this officer, or wrongly
    }
  }
}
