package io.dukou.anonymizer.detect;

import java.util.Locale;

/** Why a proposal needs a person before anybody relies on it. */
public enum Doubt {
  /** Nothing is known of the column, so it is withheld. */
  UNKNOWN_COLUMN("nothing is known of this column, so it is withheld"),
  /** The values are not what the name says, so the column is withheld. */
  NAME_AND_VALUES_DISAGREE("the values are not what the name says"),
  /** The name, or its label, has several readings. */
  AMBIGUOUS_NAME("the name can be read in several ways"),
  /** The name is an abbreviation. */
  ABBREVIATED_NAME("the name is an abbreviation"),
  /** Only the label of define.xml is known, not the name. */
  LABEL_ONLY("only the label in define.xml is known"),
  /** Only the values speak for it. */
  VALUES_ONLY("only the values speak for it"),
  /** Identifiers stand in some values, so the column is withheld. */
  IDENTIFIERS_IN_VALUES("identifiers of persons stand in some values, so it is withheld"),
  /** The values read like sentences, so the column is withheld. */
  LOOKS_LIKE_FREE_TEXT("the values read like free text, so it is withheld"),
  /** Values outside the usual hierarchy, so that characters are masked instead. */
  HIERARCHY_DOES_NOT_FIT("some values are outside the usual hierarchy, so a mask is proposed"),
  /** The column has no value to judge by. */
  EMPTY_COLUMN("the column is empty");

  private final String words;

  Doubt(String words) {
    this.words = words;
  }

  /** Returns the code of reports, such as {@code unknown-column}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the doubt in words. */
  String words() {
    return words;
  }
}
