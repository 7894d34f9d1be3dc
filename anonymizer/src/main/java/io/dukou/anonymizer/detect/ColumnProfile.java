package io.dukou.anonymizer.detect;

import io.dukou.anonymizer.identifier.PlainText;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.Column;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a column look like, as shares of its distinct values.
 *
 * <p>Shares come from at most {@value #LARGEST_SAMPLE} distinct values, taken evenly; identifiers
 * and types are looked for in all of them. Immutable, and holds values only through the column.
 */
final class ColumnProfile {
  private static final int LARGEST_SAMPLE = 10_000;
  private static final int LONG_TEXT = 60;
  private static final int MANY_WORDS = 5;
  private static final int MANY_CHARACTERS = 12;
  private static final double TEXT_SHARE = 0.3;

  /** Distinct values for each filled cell above which texts are no code list. */
  private static final double TEXT_VARIETY = 0.3;

  private static final int CODE_LENGTH = 24;
  private static final Pattern SENTENCE = Pattern.compile("[，。；！？,;!?]|[.] ");
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");

  private final Column column;
  private final List<String> sample;
  private final Map<ValueShape, Double> shares = new EnumMap<>(ValueShape.class);
  private final ValueType type;
  private final boolean identifiers;
  private final double filled;
  private final double variety;

  private ColumnProfile(Column column) {
    this.column = column;
    int[] codes = presentCodes(column);
    int step = Math.max(1, (codes.length + LARGEST_SAMPLE - 1) / LARGEST_SAMPLE);
    this.sample =
        IntStream.range(0, codes.length)
            .filter(i -> i % step == 0)
            .mapToObj(i -> folded(column, codes[i]))
            .toList();
    this.type = typeOf(column, codes);
    this.identifiers =
        IntStream.of(codes).anyMatch(code -> ValueShape.hasIdentifier(folded(column, code)));
    long cells = filledCells(column);
    this.filled = column.rowCount() == 0 ? 0 : (double) cells / column.rowCount();
    this.variety = cells == 0 ? 0 : (double) codes.length / cells;
    for (ValueShape shape : ValueShape.values()) {
      shares.put(shape, share(shape::matches));
    }
  }

  /** Returns the profile of a column. */
  static ColumnProfile of(Column column) {
    return new ColumnProfile(column);
  }

  private static int[] presentCodes(Column column) {
    return IntStream.range(0, column.cardinality())
        .filter(code -> code != column.missingCode())
        .toArray();
  }

  private static String folded(Column column, int code) {
    String value = column.value(code);
    return value == null ? "" : PlainText.fold(value).strip();
  }

  private static long filledCells(Column column) {
    int missing = column.missingCode();
    return IntStream.range(0, column.rowCount()).filter(row -> column.code(row) != missing).count();
  }

  private static ValueType typeOf(Column column, int[] codes) {
    if (codes.length == 0) {
      return ValueType.STRING;
    }
    for (ValueType type : List.of(ValueType.INTEGER, ValueType.DECIMAL, ValueType.DATE)) {
      if (IntStream.of(codes).allMatch(code -> accepts(type, column.value(code)))) {
        return type;
      }
    }
    return ValueType.STRING;
  }

  private static boolean accepts(ValueType type, @Nullable String value) {
    return value != null && type.accepts(value);
  }

  /** Returns the column. */
  Column column() {
    return column;
  }

  /** Returns the narrowest type of all values; whole numbers before dates. */
  ValueType type() {
    return type;
  }

  /** Returns whether no cell holds a value. */
  boolean isEmpty() {
    return sample.isEmpty();
  }

  /** Returns whether an identifier of a person stands in any value. */
  boolean hasIdentifiers() {
    return identifiers;
  }

  /** Returns the share of cells that hold a value. */
  double filled() {
    return filled;
  }

  /** Returns distinct values for each filled cell. */
  double variety() {
    return variety;
  }

  /** Returns the share of the distinct values that have a shape. */
  double share(ValueShape shape) {
    return shares.getOrDefault(shape, 0.0);
  }

  /** Returns the share of the distinct values, folded, that are as {@code form} says. */
  double share(Predicate<String> form) {
    return isEmpty() ? 0 : (double) sample.stream().filter(form).count() / sample.size();
  }

  /** Returns the first shape that enough values have, or null. */
  @Nullable ValueShape telling() {
    for (ValueShape shape : ValueShape.values()) {
      if (!isEmpty() && share(shape) >= shape.enough() && !looksLikeAnIndex(shape)) {
        return shape;
      }
    }
    return null;
  }

  /** Six digits that hardly repeat are numbers of records, not of counties. */
  private boolean looksLikeAnIndex(ValueShape shape) {
    return shape == ValueShape.DIVISION && variety > 0.5;
  }

  /** Returns whether the values read like sentences that people wrote. */
  boolean readsLikeText() {
    return variety >= TEXT_VARIETY && share(ColumnProfile::isSentence) >= TEXT_SHARE;
  }

  private static boolean isSentence(String text) {
    boolean han = HAN.matcher(text).find();
    int words = text.split(" ", -1).length;
    boolean wordy = han ? text.length() >= MANY_CHARACTERS : words >= MANY_WORDS;
    return text.length() >= LONG_TEXT || wordy || (han && SENTENCE.matcher(text).find());
  }

  /** Returns whether all values are numbers, dates or short and without a blank. */
  boolean isCoded() {
    return type != ValueType.STRING || share(ColumnProfile::isCode) == 1;
  }

  private static boolean isCode(String text) {
    return text.length() <= CODE_LENGTH && text.indexOf(' ') < 0 && !HAN.matcher(text).find();
  }
}
