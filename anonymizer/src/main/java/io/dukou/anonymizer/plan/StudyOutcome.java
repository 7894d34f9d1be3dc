package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

/** What came of planning several tables together. */
public sealed interface StudyOutcome permits StudyOutcome.Planned, StudyOutcome.Infeasible {
  /** Returns how far the events of subjects single them out. */
  EventPatterns patterns();

  /**
   * The optimum was found.
   *
   * @param plan what to release
   * @param summary what was found, for people
   */
  record Planned(StudyPlan plan, StudySummary summary) implements StudyOutcome {
    /** Refuses null. */
    public Planned {
      requireNonNull(plan, "plan");
      requireNonNull(summary, "summary");
    }

    @Override
    public EventPatterns patterns() {
      return summary.patterns();
    }
  }

  /**
   * No combination of levels meets the models within the suppression limit.
   *
   * @param search the model that none meets, and how large the search was
   * @param suppressedShare share of the subjects that the models suppress at the coarsest levels;
   *     for k-anonymity alone no limit below it can be met
   * @param patterns how far the events of subjects single them out
   */
  record Infeasible(PlanOutcome.Infeasible search, double suppressedShare, EventPatterns patterns)
      implements StudyOutcome {
    /** Refuses null. */
    public Infeasible {
      requireNonNull(search, "search");
      requireNonNull(patterns, "patterns");
    }
  }
}
