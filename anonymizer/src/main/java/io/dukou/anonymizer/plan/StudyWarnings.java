package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.TableSpec;
import io.dukou.anonymizer.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for columns that are released as they are and undo what is done to a column of another
 * table, such as the age that an adverse event repeats from the subject's own row.
 *
 * <p>Tables are joined by the subject, of whom the other table must have at most one row: a column
 * that differs between the rows of a subject is no property of the subject. Stateless.
 */
final class StudyWarnings {
  private StudyWarnings() {}

  /** Returns what is to be said of insensitive columns beside quasi-identifiers of other tables. */
  static List<PlanWarning> across(StudyPreparation prepared, boolean[] releasedRows) {
    List<PlanWarning> warnings = new ArrayList<>();
    for (int part = 0; part < prepared.parts().size(); part++) {
      for (int other = 0; other < prepared.parts().size(); other++) {
        boolean isOnePerSubject =
            prepared.subjectCountOf(other) == prepared.parts().get(other).table().rowCount();
        if (part != other && isOnePerSubject) {
          addPairs(prepared, part, other, prepared.rowsOf(part, releasedRows), warnings);
        }
      }
    }
    return warnings;
  }

  private static void addPairs(
      StudyPreparation prepared,
      int part,
      int other,
      boolean[] released,
      List<PlanWarning> warnings) {
    Preparation own = prepared.parts().get(part);
    Preparation another = prepared.parts().get(other);
    String subject = prepared.spec().subject();
    int[] partners = partners(own.table().column(subject), another.table().column(subject));
    int[] rows = rows(partners, released);
    int[] otherRows = Arrays.stream(rows).map(row -> partners[row]).toArray();
    Column subjects = own.table().column(subject).select(rows);
    for (AttributeSpec attribute : with(own, Role.INSENSITIVE)) {
      Column column = own.table().column(attribute.name()).select(rows);
      for (AttributeSpec hidden : with(another, Role.QUASI_IDENTIFIER)) {
        Column values = another.table().column(hidden.name()).select(otherRows);
        TableSpec table = prepared.spec().tables().get(part);
        String related = prepared.spec().tables().get(other).qualify(hidden.name());
        WarningScan.relation(column, values, subjects)
            .map(kind -> new PlanWarning(kind, table.qualify(attribute.name()), related))
            .ifPresent(warnings::add);
      }
    }
  }

  private static List<AttributeSpec> with(Preparation part, Role role) {
    return part.attributes().stream().filter(attribute -> attribute.role() == role).toList();
  }

  /** Returns for each row the row of the other table with the same subject, or -1. */
  private static int[] partners(Column subjects, Column others) {
    Map<String, Integer> rowOf = new HashMap<>();
    for (int row = 0; row < others.rowCount(); row++) {
      rowOf.put(String.valueOf(others.valueAt(row)), row);
    }
    int[] rowOfCode = new int[subjects.cardinality()];
    for (int code = 0; code < rowOfCode.length; code++) {
      rowOfCode[code] = rowOf.getOrDefault(String.valueOf(subjects.value(code)), -1);
    }
    return Arrays.stream(subjects.codes()).map(code -> rowOfCode[code]).toArray();
  }

  private static int[] rows(int[] partners, boolean[] released) {
    int[] rows = new int[partners.length];
    int count = 0;
    for (int row = 0; row < partners.length; row++) {
      if (released[row] && partners[row] >= 0) {
        rows[count++] = row;
      }
    }
    return Arrays.copyOf(rows, count);
  }
}
