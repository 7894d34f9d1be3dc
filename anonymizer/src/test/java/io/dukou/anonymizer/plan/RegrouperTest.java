package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tables that are rolled up, in one step or in two, hold what a map from forms to counts holds:
 * with few low bits, with so many that they are hashed, and with keys of several words.
 */
final class RegrouperTest {
  private static final int RUNS = 12;
  private static final String SENSITIVE = "s: {role: sensitive}";

  private final Random random = new Random(21);

  @ParameterizedTest
  @CsvSource({"1, 40", "3, 20", "2, 1100", "3, 1100", "7, 1100", "13, 1100"})
  void tuples_haveTheRowsThatAMapCounts(int width, int values) {
    int rows = values > 100 ? 1_500 : 150;
    Case small = counted(table(rows, width, values, rows), width, "");
    FrequencyTable counted = small.counted;
    Regrouper regrouper = new Regrouper(counted);
    Grouping target = new Grouping();
    Grouping half = new Grouping();
    for (int run = 0; run < RUNS; run++) {
      int[] levels = levels(counted);
      Map<List<Integer>, Integer> expected = new HashMap<>();
      IntStream.range(0, rows)
          .forEach(row -> expected.merge(small.forms(row, levels), 1, Integer::sum));

      regrouper.roll(counted.base(), 0, width, levels, target);
      assertThat(rowsOfTuples(target, width)).isEqualTo(expected);
      assertThat(target.classCount).isEqualTo(expected.size());
      for (int row = 0; row < rows; row++) {
        int tuple = regrouper.classOf()[counted.classOfRow(row)];
        assertThat(codes(target, tuple, width)).isEqualTo(small.forms(row, levels));
      }

      int split = random.nextInt(width + 1);
      regrouper.roll(counted.base(), 0, split, levels, half);
      regrouper.roll(half, split, width, levels, target);
      assertThat(rowsOfTuples(target, width)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 8", "3, 1100", "7, 1100"})
  void classes_haveTheSubjectsFirstRowsAndValuesThatMapsCount(int width, int values) {
    int rows = values > 100 ? 1_500 : 150;
    Table table = table(rows, width, values, rows / 2);
    Case small =
        counted(
            table,
            width,
            """
            subject: id
            models:
              - {type: distinct-l-diversity, attribute: s, l: 2}
              - {type: average-risk, threshold: 0.5}
            """,
            SENSITIVE);
    FrequencyTable counted = small.counted;
    Regrouper regrouper = new Regrouper(counted);
    Grouping target = new Grouping();
    Grouping half = new Grouping();
    for (int run = 0; run < RUNS; run++) {
      int[] levels = levels(counted);
      Map<List<List<Integer>>, Members> expected = members(small, levels);
      int split = random.nextInt(width + 1);

      regrouper.roll(counted.base(), 0, split, levels, half);
      regrouper.roll(half, split, width, levels, target);

      assertThat(target.classCount).isEqualTo(expected.size());
      for (int index = 0; index < target.classCount; index++) {
        Members members = expected.get(tuplesOf(target, index, width));
        assertThat(members).isNotNull();
        assertThat(target.subjects[index]).isEqualTo(members.subjects);
        assertThat(target.firstRows[index]).isEqualTo(members.firstRow);
        assertThat(weights(target.spreads[0], index)).isEqualTo(members.weights);
        assertThat(target.rowsOfClass(index))
            .isEqualTo((long) members.subjects * tuplesOf(target, index, width).size());
      }
    }
  }

  private static final class Members {
    private int subjects;
    private int firstRow = Integer.MAX_VALUE;
    private final Map<Integer, Long> weights = new TreeMap<>();
  }

  private static Map<List<List<Integer>>, Members> members(Case small, int[] levels) {
    Column ids = small.table.column("id");
    Column sensitive = small.table.column("s");
    Map<Integer, List<Integer>> rowsOf =
        IntStream.range(0, small.table.rowCount())
            .boxed()
            .collect(Collectors.groupingBy(ids::code));
    Map<List<List<Integer>>, Members> classes = new HashMap<>();
    for (List<Integer> rows : rowsOf.values()) {
      List<List<Integer>> tuples =
          rows.stream()
              .map(row -> small.forms(row, levels))
              .sorted(RegrouperTest::compare)
              .toList();
      Members members = classes.computeIfAbsent(tuples, unseen -> new Members());
      members.subjects++;
      members.firstRow = Math.min(members.firstRow, rows.get(0));
      List<Integer> values = rows.stream().map(sensitive::code).distinct().toList();
      values.forEach(
          value -> members.weights.merge(value, small.counted.unit() / values.size(), Long::sum));
    }
    return classes;
  }

  private static int compare(List<Integer> one, List<Integer> other) {
    for (int i = 0; i < one.size(); i++) {
      if (!one.get(i).equals(other.get(i))) {
        return one.get(i) - other.get(i);
      }
    }
    return 0;
  }

  private static Map<Integer, Long> weights(Spread spread, int index) {
    Map<Integer, Long> weights = new TreeMap<>();
    for (int i = spread.starts[index]; i < spread.starts[index + 1]; i++) {
      weights.put(spread.values[i], spread.weights[i]);
    }
    return weights;
  }

  private static List<List<Integer>> tuplesOf(Grouping grouping, int index, int width) {
    int[] starts = grouping.starts;
    return IntStream.range(starts[index], starts[index + 1])
        .mapToObj(place -> codes(grouping, grouping.members[place], width))
        .sorted(RegrouperTest::compare)
        .toList();
  }

  private static Map<List<Integer>, Integer> rowsOfTuples(Grouping grouping, int width) {
    Map<List<Integer>, Integer> rows = new HashMap<>();
    for (int tuple = 0; tuple < grouping.tupleCount; tuple++) {
      assertThat(rows.put(codes(grouping, tuple, width), grouping.rows[tuple])).isNull();
    }
    return rows;
  }

  private static List<Integer> codes(Grouping grouping, int tuple, int width) {
    return IntStream.range(0, width)
        .mapToObj(i -> grouping.layout().code(i, grouping.keys, tuple))
        .toList();
  }

  /** A table and what is counted of it. */
  private record Case(Table table, FrequencyTable counted) {
    /**
     * Returns the codes of the forms of a row; no value is outside, so codes of level 0 are those
     * of the column.
     */
    List<Integer> forms(int row, int[] levels) {
      return IntStream.range(0, levels.length)
          .mapToObj(i -> counted.form(i, levels[i], table.column("c" + i).code(row)))
          .toList();
    }
  }

  /** Returns levels, in every other run so many at the top that tuples of many columns merge. */
  private int[] levels(FrequencyTable counted) {
    boolean isCoarse = random.nextBoolean();
    return IntStream.range(0, counted.dimensions())
        .map(i -> isCoarse && random.nextInt(4) > 0 ? counted.levels(i) - 1 : level(counted, i))
        .toArray();
  }

  private int level(FrequencyTable counted, int dimension) {
    return random.nextInt(counted.levels(dimension));
  }

  private static Case counted(Table table, int width, String rest, String... further) {
    List<String> attributes = new ArrayList<>(List.of(further));
    for (int i = 0; i < width; i++) {
      attributes.add(
          "c"
              + i
              + ": {role: quasi-identifier, hierarchy:"
              + " {intervals: {start: 0, width: 3, factors: [4, 9]}}}");
    }
    ReleaseSpec spec = PlanCase.spec(rest + "others: drop", attributes.toArray(new String[0]));
    FrequencyTable counted = FrequencyTableBuilder.build(Preparation.of(table, spec).universe());
    return new Case(table, counted);
  }

  private Table table(int rows, int width, int values, int subjects) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "id,s" + IntStream.range(0, width).mapToObj(i -> ",c" + i).collect(Collectors.joining()));
    String last = "";
    for (int row = 0; row < rows; row++) {
      String cells =
          IntStream.range(0, width)
              .mapToObj(i -> "," + random.nextInt(values))
              .collect(Collectors.joining());
      last = row % 3 == 2 ? last : cells;
      lines.add(
          "p" + (row % 30 == 0 ? 0 : random.nextInt(subjects)) + ",v" + random.nextInt(4) + last);
    }
    return PlanCase.table(lines.toArray(new String[0]));
  }
}
