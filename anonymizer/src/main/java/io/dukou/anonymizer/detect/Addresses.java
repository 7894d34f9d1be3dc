package io.dukou.anonymizer.detect;

import java.util.regex.Pattern;

/**
 * Tells whether a folded text is an address, or a place of which only the divisions are named.
 *
 * <p>Chinese: an administrative word and behind it a word for a street or house. English: a number
 * and a street, or a room and a street, or a post office box. Stateless.
 */
final class Addresses {
  private static final String DIVISION = "(?:省|市|自治区|自治州|地区|盟|县|区|旗|镇|乡|街道)";
  private static final Pattern CHINESE =
      Pattern.compile(
          DIVISION
              + ".*(?:路|街|大道|巷|弄|胡同|村|屯|号|栋|幢|楼|室|单元|小区|花园|公寓|社区|组)"
              + "|(?:路|街|大道|巷|弄|胡同).{0,6}[0-9一二三四五六七八九十]+号");
  private static final Pattern CHINESE_PLACE =
      Pattern.compile("\\p{IsHan}{2,8}" + DIVISION + "(?:\\p{IsHan}{1,8}" + DIVISION + "){1,3}");
  private static final String STREET =
      "(?:street|st|road|rd|avenue|ave|boulevard|blvd|lane|ln|drive|dr|court|ct|highway|hwy"
          + "|square|sq|terrace|alley|hutong|jie|lu|dajie|dadao)\\b";
  private static final Pattern ENGLISH =
      Pattern.compile(
          "\\b[0-9]{1,5}[a-z]?,? (?:[a-z0-9'.-]+,? ){1,5}"
              + STREET
              + "|\\b(?:room|rm|apartment|apt|unit|suite|building|bldg|flat|no)[. ]{0,2}[0-9]+.*"
              + STREET
              + "|"
              + STREET
              + ".{0,12}\\b(?:no|number)?[. ]{0,2}[0-9]+.*\\b(?:district|city|province)\\b"
              + "|\\bp[. ]{0,2}o[. ]{0,2}box [0-9]+");

  private Addresses() {}

  /** Returns whether the text names a street or house. */
  static boolean matches(String text) {
    return CHINESE.matcher(text).find() || ENGLISH.matcher(text).find();
  }

  /** Returns whether the text is, as a whole, a place down to a county at most. */
  static boolean isPlace(String text) {
    return CHINESE_PLACE.matcher(text.strip()).matches();
  }
}
