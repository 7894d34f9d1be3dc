package io.dukou.policies;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A loaded rule, as its METADATA describes it.
 *
 * @param number number in the catalogue, for example {@code R40}
 * @param id stable name, for example {@code o13-6-contract-in-force}
 * @param title one line on what the rule asks
 * @param description what it decides on which facts
 * @param confidence A: the legal text was read; B: a secondary source; C: from knowledge
 * @param loosens whether the rule can make another rule's refusal disappear
 * @param version version of the rule, raised with every change of its answers
 * @param effectiveFrom first day in Asia/Shanghai on which it applies
 * @param effectiveTo last day on which it applies; null when no end is known
 * @param entryPoints names of the entry points at which it runs
 * @param citations articles that it rests on
 * @param publicValues keys of values that a recipient abroad may see
 * @param domesticCodes obligations that no recipient is shown, by the last part of their codes,
 *     since they depend on persons who are not in what it gets
 */
public record RuleEntry(
    String number,
    String id,
    String title,
    String description,
    Confidence confidence,
    boolean loosens,
    int version,
    LocalDate effectiveFrom,
    @Nullable LocalDate effectiveTo,
    List<String> entryPoints,
    List<String> citations,
    Set<String> publicValues,
    Set<String> domesticCodes) {
  /** How well the law behind a rule is known. */
  public enum Confidence {
    /** The legal text was read. */
    A,
    /** A secondary source. */
    B,
    /** From knowledge, to be verified; such a rule may only tighten. */
    C
  }

  /** Refuses a rule that loosens on knowledge alone. */
  public RuleEntry {
    Objects.requireNonNull(number, "number");
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(effectiveFrom, "effectiveFrom");
    entryPoints = List.copyOf(entryPoints);
    citations = List.copyOf(citations);
    publicValues = Set.copyOf(publicValues);
    domesticCodes = Set.copyOf(domesticCodes);
    if (loosens && confidence == Confidence.C) {
      throw new PolicyException(number + " loosens a decision but rests on knowledge alone");
    }
  }
}
