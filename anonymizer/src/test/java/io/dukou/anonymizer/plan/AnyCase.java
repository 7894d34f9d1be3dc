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
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A random small table with random hierarchies, models and metric, as plain texts for the checker
 * and as the types of the product. Columns are the quasi-identifiers q0, q1, ..., then a subject,
 * then the sensitive attributes s0 and s1.
 */
final class AnyCase {
  private static final String[] SENSITIVE = {"1", "2", "10", "11"};

  final List<String[][]> hierarchies = new ArrayList<>();
  final List<MissingRule> missing = new ArrayList<>();
  final double[] weights;
  final String[][] rows;
  final boolean hasSubjects;
  final String[][] sensitiveTree;
  final String[][] population;
  final boolean[] inSubset;
  final List<ModelSpec> models = new ArrayList<>();
  final MetricSpec metric;
  final double limit;

  /**
   * Makes a case.
   *
   * @param populationsHoldTheTable whether a population has all rows of the table and some more
   */
  AnyCase(Random random, boolean populationsHoldTheTable) {
    int width = 1 + random.nextInt(3);
    weights = new double[width];
    for (int i = 0; i < width; i++) {
      hierarchies.add(hierarchy(random, 1 + random.nextInt(5), "v"));
      missing.add(pick(List.of(MissingRule.values()), random));
      weights[i] = random.nextInt(3) == 0 ? 0.25 * (1 + random.nextInt(4)) : 0.5;
    }
    hasSubjects = random.nextInt(3) == 0;
    sensitiveTree = hierarchy(random, SENSITIVE.length, "s");
    for (int i = 0; i < SENSITIVE.length; i++) {
      sensitiveTree[i][0] = SENSITIVE[i];
    }
    rows = rows(random, random.nextInt(28), width);
    String[][] others = rows(random, random.nextInt(60), width);
    population =
        populationsHoldTheTable
            ? Stream.concat(Arrays.stream(rows), Arrays.stream(others)).toArray(String[][]::new)
            : others;
    inSubset = subset(random);
    limit = new double[] {0, 0.05, 0.1, 0.3, 0.5, 1}[random.nextInt(6)];
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      addModel(random);
    }
    metric = metric(random);
  }

  private static <T> T pick(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static String[][] hierarchy(Random random, int values, String prefix) {
    int levels = 1 + random.nextInt(4);
    int[] group = new int[values];
    String[][] lines = new String[values][levels];
    for (int value = 0; value < values; value++) {
      group[value] = value;
      lines[value][0] = prefix + value;
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

  private String[][] rows(Random random, int count, int width) {
    String[][] made = new String[count][width + 3];
    boolean gaps = random.nextInt(3) == 0;
    for (String[] row : made) {
      for (int i = 0; i < width; i++) {
        int values = hierarchies.get(i).length;
        int skewed = Math.min(random.nextInt(values), random.nextInt(values));
        row[i] = gaps && random.nextInt(6) == 0 ? null : hierarchies.get(i)[skewed][0];
      }
      row[width] = "P" + random.nextInt(Math.max(1, count));
      row[width + 1] = SENSITIVE[Math.min(random.nextInt(4), random.nextInt(4))];
      row[width + 2] = SENSITIVE[random.nextInt(4)];
    }
    return made;
  }

  /** Chooses whole subjects, and all equal rows or none. */
  private boolean[] subset(Random random) {
    boolean[] chosen = new boolean[rows.length];
    int salt = random.nextInt();
    for (int row = 0; row < rows.length; row++) {
      int width = hierarchies.size();
      String name = hasSubjects ? rows[row][width] : String.join("|", List.of(nonNull(rows[row])));
      chosen[row] = ((name.hashCode() * 31 + salt) >>> 3) % 3 > 0;
    }
    return chosen;
  }

  private static String[] nonNull(String[] row) {
    String[] cells = row.clone();
    for (int i = 0; i < cells.length; i++) {
      cells[i] = cells[i] == null ? "" : cells[i];
    }
    return cells;
  }

  private void addModel(Random random) {
    String attribute = "s" + random.nextInt(2);
    double share = random.nextDouble();
    switch (random.nextInt(hasSubjects ? 12 : 13)) {
      case 0, 1 -> models.add(new ModelSpec.KAnonymity(1 + random.nextInt(4)));
      case 2 ->
          models.add(new ModelSpec.DistinctLDiversity(attribute, 1 + random.nextInt(3) * 0.75));
      case 3 ->
          models.add(
              new ModelSpec.EntropyLDiversity(
                  attribute, 1 + random.nextInt(4) * 0.5, ModelSpec.Estimator.SHANNON));
      case 4 ->
          models.add(
              new ModelSpec.RecursiveLDiversity(attribute, 0.3 + 4 * share, 1 + random.nextInt(3)));
      case 5 -> models.add(new ModelSpec.TCloseness(attribute, share, ModelSpec.Distance.EQUAL));
      case 6 -> models.add(new ModelSpec.TCloseness(attribute, share, ModelSpec.Distance.ORDERED));
      case 7 ->
          models.add(new ModelSpec.TCloseness(attribute, share, ModelSpec.Distance.HIERARCHICAL));
      case 8 ->
          models.add(new ModelSpec.BetaLikeness(attribute, 0.1 + 4 * share, random.nextBoolean()));
      case 9 -> addPresence(random, share);
      case 10 ->
          models.add(
              new ModelSpec.KMap(
                  1 + random.nextInt(6), new TableSource("population.csv", table(population))));
      case 11 ->
          models.add(
              random.nextBoolean()
                  ? new ModelSpec.AverageRisk(share)
                  : new ModelSpec.SampleUniqueness(share / 2));
      default ->
          models.add(
              new ModelSpec.EntropyLDiversity(
                  attribute, 1 + random.nextInt(4) * 0.5, ModelSpec.Estimator.GRASSBERGER));
    }
  }

  private void addPresence(Random random, double share) {
    if (models.stream().noneMatch(ModelSpec.DeltaPresence.class::isInstance)) {
      double min = random.nextInt(3) == 0 ? share / 2 : 0;
      List<String[]> chosen = new ArrayList<>();
      for (int row = 0; row < rows.length; row++) {
        if (inSubset[row]) {
          chosen.add(rows[row]);
        }
      }
      models.add(
          new ModelSpec.DeltaPresence(
              min,
              0.4 + 0.6 * share,
              new TableSource("subset.csv", table(chosen.toArray(new String[0][])))));
    } else {
      models.add(new ModelSpec.KAnonymity(2));
    }
  }

  private static MetricSpec metric(Random random) {
    MetricSpec.Type type = pick(List.of(MetricSpec.Type.values()), random);
    Aggregate aggregate = type.defaultAggregate();
    if (type.isAggregated() && random.nextBoolean()) {
      aggregate = pick(List.of(Aggregate.values()), random);
    }
    double[] factors = {0.5, 0.5, 0.25, 0.4, 0.75, 1, 0};
    double factor = type.hasFactor() ? factors[random.nextInt(factors.length)] : 0.5;
    if (type == MetricSpec.Type.AECS && factor == 0) {
      factor = 0.5;
    }
    return new MetricSpec(type, aggregate, factor, type.hasMonotonicForm() && random.nextBoolean());
  }

  boolean hasSubset() {
    return models.stream().anyMatch(ModelSpec.DeltaPresence.class::isInstance);
  }

  Table table() {
    return table(rows);
  }

  private Table table(String[][] lines) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < hierarchies.size(); i++) {
      names.add("q" + i);
    }
    names.addAll(List.of("subject", "s0", "s1"));
    TableBuilder builder = Table.builder(names);
    for (String[] line : lines) {
      for (int i = 0; i < line.length; i++) {
        builder.add(i, line[i]);
      }
      builder.endRow();
    }
    return builder.build();
  }

  ReleaseSpec spec() {
    List<AttributeSpec> attributes = new ArrayList<>();
    for (int i = 0; i < hierarchies.size(); i++) {
      attributes.add(
          new AttributeSpec(
              "q" + i,
              Role.QUASI_IDENTIFIER,
              ValueType.STRING,
              missing.get(i),
              weights[i],
              file(hierarchies.get(i))));
    }
    attributes.add(sensitive("s0", ValueType.STRING));
    attributes.add(sensitive("s1", ValueType.INTEGER));
    if (!hasSubjects) {
      attributes.add(
          new AttributeSpec(
              "subject",
              Role.DIRECT_IDENTIFIER,
              ValueType.STRING,
              MissingRule.OWN_CATEGORY,
              0.5,
              FlatHierarchy.INSTANCE));
    }
    return new ReleaseSpec(
        CsvOptions.DEFAULT,
        hasSubjects ? "subject" : null,
        attributes,
        Others.REFUSE,
        models,
        limit,
        metric);
  }

  private AttributeSpec sensitive(String name, ValueType type) {
    return new AttributeSpec(
        name, Role.SENSITIVE, type, MissingRule.OWN_CATEGORY, 0.5, file(sensitiveTree));
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
