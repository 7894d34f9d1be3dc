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
 * [20,30)}, {@code [10,30)} and {@code *}. Text that is no number is outside. Arithmetic is exact.
 *
 * <h2>Bottom and top</h2>
 *
 * <p>With a bottom b, every number below it is {@code <b} at each level between the first and the
 * root, and ranges go on below the start as far as b; without one, numbers below the start are
 * outside. With a top t, every number from it on is {@code >=t}. A range that a bound cuts keeps
 * the part between the bounds, so levels nest wherever the bounds lie.
 */
public final class IntervalHierarchy implements Hierarchy {
  /** Key of the plan file. */
  static final String KEY = "intervals";

  private static final int MAX_FACTORS = 32;
  private static final int MAX_FACTOR = 1_000_000;

  private final BigDecimal start;
  private final List<Integer> factors;
  private final List<BigDecimal> widths;
  private final @Nullable BigDecimal bottom;
  private final @Nullable BigDecimal top;

  private IntervalHierarchy(
      BigDecimal start,
      List<Integer> factors,
      List<BigDecimal> widths,
      @Nullable BigDecimal bottom,
      @Nullable BigDecimal top) {
    this.start = start;
    this.factors = List.copyOf(factors);
    this.widths = List.copyOf(widths);
    this.bottom = bottom;
    this.top = top;
  }

  /**
   * Returns a hierarchy of ranges without bottom and top.
   *
   * @param start where the first range starts
   * @param width width of the ranges of level 1, above 0
   * @param factors how many ranges of a level make one of the next; each at least 2
   * @throws IllegalArgumentException if width or factors are not as said
   */
  public static IntervalHierarchy of(BigDecimal start, BigDecimal width, List<Integer> factors) {
    requireNonNull(start, "start");
    if (width.signum() <= 0) {
      throw new IllegalArgumentException("width is not above 0; give the width of a range");
    }
    if (factors.size() > MAX_FACTORS) {
      throw new IllegalArgumentException("there are more than " + MAX_FACTORS + " factors");
    }
    List<BigDecimal> widths = new ArrayList<>();
    widths.add(width);
    for (int factor : factors) {
      if (factor < 2 || factor > MAX_FACTOR) {
        throw new IllegalArgumentException("a factor is not from 2 to " + MAX_FACTOR);
      }
      widths.add(widths.get(widths.size() - 1).multiply(BigDecimal.valueOf(factor)));
    }
    return new IntervalHierarchy(start, factors, widths, null, null);
  }

  /**
   * Returns these ranges with other bounds.
   *
   * @param newBottom below which numbers are one form; null to leave them outside
   * @param newTop from which on numbers are one form; null if there is no such number
   * @throws IllegalArgumentException if the bottom is above the top
   */
  public IntervalHierarchy between(@Nullable BigDecimal newBottom, @Nullable BigDecimal newTop) {
    if (newBottom != null && newTop != null && newBottom.compareTo(newTop) > 0) {
      throw new IllegalArgumentException("bottom is above top; give the lower one as bottom");
    }
    return new IntervalHierarchy(start, factors, widths, newBottom, newTop);
  }

  /** Returns where the first range starts. */
  BigDecimal start() {
    return start;
  }

  /** Returns the bottom, or null. */
  @Nullable BigDecimal bottom() {
    return bottom;
  }

  /** Returns the top, or null. */
  @Nullable BigDecimal top() {
    return top;
  }

  /** Returns the start of the range of level 1 that {@code number} would be in without bounds. */
  BigDecimal rangeStart(BigDecimal number) {
    return rangeStart(number, widths.get(0));
  }

  /** Returns the end of the range of level 1 that {@code number} would be in without bounds. */
  BigDecimal rangeEnd(BigDecimal number) {
    return rangeStart(number).add(widths.get(0));
  }

  private BigDecimal rangeStart(BigDecimal number, BigDecimal width) {
    BigDecimal distance = number.subtract(start);
    BigDecimal towardsStart = distance.divideToIntegralValue(width).multiply(width);
    boolean cutShort = towardsStart.compareTo(distance) > 0;
    return start.add(cutShort ? towardsStart.subtract(width) : towardsStart);
  }

  @Override
  public int levels() {
    return widths.size() + 2;
  }

  @Override
  public @Nullable String generalise(String value, int level) {
    boolean root = Levels.isRoot(level, levels());
    BigDecimal number = Numbers.parse(value);
    if (number == null || (bottom == null && number.compareTo(start) < 0)) {
      return null;
    }
    if (root) {
      return ROOT;
    }
    return level == 0 ? value : form(number, widths.get(level - 1));
  }

  private String form(BigDecimal number, BigDecimal width) {
    if (bottom != null && number.compareTo(bottom) < 0) {
      return Ranges.below(bottom);
    }
    if (top != null && number.compareTo(top) >= 0) {
      return Ranges.from(top);
    }
    BigDecimal from = rangeStart(number, width);
    BigDecimal to = from.add(width);
    return Ranges.between(bottom == null ? from : from.max(bottom), top == null ? to : to.min(top));
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
    if (comma > 0) {
      return released.equals(generalise(released.substring(1, comma), level));
    }
    return (bottom != null && released.equals(Ranges.below(bottom)))
        || (top != null && released.equals(Ranges.from(top)));
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode intervals = json.putObject(KEY);
    intervals.put("start", Numbers.format(start));
    intervals.put("width", Numbers.format(widths.get(0)));
    factors.forEach(intervals.putArray("factors")::add);
    if (bottom != null) {
      intervals.put("bottom", Numbers.format(bottom));
    }
    if (top != null) {
      intervals.put("top", Numbers.format(top));
    }
    return json;
  }
}
