package io.dukou.anonymizer.hierarchy;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Ranges whose bottom, top or both are found in the data.
 *
 * <p>If the range of level 1 with the smallest number holds cells of a crowd, the bottom is where
 * that range starts, so that nobody is below it. Else it is the first end of a range below which a
 * crowd has cells. It is never below the start, and it is the start where there is no crowd. The
 * top is found likewise from the largest number, and is left out where there is no crowd. So beyond
 * a bound that depends on data there is either nobody or a crowd, and no bound shows a single
 * person. Where the two would cross, the bottom is the start and there is no top.
 *
 * @param ranges the ranges, with the bounds that are not found
 * @param findsBottom whether the bottom is found in the data
 * @param findsTop whether the top is found in the data
 */
public record IntervalRule(IntervalHierarchy ranges, boolean findsBottom, boolean findsTop)
    implements HierarchySource {
  /** Refuses null. */
  public IntervalRule {
    requireNonNull(ranges, "ranges");
  }

  @Override
  public Hierarchy fit(Column column) {
    return fit(column, Crowd.OF_ROWS);
  }

  @Override
  public Hierarchy fit(Column column, Crowd crowd) {
    Ranking ranking = Ranking.of(column);
    BigDecimal bottom = findsBottom ? bottom(column, ranking, crowd) : ranges.bottom();
    BigDecimal top = findsTop ? top(column, ranking, crowd) : ranges.top();
    if (bottom != null && top != null && bottom.compareTo(top) > 0) {
      bottom = findsBottom ? startUpTo(findsTop ? null : top) : bottom;
      top = findsTop ? null : top;
    }
    return ranges.between(bottom, top);
  }

  private @Nullable BigDecimal startUpTo(@Nullable BigDecimal top) {
    return top == null || ranges.start().compareTo(top) <= 0 ? ranges.start() : null;
  }

  private BigDecimal bottom(Column column, Ranking ranking, Crowd crowd) {
    int rank = crowd.sharedRank(column, ranking.rankOf(), ranking.size());
    if (rank < 0 || isBelowStart(ranking.number(rank))) {
      return ranges.start();
    }
    BigDecimal least = ranking.number(0);
    BigDecimal shared = ranking.number(rank);
    boolean crowded = ranges.rangeStart(least).compareTo(ranges.rangeStart(shared)) == 0;
    return crowded ? ranges.rangeStart(shared) : ranges.rangeEnd(shared);
  }

  private @Nullable BigDecimal top(Column column, Ranking ranking, Crowd crowd) {
    int last = ranking.size() - 1;
    int[] fromTop =
        IntStream.of(ranking.rankOf()).map(rank -> rank < 0 ? rank : last - rank).toArray();
    int rank = crowd.sharedRank(column, fromTop, ranking.size());
    if (rank < 0 || isBelowStart(ranking.number(last - rank))) {
      return null;
    }
    BigDecimal most = ranking.number(last);
    BigDecimal shared = ranking.number(last - rank);
    boolean crowded = ranges.rangeStart(most).compareTo(ranges.rangeStart(shared)) == 0;
    return crowded ? ranges.rangeEnd(shared) : ranges.rangeStart(shared);
  }

  private boolean isBelowStart(BigDecimal number) {
    return number.compareTo(ranges.start()) < 0;
  }

  /**
   * The numbers of a column in ascending order.
   *
   * @param numbers the numbers
   * @param rankOf place of the number of each code, -1 for cells that hold none
   */
  @SuppressWarnings("ArrayRecordComponent") // lives within one call
  private record Ranking(List<BigDecimal> numbers, int[] rankOf) {
    static Ranking of(Column column) {
      record Coded(int code, BigDecimal number) {}
      List<Coded> coded = new ArrayList<>();
      for (int code = 0; code < column.cardinality(); code++) {
        String value = column.value(code);
        BigDecimal number = value == null ? null : Numbers.parse(value);
        if (number != null) {
          coded.add(new Coded(code, number));
        }
      }
      coded.sort(Comparator.comparing(Coded::number));
      int[] rankOf = new int[column.cardinality()];
      Arrays.fill(rankOf, -1);
      for (int rank = 0; rank < coded.size(); rank++) {
        rankOf[coded.get(rank).code()] = rank;
      }
      return new Ranking(coded.stream().map(Coded::number).toList(), rankOf);
    }

    int size() {
      return numbers.size();
    }

    BigDecimal number(int rank) {
      return numbers.get(rank);
    }
  }
}
