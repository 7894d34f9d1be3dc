package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.identifier.NameIndex;
import io.dukou.anonymizer.identifier.NumberText;
import io.dukou.anonymizer.identifier.PhoneFinder;
import io.dukou.anonymizer.identifier.PlainText;
import io.dukou.anonymizer.identifier.ResidentIdFinder;
import io.dukou.anonymizer.plan.PlannedColumn;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.release.Finding.Kind;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

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
    return scan(table.columns(), names);
  }

  /**
   * Returns what was found in the tables of a study, but for their key: its pseudonyms are random.
   *
   * @param names the names of the subjects, and other values that point at one
   */
  public static Map<String, List<Finding>> scan(
      StudyProtection tables, StudyPlan plan, Set<String> names) {
    Map<String, List<Finding>> findings = new LinkedHashMap<>();
    tables
        .tables()
        .forEach(
            (name, protection) -> {
              List<ReleasedColumn> columns =
                  protection.table().columns().stream()
                      .filter(column -> !plan.key().equals(Optional.of(column.name())))
                      .toList();
              findings.put(name, scan(columns, names));
            });
    return findings;
  }

  private static List<Finding> scan(List<ReleasedColumn> columns, Set<String> names) {
    NameIndex index = new NameIndex(requireNonNull(names, "names"));
    List<Finding> findings = new ArrayList<>();
    for (ReleasedColumn column : columns) {
      kindsIn(column, index).forEach((kind, code) -> findings.add(finding(column, kind, code)));
    }
    return List.copyOf(findings);
  }

  /**
   * Returns the values of the direct identifiers and of the subject column of a cut that point at
   * somebody.
   *
   * <p>Where subjects are told apart by a column, a value that at least k of them share (such as
   * "unknown") points at none of them and is left out.
   */
  public static Set<String> directIdentifiers(Table cut, ReleasePlan plan) {
    return directIdentifiers(cut, plan.columns(), plan.subject(), plan.k());
  }

  /** Returns the same of all tables of a study. */
  public static Set<String> directIdentifiers(Map<String, Table> cut, StudyPlan plan) {
    Set<String> values = new HashSet<>();
    for (StudyPlan.PlannedTable planned : plan.tables()) {
      Table table = plan.tableOf(cut, planned);
      Optional<String> subject = Optional.of(plan.subject());
      values.addAll(directIdentifiers(table, planned.columns(), subject, plan.k()));
    }
    return values;
  }

  private static Set<String> directIdentifiers(
      Table cut, List<PlannedColumn> columns, Optional<String> subjectName, int k) {
    Set<String> values = new HashSet<>();
    Optional<Column> subject = subjectName.filter(cut::has).map(cut::column);
    for (PlannedColumn planned : columns) {
      if (planned.role() == Role.DIRECT_IDENTIFIER && cut.has(planned.name())) {
        Column column = cut.column(planned.name());
        int[] holders = subject.map(persons -> holders(column, persons)).orElse(new int[0]);
        addValues(column, code -> holders.length == 0 || holders[code] < k, values);
      }
    }
    subject.ifPresent(persons -> addValues(persons, code -> true, values));
    return values;
  }

  /** Returns for each code of a column how many subjects have it. */
  private static int[] holders(Column column, Column subject) {
    long[] pairs = new long[column.rowCount()];
    for (int row = 0; row < pairs.length; row++) {
      pairs[row] = ((long) column.code(row) << Integer.SIZE) | subject.code(row);
    }
    Arrays.sort(pairs);
    int[] holders = new int[column.cardinality()];
    for (int i = 0; i < pairs.length; i++) {
      if (i == 0 || pairs[i] != pairs[i - 1]) {
        holders[(int) (pairs[i] >>> Integer.SIZE)]++;
      }
    }
    return holders;
  }

  private static void addValues(Column column, IntPredicate wanted, Set<String> values) {
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      if (value != null && wanted.test(code)) {
        values.add(value);
      }
    }
  }

  private static Finding finding(ReleasedColumn column, Kind kind, int code) {
    int row = 0;
    while (column.code(row) != code) {
      row++;
    }
    return new Finding(column.name(), kind, row);
  }

  /** Returns the kinds that a column holds, each with the first code that does. */
  private static Map<Kind, Integer> kindsIn(ReleasedColumn column, NameIndex names) {
    Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      if (value != null) {
        addKinds(PlainText.fold(value), names, kinds, code);
      }
    }
    return kinds;
  }

  private static void addKinds(String text, NameIndex names, Map<Kind, Integer> kinds, int code) {
    if (NumberText.digits(text) >= LEAST_DIGITS) {
      if (!kinds.containsKey(Kind.RESIDENT_ID) && ResidentIdFinder.foundIn(text)) {
        kinds.put(Kind.RESIDENT_ID, code);
      }
      if (!kinds.containsKey(Kind.PHONE) && PhoneFinder.foundIn(text)) {
        kinds.put(Kind.PHONE, code);
      }
    }
    if (!kinds.containsKey(Kind.SUBJECT_NAME) && names.foundInCell(text)) {
      kinds.put(Kind.SUBJECT_NAME, code);
    }
  }
}
