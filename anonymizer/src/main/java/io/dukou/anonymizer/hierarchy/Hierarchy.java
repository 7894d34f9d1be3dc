package io.dukou.anonymizer.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.anonymizer.table.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A generalisation hierarchy: for each value its form at each level, from the value itself at level
 * 0 to the coarsest form.
 *
 * <p>Forms nest: values that share a form at one level share it at every higher one. Immutable; any
 * thread may use it.
 */
public sealed interface Hierarchy extends HierarchySource
    permits CutHierarchy,
        DateHierarchy,
        DivisionHierarchy,
        FlatHierarchy,
        Icd10Hierarchy,
        IntervalHierarchy,
        RedactionHierarchy,
        TableHierarchy {
  /** The form that stands for every value. */
  String ROOT = "*";

  /** Returns the number of levels, level 0 included; at least 1. */
  int levels();

  /**
   * Returns the form of {@code value} at {@code level}, or null if the value is outside this
   * hierarchy, which then holds for every level.
   *
   * @throws IndexOutOfBoundsException if there is no such level
   */
  @Nullable String generalise(String value, int level);

  /**
   * Returns the form of a missing cell at {@code level}: null, which is a category of its own,
   * except at a root level, where it is the root like every other value.
   */
  @Nullable String generaliseMissing(int level);

  /**
   * Returns whether {@code released} is a form that this hierarchy knows at {@code level}. Depends
   * on nothing but the hierarchy.
   */
  boolean defines(int level, String released);

  /** Returns the number of original values that this hierarchy lists, or 0 if it is a rule. */
  default long listedLeaves() {
    return 0;
  }

  /** Returns the original values that this hierarchy lists, in its order; none if it is a rule. */
  default List<String> listedValues() {
    return List.of();
  }

  /** Returns how many listed values have the form {@code released} at {@code level}. */
  default long listedLeaves(int level, String released) {
    return 0;
  }

  /** Returns the form for the plan file, which {@link Hierarchies#fromJson} reads. */
  JsonNode toJson();

  /** Returns this hierarchy. */
  @Override
  default Hierarchy fit(Column column) {
    return this;
  }
}
