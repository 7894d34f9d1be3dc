package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is given data. A part that is null is not known, and what is not known allows
 * nothing.
 *
 * @param id its name in the facts
 * @param name its legal name today
 * @param country the ISO 3166 code of its seat
 * @param foreignControlled whether it is controlled from abroad, also when it sits in China
 * @param screening how it stands with foreign authorities and restricted lists
 * @param affiliates recipients that have what it has
 * @param subRecipients recipients that it hands data on to
 */
public record Recipient(
    String id,
    @Nullable String name,
    @Nullable String country,
    @Nullable Boolean foreignControlled,
    Screening screening,
    List<String> affiliates,
    List<String> subRecipients) {
  /** Copies the lists. */
  public Recipient {
    requireNonNull(id, "id");
    requireNonNull(screening, "screening");
    affiliates = List.copyOf(affiliates);
    subRecipients = List.copyOf(subRecipients);
  }

  /** Returns this recipient with all that have what it has. */
  List<String> together() {
    List<String> together = new ArrayList<>(affiliates);
    together.addAll(subRecipients);
    together.add(id);
    return together;
  }

  /**
   * How a recipient stands with foreign authorities and restricted lists.
   *
   * @param restrictedListed whether it is on a list under PIPL 42 or 43
   * @param listCheckedAt of when the list is that was looked at
   * @param judicialOrLawEnforcement whether it is a foreign judicial or law-enforcement body
   * @param drugRegulator whether it is a foreign drug regulator
   * @param authorityApproval number of the approval under DSL 36 and PIPL 41; {@code none} when
   *     there is none
   */
  public record Screening(
      @Nullable Boolean restrictedListed,
      @Nullable Instant listCheckedAt,
      @Nullable Boolean judicialOrLawEnforcement,
      @Nullable Boolean drugRegulator,
      @Nullable String authorityApproval) {}
}
