package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.hierarchy.HierarchySource;
import io.dukou.anonymizer.hierarchy.IntervalHierarchy;
import io.dukou.anonymizer.plan.EquivalenceClasses.Member;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tuples are numbered as a map of lists would number them, in keys of one part and of several. */
final class TupleNumberingTest {
  private static final int ROWS = 5_000;
  private static final HierarchySource PAIRS =
      IntervalHierarchy.of(BigDecimal.ZERO, BigDecimal.valueOf(2), List.of());

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 12, 25})
  void rows_areNumberedAsByAMapOfTheirForms(int width) {
    List<Member> members = members(table(width), width);
    Map<List<Integer>, Integer> numbers = new HashMap<>();
    Map<Integer, Integer> firstRows = new HashMap<>();
    int[] expected = IntStream.range(0, ROWS).map(row -> number(row, members, numbers)).toArray();
    IntStream.range(0, ROWS).forEach(row -> firstRows.putIfAbsent(expected[row], row));

    TupleNumbering numbering = new TupleNumbering(ROWS, members);

    assertThat(numbering.tupleOfRow()).isEqualTo(expected);
    assertThat(numbering.size()).isEqualTo(numbers.size());
    for (int tuple = 0; tuple < numbering.size(); tuple++) {
      assertThat(numbering.firstRowOfTuple()[tuple]).isEqualTo(firstRows.get(tuple));
    }
    assertThat(expected).contains(width == 0 ? new int[] {0} : new int[] {-2, -1, 0, 1});
  }

  private static int number(int row, List<Member> members, Map<List<Integer>, Integer> numbers) {
    if (members.stream().anyMatch(member -> member.leavesOut(row))) {
      return TupleNumbering.LEFT_OUT;
    }
    List<Integer> tuple = members.stream().map(member -> member.code(row)).toList();
    return tuple.contains(GeneralisedColumn.OUTSIDE)
        ? TupleNumbering.OUTSIDE
        : numbers.computeIfAbsent(tuple, unseen -> numbers.size());
  }

  /** Returns members at levels 0 and 1 in turn; of every other one missing cells leave out. */
  private static List<Member> members(Table table, int width) {
    List<Member> members = new ArrayList<>();
    for (Column column : table.columns().subList(0, width)) {
      boolean even = members.size() % 2 == 0;
      members.add(
          new Member(
              new GeneralisedColumn(column, PAIRS.fit(column)),
              even ? 0 : 1,
              even ? MissingRule.SUPPRESS : MissingRule.OWN_CATEGORY));
    }
    return members;
  }

  /** Returns a table of rows that repeat, of which a few have a missing or strange cell. */
  private static Table table(int width) {
    Random random = new Random(width);
    List<String> names = IntStream.rangeClosed(0, width).mapToObj(i -> "c" + i).toList();
    TableBuilder builder = Table.builder(names);
    for (int row = 0; row < ROWS; row++) {
      Random pattern = new Random(random.nextInt(300));
      for (int column = 0; column < width; column++) {
        String usual = Integer.toString(pattern.nextInt(200));
        builder.add(column, random.nextInt(10 * width) == 0 ? rare(random) : usual);
      }
      builder.add(width, "same");
      builder.endRow();
    }
    return builder.build();
  }

  private static String rare(Random random) {
    return random.nextBoolean() ? "" : "strange";
  }
}
