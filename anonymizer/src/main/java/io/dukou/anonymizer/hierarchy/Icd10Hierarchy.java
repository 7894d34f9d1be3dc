package io.dukou.anonymizer.hierarchy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Diagnoses by the codes of ICD-10: code, three-character category, block, chapter, then the root.
 *
 * <p>{@code E11.9} is {@code E11}, {@code E10-E14} and {@code E00-E90}; blocks and chapters are
 * named by their first and last category. Level 0 is the code itself; {@code code} is that same
 * level. A code is a category that lies in a block, after it, with or without a dot, up to three
 * digits and the {@code x} and three digits of the Chinese clinical version ({@code E11.900x001}),
 * whose first digit is {@code x} where there is no subcategory ({@code I10.x00}), and {@code +},
 * {@code *} or {@code †} at the end. All else is outside, ICD-10-CM codes with further letters
 * included.
 */
public final class Icd10Hierarchy implements Hierarchy {
  /** Key of the plan file. */
  static final String KEY = "icd10";

  private static final int CATEGORY_LENGTH = "E11".length();
  private static final Pattern FORM =
      Pattern.compile("[A-Z][0-9]{2}(\\.?[0-9x][0-9]{0,2}(x[0-9]{3})?)?[+*\u2020]?");

  private final List<Unit> units;

  private Icd10Hierarchy(List<Unit> units) {
    this.units = List.copyOf(units);
  }

  /** A part of the classification. */
  public enum Unit {
    /** A code as it stands. */
    CODE,
    /** A category of three characters. */
    CATEGORY,
    /** A block of categories. */
    BLOCK,
    /** A chapter. */
    CHAPTER;

    /** Returns the word of the specification file. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Returns a hierarchy of these units.
   *
   * @throws IllegalArgumentException if there is none or they do not become coarser
   */
  public static Icd10Hierarchy of(List<Unit> units) {
    Levels.requireCoarser(units, "unit");
    return new Icd10Hierarchy(units);
  }

  @Override
  public int levels() {
    return units.size() + (units.get(0) == Unit.CODE ? 1 : 2);
  }

  private Unit unit(int level) {
    if (level == 0) {
      return Unit.CODE;
    }
    return units.get(units.get(0) == Unit.CODE ? level : level - 1);
  }

  @Override
  public @Nullable String generalise(String value, int level) {
    boolean root = Levels.isRoot(level, levels());
    if (!FORM.matcher(value).matches()) {
      return null;
    }
    String category = value.substring(0, CATEGORY_LENGTH);
    Icd10Blocks.Block block = Icd10Blocks.of(category);
    if (block == null) {
      return null;
    }
    return root ? ROOT : form(value, category, block, unit(level));
  }

  private static String form(String value, String category, Icd10Blocks.Block block, Unit unit) {
    return switch (unit) {
      case CODE -> value;
      case CATEGORY -> category;
      case BLOCK -> block.name();
      case CHAPTER -> block.chapter();
    };
  }

  @Override
  public @Nullable String generaliseMissing(int level) {
    return Levels.missing(level, levels());
  }

  /** A block or chapter is known if its first category is in it. */
  @Override
  public boolean defines(int level, String released) {
    if (Levels.isRoot(level, levels())) {
      return released.equals(ROOT);
    }
    if (unit(level).compareTo(Unit.CATEGORY) <= 0) {
      return released.equals(generalise(released, level));
    }
    int dash = released.indexOf('-');
    return dash > 0 && released.equals(generalise(released.substring(0, dash), level));
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode listed = json.putArray(KEY);
    units.forEach(unit -> listed.add(unit.word()));
    return json;
  }
}
