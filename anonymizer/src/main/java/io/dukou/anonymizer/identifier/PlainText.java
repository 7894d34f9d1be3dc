package io.dukou.anonymizer.identifier;

import java.text.Normalizer;
import java.util.Locale;

/** Brings text to one form, so that the same name or number written differently compares equal. */
public final class PlainText {
  private static final int LAST_ASCII = 0x7f;

  private PlainText() {}

  /**
   * Returns the text with compatibility forms folded (full width to half width, ligatures apart),
   * accents and tone marks removed, in lower case, every decimal digit of any script as ASCII and
   * invisible format characters left out.
   */
  public static String fold(String text) {
    if (isAscii(text)) {
      return text.toLowerCase(Locale.ROOT);
    }
    String apart = Normalizer.normalize(text, Normalizer.Form.NFKD);
    StringBuilder folded = new StringBuilder(apart.length());
    apart
        .codePoints()
        .filter(PlainText::isVisible)
        .map(PlainText::digit)
        .forEach(folded::appendCodePoint);
    return Normalizer.normalize(folded, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  /** Returns true for a letter of a script that writes words without spaces between them. */
  static boolean isUnspaced(int codePoint) {
    if (codePoint <= LAST_ASCII) {
      return false;
    }
    return switch (Character.UnicodeScript.of(codePoint)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI, THAI, LAO, KHMER, MYANMAR, TIBETAN ->
          true;
      default -> false;
    };
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > LAST_ASCII) {
        return false;
      }
    }
    return true;
  }

  private static boolean isVisible(int codePoint) {
    int type = Character.getType(codePoint);
    return type != Character.NON_SPACING_MARK && type != Character.FORMAT;
  }

  private static int digit(int codePoint) {
    int digit = codePoint > LAST_ASCII ? Character.digit(codePoint, 10) : -1;
    return digit < 0 ? codePoint : '0' + digit;
  }
}
