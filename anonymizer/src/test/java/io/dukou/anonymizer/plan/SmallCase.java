package io.dukou.anonymizer.plan;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.anonymizer.hierarchy.Hierarchies;
import io.dukou.anonymizer.spec.Aggregate;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.Others;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random small table with random hierarchies, as plain texts for the checker and as the types of
 * the product.
 *
 * @param hierarchies for each column its hierarchy file, row by row
 * @param rows for each row its cells, null if missing
 * @param subjects for each row its subject; null if each row is one
 * @param missing for each column what a missing cell means
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record SmallCase(
    List<String[][]> hierarchies,
    String[][] rows,
    String[] subjects,
    List<MissingRule> missing,
    double[] weights,
    int k,
    double limit,
    MetricSpec metric) {

  static SmallCase random(Random random) {
    int width = 1 + random.nextInt(4);
    List<String[][]> hierarchies = new ArrayList<>();
    List<MissingRule> missing = new ArrayList<>();
    double[] weights = new double[width];
    for (int i = 0; i < width; i++) {
      hierarchies.add(randomHierarchy(random));
      missing.add(random.nextInt(6) == 0 ? MissingRule.SUPPRESS : MissingRule.OWN_CATEGORY);
      weights[i] = random.nextInt(3) == 0 ? 0.25 * (1 + random.nextInt(4)) : 0.5;
    }
    String[][] rows = randomRows(hierarchies, random);
    return new SmallCase(
        hierarchies,
        rows,
        random.nextBoolean() ? randomSubjects(rows.length, random) : null,
        missing,
        weights,
        1 + random.nextInt(4),
        new double[] {0, 0.02, 0.05, 0.1, 0.3, 0.5, 1}[random.nextInt(7)],
        randomMetric(random));
  }

  /** Makes a forest by merging neighbouring groups, with a root or without. */
  private static String[][] randomHierarchy(Random random) {
    int values = 1 + random.nextInt(6);
    int levels = 1 + random.nextInt(4);
    int[] group = new int[values];
    String[][] rows = new String[values][levels];
    for (int value = 0; value < values; value++) {
      group[value] = value;
      rows[value][0] = "v" + value;
    }
    for (int level = 1; level < levels; level++) {
      int[] merged = new int[values];
      for (int i = 1; i < values; i++) {
        merged[i] = merged[i - 1] + (random.nextInt(level + 1) == 0 ? 1 : 0);
      }
      boolean root = level == levels - 1 && random.nextInt(4) > 0;
      for (int value = 0; value < values; value++) {
        group[value] = root ? 0 : merged[group[value]];
        rows[value][level] = root ? "*" : "g" + level + "." + group[value];
      }
    }
    return rows;
  }

  private static String[][] randomRows(List<String[][]> hierarchies, Random random) {
    String[][] rows = new String[random.nextInt(4) == 0 ? random.nextInt(4) : random.nextInt(40)][];
    boolean gaps = random.nextInt(3) == 0;
    for (int row = 0; row < rows.length; row++) {
      rows[row] = new String[hierarchies.size()];
      for (int i = 0; i < rows[row].length; i++) {
        String[][] hierarchy = hierarchies.get(i);
        int skewed = Math.min(random.nextInt(hierarchy.length), random.nextInt(hierarchy.length));
        rows[row][i] = gaps && random.nextInt(6) == 0 ? null : hierarchy[skewed][0];
      }
    }
    return rows;
  }

  private static String[] randomSubjects(int rows, Random random) {
    String[] subjects = new String[rows];
    int persons = 1 + random.nextInt(Math.max(1, rows));
    for (int row = 0; row < rows; row++) {
      subjects[row] = "P" + random.nextInt(persons);
    }
    return subjects;
  }

  private static MetricSpec randomMetric(Random random) {
    Aggregate[] aggregates = {
      Aggregate.SUM, Aggregate.ARITHMETIC_MEAN, Aggregate.GEOMETRIC_MEAN, Aggregate.MAXIMUM
    };
    Aggregate aggregate =
        random.nextBoolean()
            ? Aggregate.GEOMETRIC_MEAN
            : aggregates[random.nextInt(aggregates.length)];
    double[] factors = {0.5, 0.5, 0.5, 0, 0.25, 0.4, 0.75, 1};
    return MetricSpec.loss(aggregate, factors[random.nextInt(factors.length)]);
  }

  Table table() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < hierarchies.size(); i++) {
      names.add("q" + i);
    }
    names.add("subject");
    TableBuilder builder = Table.builder(names);
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < hierarchies.size(); i++) {
        builder.add(i, rows[row][i]);
      }
      builder.add(hierarchies.size(), subjects == null ? "x" : subjects[row]);
      builder.endRow();
    }
    return builder.build();
  }

  ReleaseSpec spec() {
    List<AttributeSpec> attributes = new ArrayList<>();
    for (int i = 0; i < hierarchies.size(); i++) {
      StringBuilder file = new StringBuilder();
      for (String[] row : hierarchies.get(i)) {
        file.append(String.join(";", row)).append('\n');
      }
      attributes.add(
          new AttributeSpec(
              "q" + i,
              Role.QUASI_IDENTIFIER,
              ValueType.STRING,
              missing.get(i),
              weights[i],
              Hierarchies.fromFile(
                  file.toString().getBytes(UTF_8), new CsvOptions(';', UTF_8), "h" + i)));
    }
    return new ReleaseSpec(
        CsvOptions.DEFAULT,
        subjects == null ? null : "subject",
        attributes,
        Others.DROP,
        List.of(new ModelSpec.KAnonymity(k)),
        limit,
        metric);
  }
}
