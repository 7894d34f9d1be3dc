package io.dukou.anonymizer.detect;

import java.util.regex.Pattern;

/** Numbers in cells, where their size tells something. Stateless. */
final class Numerals {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,9}(?:[.][0-9]{1,9})?");
  private static final Pattern AGE_RANGE =
      Pattern.compile(
          "\\[?[0-9]{1,3} ?(?:-|~|至|,) ?<?[0-9]{1,3}[)岁]?|(?:<|>|<=|>=|≤|≥)[0-9]{1,3}"
              + "|[0-9]{1,3} ?(?:[+]|岁以上|岁|y|yr|years)");

  /** Thirteen to nineteen digits, ISO/IEC 7812, in groups or not. */
  private static final Pattern CARD = Pattern.compile("[3-69](?:[ -]?[0-9]){12,18}");

  private Numerals() {}

  /** Returns whether the text is a number. */
  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  /** Returns whether the text is a number from {@code least} to {@code most}. */
  static boolean isWithin(String text, double least, double most) {
    if (!isNumber(text)) {
      return false;
    }
    double number = Double.parseDouble(text);
    return number >= least && number <= most;
  }

  /** Returns whether the text is an age in years, or a range of ages. */
  static boolean isAge(String text) {
    return isWithin(text, 0, 130) || AGE_RANGE.matcher(text).matches();
  }

  /** Returns whether the text is, as a whole, a card number with the check digit of Luhn. */
  static boolean isCard(String text) {
    if (!CARD.matcher(text).matches()) {
      return false;
    }
    String digits = text.replace(" ", "").replace("-", "");
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int doubled = i % 2 == 0 ? digit : 2 * digit;
      sum += doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }
}
