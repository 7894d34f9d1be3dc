package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.Crowd;
import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.hierarchy.HierarchyException;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows to be released, and beside them the rows of populations that models speak of.
 *
 * <p>With delta-presence the table is itself a population, and its subset is what is to be
 * released. The population of a k-map is a table of its own; its rows with a value outside a
 * hierarchy are in no class and so protect nobody. Immutable.
 */
final class Populations {
  private final Table whole;
  private final ReleaseSpec spec;
  private final List<AttributeSpec> quasiIdentifiers;
  private final Table planned;
  private final ModelSpec.@Nullable DeltaPresence presence;
  private final List<Table> parts = new ArrayList<>();
  private final List<Universe.Population> populations = new ArrayList<>();
  private final Map<ModelSpec, Integer> numbers = new HashMap<>();

  private Populations(Table whole, ReleaseSpec spec, List<AttributeSpec> quasiIdentifiers) {
    this.whole = whole;
    this.spec = spec;
    this.quasiIdentifiers = quasiIdentifiers;
    this.presence =
        (ModelSpec.DeltaPresence)
            spec.models().stream()
                .filter(ModelSpec.DeltaPresence.class::isInstance)
                .findFirst()
                .orElse(null);
    this.planned = presence == null ? whole : split(presence);
    int from = planned.rowCount() + parts.stream().mapToInt(Table::rowCount).sum();
    for (ModelSpec model : spec.models()) {
      if (model instanceof ModelSpec.KMap map && !numbers.containsKey(map)) {
        from = addPopulation(map, from);
      }
    }
  }

  /**
   * Finds out what is to be released.
   *
   * @param whole the table without rows that are left out
   * @throws PlanException if a table that a model names does not fit
   */
  static Populations of(Table whole, ReleaseSpec spec, List<AttributeSpec> quasiIdentifiers) {
    return new Populations(whole, spec, quasiIdentifiers);
  }

  /** Returns the rows to be released. */
  Table planned() {
    return planned;
  }

  /** Returns the number of the population of each model that has one. */
  Map<ModelSpec, Integer> numbers() {
    return Map.copyOf(numbers);
  }

  /** Returns the digest of the table to be released: of the subset, if there is one. */
  String digest(Table table) {
    return presence == null ? table.digest() : presence.subset().table().digest();
  }

  private Table split(ModelSpec.DeltaPresence model) {
    Table chosen = Preparation.dropIncomplete(model.subset().table(), quasiIdentifiers);
    boolean[] inside = SubsetRows.of(whole, new TableSource(model.subset().name(), chosen));
    int[] rest = IntStream.range(0, whole.rowCount()).filter(row -> !inside[row]).toArray();
    int[] kept = IntStream.range(0, whole.rowCount()).filter(row -> inside[row]).toArray();
    Table subset = whole.select(kept);
    Table others = whole.select(rest);
    refuseSplitSubjects(subset, others);
    parts.add(others);
    numbers.put(model, populations.size());
    populations.add(new Universe.Population(kept.length, kept.length + others.rowCount(), true));
    return subset;
  }

  private void refuseSplitSubjects(Table subset, Table others) {
    String name = spec.subject();
    if (name == null) {
      return;
    }
    Column column = others.column(name);
    for (int code = 0; code < column.cardinality(); code++) {
      if (subset.column(name).codeOf(column.value(code)) >= 0) {
        throw new PlanException(
            PlanError.SUBSET_DOES_NOT_FIT,
            "the subset of delta-presence holds some, but not all, rows of a subject; add the"
                + " others");
      }
    }
  }

  private int addPopulation(ModelSpec.KMap model, int from) {
    Table table = model.population().table();
    requireColumns(model.population(), quasiIdentifiers.stream().map(AttributeSpec::name).toList());
    try {
      subject(table);
    } catch (PlanException e) {
      throw new PlanException(e.error(), model.population().name() + ": " + e.getMessage());
    }
    parts.add(table);
    numbers.put(model, populations.size());
    populations.add(new Universe.Population(from, from + table.rowCount(), false));
    return from + table.rowCount();
  }

  /** Refuses a population without one of the columns. */
  static void requireColumns(TableSource population, List<String> columns) {
    for (String column : columns) {
      if (!population.table().has(column)) {
        throw new PlanException(
            PlanError.UNKNOWN_COLUMN,
            population.name() + ": the population lacks column " + column + "; add it");
      }
    }
  }

