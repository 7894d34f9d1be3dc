package io.dukou.anonymizer.identifier;

/**
 * Text as the search for numbers sees it: digits, what stands between two groups of them, and
 * nothing else.
 *
 * <p>People part the groups of a number, or all its digits, by blanks, points, strokes and dots of
 * many kinds, and write digits as Chinese numerals. Here every numeral is an ASCII digit, and each
 * run of up to {@value #MOST_SEPARATORS} separators is one character, which says what it was:
 *
 * <ul>
 *   <li>{@value #POINT}: a single full stop, which may be the point of a decimal number;
 *   <li>{@value #PLAIN}: a single blank or hyphen;
 *   <li>{@value #LOOSE}: any other run.
 * </ul>
 *
 * <p>Round brackets, {@code +} and x, the check character ten of ID numbers, stay; a longer run and
 * any other character is {@value #OTHER}. So the patterns of numbers look at one character where a
 * cell may hold many, and cost no more for it.
 */
public final class NumberText {
  /** As many separators in a row may stand between two groups of digits of one number. */
  static final int MOST_SEPARATORS = 4;

  /** A single full stop. */
  static final char POINT = '.';

  /** A single blank or hyphen. */
  static final char PLAIN = '-';

  /** Other separators, or several. */
  static final char LOOSE = '_';

  /** What no number goes across. */
  static final char OTHER = '|';

  private static final int LAST_ASCII = 0x7f;

  /** Each numeral and its digit: plain, of banks (simplified and traditional), read out. */
  private static final String CHINESE = "〇0零0○0一1壹1幺1二2贰2貳2三3叁3參3参3四4肆4五5伍5六6陆6陸6七7柒7八8捌8九9玖9";

  private static final char FIRST_HANGZHOU = '\u3021'; // 〡 to 〩 are 1 to 9
  private static final char LAST_HANGZHOU = '\u3029';

  /** Signs of multiplication and the Cyrillic letter, written for the check character x. */
  private static final String LIKE_X = "x\u00d7\u0445";

  /** Separators that are not of a category of Unicode in which all are. */
  private static final String SEPARATORS =
      "./\\\u00b7\u2022\u2027\u2043\u2212\u2219\u22c5\u30fb\u02d7\u115f\u1160\u2800";

  private NumberText() {}

  /** Returns how many digits there are in a text folded by {@link PlainText}. */
  public static int digits(String text) {
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      digits += isDigit(numeral(text.charAt(i))) ? 1 : 0;
    }
    return digits;
  }

  /** Returns the form in which numbers are looked for of a text folded by {@link PlainText}. */
  static String of(String text) {
    StringBuilder form = new StringBuilder(text.length());
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (isSeparator(character)) {
        run++;
      } else {
        addRun(form, text, i - run, run);
        form.append(kept(character));
        run = 0;
      }
    }
    addRun(form, text, text.length() - run, run);
    return form.toString();
  }

  /** Returns whether a character may part the groups of a number. */
  static boolean isSeparator(char character) {
    if (SEPARATORS.indexOf(character) >= 0) {
      return true;
    }
    return switch (Character.getType(character)) {
      case Character.DASH_PUNCTUATION,
          Character.CONNECTOR_PUNCTUATION,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL ->
          true;
      default -> false;
    };
  }

  private static void addRun(StringBuilder form, String text, int from, int length) {
    if (length == 0) {
      return;
    }
    form.append(length == 1 ? single(text.charAt(from)) : several(length));
  }

  private static char single(char separator) {
    return switch (separator) {
      case '.' -> POINT;
      case ' ', '-' -> PLAIN;
      default -> LOOSE;
    };
  }

  private static char several(int length) {
    return length <= MOST_SEPARATORS ? LOOSE : OTHER;
  }

  private static char kept(char character) {
    char digit = numeral(character);
    if (isDigit(digit)) {
      return digit;
    }
    if (LIKE_X.indexOf(character) >= 0) {
      return 'x';
    }
    return character == '(' || character == ')' || character == '+' ? character : OTHER;
  }

  /** Returns the ASCII digit of a numeral, or the character itself if it is none. */
  private static char numeral(char character) {
    if (character <= LAST_ASCII) {
      return character;
    }
    if (character >= FIRST_HANGZHOU && character <= LAST_HANGZHOU) {
      return (char) ('1' + character - FIRST_HANGZHOU);
    }
    int at = CHINESE.indexOf(character);
    return at < 0 ? character : CHINESE.charAt(at + 1);
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
