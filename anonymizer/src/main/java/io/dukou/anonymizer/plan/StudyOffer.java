package io.dukou.anonymizer.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * A way to release less of the events of a study, with what planning it so comes to. None weakens a
 * model.
 *
 * @param kind what is done
 * @param table the table of events it is done to
 * @param columns the columns of that table it is done to, codes as {@code CODE by BLOCK}; empty if
 *     to the table as a whole
 * @param outcome what came of planning
 * @param utility what is left of all quasi-identifiers of the specification; see {@link
 *     StudySummary#utility}. Those that are not released any more count nothing
 */
public record StudyOffer(
    Kind kind, String table, List<String> columns, StudyOutcome outcome, double utility) {
  /** Copies the list. */
  public StudyOffer {
    columns = List.copyOf(columns);
  }

  /** What is done. */
  public enum Kind {
    /** Dates may be generalised up to the year and beyond. */
    COARSER_DATES,
    /** Dates, which may be generalised so already, are left out. */
    NO_DATES,
    /** Codes may be generalised to a coarser column of the same table. */
    CODE_BLOCKS,
    /** Codes, which may be generalised already, are left out. */
    NO_CODES,
    /** Instead of its rows each subject has their number. */
    EVENT_COUNTS,
    /** The table is left out. */
    DROP_TABLE;

    /** Returns the word of the output. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Adds this to the output of {@code dukou plan}. */
  public void addTo(ObjectNode json) {
    json.put("offer", kind.word()).put("table", table);
    columns.forEach(json.putArray("columns")::add);
    json.put("uniqueShare", outcome.patterns().uniqueShare());
    if (outcome instanceof StudyOutcome.Planned planned) {
      PlanSummary whole = planned.summary().whole();
      json.put("feasible", true);
      whole.attributes().forEach(json.putArray("attributes")::add);
      whole.levels().forEach(json.putArray("levels")::add);
      ArrayNode losses = json.putArray("losses");
      planned.summary().tables().forEach(each -> each.losses().forEach(losses::add));
      json.put("optimal", whole.isOptimal());
      json.put("subjects", whole.subjects());
      json.put("releasedSubjects", whole.releasedSubjects());
      json.put("minClassSize", whole.minClassSize());
      json.put("utility", utility);
    } else if (outcome instanceof StudyOutcome.Infeasible infeasible) {
      json.put("feasible", false);
      json.put("model", infeasible.search().model());
      json.put("suppressedShareAtCoarsest", infeasible.suppressedShare());
    }
  }
}
