package io.dukou.anonymizer.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.hierarchy.Hierarchies;
import io.dukou.anonymizer.hierarchy.HierarchySource;
import io.dukou.anonymizer.spec.Aggregate;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.Others;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.spec.TableSpec;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random small tables of one study with random hierarchies, models and metric, as plain texts for
 * the checker and as the types of the product. Columns of table t are qt_0, qt_1, ..., then the
 * sensitive attribute st, then the subject.
 */
final class StudyCase {
  private static final String[] SENSITIVE = {"1", "2", "10"};

  final List<SmallTable> tables = new ArrayList<>();
  final List<ModelSpec> models = new ArrayList<>();
  final MetricSpec metric;
  final double limit;

  /** One table in plain texts. */
  static final class SmallTable {
    final List<String[][]> hierarchies = new ArrayList<>();
    final List<MissingRule> missing = new ArrayList<>();
    final List<Double> weights = new ArrayList<>();
    final List<String[]> rows = new ArrayList<>();

    int width() {
      return hierarchies.size();
    }
  }

  StudyCase(Random random) {
    int count = 1 + random.nextInt(3);
    int subjects = 1 + random.nextInt(14);
    int dimensions = 0;
    for (int t = 0; t < count; t++) {
      int width = 1 + random.nextInt(dimensions > 2 ? 1 : 2);
      dimensions += width;
      tables.add(table(random, width, subjects));
    }
    limit = new double[] {0, 0.1, 0.2, 0.4, 0.6, 1}[random.nextInt(6)];
    int modelCount = 1 + random.nextInt(2);
    for (int i = 0; i < modelCount; i++) {
      addModel(random);
    }
    metric = metric(random);
  }

