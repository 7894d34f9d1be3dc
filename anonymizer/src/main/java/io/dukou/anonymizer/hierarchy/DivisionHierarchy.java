package io.dukou.anonymizer.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Administrative divisions of China by the six digits of GB/T 2260: county, prefecture, province,
 * then the root.
 *
 * <p>310115 (Pudong) is {@code 310100} and {@code 310000}: two digits name the province, two the
 * prefecture in it, two the county in that, and zeros stand for the whole. Level 0 is the code
 * itself; {@code county} is that same level. Anything but six digits that start with a province in
 * use is outside.
 */
public final class DivisionHierarchy implements Hierarchy {
  /** Key of the plan file. */
  static final String KEY = "divisions";

  private static final Pattern FORM = Pattern.compile("[0-9]{6}");

  /** First two digits in GB/T 2260-2007, table 1. */
  private static final Set<String> PROVINCES =
      Set.of(
          "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37",
          "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64",
          "65", "71", "81", "82");

  private final List<Unit> units;

  private DivisionHierarchy(List<Unit> units) {
    this.units = List.copyOf(units);
  }

  /** A kind of division. */
  public enum Unit {
    /** County, district or city of county rank: six digits. */
    COUNTY(6),
    /** Prefecture or city of that rank: four digits. */
    PREFECTURE(4),
    /** Province, autonomous region, municipality or special administrative region: two digits. */
    PROVINCE(2);

    private final int digits;

    Unit(int digits) {
      this.digits = digits;
    }

    /** Returns the word of the specification file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns a hierarchy of these divisions.
   *
   * @throws IllegalArgumentException if there is none or they do not become larger
   */
  public static DivisionHierarchy of(List<Unit> units) {
    Levels.requireCoarser(units, "division");
    return new DivisionHierarchy(units);
  }

  @Override
  public int levels() {
    return units.size() + (units.get(0) == Unit.COUNTY ? 1 : 2);
  }

  private Unit unit(int level) {
    if (level == 0) {
      return Unit.COUNTY;
    }
    return units.get(units.get(0) == Unit.COUNTY ? level : level - 1);
  }

  @Override
  public @Nullable String generalise(String value, int level) {
    boolean root = Levels.isRoot(level, levels());
    if (!FORM.matcher(value).matches() || !PROVINCES.contains(value.substring(0, 2))) {
      return null;
    }
    return root ? ROOT : truncate(value, unit(level));
  }

  private static String truncate(String value, Unit unit) {
    return value.substring(0, unit.digits) + "000000".substring(unit.digits);
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
    return released.equals(generalise(released, level));
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode listed = json.putArray(KEY);
    units.forEach(unit -> listed.add(unit.word()));
    return json;
  }
}
