package io.dukou.anonymizer.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in the ranges between given cuts, of which each level keeps some; then the root.
 *
 * <p>With cuts 1, 3 and 7 the number 4 is {@code 4}, {@code [3,7)} and {@code *}; below the first
 * cut stands {@code <1}, from the last on {@code >=7}. Where a further level keeps the cuts 1 and
 * 7, it is {@code [1,7)} there. Text that is no number is outside.
 */
public final class CutHierarchy implements Hierarchy {
  /** Key of the plan file. */
  static final String KEY = "cuts";

  private static final int MAX_LEVELS = 32;

  private final List<List<BigDecimal>> cuts;
  private final List<List<String>> ranges;

  private CutHierarchy(List<List<BigDecimal>> cuts) {
    this.cuts = cuts.stream().map(List::copyOf).toList();
    this.ranges = this.cuts.stream().map(CutHierarchy::labels).toList();
  }

  private static List<String> labels(List<BigDecimal> cuts) {
    List<String> labels = new ArrayList<>();
    labels.add(Ranges.below(cuts.get(0)));
    for (int i = 1; i < cuts.size(); i++) {
      labels.add(Ranges.between(cuts.get(i - 1), cuts.get(i)));
    }
    labels.add(Ranges.from(cuts.get(cuts.size() - 1)));
    return List.copyOf(labels);
  }

  /**
   * Returns a hierarchy of the ranges between {@code cuts}.
   *
   * @throws IllegalArgumentException if there is no cut or they do not ascend
   */
  public static CutHierarchy of(List<BigDecimal> cuts) {
    return ofLevels(List.of(cuts));
  }

  /**
   * Returns a hierarchy of the ranges between the cuts of each level.
   *
   * @throws IllegalArgumentException if there is no level or no cut, cuts do not ascend, or a level
   *     does not leave out some cuts of the one before and keep the others
   */
  public static CutHierarchy ofLevels(List<List<BigDecimal>> levels) {
    if (levels.isEmpty() || levels.size() > MAX_LEVELS) {
      throw new IllegalArgumentException("give cuts for 1 to " + MAX_LEVELS + " levels");
    }
    levels.forEach(CutHierarchy::refuseDisorder);
    for (int i = 1; i < levels.size(); i++) {
      if (levels.get(i).size() == levels.get(i - 1).size()
          || !isAmong(levels.get(i), levels.get(i - 1))) {
        throw new IllegalArgumentException(
            "a level has other cuts than the one before; keep some of those, and no others");
      }
    }
    return new CutHierarchy(levels);
  }

  /**
   * Returns a hierarchy of the ranges between {@code cuts}, of which as many as a factor says make
   * one range of the next level, counted from the first cut. The first and the last cut stay.
   *
   * @throws IllegalArgumentException if cuts or factors are not as said, or a factor merges nothing
   */
  public static CutHierarchy merging(List<BigDecimal> cuts, List<Integer> factors) {
    refuseDisorder(cuts);
    List<List<BigDecimal>> levels = new ArrayList<>(List.of(cuts));
    for (int factor : factors) {
      List<BigDecimal> finer = levels.get(levels.size() - 1);
      if (factor < 2 || finer.size() < 3) {
        throw new IllegalArgumentException(
            "a factor merges nothing; give factors from 2, and only while ranges are left");
      }
      levels.add(everyNth(finer, factor));
    }
    return ofLevels(levels);
  }

  private static List<BigDecimal> everyNth(List<BigDecimal> cuts, int factor) {
    List<BigDecimal> kept = new ArrayList<>();
    int last = cuts.size() - 1;
    for (int i = 0; i <= last; i++) {
      if (i % factor == 0 || i == last) {
        kept.add(cuts.get(i));
      }
    }
    return kept;
  }

  private static void refuseDisorder(List<BigDecimal> cuts) {
    if (cuts.isEmpty()) {
      throw new IllegalArgumentException("there is no cut; give at least one number");
    }
    for (int i = 1; i < cuts.size(); i++) {
      if (cuts.get(i - 1).compareTo(cuts.get(i)) >= 0) {
        throw new IllegalArgumentException("the cuts do not ascend; list each once, in order");
      }
    }
  }

  private static boolean isAmong(List<BigDecimal> cuts, List<BigDecimal> finer) {
    return cuts.stream()
        .allMatch(cut -> finer.stream().anyMatch(known -> known.compareTo(cut) == 0));
  }

  @Override
  public int levels() {
    return cuts.size() + 2;
  }

  @Override
  public @Nullable String generalise(String value, int level) {
    boolean root = Levels.isRoot(level, levels());
    BigDecimal number = Numbers.parse(value);
    if (number == null) {
      return null;
    }
    if (root) {
      return ROOT;
    }
    return level == 0 ? value : ranges.get(level - 1).get(cutsUpTo(number, cuts.get(level - 1)));
  }

  private static int cutsUpTo(BigDecimal number, List<BigDecimal> cuts) {
    int count = 0;
    while (count < cuts.size() && cuts.get(count).compareTo(number) <= 0) {
      count++;
    }
    return count;
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
    return level == 0 ? Numbers.parse(released) != null : ranges.get(level - 1).contains(released);
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode levels = json.putArray(KEY);
    for (List<BigDecimal> level : cuts) {
      ArrayNode listed = cuts.size() == 1 ? levels : levels.addArray();
      level.forEach(cut -> listed.add(Numbers.format(cut)));
    }
    return json;
  }
}
