package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * What the subjects of one study have consented to. Immutable, safe for use by several threads. It
 * holds personal data, which no method prints.
 */
public interface ConsentLedger {
  /** Why a consent does not cover a use. */
  enum Gap {
    /** The ledger does not name the subject. */
    ABSENT,
    /** The legal basis is another one than consent. */
    OTHER_BASIS,
    /** The subject signed a version of the form that the study does not go by. */
    OTHER_VERSION,
    /** The subject has withdrawn it. */
    WITHDRAWN,
    /** Its time is over. */
    EXPIRED,
    /** The recipient is not among those it names. */
    OTHER_RECIPIENT,
    /** The purpose is not among those it names. */
    OTHER_PURPOSE,
    /** Sensitive personal information was not consented to separately. */
    NO_SEPARATE_SENSITIVE,
    /** Provision abroad was not consented to separately. */
    NO_SEPARATE_EXPORT,
    /** The subject is, or may be, under 14 and no guardian has consented separately. */
    UNDER_14_WITHOUT_GUARDIAN
  }

  /**
   * A use that consent is needed for.
   *
   * @param recipient the recipient as the facts name it
   * @param purpose the purpose as the facts name it
   * @param at the time of the event
   */
  record Use(String recipient, String purpose, Instant at) {
    /** Checks that the parts are there. */
    public Use {
      requireNonNull(recipient, "recipient");
      requireNonNull(purpose, "purpose");
      requireNonNull(at, "at");
    }
  }

  /**
   * Tells why data of a subject may not be provided.
   *
   * @param subject the subject as the dataset names it
   * @param use what its data would be provided for
   * @return every reason, in the order of {@link Gap}; empty when the consent covers the use
   */
  EnumSet<Gap> gaps(String subject, Use use);

  /**
   * Tells whether the subject is under 14; true when its age is not known or it is not in the
   * ledger.
   */
  boolean underFourteen(String subject, Instant at);

  /** Returns the subjects whose consent was withdrawn at or before {@code at}. */
  Set<String> withdrawn(Instant at);

  /** Returns the number of subjects. */
  int size();

  /**
   * Returns the first instant after {@code at} at which the passing of time alone could change an
   * answer; {@code at} itself where that is not known.
   */
  default Instant unchangedUntil(Instant at) {
    return at;
  }

  /** Returns true when the consent of {@code subject} covers {@code use}. */
  default boolean covers(String subject, Use use) {
    return gaps(subject, use).isEmpty();
  }
}
