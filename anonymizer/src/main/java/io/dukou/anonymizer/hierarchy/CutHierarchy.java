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
 * Numbers in the ranges between given cuts, then the root.
 *
 * <p>With cuts 1, 3 and 7 the number 4 is {@code 4}, {@code [3,7)} and {@code *}; below the first
 * cut stands {@code <1}, from the last on {@code >=7}. Text that is no number is outside.
 */
public final class CutHierarchy implements Hierarchy {
  /** Key of the plan file. */
  static final String KEY = "cuts";

  private static final int LEVELS = 3;

  private final List<BigDecimal> cuts;
  private final List<String> ranges;

  private CutHierarchy(List<BigDecimal> cuts) {
    this.cuts = List.copyOf(cuts);
    List<String> labels = new ArrayList<>();
    labels.add("<" + Numbers.format(cuts.get(0)));
    for (int i = 1; i < cuts.size(); i++) {
      labels.add("[" + Numbers.format(cuts.get(i - 1)) + "," + Numbers.format(cuts.get(i)) + ")");
    }
    labels.add(">=" + Numbers.format(cuts.get(cuts.size() - 1)));
    this.ranges = List.copyOf(labels);
  }

  /**
   * Returns a hierarchy of the ranges between {@code cuts}.
   *
   * @throws IllegalArgumentException if there is no cut or they do not ascend
   */
  public static CutHierarchy of(List<BigDecimal> cuts) {
    if (cuts.isEmpty()) {
      throw new IllegalArgumentException("there is no cut");
    }
    for (int i = 1; i < cuts.size(); i++) {
      if (cuts.get(i - 1).compareTo(cuts.get(i)) >= 0) {
        throw new IllegalArgumentException("the cuts do not ascend");
      }
    }
    return new CutHierarchy(cuts);
  }

  @Override
  public int levels() {
    return LEVELS;
  }

  @Override
  public @Nullable String generalise(String value, int level) {
    boolean root = Levels.isRoot(level, LEVELS);
    BigDecimal number = Numbers.parse(value);
    if (number == null) {
      return null;
    }
    if (root) {
      return ROOT;
    }
    return level == 0 ? value : ranges.get(cutsUpTo(number));
  }

  private int cutsUpTo(BigDecimal number) {
    int count = 0;
    while (count < cuts.size() && cuts.get(count).compareTo(number) <= 0) {
      count++;
    }
    return count;
  }

  @Override
  public @Nullable String generaliseMissing(int level) {
    return Levels.missing(level, LEVELS);
  }

  @Override
  public boolean defines(int level, String released) {
    if (Levels.isRoot(level, LEVELS)) {
      return released.equals(ROOT);
    }
    return level == 0 ? Numbers.parse(released) != null : ranges.contains(released);
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode listed = json.putArray(KEY);
    cuts.forEach(cut -> listed.add(Numbers.format(cut)));
    return json;
  }
}
