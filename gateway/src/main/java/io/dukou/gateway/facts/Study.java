package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A clinical study. A part that is null is not known, and what is not known allows nothing.
 *
 * @param id its name in the facts
 * @param exporter the exporter that is its data processor
 * @param protocolVersion the version of the protocol in force
 * @param foreignInspection whether its releases serve an inspection by a foreign authority
 * @param ethics the ethics approval
 * @param purposes what its data may be used for, by purpose
 * @param datasets its datasets
 * @param consent the informed-consent form
 * @param ledger what each of its subjects has consented to
 */
public record Study(
    String id,
    String exporter,
    @Nullable String protocolVersion,
    @Nullable Boolean foreignInspection,
    Ethics ethics,
    Map<String, Purpose> purposes,
    Map<String, Dataset> datasets,
    ConsentForm consent,
    ConsentLedger ledger) {
  /** Checks that the parts are there and copies the maps. */
  public Study {
    requireNonNull(id, "id");
    requireNonNull(exporter, "exporter");
    requireNonNull(ethics, "ethics");
    purposes = Map.copyOf(purposes);
    datasets = Map.copyOf(datasets);
    requireNonNull(consent, "consent");
    requireNonNull(ledger, "ledger");
  }

  /** Returns the dataset with this id. */
  public Optional<Dataset> dataset(String dataset) {
    return Optional.ofNullable(datasets.get(dataset));
  }

  /** Returns what is approved for this purpose. */
  public Optional<Purpose> purpose(String purpose) {
    return Optional.ofNullable(purposes.get(purpose));
  }

  /**
   * Returns true when data of {@code subject} may be provided: the subject's consent covers the
   * use, and the information of a child under 14 is provided only where the study has rules for it
   * (PIPL 31). Whether the study has a child must not show, so a child without such rules leaves
   * before anything is counted, as one without consent does.
   */
  public boolean permits(String subject, ConsentLedger.Use use) {
    return ledger.covers(subject, use)
        && (consent.hasMinorRules() || !ledger.underFourteen(subject, use.at()));
  }

  /**
   * An approval by an ethics committee.
   *
   * @param number its number; {@code none} when there is none
   * @param approvedAt the start of its validity
   * @param expiresAt the first instant at which it no longer holds
   * @param protocolVersion the version of the protocol that it approved
   * @param overseasScope whether it covers provision abroad
   */
  public record Ethics(
      @Nullable String number,
      @Nullable Instant approvedAt,
      @Nullable Instant expiresAt,
      @Nullable String protocolVersion,
      @Nullable Boolean overseasScope) {}

  /**
   * What is approved for one purpose.
   *
   * @param approvedFields the columns that are necessary for it, or null when not known
   * @param retentionUntil when they must be gone abroad
   */
  public record Purpose(@Nullable List<String> approvedFields, @Nullable Instant retentionUntil) {
    /** Copies the list. */
    public Purpose {
      approvedFields = approvedFields == null ? null : List.copyOf(approvedFields);
    }
  }

  /**
   * The informed-consent form.
   *
   * @param version its version
   * @param purposes the purposes it covers, or null when not known
   * @param categories the categories of data it covers, or null when not known
   * @param minorRules the rules for the information of children under 14; {@code none} when there
   *     are none
   * @param notices what it says of each recipient
   */
  public record ConsentForm(
      @Nullable String version,
      @Nullable List<String> purposes,
      @Nullable List<String> categories,
      @Nullable String minorRules,
      Map<String, Notice> notices) {
    private static final String NO_RULES = "none";

    /** Copies the collections. */
    public ConsentForm {
      purposes = purposes == null ? null : List.copyOf(purposes);
      categories = categories == null ? null : List.copyOf(categories);
      notices = Map.copyOf(notices);
    }

    /** Returns true when there are rules for the information of children under 14. */
    boolean hasMinorRules() {
      return minorRules != null && !minorRules.equals(NO_RULES);
    }

    /** Returns what the form says of this recipient. */
    public Optional<Notice> notice(String recipient) {
      return Optional.ofNullable(notices.get(recipient));
    }
  }

  /**
   * What subjects were told of one recipient.
   *
   * @param recipientName its name as it was told
   * @param items which of the items required by PIPL 39 were told
   */
  public record Notice(@Nullable String recipientName, List<NoticeItem> items) {
    /** Copies the list. */
    public Notice {
      items = List.copyOf(items);
    }
  }

  /** The items of a notice under PIPL 17, 30 and 39. */
  public enum NoticeItem {
    /** The recipient's name. */
    RECIPIENT_NAME,
    /** How to reach it. */
    RECIPIENT_CONTACT,
    /** What for. */
    PURPOSE,
    /** How. */
    METHOD,
    /** Which categories of data. */
    CATEGORIES,
    /** How to exercise rights against it. */
    RIGHTS_PROCEDURE,
    /** Why sensitive information is needed. */
    NECESSITY,
    /** What that means for the subject. */
    IMPACT,
    /** How long. */
    RETENTION
  }
}
