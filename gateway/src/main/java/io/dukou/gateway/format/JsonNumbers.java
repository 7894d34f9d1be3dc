package io.dukou.gateway.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Which JSON numbers are kept, and as which text.
 *
 * <p>Nothing is ever rounded: a number is kept as the decimal number its digits say, or refused. It
 * is kept if every reader that uses IEEE 754 doubles, as most do, sees the same decimal number:
 *
 * <ul>
 *   <li>its magnitude is below 2<sup>53</sup> (RFC 7493, section 2.2), and
 *   <li>the double nearest to it, rounded to as many significant digits as the number has, gives it
 *       back; this holds for every number of up to 15 digits that is not tiny, and for what {@code
 *       repr} in Python, JavaScript and R's 17 digits print.
 * </ul>
 *
 * <p>The text is the number's own, but for two spellings that say something beside the number, and
 * would otherwise split a class of equal values: an exponent is written out, and zero has no sign.
 */
final class JsonNumbers {
  private static final int SAFE_DIGITS = 15;
  private static final int MOST_DIGITS = 17;
  private static final BigDecimal TOO_LARGE = BigDecimal.valueOf(1L << 53);

  private JsonNumbers() {}

  /**
   * Returns the text to keep for a number of JSON's grammar, or null if it would not be exact.
   *
   * @param number at most as long as the parser lets pass, a thousand characters
   */
  static @Nullable String exact(String number) {
    if (isPlain(number)) {
      return number;
    }
    boolean exponent = number.indexOf('e') >= 0 || number.indexOf('E') >= 0;
    BigDecimal value = valueOf(number);
    if (value == null) {
      return null;
    }
    if (value.signum() == 0) {
      return exponent ? "0" : number.substring(number.startsWith("-") ? 1 : 0);
    }
    if (value.abs().compareTo(TOO_LARGE) >= 0 || !survives(value)) {
      return null;
    }
    return value.toPlainString();
  }

  /** Returns whether {@code text} is a number of JSON's grammar without an exponent. */
  static boolean isPlainNumber(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    int whole = digitsFrom(text, at);
    if (whole == 0 || (whole > 1 && text.charAt(at) == '0')) {
      return false;
    }
    at += whole;
    if (at == text.length()) {
      return true;
    }
    int fraction = text.charAt(at) == '.' ? digitsFrom(text, at + 1) : 0;
    return fraction > 0 && at + 1 + fraction == text.length();
  }

  private static int digitsFrom(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }

  /** Short, and neither an exponent nor a negative zero: the text of nearly every number. */
  private static boolean isPlain(String number) {
    if (number.length() > SAFE_DIGITS || number.startsWith("-0")) {
      return false;
    }
    for (int i = 0; i < number.length(); i++) {
      char character = number.charAt(i);
      if (character == 'e' || character == 'E') {
        return false;
      }
    }
    return true;
  }

  private static boolean survives(BigDecimal value) {
    BigDecimal digits = value.stripTrailingZeros();
    if (digits.precision() > MOST_DIGITS) {
      return false;
    }
    MathContext sameLength = new MathContext(digits.precision(), RoundingMode.HALF_EVEN);
    return new BigDecimal(value.doubleValue()).round(sameLength).compareTo(value) == 0;
  }

  /** Returns the value, or null if its exponent is beyond even what decimals can have. */
  private static @Nullable BigDecimal valueOf(String number) {
    try {
      return new BigDecimal(number);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
