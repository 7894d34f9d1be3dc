package io.dukou.anonymizer.hierarchy;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.CodedColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column seen through a hierarchy, at every level at once.
 *
 * <p>At each level the forms that occur have codes of their own, counted from 0 in the order of the
 * column's codes; {@link #OUTSIDE} stands for values outside the hierarchy.
 *
 * <h2>Leaves</h2>
 *
 * <p>The share that information-loss metrics speak of is {@code leaves(level, code) / leafCount()}.
 * A hierarchy that lists its values counts the listed ones, whether they occur or not. A rule has
 * no list, so it counts the distinct values of this column inside the hierarchy, as if the rule had
 * been written out to a file for exactly this column. A missing cell is one further leaf that is
 * not part of the count: its leaves are 1 at every level but a root, where they are all.
 *
 * <p>Immutable; any thread may read it.
 */
public final class GeneralisedColumn {
  /** Code of values outside the hierarchy. */
  public static final int OUTSIDE = -1;

  private final CodedColumn column;
  private final Hierarchy hierarchy;
  private final boolean missingIsRoot;
  private final int[][] codes;
  private final List<List<@Nullable String>> forms = new ArrayList<>();
  private final long[][] leaves;
  private final long leafCount;

  /** Sees {@code column} through {@code hierarchy}. */
  public GeneralisedColumn(CodedColumn column, Hierarchy hierarchy) {
    this(column, hierarchy, false);
  }

  /**
   * Sees {@code column} through {@code hierarchy}.
   *
   * @param missingIsRoot whether a missing cell has the form {@link Hierarchy#ROOT} at every level
   * @throws HierarchyException if it has, and a value has that form where it is not the form of
   *     all: rows of both would look the same and must not be counted together
   */
  public GeneralisedColumn(CodedColumn column, Hierarchy hierarchy, boolean missingIsRoot) {
    this.column = requireNonNull(column, "column");
    this.hierarchy = requireNonNull(hierarchy, "hierarchy");
    this.missingIsRoot = missingIsRoot;
    this.codes = new int[hierarchy.levels()][column.cardinality()];
    this.leaves = new long[hierarchy.levels()][];
    for (int level = 0; level < codes.length; level++) {
      fill(level);
    }
    this.leafCount = countLeaves();
    for (int level = 0; level < codes.length; level++) {
      leaves[level] = countLeaves(level);
    }
  }

  private void fill(int level) {
    Map<@Nullable String, Integer> known = new HashMap<>();
    List<@Nullable String> found = new ArrayList<>();
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      String form = value == null ? missingForm(level) : hierarchy.generalise(value, level);
      if (value != null && form == null) {
        codes[level][code] = OUTSIDE;
        continue;
      }
      if (value != null && missingIsRoot) {
        refuseAmbiguousRoot(level, form);
      }
      Integer seen = known.putIfAbsent(form, found.size());
      if (seen == null) {
        codes[level][code] = found.size();
        found.add(form);
      } else {
        codes[level][code] = seen;
      }
    }
    forms.add(found);
  }

  private void refuseAmbiguousRoot(int level, @Nullable String form) {
    if (Hierarchy.ROOT.equals(form) && hierarchy.generaliseMissing(level) == null) {
      throw new HierarchyException(
          "level "
              + level
              + " gives some values, but not all, the form * that stands for missing"
              + " cells which match anything; use another form",
          0,
          0);
    }
  }

  private @Nullable String missingForm(int level) {
    String form = hierarchy.generaliseMissing(level);
    return form == null && missingIsRoot ? Hierarchy.ROOT : form;
  }

  private long countLeaves() {
    if (hierarchy.listedLeaves() > 0) {
      return hierarchy.listedLeaves();
    }
    long inside = 0;
    for (int code = 0; code < column.cardinality(); code++) {
      if (column.value(code) != null && codes[0][code] != OUTSIDE) {
        inside++;
      }
    }
    return Math.max(1, inside);
  }

  private long[] countLeaves(int level) {
    List<@Nullable String> known = forms.get(level);
    long[] counts = new long[known.size()];
    for (int code = 0; code < column.cardinality(); code++) {
      if (codes[level][code] != OUTSIDE && column.value(code) != null) {
        counts[codes[level][code]]++;
      }
    }
    for (int code = 0; code < counts.length; code++) {
      String form = known.get(code);
      if (form == null) {
        counts[code] = 1;
      } else if (form.equals(missingForm(level))) {
        counts[code] = leafCount;
      } else if (hierarchy.listedLeaves() > 0) {
        counts[code] = hierarchy.listedLeaves(level, form);
      }
    }
    return counts;
  }

  /** Returns the hierarchy. */
  public Hierarchy hierarchy() {
    return hierarchy;
  }

  /** Returns the column as it is. */
  public CodedColumn column() {
    return column;
  }

  /** Returns the number of levels. */
  public int levels() {
    return codes.length;
  }

  /** Returns the number of forms that occur at {@code level}. */
  public int cardinality(int level) {
    return forms.get(level).size();
  }

  /** Returns the code at {@code level} of the value with code {@code original}. */
  public int code(int level, int original) {
    return codes[level][original];
  }

  /** Returns the form with code {@code code} at {@code level}; null for missing cells. */
  public @Nullable String form(int level, int code) {
    return forms.get(level).get(Objects.checkIndex(code, cardinality(level)));
  }

  /** Returns the leaves below the form with code {@code code} at {@code level}. */
  public long leaves(int level, int code) {
    return leaves[level][code];
  }

  /** Returns the leaves of the whole hierarchy; at least 1. */
  public long leafCount() {
    return leafCount;
  }
}
