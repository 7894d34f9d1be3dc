package io.dukou.anonymizer.arx;

import io.dukou.anonymizer.plan.PlanningTask;
import io.dukou.anonymizer.spec.ModelSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deidentifier.arx.AttributeType;
import org.deidentifier.arx.AttributeType.Hierarchy;
import org.deidentifier.arx.Data;
import org.deidentifier.arx.DataDefinition;
import org.deidentifier.arx.DataSubset;
import org.deidentifier.arx.RowSet;
import org.jspecify.annotations.Nullable;

/**
 * The rows that are counted, as ARX takes them: first those to be released, then the others of a
 * population. Columns are the quasi-identifiers {@code q0}, {@code q1}, ..., then one for each
 * sensitive attribute, and a further one for each model that needs its hierarchy: ARX takes the
 * forms of a hierarchy for values of the column when another model orders it, or when a second one
 * brings its hierarchy. Used once, by one thread.
 */
final class ArxInput {
  private final PlanningTask task;
  private final List<QuasiIdentifierWords> quasiIdentifiers;
  private final Map<String, SensitiveWords> sensitive = new HashMap<>();
  private final List<SensitiveColumn> sensitiveColumns = new ArrayList<>();
  private final int[] others;
  private final Data data;
  private final @Nullable DataSubset subset;

  /**
   * Prepares a search for what meets {@code models}.
   *
   * @throws io.dukou.anonymizer.plan.PlanException if a population lacks a row to be released
   */
  ArxInput(PlanningTask task, List<ModelSpec> models) {
    this.task = task;
    this.quasiIdentifiers = task.columns().stream().map(QuasiIdentifierWords::new).toList();
    for (ModelSpec model : models) {
      if (model instanceof ModelSpec.OnAttribute onAttribute) {
        addSensitive(onAttribute);
      }
    }
    Optional<ModelSpec> withPopulation =
        models.stream().filter(ArxInput::hasPopulation).findFirst();
    this.others = withPopulation.map(this::others).orElse(new int[0]);
    this.data = Data.create(rows());
    define(data.getDefinition());
    this.subset = withPopulation.isPresent() ? released() : null;
  }

  private static boolean hasPopulation(ModelSpec model) {
    return model instanceof ModelSpec.KMap || model instanceof ModelSpec.DeltaPresence;
  }

  private void addSensitive(ModelSpec.OnAttribute model) {
    sensitive.computeIfAbsent(model.attribute(), name -> new SensitiveWords(task.sensitive(name)));
    SensitiveColumn column = SensitiveColumn.of(model);
    if (!sensitiveColumns.contains(column)) {
      sensitiveColumns.add(column);
    }
  }

  /** Returns the rows, beside those to be released, of the population that ARX is to know. */
  private int[] others(ModelSpec model) {
    IntStream inside =
        task.populationRows(model)
            .filter(row -> quasiIdentifiers.stream().allMatch(words -> words.cell(row) != null));
    return model instanceof ModelSpec.KMap ? withoutReleased(inside) : inside.toArray();
  }

  /** Takes one equal row out of a population for each row to be released. */
  private int[] withoutReleased(IntStream population) {
    Map<List<Integer>, Integer> wanted = new HashMap<>();
    for (int row = 0; row < releasedRows(); row++) {
      wanted.merge(tuple(row), 1, Integer::sum);
    }
    int[] left = population.filter(row -> wanted.merge(tuple(row), -1, Integer::sum) < 0).toArray();
    if (wanted.values().stream().anyMatch(count -> count > 0)) {
      throw Refusals.refusal(
          "it counts the table as a part of the population of k-map, and the population does not"
              + " hold every row of the table");
    }
    return left;
  }

  private List<Integer> tuple(int row) {
    return quasiIdentifiers.stream().map(words -> words.form(row)).toList();
  }

  private int releasedRows() {
    return task.table().rowCount();
  }

  /** Returns the header and the rows, each made when it is asked for. */
  private Iterator<String[]> rows() {
    IntStream all = IntStream.concat(IntStream.range(0, releasedRows()), IntStream.of(others));
    return new Iterator<>() {
      private final Iterator<Integer> rows = all.iterator();
      private boolean begun;

      @Override
      public boolean hasNext() {
        return !begun || rows.hasNext();
      }

      @Override
      public String[] next() {
        if (!begun) {
          begun = true;
          return header();
        }
        return cells(rows.next());
      }
    };
  }

  private String[] header() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < quasiIdentifiers.size(); i++) {
      names.add(quasiIdentifier(i));
    }
    sensitiveColumns.forEach(column -> names.add(nameOf(column)));
    return names.toArray(new String[0]);
  }

  private @Nullable String[] cells(int row) {
    @Nullable String[] cells = new String[quasiIdentifiers.size() + sensitiveColumns.size()];
    int next = 0;
    for (QuasiIdentifierWords words : quasiIdentifiers) {
      cells[next++] = words.cell(row);
    }
    for (SensitiveColumn column : sensitiveColumns) {
      // What others hold is not counted; a value of its own would count as one more of the order.
      int counted = row < releasedRows() ? row : 0;
      cells[next++] = words(column).cell(counted);
    }
    return cells;
  }

  private void define(DataDefinition definition) {
    for (int i = 0; i < quasiIdentifiers.size(); i++) {
      definition.setAttributeType(
          quasiIdentifier(i), Hierarchy.create(quasiIdentifiers.get(i).hierarchy()));
    }
    for (SensitiveColumn column : sensitiveColumns) {
      definition.setAttributeType(nameOf(column), AttributeType.SENSITIVE_ATTRIBUTE);
    }
  }

  private DataSubset released() {
    RowSet rows = RowSet.create(data);
    for (int row = 0; row < releasedRows(); row++) {
      rows.add(row);
    }
    return DataSubset.create(data, rows);
  }

  /** Returns the table, which ARX takes once. */
  Data data() {
    return data;
  }

  /** Returns the rows to be released, for a model that has a population. */
  DataSubset subset() {
    if (subset == null) {
      throw new IllegalStateException("no model has a population");
    }
    return subset;
  }

  /** Returns the name of a quasi-identifier. */
  static String quasiIdentifier(int number) {
    return "q" + number;
  }

  /** Returns the name of the column that a model of a sensitive attribute is about. */
  String column(ModelSpec.OnAttribute model) {
    return nameOf(SensitiveColumn.of(model));
  }

  /** Returns the hierarchy of a sensitive attribute. */
  Hierarchy hierarchy(ModelSpec.OnAttribute model) {
    return Hierarchy.create(words(SensitiveColumn.of(model)).hierarchy());
  }

  private SensitiveWords words(SensitiveColumn column) {
    SensitiveWords words = sensitive.get(column.attribute);
    if (words == null) {
      throw new IllegalStateException("no model is about the attribute");
    }
    return words;
  }

  private String nameOf(SensitiveColumn column) {
    return "s" + sensitiveColumns.indexOf(column);
  }

  /**
   * A column of a sensitive attribute.
   *
   * @param attribute its name
   * @param onTree the only model it is for, if that needs the hierarchy; null if it is for all
   *     others
   */
  private record SensitiveColumn(String attribute, ModelSpec.@Nullable TCloseness onTree) {
    static SensitiveColumn of(ModelSpec.OnAttribute spec) {
      boolean needsTree =
          spec instanceof ModelSpec.TCloseness model
              && model.distance() == ModelSpec.Distance.HIERARCHICAL;
      return new SensitiveColumn(spec.attribute(), needsTree ? (ModelSpec.TCloseness) spec : null);
    }
  }
}
