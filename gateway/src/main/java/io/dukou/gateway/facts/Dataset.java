package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dataset of a study. A part that is null is not known, and what is not known allows nothing.
 *
 * @param id its name within the study
 * @param categories the categories of personal information in it
 * @param identifiability what would leave
 * @param sensitive whether it holds sensitive personal information
 * @param classification whether it is important or secret
 * @param storage where it is kept
 * @param genetics whether it is human genetic resource information
 * @param anonymity proof of a claim of anonymity
 */
public record Dataset(
    String id,
    @Nullable List<String> categories,
    @Nullable Identifiability identifiability,
    @Nullable Boolean sensitive,
    Classification classification,
    Storage storage,
    Genetics genetics,
    Anonymity anonymity) {
  /** Checks that the parts are there and copies the list. */
  public Dataset {
    requireNonNull(id, "id");
    categories = categories == null ? null : List.copyOf(categories);
    requireNonNull(classification, "classification");
    requireNonNull(storage, "storage");
    requireNonNull(genetics, "genetics");
    requireNonNull(anonymity, "anonymity");
  }

  /** How far what would leave can be traced to persons. */
  public enum Identifiability {
    /** Direct identifiers. */
    DIRECT,
    /** A key in China leads back to persons. */
    KEYCODED,
    /** De-identified rows. */
    DEID,
    /** Rows that are claimed to be anonymous. */
    ANON_CLAIMED,
    /** Tables of counts. */
    AGGREGATE
  }

  /**
   * Whether a dataset is important or secret.
   *
   * @param important whether it was notified or announced as important data
   * @param coreOrSecret whether it is core data or a state secret
   * @param signedBy who signed for both
   */
  public record Classification(
      @Nullable Boolean important, @Nullable Boolean coreOrSecret, @Nullable String signedBy) {}

  /**
   * Where a dataset is kept.
   *
   * @param region the country of the primary copy
   * @param backupRegion the country of the backups
   * @param rentedOverseasServer whether a server abroad is hosted or rented for it
   */
  public record Storage(
      @Nullable String region,
      @Nullable String backupRegion,
      @Nullable Boolean rentedOverseasServer) {}

  /**
   * Whether a dataset is human genetic resource information.
   *
   * @param kind whether it is
   * @param priorReportReceipt receipt of the prior report; {@code none} when there is none
   * @param backupReceipt receipt of the backup; {@code none} when there is none
   */
  public record Genetics(
      @Nullable GeneticClass kind,
      @Nullable String priorReportReceipt,
      @Nullable String backupReceipt) {}

  /** Classes of human genetic resources. */
  public enum GeneticClass {
    /** It is none. */
    NONE,
    /** It is information about human genetic resources. */
    INFO
  }

  /**
   * Proof of a claim of anonymity.
   *
   * @param diversity the model that holds beside k-anonymity
   * @param intruderTest number of the intruder-test report; {@code none} when there is none
   * @param linkableSource whether any party holds a key or a linkable source
   * @param counselApproval number of counsel's approval; {@code none} when there is none
   */
  public record Anonymity(
      @Nullable Diversity diversity,
      @Nullable String intruderTest,
      @Nullable Boolean linkableSource,
      @Nullable String counselApproval) {}

  /** Models beside k-anonymity. */
  public enum Diversity {
    /** l-diversity. */
    L_DIVERSITY,
    /** t-closeness. */
    T_CLOSENESS,
    /** None. */
    NONE
  }
}
