package io.dukou.anonymizer.detect;

import static java.util.Map.entry;

import io.dukou.anonymizer.spec.ValueType;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What the values of a concept must look like before its name is believed.
 *
 * <p>Only concepts that are released have an expectation: a column called a telephone number is
 * withheld whatever it holds.
 */
final class Expectation {
  /** Share of the distinct values that must be as expected. */
  static final double ENOUGH = 0.9;

  private static final int LONGEST_LABEL = 40;
  private static final Pattern FLAG =
      Pattern.compile("y|n|yes|no|true|false|t|f|0|1|-1|[1-9]|u|na|n/a|是|否|有|无|[a-z]");
  private static final Pattern POSTCODE = Pattern.compile("[0-9]{3,10}|[0-9a-z][0-9a-z -]{2,9}");
  private static final Pattern DURATION =
      Pattern.compile(
          "-?p[0-9ymwdths.]+|[0-9.]+ ?(?:天|日|周|月|年|d|w|m|y|days?|weeks?|months?|years?)");
  private static final Pattern MEASURE = Pattern.compile("[<>≤≥=]*[0-9.]+ ?[a-z%/0-9]*");

  private static final Map<Concept, Predicate<String>> FORMS =
      Map.ofEntries(
          entry(Concept.AGE, Numerals::isAge),
          entry(Concept.HEIGHT, text -> Numerals.isWithin(text, 20, 280)),
          entry(Concept.WEIGHT, text -> Numerals.isWithin(text, 0.2, 500)),
          entry(Concept.BODY_MASS_INDEX, text -> Numerals.isWithin(text, 5, 150)),
          entry(Concept.STUDY_DAY, text -> ValueType.DECIMAL.accepts(text)),
          entry(Concept.DURATION, Expectation::isDuration),
          entry(Concept.BIRTH_DATE, DateForms::matchesOrYear),
          entry(Concept.DATE, Expectation::isDateOrTime),
          entry(Concept.POSTCODE, text -> POSTCODE.matcher(text).matches()),
          entry(Concept.DIVISION, CodeLists::isDivision),
          entry(Concept.SEX, CodeLists::isSex),
          entry(Concept.COUNTRY, text -> CodeLists.isCountry(text) || isLabel(text)),
          entry(Concept.FLAG, text -> FLAG.matcher(text).matches()),
          entry(Concept.DEATH, text -> FLAG.matcher(text).matches() || isLabel(text)),
          entry(Concept.SEQUENCE, text -> ValueType.DECIMAL.accepts(text)),
          entry(Concept.UNIT, text -> text.length() <= 20),
          entry(Concept.VISIT, Expectation::isLabel),
          entry(Concept.STUDY, Expectation::isLabel));

  private Expectation() {}

  /** Returns the share of the distinct values that are as expected; 1 if nothing is expected. */
  static double share(Concept concept, ColumnProfile profile) {
    Predicate<String> form = FORMS.get(concept);
    return form == null || profile.isEmpty() ? 1 : profile.share(form);
  }

  /** Returns whether anything is expected of the values. */
  static boolean exists(Concept concept) {
    return FORMS.containsKey(concept);
  }

  private static boolean isDuration(String text) {
    return ValueType.DECIMAL.accepts(text)
        || DURATION.matcher(text).matches()
        || MEASURE.matcher(text).matches();
  }

  private static boolean isDateOrTime(String text) {
    return DateForms.matchesOrYear(text) || text.matches("t?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?");
  }

  private static boolean isLabel(String text) {
    return text.length() <= LONGEST_LABEL;
  }
}
