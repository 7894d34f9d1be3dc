package io.dukou.anonymizer.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates by day, month, quarter and year, then the root.
 *
 * <p>2026-05-17 is {@code 2026-05}, {@code 2026-Q2} and {@code 2026}. Level 0 is the date itself;
 * {@code day} is that same level, so a list that starts with another unit has one level more than
 * units before the root. A date of which only month or year are known ({@code 2026-05}, {@code
 * 2026}) keeps its form until a unit is coarser. Anything else, a time of day included, is outside.
 */
public final class DateHierarchy implements Hierarchy {
  /** Key of the plan file. */
  static final String KEY = "date";

  private static final int MONTH_LENGTH = "2026-05".length();
  private static final int YEAR_LENGTH = "2026".length();
  private static final Pattern FORM = Pattern.compile("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?");
  private static final Pattern QUARTER_FORM = Pattern.compile("[0-9]{4}-Q[1-4]");

  private final List<Unit> units;

  private DateHierarchy(List<Unit> units) {
    this.units = List.copyOf(units);
  }

  /** A length of time. */
  public enum Unit {
    /** A calendar day. */
    DAY,
    /** A calendar month. */
    MONTH,
    /** Three calendar months, from January. */
    QUARTER,
    /** A calendar year. */
    YEAR;

    /** Returns the word of the specification file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns a hierarchy of these units.
   *
   * @throws IllegalArgumentException if there is no unit or they do not become coarser
   */
  public static DateHierarchy of(List<Unit> units) {
    if (units.isEmpty()) {
      throw new IllegalArgumentException("there is no unit");
    }
    for (int i = 1; i < units.size(); i++) {
      if (units.get(i - 1).compareTo(units.get(i)) >= 0) {
        throw new IllegalArgumentException("the units do not become coarser");
      }
    }
    return new DateHierarchy(units);
  }

  @Override
  public int levels() {
    return units.size() + (units.get(0) == Unit.DAY ? 1 : 2);
  }

  private Unit unit(int level) {
    if (level == 0) {
      return Unit.DAY;
    }
    return units.get(units.get(0) == Unit.DAY ? level : level - 1);
  }

  @Override
  public @Nullable String generalise(String value, int level) {
    boolean root = Levels.isRoot(level, levels());
    if (!isDate(value)) {
      return null;
    }
    return root ? ROOT : truncate(value, unit(level));
  }

  private static boolean isDate(String value) {
    if (!FORM.matcher(value).matches()) {
      return false;
    }
    try {
      return LocalDate.parse(value + "0000-01-01".substring(value.length())).getYear() > 0;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static String truncate(String value, Unit unit) {
    return switch (unit) {
      case DAY -> value;
      case MONTH -> value.substring(0, Math.min(value.length(), MONTH_LENGTH));
      case QUARTER -> value.length() == YEAR_LENGTH ? value : quarter(value);
      case YEAR -> value.substring(0, YEAR_LENGTH);
    };
  }

  private static String quarter(String value) {
    int month = Integer.parseInt(value.substring(YEAR_LENGTH + 1, MONTH_LENGTH));
    return value.substring(0, YEAR_LENGTH) + "-Q" + ((month + 2) / 3);
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
    Unit unit = unit(level);
    if (unit == Unit.QUARTER && QUARTER_FORM.matcher(released).matches()) {
      return isDate(released.substring(0, YEAR_LENGTH));
    }
    return isDate(released) && truncate(released, unit).equals(released);
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode listed = json.putArray(KEY);
    units.forEach(unit -> listed.add(unit.word()));
    return json;
  }
}