  /** Returns everything that is counted. */
  Universe universe(List<SensitiveAttribute> sensitive) {
    List<GeneralisedColumn> columns = quasiIdentifiers.stream().map(this::generalise).toList();
    int rowCount = planned.rowCount() + parts.stream().mapToInt(Table::rowCount).sum();
    int subjects = subjectsOf(planned);
    int all = subjects + parts.stream().mapToInt(this::subjectsOf).sum();
    boolean isByRow = all == rowCount;
    return new Universe(
        columns,
        rowCount,
        planned.rowCount(),
        subjects,
        all,
        isByRow ? null : subjectOfRow(rowCount),
        populations,
        sensitive.stream().map(SensitiveAttribute::column).toList(),
        spec.models().stream().anyMatch(ModelSpec::isOfSample));
  }

  private @Nullable Column subject(Table table) {
    String name = spec.subject();
    if (name == null || !table.has(name)) {
      return null;
    }
    Column column = table.column(name);
    if (column.missingCode() >= 0) {
      throw new PlanException(
          PlanError.MISSING_SUBJECT,
          Places.of(table, column, column.missingCode()) + ": the row has no subject; add it");
    }
    return column;
  }

  private int subjectsOf(Table table) {
    Column column = subject(table);
    return column == null ? table.rowCount() : column.cardinality();
  }

  private int[] subjectOfRow(int rows) {
    int[] subjects = new int[rows];
    int row = 0;
    int first = 0;
    List<Table> tables = new ArrayList<>(List.of(planned));
    tables.addAll(parts);
    for (Table table : tables) {
      Column column = subject(table);
      for (int i = 0; i < table.rowCount(); i++) {
        subjects[row++] = first + (column == null ? i : column.code(i));
      }
      first += subjectsOf(table);
    }
    return subjects;
  }

  private GeneralisedColumn generalise(AttributeSpec attribute) {
    Column column = merge(attribute.name());
    Crowd crowd = Crowd.of(subject(planned), spec.k()).inFirst(planned.rowCount());
    Hierarchy hierarchy = attribute.hierarchy().fit(column, crowd);
    refuseOutside(attribute.name(), hierarchy);
    try {
      return new GeneralisedColumn(
          column, hierarchy, attribute.missing() == MissingRule.MATCHES_ANYTHING);
    } catch (HierarchyException e) {
      throw new PlanException(
          PlanError.MODEL_NOT_APPLICABLE,
          "column " + attribute.name() + ": " + String.valueOf(e.getMessage()));
    }
  }

  private void refuseOutside(String name, Hierarchy hierarchy) {
    Column column = whole.column(name);
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      if (value != null && hierarchy.generalise(value, 0) == null) {
        throw new PlanException(
            PlanError.VALUE_OUTSIDE_HIERARCHY,
            Places.of(whole, column, code)
                + ": the value is outside the hierarchy; correct it, or add it to the hierarchy");
      }
    }
  }

  /** Returns a column over all rows that are counted. */
  private Column merge(String name) {
    if (parts.isEmpty()) {
      return planned.column(name);
    }
    List<@Nullable String> values = new ArrayList<>();
    int[] valueOf = new int[planned.rowCount() + parts.stream().mapToInt(Table::rowCount).sum()];
    int row = 0;
    List<Table> tables = new ArrayList<>(List.of(planned));
    tables.addAll(parts);
    for (Table table : tables) {
      Column column = table.column(name);
      for (int i = 0; i < table.rowCount(); i++) {
        valueOf[row++] = values.size() + column.code(i);
      }
      for (int code = 0; code < column.cardinality(); code++) {
        values.add(column.value(code));
      }
    }
    return Column.of(name, distinct(values, valueOf), valueOf);
  }

  /** Lets equal values have one place; rewrites {@code valueOf} accordingly. */
  private static List<@Nullable String> distinct(List<@Nullable String> values, int[] valueOf) {
    Map<@Nullable String, Integer> places = new HashMap<>();
    List<@Nullable String> found = new ArrayList<>();
    int[] renamed = new int[values.size()];
    for (int i = 0; i < renamed.length; i++) {
      Integer place = places.putIfAbsent(values.get(i), found.size());
      renamed[i] = place == null ? found.size() : place;
      if (place == null) {
        found.add(values.get(i));
      }
    }
    Arrays.setAll(valueOf, row -> renamed[valueOf[row]]);
    return found;
  }
}
