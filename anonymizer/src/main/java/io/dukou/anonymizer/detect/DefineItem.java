package io.dukou.anonymizer.detect;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a define.xml says of one variable.
 *
 * @param name name of the variable
 * @param label its description; empty if there is none
 * @param dataType its data type in ODM, such as {@code text} or {@code partialDate}
 * @param length its length, or 0
 * @param origin where values come from, such as {@code Collected}; null if it is not said
 * @param dictionary the dictionary its terms come from, such as {@code MedDRA}; null if none is
 * @param terms number of terms of its code list; 0 without one
 */
record DefineItem(
    String name,
    String label,
    String dataType,
    int length,
    @Nullable String origin,
    @Nullable String dictionary,
    int terms) {
  /** Requires a name. */
  DefineItem {
    requireNonNull(name, "name");
    requireNonNull(label, "label");
    requireNonNull(dataType, "dataType");
  }

  /** Returns whether it is a date, a time or part of one. */
  boolean isDate() {
    return dataType.toLowerCase(Locale.ROOT).contains("date");
  }

  /** Returns whether somebody may have typed anything: long, collected and without a code list. */
  boolean isOpenText() {
    return dataType.equals("text")
        && length >= 100
        && terms == 0
        && dictionary == null
        && (origin == null || origin.equals("Collected") || origin.equals("CRF"));
  }
}
