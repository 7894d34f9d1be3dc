package io.dukou.anonymizer.hierarchy;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in ranges of equal width that start at a given number; each level's ranges are a whole
 * multiple as wide as those of the level before; then the root.
 *
 * <p>With start 10, width 5 and factors 2, 2 the number 23 is {@code 23}, {@code [20,25)}, {@code
 * [20,30)}, {@code [10,30)} and {@code *}. Numbers below the start, and text that is no number, are
 * outside. Arithmetic is exact.
 */
public final class IntervalHierarchy implements Hierarchy {
  /** Key of the plan file. */
  static final String KEY = "intervals";

  private static final int MAX_FACTORS = 32;
  private static final int MAX_FACTOR = 1_000_000;

  private final BigDecimal start;
  private final List<Integer> factors;
  private final List<BigDecimal> widths;

  private IntervalHierarchy(BigDecimal start, BigDecimal width, List<Integer> factors) {
    this.start = start;
    this.factors = List.copyOf(factors);
    List<BigDecimal> wider = new ArrayList<>();
    BigDecimal current = width;
    wider.add(current);
    for (int factor : factors) {
      current = current.multiply(BigDecimal.valueOf(factor));
      wider.add(current);
    }
    this.widths = List.copyOf(wider);
  }

  /**
   * Returns a hierarchy of ranges.
   *
   * @param start where the first range starts
   * @param width width of the ranges of level 1, above 0
   * @param factors how many ranges of a level make one of the next; each at least 2
   * @throws IllegalArgumentException if width or factors are not as said
   */
  public static IntervalHierarchy of(BigDecimal start, BigDecimal width, List<Integer> factors) {
    requireNonNull(start, "start");
    if (width.signum() <= 0) {
      throw new IllegalArgumentException("width is not above 0");
    }
    if (factors.size() > MAX_FACTORS) {
      throw new IllegalArgumentException("there are more than " + MAX_FACTORS + " factors");
    }
    for (int factor : factors) {
      if (factor < 2 || factor > MAX_FACTOR) {
        throw new IllegalArgumentException("a factor is not from 2 to " + MAX_FACTOR);
      }
    }
    return new IntervalHierarchy(start, width, factors);
  }

  @Override
  public int levels() {
    return widths.size() + 2;
  }

  @Override
  public @Nullable String generalise(String value, int level) {
    boolean root = Levels.isRoot(level, levels());
    BigDecimal number = Numbers.parse(value);
    if (number == null || number.compareTo(start) < 0) {
      return null;
    }
    if (root) {
      return ROOT;
    }
    return level == 0 ? value : range(number, widths.get(level - 1));
  }

  private String range(BigDecimal number, BigDecimal width) {
    BigDecimal steps = number.subtract(start).divideToIntegralValue(width);
    BigDecimal from = start.add(steps.multiply(width));
    return "[" + Numbers.format(from) + "," + Numbers.format(from.add(width)) + ")";
  }

  @Override
  public @Nullable String generaliseMissing(int level) {
    return Levels.missing(level, levels());
  }

  @Override
  public boolean defines(int level, String released) {
    if (Levels.isRoot(level, levels())) {
      return released.equals(ROOT);
    }
    if (level == 0) {
      return generalise(released, 0) != null;
    }
    int comma = released.indexOf(',');
    return comma > 0 && released.equals(generalise(released.substring(1, comma), level));
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode intervals = json.putObject(KEY);
    intervals.put("start", Numbers.format(start));
    intervals.put("width", Numbers.format(widths.get(0)));
    factors.forEach(intervals.putArray("factors")::add);
    return json;
  }
}
