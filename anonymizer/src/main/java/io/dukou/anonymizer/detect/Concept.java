package io.dukou.anonymizer.detect;

import io.dukou.anonymizer.spec.Role;
import java.util.Locale;

/** What a column is about, and the role that usually follows from it. */
public enum Concept {
  /** Name of a subject, relative, investigator or any other person. */
  PERSON_NAME(Role.DIRECT_IDENTIFIER),
  /** Resident ID number, GB 11643. */
  RESIDENT_ID(Role.DIRECT_IDENTIFIER),
  /** Number of a passport or travel permit. */
  PASSPORT(Role.DIRECT_IDENTIFIER),
  /** Telephone or fax number. */
  PHONE(Role.DIRECT_IDENTIFIER),
  /** E-mail address. */
  EMAIL(Role.DIRECT_IDENTIFIER),
  /** Postal address down to the street. */
  ADDRESS(Role.DIRECT_IDENTIFIER),
  /** Number of a bank card or account. */
  BANK_CARD(Role.DIRECT_IDENTIFIER),
  /** Number of a subject in a study. */
  SUBJECT_ID(Role.DIRECT_IDENTIFIER),
  /** Number of a medical record, visit or admission. */
  RECORD_NUMBER(Role.DIRECT_IDENTIFIER),
  /** Any other number or name that stands for one person, sample, device or account. */
  OTHER_IDENTIFIER(Role.DIRECT_IDENTIFIER),
  /** Text that may hold anything, verbatim terms included. */
  FREE_TEXT(Role.FREE_TEXT),
  /** Date of birth. */
  BIRTH_DATE(Role.QUASI_IDENTIFIER),
  /** Any other date, with or without a time of day. */
  DATE(Role.QUASI_IDENTIFIER),
  /** Days counted from a reference date. */
  STUDY_DAY(Role.QUASI_IDENTIFIER),
  /** A length of time. */
  DURATION(Role.QUASI_IDENTIFIER),
  /** Age in years. */
  AGE(Role.QUASI_IDENTIFIER),
  /** Height in centimetres. */
  HEIGHT(Role.QUASI_IDENTIFIER),
  /** Weight in kilograms. */
  WEIGHT(Role.QUASI_IDENTIFIER),
  /** Body mass index. */
  BODY_MASS_INDEX(Role.QUASI_IDENTIFIER),
  /** Postal code. */
  POSTCODE(Role.QUASI_IDENTIFIER),
  /** Administrative division, GB/T 2260. */
  DIVISION(Role.QUASI_IDENTIFIER),
  /** Town, province, birthplace or another place coarser than an address. */
  PLACE(Role.QUASI_IDENTIFIER),
  /** Study site, hospital or department. */
  SITE(Role.QUASI_IDENTIFIER),
  /** Country or nationality. */
  COUNTRY(Role.QUASI_IDENTIFIER),
  /** Sex or gender. */
  SEX(Role.QUASI_IDENTIFIER),
  /** Race, ethnic group or nationality within China. */
  ETHNICITY(Role.QUASI_IDENTIFIER),
  /** Marital status, family. */
  MARITAL_STATUS(Role.QUASI_IDENTIFIER),
  /** Education. */
  EDUCATION(Role.QUASI_IDENTIFIER),
  /** Occupation, employer. */
  OCCUPATION(Role.QUASI_IDENTIFIER),
  /** Whether a subject died. */
  DEATH(Role.QUASI_IDENTIFIER),
  /** A coarser form of something else, such as an age group. */
  GROUPING(Role.QUASI_IDENTIFIER),
  /** Diagnosis or medical history. */
  DIAGNOSIS(Role.SENSITIVE),
  /** Coded term, grade or outcome of an adverse event. */
  ADVERSE_EVENT(Role.SENSITIVE),
  /** Test, result or finding of a laboratory or an examination. */
  RESULT(Role.SENSITIVE),
  /** Arm, dose or medication. */
  TREATMENT(Role.SENSITIVE),
  /** How and why a subject's participation ended. */
  DISPOSITION(Role.SENSITIVE),
  /** Income and what else is known of somebody's money. */
  INCOME(Role.SENSITIVE),
  /** Identifier of the study or of a domain. */
  STUDY(Role.INSENSITIVE),
  /** Name or number of a planned visit or epoch. */
  VISIT(Role.INSENSITIVE),
  /** Unit of another column. */
  UNIT(Role.INSENSITIVE),
  /** Yes or no about how a record is to be used. */
  FLAG(Role.INSENSITIVE),
  /** Number of a record within its subject. */
  SEQUENCE(Role.INSENSITIVE),
  /** Nothing that is known here. */
  UNKNOWN(Role.FREE_TEXT);

  private final Role role;

  Concept(Role role) {
    this.role = role;
  }

  /** Returns the role that a column of this concept usually has. */
  public Role role() {
    return role;
  }

  /** Returns the word of reports and of the list of names, such as {@code birth-date}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
