package io.dukou.gateway.facts;

import java.time.Instant;

/**
 * What the subjects of one study have consented to. Immutable, safe for use by several threads. It
 * holds personal data, which no method prints.
 */
public interface ConsentLedger {
  /** Whether a consent covers a use; every constant but the first says why not. */
  enum Validity {
    /** The consent covers the use. */
    VALID,
    /** The ledger does not name the subject. */
    ABSENT,
    /** The legal basis is another one than consent. */
    OTHER_BASIS,
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
    UNDER_14_WITHOUT_GUARDIAN;

    /** Returns true when the consent covers the use. */
    public boolean valid() {
      return this == VALID;
    }
  }

  /**
   * Tells whether data of a subject may be provided.
   *
   * @param subject the subject as the dataset names it
   * @param recipient the recipient as the facts name it
   * @param purpose the purpose as the facts name it
   * @param at the time of the event
   */
  Validity validity(String subject, String recipient, String purpose, Instant at);

  /**
   * Tells whether the subject is under 14 at a time; true when its age is not known or it is not in
   * the ledger.
   */
  boolean underFourteen(String subject, Instant at);

  /** Returns the number of subjects. */
  int size();
}
