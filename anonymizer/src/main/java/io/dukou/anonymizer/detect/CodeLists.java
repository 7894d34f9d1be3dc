package io.dukou.anonymizer.detect;

import io.dukou.anonymizer.hierarchy.DivisionHierarchy;
import io.dukou.anonymizer.identifier.PlainText;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Values from well-known lists: sexes, countries, divisions, illnesses. Stateless. */
final class CodeLists {
  private static final Set<String> SEX_WORDS =
      Set.of("male", "female", "男", "女", "男性", "女性", "man", "woman");
  private static final Set<String> SEX_CODES =
      Set.of(
          "m",
          "f",
          "u",
          "x",
          "0",
          "1",
          "2",
          "9",
          "unknown",
          "unk",
          "undifferentiated",
          "other",
          "未知",
          "未说明",
          "不详",
          "其他",
          "nb",
          "intersex");
  private static final Set<String> COUNTRY_CODES = countryCodes();
  private static final Set<String> COUNTRY_NAMES = countryNames();
  private static final DivisionHierarchy DIVISIONS =
      DivisionHierarchy.of(List.of(DivisionHierarchy.Unit.COUNTY));

  /** ICD-10, and its Chinese form with three more characters (GB/T 14396). */
  private static final Pattern ICD10 =
      Pattern.compile("[a-z][0-9]{2}[.][0-9x]{1,3}(?:x?[0-9]{2,3})?[+*†]?");

  private CodeLists() {}

  /** Returns whether the folded text is a word for a sex. */
  static boolean isSexWord(String text) {
    return SEX_WORDS.contains(text);
  }

  /** Returns whether the folded text is a word or a code for a sex, GB/T 2261.1 and CDISC. */
  static boolean isSex(String text) {
    return isSexWord(text) || SEX_CODES.contains(text);
  }

  /** Returns whether the folded text is the name of a country. */
  static boolean isCountryName(String text) {
    return COUNTRY_NAMES.contains(text.replace('-', ' ').replace('_', ' '));
  }

  /** Returns whether the folded text is a six-digit code of a division, GB/T 2260. */
  static boolean isDivision(String text) {
    return DIVISIONS.generalise(text, 0) != null;
  }

  /** Returns whether the folded text is a code of ICD-10 with a point. */
  static boolean isIcd10(String text) {
    return ICD10.matcher(text).matches();
  }

  /** Returns whether the folded text is a name or an ISO 3166 code of a country. */
  static boolean isCountry(String text) {
    return COUNTRY_CODES.contains(text) || isCountryName(text);
  }

  private static Set<String> countryCodes() {
    Set<String> codes = new HashSet<>();
    Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2)
        .forEach(code -> codes.add(code.toLowerCase(Locale.ROOT)));
    Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA3)
        .forEach(code -> codes.add(code.toLowerCase(Locale.ROOT)));
    return codes;
  }

  private static Set<String> countryNames() {
    Set<String> names =
        new HashSet<>(
            Set.of("usa", "uk", "england", "scotland", "korea", "中国大陆", "中国台湾", "中华人民共和国"));
    names.addAll(Set.of("p.r. china", "pr china", "people's republic of china", "mainland china"));
    for (String code : Locale.getISOCountries()) {
      Locale country = new Locale("", code);
      names.add(PlainText.fold(country.getDisplayCountry(Locale.ENGLISH)));
      names.add(PlainText.fold(country.getDisplayCountry(Locale.CHINA)));
    }
    return names;
  }
}
