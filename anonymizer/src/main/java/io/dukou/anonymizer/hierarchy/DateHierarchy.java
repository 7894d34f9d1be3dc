package io.dukou.anonymizer.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates by day, month, quarter, year and decade, or by day and week, then the root.
 *
 * <p>2026-05-17T10:30 is {@code 2026-05-17}, {@code 2026-W20}, {@code 2026-05}, {@code 2026-Q2},
 * {@code 2026} and {@code 2020s}. Level 0 is the value itself. {@code time} is that same level, and
 * so is {@code day} at the head of a list, which then leaves values with a time outside. A list
 * that starts with another unit has one level more than units before the root.
 *
 * <p>A {@link PartialDate} keeps its own form at units finer than what is known of it, and has the
 * form of every other date at the units that are known. What is no such date is outside.
 */
public final class DateHierarchy implements Hierarchy {
  /** Key of the plan file. */
  static final String KEY = "date";

  private static final int MONTH_LENGTH = "2026-05".length();
  private static final int YEAR_LENGTH = "2026".length();
  private static final Pattern WEEK_FORM = Pattern.compile("[0-9]{4}-W[0-9]{2}");
  private static final Pattern QUARTER_FORM = Pattern.compile("[0-9]{4}-Q[1-4]");
  private static final Pattern DECADE_FORM = Pattern.compile("[0-9]{3}0s");

  private final List<Unit> units;

  private DateHierarchy(List<Unit> units) {
    this.units = List.copyOf(units);
  }

  /** A length of time. */
  public enum Unit {
    /** A time of day, as fine as it is written. */
    TIME,
    /** A calendar day. */
    DAY,
    /** A week of ISO 8601, from Monday; it lies in no single month or year. */
    WEEK,
    /** A calendar month. */
    MONTH,
    /** Three calendar months, from January. */
    QUARTER,
    /** A calendar year. */
    YEAR,
    /** Ten calendar years, from one that ends in 0. */
    DECADE;

    /** Returns the word of the specification file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns a hierarchy of these units.
   *
   * @throws IllegalArgumentException if there is no unit, they do not become coarser, or one comes
   *     after the week
   */
  public static DateHierarchy of(List<Unit> units) {
    Levels.requireCoarser(units, "unit");
    int week = units.indexOf(Unit.WEEK);
    if (week >= 0 && week < units.size() - 1) {
      throw new IllegalArgumentException(
          "a week lies in no single month or year; end the list with week, or leave it out");
    }
    return new DateHierarchy(units);
  }

  @Override
  public int levels() {
    return units.size() + (startsWithValues() ? 1 : 2);
  }

  private boolean startsWithValues() {
    return units.get(0).compareTo(Unit.DAY) <= 0;
  }

  private Unit unit(int level) {
    if (startsWithValues()) {
      return units.get(level);
    }
    return level == 0 ? Unit.TIME : units.get(level - 1);
  }

  @Override
  public @Nullable String generalise(String value, int level) {
    boolean root = Levels.isRoot(level, levels());
    PartialDate date = parse(value);
    if (date == null) {
      return null;
    }
    return root ? ROOT : truncate(value, date, unit(level));
  }

  private @Nullable PartialDate parse(String value) {
    PartialDate date = PartialDate.parse(value);
    boolean outside = date != null && date.isTimed() && units.get(0) == Unit.DAY;
    return outside ? null : date;
  }

  private static String truncate(String value, PartialDate parsed, Unit unit) {
    String date = parsed.date();
    return switch (unit) {
      case TIME -> value;
      case DAY -> date;
      case WEEK -> parsed.hasDay() ? week(LocalDate.parse(date)) : date;
      case MONTH -> date.substring(0, Math.min(date.length(), MONTH_LENGTH));
      case QUARTER -> date.length() == YEAR_LENGTH ? date : quarter(date);
      case YEAR -> date.substring(0, YEAR_LENGTH);
      case DECADE -> date.substring(0, YEAR_LENGTH - 1) + "0s";
    };
  }

  private static String week(LocalDate day) {
    int year = day.get(IsoFields.WEEK_BASED_YEAR);
    int week = day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
    return String.format(Locale.ROOT, "%04d-W%02d", year, week);
  }

  private static String quarter(String date) {
    int month = Integer.parseInt(date.substring(YEAR_LENGTH + 1, MONTH_LENGTH));
    return date.substring(0, YEAR_LENGTH) + "-Q" + ((month + 2) / 3);
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
    return switch (unit) {
      case WEEK -> isWeek(released) || isTruncated(released, unit);
      case QUARTER -> isQuarter(released) || isTruncated(released, unit);
      case DECADE -> DECADE_FORM.matcher(released).matches();
      default -> isTruncated(released, unit);
    };
  }

  private boolean isTruncated(String released, Unit unit) {
    PartialDate date = parse(released);
    return date != null && truncate(released, date, unit).equals(released);
  }

  private static boolean isQuarter(String released) {
    return QUARTER_FORM.matcher(released).matches()
        && PartialDate.parse(released.substring(0, YEAR_LENGTH)) != null;
  }

  /** Looks whether the week is one of its year: the fourth of January is always in the first. */
  private static boolean isWeek(String released) {
    if (!WEEK_FORM.matcher(released).matches() || released.startsWith("0000")) {
      return false;
    }
    LocalDate first = LocalDate.parse(released.substring(0, YEAR_LENGTH) + "-01-04");
    int week = Integer.parseInt(released.substring(YEAR_LENGTH + 2));
    return week(first.plusWeeks(week - 1L)).equals(released);
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode listed = json.putArray(KEY);
    units.forEach(unit -> listed.add(unit.word()));
    return json;
  }
}
