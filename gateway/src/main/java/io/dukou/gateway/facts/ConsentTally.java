package io.dukou.gateway.facts;

import io.dukou.gateway.facts.ConsentLedger.Gap;
import io.dukou.gateway.facts.ConsentLedger.Use;
import io.dukou.gateway.facts.ReleaseMeasures.ConsentCounts;
import java.util.Collection;
import java.util.EnumSet;

/**
 * Counts the subjects of a release by the state of their consent. A subject that the ledger does
 * not name, or whose form is of another version, counts as one whose consent is over; one whose
 * consent names another recipient or purpose counts as one without separate consent to the export.
 */
public final class ConsentTally {
  private static final EnumSet<Gap> OVER =
      EnumSet.of(Gap.ABSENT, Gap.OTHER_VERSION, Gap.WITHDRAWN, Gap.EXPIRED);
  private static final EnumSet<Gap> NOT_TO_THIS_RECIPIENT =
      EnumSet.of(Gap.ABSENT, Gap.NO_SEPARATE_EXPORT, Gap.OTHER_RECIPIENT, Gap.OTHER_PURPOSE);
  private static final EnumSet<Gap> NOT_TO_SENSITIVE =
      EnumSet.of(Gap.ABSENT, Gap.NO_SEPARATE_SENSITIVE);

  private ConsentTally() {}

  /**
   * Counts.
   *
   * @param ledger what subjects have consented to
   * @param subjects the subjects of the release, each once
   * @param use what their data would be provided for
   * @param withdrawnAfterRelease persons who were released to this recipient group before and have
   *     withdrawn since
   */
  public static ConsentCounts count(
      ConsentLedger ledger, Collection<String> subjects, Use use, long withdrawnAfterRelease) {
    Tally tally = new Tally();
    for (String subject : subjects) {
      tally.add(ledger.gaps(subject, use), ledger.underFourteen(subject, use.at()));
    }
    return new ConsentCounts(
        subjects.size(),
        tally.over,
        withdrawnAfterRelease,
        tally.withoutSensitive,
        tally.withoutExport,
        tally.otherBasis,
        tally.underFourteen,
        tally.withoutGuardian);
  }

  /** Running counts. */
  private static final class Tally {
    private long over;
    private long withoutSensitive;
    private long withoutExport;
    private long otherBasis;
    private long underFourteen;
    private long withoutGuardian;

    private void add(EnumSet<Gap> gaps, boolean young) {
      over += any(gaps, OVER);
      withoutSensitive += any(gaps, NOT_TO_SENSITIVE);
      withoutExport += any(gaps, NOT_TO_THIS_RECIPIENT);
      otherBasis += gaps.contains(Gap.OTHER_BASIS) ? 1 : 0;
      underFourteen += young ? 1 : 0;
      boolean guardianMissing = gaps.contains(Gap.UNDER_14_WITHOUT_GUARDIAN);
      withoutGuardian += guardianMissing || gaps.contains(Gap.ABSENT) ? 1 : 0;
    }

    private static int any(EnumSet<Gap> gaps, EnumSet<Gap> kinds) {
      return gaps.stream().anyMatch(kinds::contains) ? 1 : 0;
    }
  }
}
