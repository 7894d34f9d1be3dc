package io.dukou.anonymizer.detect;

import io.dukou.anonymizer.identifier.NumberText;
import io.dukou.anonymizer.identifier.PhoneFinder;
import io.dukou.anonymizer.identifier.ResidentIdFinder;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Shapes of values that say what a column is whatever it is called, the most telling first.
 *
 * <p>Only shapes that protect, or that hardly anything else has, are here: a number from 0 to 130
 * is no reason to take a column of an unknown name for an age, and release it.
 */
enum ValueShape {
  /** A resident ID number, alone or in text. */
  RESIDENT_ID(Concept.RESIDENT_ID, 0.5),
  /** An e-mail address, alone or in text. */
  EMAIL(Concept.EMAIL, 0.5),
  /** A telephone number of the mainland, or one with + and a country. */
  PHONE(Concept.PHONE, 0.7),
  /** A card number with its check digit. */
  BANK_CARD(Concept.BANK_CARD, 0.9),
  /** A number like those of Chinese passports and permits, or of many other passports. */
  PASSPORT(Concept.PASSPORT, 0.9),
  /** A date. */
  DATE(Concept.DATE, 0.95),
  /** A word for a sex. */
  SEX(Concept.SEX, 1),
  /** The name of a country. */
  COUNTRY(Concept.COUNTRY, 0.9),
  /** A postal address. */
  ADDRESS(Concept.ADDRESS, 0.5),
  /** A place named by its divisions. */
  PLACE(Concept.PLACE, 0.9),
  /** The name of a person. */
  PERSON_NAME(Concept.PERSON_NAME, 0.7),
  /** A code of ICD-10 with a point. */
  ICD10(Concept.DIAGNOSIS, 0.95),
  /** A code of an administrative division; other numbers of six digits look alike. */
  DIVISION(Concept.DIVISION, 1);

  private static final int LEAST_DIGITS = 10;
  private static final Pattern EMAIL_FORM =
      Pattern.compile("[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:[.][a-z0-9-]{1,63}){0,4}[.][a-z]{2,}");
  private static final Pattern PHONE_FROM_ABROAD =
      Pattern.compile("(?<![0-9a-z])[+][1-9](?:[ ().-]{0,2}[0-9]){6,14}(?![0-9])");
  private static final Pattern PASSPORT_FORM =
      Pattern.compile(
          "[degps][0-9]{8}|[degps][a-z][0-9]{7}|[chmw][0-9]{8}(?:[0-9]{2})?|[a-z]{2}[0-9]{6,7}");

  private final Concept concept;
  private final double enough;

  ValueShape(Concept concept, double enough) {
    this.concept = concept;
    this.enough = enough;
  }

  /** Returns what a column of such values is about. */
  Concept concept() {
    return concept;
  }

  /** Returns the share of the distinct values from which the shape tells what the column is. */
  double enough() {
    return enough;
  }

  /** Returns whether a folded value has the shape. */
  boolean matches(String text) {
    return switch (this) {
      case RESIDENT_ID -> ResidentIdFinder.foundIn(text);
      case EMAIL -> hasEmail(text);
      case PHONE -> hasPhone(text);
      case BANK_CARD -> Numerals.isCard(text);
      case PASSPORT -> isPassport(text);
      case DATE -> DateForms.matches(text);
      case SEX -> CodeLists.isSexWord(text);
      case COUNTRY -> CodeLists.isCountryName(text);
      case ADDRESS -> Addresses.matches(text);
      case PLACE -> Addresses.isPlace(text);
      case PERSON_NAME -> PersonNames.matches(text);
      case ICD10 -> CodeLists.isIcd10(text);
      case DIVISION -> CodeLists.isDivision(text);
    };
  }

  /** Returns the word of reports. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns whether an identifier stands in a folded value, which is then never released. */
  static boolean hasIdentifier(String text) {
    return hasEmail(text)
        || (NumberText.digits(text) >= LEAST_DIGITS
            && (ResidentIdFinder.foundIn(text) || hasPhone(text)));
  }

  private static boolean hasEmail(String text) {
    return text.indexOf('@') > 0 && EMAIL_FORM.matcher(text).find();
  }

  private static boolean hasPhone(String text) {
    return PhoneFinder.foundIn(text) || PHONE_FROM_ABROAD.matcher(text).find();
  }

  private static boolean isPassport(String text) {
    return PASSPORT_FORM.matcher(text).matches();
  }
}
