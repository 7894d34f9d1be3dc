package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.table.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that planning counts: first the rows that are to be released, then those that only
 * belong to a population. Immutable.
 *
 * @param columns the quasi-identifiers over all rows; rows to be released are inside every
 *     hierarchy
 * @param rowCount number of all rows
 * @param plannedRows number of rows that are to be released
 * @param plannedSubjects number of their subjects, which have the first numbers
 * @param subjectCount number of all subjects
 * @param subjectOfRow the subject of each row; null if each row is one of its own
 * @param populations which rows make up each population
 * @param sensitive the sensitive attributes, over the rows to be released
 * @param needsFirstRows whether some model chooses among classes by their first row
 * @param sections which rows and quasi-identifiers belong to which table; null if there is one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record Universe(
    List<GeneralisedColumn> columns,
    int rowCount,
    int plannedRows,
    int plannedSubjects,
    int subjectCount,
    int @Nullable [] subjectOfRow,
    List<Population> populations,
    List<Column> sensitive,
    boolean needsFirstRows,
    @Nullable Sections sections) {
  /** Stands for no tuple or no class. */
  static final int NONE = -1;

  /** Creates a universe of the rows of one table. */
  Universe(
      List<GeneralisedColumn> columns,
      int rowCount,
      int plannedRows,
      int plannedSubjects,
      int subjectCount,
      int @Nullable [] subjectOfRow,
      List<Population> populations,
      List<Column> sensitive,
      boolean needsFirstRows) {
    this(
        columns,
        rowCount,
        plannedRows,
        plannedSubjects,
        subjectCount,
        subjectOfRow,
        populations,
        sensitive,
        needsFirstRows,
        null);
  }

  /**
   * The rows that make up a population.
   *
   * @param from the first row beyond those to be released
   * @param to the row after its last
   * @param holdsPlanned whether the rows to be released are part of it
   */
  record Population(int from, int to, boolean holdsPlanned) {
    /** Returns whether a row belongs to this population. */
    boolean holds(int row, int plannedRows) {
      return row < plannedRows ? holdsPlanned : row >= from && row < to;
    }
  }
}
