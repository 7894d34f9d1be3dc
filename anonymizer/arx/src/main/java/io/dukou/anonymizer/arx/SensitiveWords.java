package io.dukou.anonymizer.arx;

import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.plan.SensitiveAttribute;
import java.util.Locale;

/**
 * A sensitive attribute in words made for ARX: places in the order of its type with leading zeros,
 * so that ARX, which orders words as text, orders them alike. Immutable.
 */
final class SensitiveWords {
  private static final String ROOT = "*";

  private final SensitiveAttribute attribute;
  private final int[] ranks;

  /** Writes an attribute in words. */
  SensitiveWords(SensitiveAttribute attribute) {
    this.attribute = attribute;
    this.ranks = attribute.ranks();
  }

  /** Returns the word of the cell in a row that is to be released. */
  String cell(int row) {
    return word(attribute.column().code(row));
  }

  private String word(int code) {
    return String.format(Locale.ROOT, "%010d", ranks[code]);
  }

  /** Returns the hierarchy of the values that occur, with a root added where it has none. */
  String[][] hierarchy() {
    GeneralisedColumn column = new GeneralisedColumn(attribute.column(), attribute.hierarchy());
    int top = column.levels() - 1;
    boolean rooted = top > 0 && column.cardinality(top) <= 1;
    String[][] rows = new String[ranks.length][column.levels() + (rooted ? 0 : 1)];
    for (int code = 0; code < rows.length; code++) {
      rows[code][0] = word(code);
      for (int level = 1; level <= top; level++) {
        rows[code][level] = level + "." + column.code(level, code);
      }
      rows[code][rows[code].length - 1] = ROOT;
    }
    return rows;
  }
}
