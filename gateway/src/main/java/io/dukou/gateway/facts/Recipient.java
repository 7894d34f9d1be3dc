package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody abroad who is given data. A part that is null is not known, and what is not known allows
 * nothing.
 *
 * @param id its name in the facts
 * @param name its full name
 * @param contact how a subject reaches it
 * @param country its ISO 3166 code
 * @param restrictedListed whether it is on the list of PIPL 42
 * @param listCheckedAt when that list was last looked at
 * @param judicialOrLawEnforcement whether it is a foreign judicial or law-enforcement body
 * @param drugRegulator whether it is a foreign drug regulator
 * @param affiliates recipients that have what it has
 * @param subRecipients recipients it hands data on to
 */
public record Recipient(
    String id,
    @Nullable String name,
    @Nullable String contact,
    @Nullable String country,
    @Nullable Boolean restrictedListed,
    @Nullable Instant listCheckedAt,
    @Nullable Boolean judicialOrLawEnforcement,
    @Nullable Boolean drugRegulator,
    List<String> affiliates,
    List<String> subRecipients) {
  /** Copies the lists. */
  public Recipient {
    requireNonNull(id, "id");
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
}
