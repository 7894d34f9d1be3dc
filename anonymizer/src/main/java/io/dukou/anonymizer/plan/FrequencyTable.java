package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The quasi-identifiers of a table, each distinct tuple once with its rows, and the subjects that
 * these rows make up; the search sees nothing else.
 *
 * <p>Immutable once made; any thread may read it.
 */
final class FrequencyTable {
  private final List<GeneralisedColumn> columns;
  private final KeyLayout layout;
  private final int[] order;
  private final int[][][] forms;
  private final long[][][] leaves;
  private final Grouping base;
  private final int[] classOfRow;
  private final long[][] totals;
  private final long unit;
  private final int plannedRows;
  private final int rowCount;
  private final int subjectCount;
  private final @Nullable Sections sections;

  /** Takes over what a builder has counted. */
  FrequencyTable(FrequencyTableBuilder builder) {
    this.columns = builder.columns();
    this.layout = builder.layout();
    this.base = builder.base();
    this.classOfRow = builder.classOfRow();
    this.totals = builder.totals();
    this.unit = builder.unit();
    this.plannedRows = builder.plannedRows();
    this.rowCount = countedRows();
    this.subjectCount = builder.subjectCount();
    this.order = builder.order();
    this.sections = builder.sections();
    int absent = sections == null ? 0 : 1;
    this.forms = new int[columns.size()][][];
    this.leaves = new long[columns.size()][][];
    for (int i = 0; i < columns.size(); i++) {
      forms[i] = forms(columns.get(i), absent);
      leaves[i] = leaves(columns.get(i), absent);
    }
  }

  private int countedRows() {
    int counted = 0;
    for (int row = 0; row < plannedRows; row++) {
      counted += classOfRow[row] == Universe.NONE ? 0 : 1;
    }
    return counted;
  }

  /** Returns the forms of each code; if one stands for absence, it is the last of every level. */
  private static int[][] forms(GeneralisedColumn column, int absent) {
    int[][] forms = new int[column.levels()][column.cardinality(0) + absent];
    for (int level = 0; level < forms.length; level++) {
      for (int original = 0; original < column.column().cardinality(); original++) {
        int code = column.code(0, original);
        if (code != GeneralisedColumn.OUTSIDE) {
          forms[level][code] = column.code(level, original);
        }
      }
      if (absent > 0) {
        forms[level][column.cardinality(0)] = column.cardinality(level);
      }
    }
    return forms;
  }

  private static long[][] leaves(GeneralisedColumn column, int absent) {
    long[][] leaves = new long[column.levels()][];
    for (int level = 0; level < leaves.length; level++) {
      leaves[level] = new long[column.cardinality(level) + absent];
      for (int code = 0; code < column.cardinality(level); code++) {
        leaves[level][code] = column.leaves(level, code);
      }
    }
    return leaves;
  }

  /** Returns the number of quasi-identifiers. */
  int dimensions() {
    return columns.size();
  }

  /** Returns the quasi-identifier at a place of the order in which they are lifted. */
  int order(int place) {
    return order[place];
  }

  /** Returns where codes stand in the keys of the {@link #base}. */
  KeyLayout layout() {
    return layout;
  }

  /** Returns the table at level 0 of everything; never written. */
  Grouping base() {
    return base;
  }

  /** Returns the number of levels of a quasi-identifier. */
  int levels(int dimension) {
    return forms[dimension].length;
  }

  /** Returns the number of forms of a quasi-identifier at a level, absence among them. */
  int cardinality(int dimension, int level) {
    return leaves[dimension][level].length;
  }

  /** Returns, for each code at level 0, the code of its form at a level; never written. */
  int[] forms(int dimension, int level) {
    return forms[dimension][level];
  }

  /** Returns the code at a level of the form of a code at level 0. */
  int form(int dimension, int level, int code) {
    return forms[dimension][level][code];
  }

  /** Returns, for each code of a level, the leaves below its form; never written. */
  long[] leaves(int dimension, int level) {
    return leaves[dimension][level];
  }

  /** Returns whether a form stands for every value of its hierarchy; absence does not. */
  boolean isRoot(int dimension, int level, int code) {
    return level > 0
        && level == levels(dimension) - 1
        && leaves[dimension][level][code] == leafCount(dimension);
  }

  /** Returns whether a form says that a row is of another table than the quasi-identifier. */
  boolean isAbsent(int dimension, int level, int code) {
    return sections != null && code == leaves[dimension][level].length - 1;
  }

  /** Returns the number of tables. */
  int tableCount() {
    return sections == null ? 1 : sections.tables();
  }

  /** Returns the table of a quasi-identifier. */
  int tableOf(int dimension) {
    return sections == null ? 0 : sections.tableOfDimension()[dimension];
  }

  /** Returns the number of rows of the table of a quasi-identifier that are to be released. */
  int rowCountOf(int dimension) {
    return sections == null ? rowCount : sections.rows(tableOf(dimension));
  }

  /** Returns the leaves of a hierarchy. */
  long leafCount(int dimension) {
    return columns.get(dimension).leafCount();
  }

  /** Returns the number of rows that are to be released, of all tables, and counted here. */
  int rowCount() {
    return rowCount;
  }

  /** Returns the number of rows that are to be released, counted or not; they come first. */
  int plannedRows() {
    return plannedRows;
  }

  /** Returns the number of subjects that are to be released, and counted here. */
  int subjectCount() {
    return subjectCount;
  }

  /** Returns the class at level 0 of a row; {@link Universe#NONE} if it is not counted. */
  int classOfRow(int row) {
    return classOfRow[row];
  }

  /** Returns what one subject adds to the values of a sensitive attribute. */
  long unit() {
    return unit;
  }

  /** Returns the number of values of a sensitive attribute. */
  int valueCount(int attribute) {
    return totals[attribute].length;
  }

  /** Returns the weight of each value of a sensitive attribute in all that is counted. */
  long[] totals(int attribute) {
    return totals[attribute];
  }
}
