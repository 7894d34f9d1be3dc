package io.dukou.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What checking a receipt showed.
 *
 * @param statements one for each aspect looked at, in the order they build on each other
 * @param index index of the entry, null when the receipt is not well-formed
 * @param leaf the entry, null unless its inclusion was proved
 * @param checkpoint the signed tree head, null unless its signature was proved
 */
public record Verification(
    List<Statement> statements,
    @Nullable Long index,
    @Nullable Leaf leaf,
    @Nullable Checkpoint checkpoint) {

  /** Copies the list. */
  public Verification {
    statements = List.copyOf(statements);
  }

  /** Tells whether nothing failed. What was not looked at does not count. */
  public boolean valid() {
    return statements.stream().noneMatch(s -> s.outcome() == Outcome.FAILED);
  }

  /** Tells whether the given body is the one the entry is about. */
  public boolean bodyProved() {
    return valid()
        && statements.stream()
            .anyMatch(s -> s.aspect() == Aspect.BODY && s.outcome() == Outcome.PROVED);
  }

  /** What a statement is about. */
  public enum Aspect {
    /** The text has the form of a tlog-proof. */
    FORM,
    /** The log signed the checkpoint. */
    SIGNATURE,
    /** The entry is in the tree of the checkpoint. */
    INCLUSION,
    /** The entry is a leaf of this log's form. */
    LEAF,
    /** The body has the digests in the leaf. */
    BODY,
    /** The body has the chunk root in the leaf. */
    CHUNKS,
    /** When the entry was made. */
    TIME,
    /** Someone else saw the same log. */
    WITNESSES
  }

  /** How it came out. */
  public enum Outcome {
    /** Shown by the receipt, the key and, where it matters, the body. */
    PROVED,
    /** Contradicted. */
    FAILED,
    /** Not shown and not contradicted. */
    NOT_PROVED
  }

  /**
   * One finding.
   *
   * @param aspect what it is about
   * @param outcome how it came out
   * @param words a sentence for a person, without a line break
   */
  public record Statement(Aspect aspect, Outcome outcome, String words) {}
}
