package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.plan.PlannedColumn;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.release.Finding.Kind;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Searches released values for what points at one person: resident ID numbers, telephone numbers
 * and the names of the cut's subjects.
 *
 * <p>A last look, not a method of de-identification: it catches a column with the wrong role, or a
 * code list into which somebody typed a name. {@link ResidentIdFinder}, {@link PhoneFinder} and
 * {@link NameIndex} say what exactly is found. Each distinct value is looked at once. Any thread
 * may call it.
 */
public final class IdentifierScan {
  /** The shortest number looked for: an area code of three digits and seven more. */
  private static final int LEAST_DIGITS = 10;

  private IdentifierScan() {}

  /**
   * Returns what was found, in the order of the columns, each column and kind once.
   *
   * @param names the names of the subjects, and other values that point at one; see {@link
   *     #directIdentifiers}
   */
  public static List<Finding> scan(ProtectedTable table, Set<String> names) {
    NameIndex index = new NameIndex(requireNonNull(names, "names"));
    List<Finding> findings = new ArrayList<>();
    for (ReleasedColumn column : table.columns()) {
      for (Kind kind : kindsIn(column, index)) {
        findings.add(new Finding(column.name(), kind));
      }
    }
    return List.copyOf(findings);
  }

  /** Returns the distinct values of the direct identifiers and of the subject column of a cut. */
  public static Set<String> directIdentifiers(Table cut, ReleasePlan plan) {
    Set<String> values = new HashSet<>();
    for (PlannedColumn planned : plan.columns()) {
      if (planned.role() == Role.DIRECT_IDENTIFIER && cut.has(planned.name())) {
        addValues(cut.column(planned.name()), values);
      }
    }
    plan.subject().filter(cut::has).ifPresent(subject -> addValues(cut.column(subject), values));
    return values;
  }

  private static void addValues(Column column, Set<String> values) {
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      if (value != null) {
        values.add(value);
      }
    }
  }

  private static Set<Kind> kindsIn(ReleasedColumn column, NameIndex names) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      if (value != null) {
        addKinds(PlainText.fold(value), names, kinds);
      }
    }
    return kinds;
  }

  private static void addKinds(String text, NameIndex names, Set<Kind> kinds) {
    if (digits(text) >= LEAST_DIGITS) {
      if (!kinds.contains(Kind.RESIDENT_ID) && ResidentIdFinder.foundIn(text)) {
        kinds.add(Kind.RESIDENT_ID);
      }
      if (!kinds.contains(Kind.PHONE) && PhoneFinder.foundIn(text)) {
        kinds.add(Kind.PHONE);
      }
    }
    if (!kinds.contains(Kind.SUBJECT_NAME) && names.foundIn(text)) {
      kinds.add(Kind.SUBJECT_NAME);
    }
  }

  private static long digits(String text) {
    return text.chars().filter(character -> character >= '0' && character <= '9').count();
  }
}