  @SafeVarargs
  private static <T> T pick(Random random, T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static SmallTable table(Random random, int width, int subjects) {
    SmallTable table = new SmallTable();
    for (int i = 0; i < width; i++) {
      table.hierarchies.add(hierarchy(random, 1 + random.nextInt(4)));
      table.missing.add(pick(random, MissingRule.values()));
      table.weights.add(random.nextInt(3) == 0 ? 0.25 * (1 + random.nextInt(4)) : 0.5);
    }
    boolean gaps = random.nextInt(3) == 0;
    int kind = random.nextInt(4);
    for (int subject = 0; subject < subjects; subject++) {
      int rows = kind == 0 ? 1 : random.nextInt(kind == 1 ? 2 : 4);
      for (int i = 0; i < rows; i++) {
        table.rows.add(row(random, table, gaps, subject));
      }
    }
    Collections.shuffle(table.rows, random);
    return table;
  }

  private static String[] row(Random random, SmallTable table, boolean gaps, int subject) {
    String[] row = new String[table.width() + 2];
    for (int i = 0; i < table.width(); i++) {
      int values = table.hierarchies.get(i).length;
      int skewed = Math.min(random.nextInt(values), random.nextInt(values));
      row[i] = gaps && random.nextInt(5) == 0 ? null : table.hierarchies.get(i)[skewed][0];
    }
    row[table.width()] =
        gaps && random.nextInt(6) == 0
            ? null
            : SENSITIVE[Math.min(random.nextInt(3), random.nextInt(3))];
    row[table.width() + 1] = "P" + subject;
    return row;
  }

  private static String[][] hierarchy(Random random, int values) {
    int levels = 1 + random.nextInt(3);
    int[] group = new int[values];
    String[][] lines = new String[values][levels];
    for (int value = 0; value < values; value++) {
      group[value] = value;
      lines[value][0] = "v" + value;
    }
    for (int level = 1; level < levels; level++) {
      int[] merged = new int[values];
      for (int i = 1; i < values; i++) {
        merged[i] = merged[i - 1] + (random.nextInt(level + 1) == 0 ? 1 : 0);
      }
      boolean root = level == levels - 1 && random.nextInt(4) > 0;
      for (int value = 0; value < values; value++) {
        group[value] = root ? 0 : merged[group[value]];
        lines[value][level] = root ? "*" : "g" + level + "." + group[value];
      }
    }
    return lines;
  }

  private void addModel(Random random) {
    int t = random.nextInt(tables.size());
    String attribute = "t" + t + ".s" + t;
    double share = random.nextDouble();
    models.add(
        switch (random.nextInt(9)) {
          case 0, 1, 2 -> new ModelSpec.KAnonymity(1 + random.nextInt(4));
          case 3 -> new ModelSpec.DistinctLDiversity(attribute, 1 + random.nextInt(3) * 0.75);
          case 4 ->
              new ModelSpec.EntropyLDiversity(
                  attribute, 1 + random.nextInt(4) * 0.5, ModelSpec.Estimator.SHANNON);
          case 5 ->
              new ModelSpec.RecursiveLDiversity(attribute, 0.3 + 4 * share, 1 + random.nextInt(3));
          case 6 -> new ModelSpec.TCloseness(attribute, share, ModelSpec.Distance.EQUAL);
          case 7 -> new ModelSpec.BetaLikeness(attribute, 0.1 + 4 * share, false);
          default ->
              random.nextBoolean()
                  ? new ModelSpec.AverageRisk(share)
                  : new ModelSpec.SampleUniqueness(share / 2);
        });
  }

  private static MetricSpec metric(Random random) {
    MetricSpec.Type type = pick(random, MetricSpec.Type.values());
    Aggregate aggregate = type.defaultAggregate();
    if (type.isAggregated() && random.nextBoolean()) {
      aggregate = pick(random, Aggregate.values());
    }
    double factor = new double[] {0.5, 0.5, 0.25, 0.75, 1, 0}[random.nextInt(6)];
    boolean isFixed = !type.hasFactor() || (type == MetricSpec.Type.AECS && factor == 0);
    return new MetricSpec(
        type, aggregate, isFixed ? 0.5 : factor, type.hasMonotonicForm() && random.nextBoolean());
  }

  Map<String, TableSource> sources() {
    Map<String, TableSource> sources = new LinkedHashMap<>();
    for (int t = tables.size() - 1; t >= 0; t--) {
      sources.put("t" + t, new TableSource("t" + t + ".csv", product(t)));
    }
    return sources;
  }

  Table product(int t) {
    SmallTable table = tables.get(t);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < table.width(); i++) {
      names.add("q" + t + "_" + i);
    }
    names.addAll(List.of("s" + t, "subject"));
    TableBuilder builder = Table.builder(names);
    for (String[] row : table.rows) {
      for (int i = 0; i < row.length; i++) {
        builder.add(i, row[i]);
      }
      builder.endRow();
    }
    return builder.build();
  }

  StudySpec spec() {
    List<TableSpec> specs = new ArrayList<>();
    for (int t = 0; t < tables.size(); t++) {
      specs.add(spec(t));
    }
    return new StudySpec("subject", "KEY", specs, models, limit, metric);
  }

  private TableSpec spec(int t) {
    SmallTable table = tables.get(t);
    List<AttributeSpec> attributes = new ArrayList<>();
    for (int i = 0; i < table.width(); i++) {
      attributes.add(
          new AttributeSpec(
              "q" + t + "_" + i,
              Role.QUASI_IDENTIFIER,
              ValueType.STRING,
              table.missing.get(i),
              table.weights.get(i),
              file(table.hierarchies.get(i))));
    }
    attributes.add(
        new AttributeSpec(
            "s" + t,
            Role.SENSITIVE,
            ValueType.STRING,
            MissingRule.OWN_CATEGORY,
            0.5,
            FlatHierarchy.INSTANCE));
    return new TableSpec("t" + t, null, CsvOptions.DEFAULT, attributes, Others.REFUSE, null);
  }

  private static HierarchySource file(String[][] lines) {
    StringBuilder file = new StringBuilder();
    for (String[] line : lines) {
      file.append(String.join(";", line)).append('\n');
    }
    return Hierarchies.fromFile(
        file.toString().getBytes(UTF_8), new CsvOptions(';', UTF_8), "hierarchy");
  }
}
