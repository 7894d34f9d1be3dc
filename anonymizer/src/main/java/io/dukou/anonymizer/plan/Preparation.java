package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.Others;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table and its specification, found to fit each other.
 *
 * @param table the rows that are planned
 * @param droppedRecords rows left out for a missing quasi-identifier
 * @param attributes what is said of each column that is part of the plan, in the table's order
 * @param generalised the quasi-identifiers in the table's order
 * @param subject the column that identifies a person, if there is one
 */
record Preparation(
    Table table,
    int droppedRecords,
    List<AttributeSpec> attributes,
    List<GeneralisedColumn> generalised,
    @Nullable Column subject) {

  /**
   * Fits a table and its specification.
   *
   * @throws PlanException if they do not fit
   */
  static Preparation of(Table table, ReleaseSpec spec) {
    refuseUnknownColumns(table, spec);
    List<AttributeSpec> attributes = attributesOf(table, spec);
    List<AttributeSpec> quasiIdentifiers =
        attributes.stream().filter(a -> a.role() == Role.QUASI_IDENTIFIER).toList();
    if (quasiIdentifiers.isEmpty()) {
      throw new PlanException(
          PlanError.NO_QUASI_IDENTIFIER, "no column of the table is a quasi-identifier");
    }
    Table planned = dropIncomplete(table, quasiIdentifiers);
    List<GeneralisedColumn> generalised = new ArrayList<>();
    for (AttributeSpec attribute : quasiIdentifiers) {
      generalised.add(generalise(planned, attribute));
    }
    for (AttributeSpec attribute : attributes) {
      refuseWrongType(planned, attribute);
    }
    Column subject = spec.subject() == null ? null : subjectOf(planned, spec.subject());
    int dropped = table.rowCount() - planned.rowCount();
    return new Preparation(planned, dropped, attributes, List.copyOf(generalised), subject);
  }

  private static void refuseUnknownColumns(Table table, ReleaseSpec spec) {
    for (AttributeSpec attribute : spec.attributes()) {
      refuseUnknownColumn(table, attribute.name());
    }
    if (spec.subject() != null) {
      refuseUnknownColumn(table, spec.subject());
    }
  }

  private static void refuseUnknownColumn(Table table, String name) {
    if (!table.has(name)) {
      throw new PlanException(
          PlanError.UNKNOWN_COLUMN,
          "the specification names column " + name + ", which the table does not have");
    }
  }

  private static List<AttributeSpec> attributesOf(Table table, ReleaseSpec spec) {
    List<AttributeSpec> attributes = new ArrayList<>();
    for (int i = 0; i < table.columns().size(); i++) {
      String name = table.columns().get(i).name();
      if (spec.attribute(name).isPresent()) {
        attributes.add(spec.attribute(name).get());
      } else if (name.equals(spec.subject())) {
        attributes.add(plain(name, Role.DIRECT_IDENTIFIER));
      } else if (spec.others() == Others.KEEP) {
        attributes.add(plain(name, Role.INSENSITIVE));
      } else if (spec.others() == Others.REFUSE) {
        throw new PlanException(
            PlanError.UNNAMED_COLUMN,
            "the specification does not name column "
                + (i + 1)
                + " of the table; name it, or say others: drop");
      }
    }
    return List.copyOf(attributes);
  }

  private static AttributeSpec plain(String name, Role role) {
    return new AttributeSpec(
        name,
        role,
        ValueType.STRING,
        MissingRule.OWN_CATEGORY,
        AttributeSpec.DEFAULT_WEIGHT,
        FlatHierarchy.INSTANCE);
  }

  private static Table dropIncomplete(Table table, List<AttributeSpec> quasiIdentifiers) {
    List<Column> needed =
        quasiIdentifiers.stream()
            .filter(attribute -> attribute.missing() == MissingRule.SUPPRESS)
            .map(attribute -> table.column(attribute.name()))
            .filter(column -> column.missingCode() >= 0)
            .toList();
    if (needed.isEmpty()) {
      return table;
    }
    int[] complete = new int[table.rowCount()];
    int count = 0;
    for (int row = 0; row < table.rowCount(); row++) {
      if (isComplete(row, needed)) {
        complete[count++] = row;
      }
    }
    return table.select(Arrays.copyOf(complete, count));
  }

  private static boolean isComplete(int row, List<Column> needed) {
    for (Column column : needed) {
      if (column.code(row) == column.missingCode()) {
        return false;
      }
    }
    return true;
  }

  private static GeneralisedColumn generalise(Table table, AttributeSpec attribute) {
    Column column = table.column(attribute.name());
    GeneralisedColumn generalised =
        new GeneralisedColumn(column, attribute.hierarchy().fit(column));
    for (int code = 0; code < column.cardinality(); code++) {
      if (generalised.code(0, code) == GeneralisedColumn.OUTSIDE) {
        throw new PlanException(
            PlanError.VALUE_OUTSIDE_HIERARCHY,
            placeOf(table, column, code)
                + ": the value is outside the hierarchy; correct it, or add it to the hierarchy");
      }
    }
    return generalised;
  }

  private static void refuseWrongType(Table table, AttributeSpec attribute) {
    Column column = table.column(attribute.name());
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      if (value != null && !attribute.type().accepts(value)) {
        throw new PlanException(
            PlanError.WRONG_TYPE,
            placeOf(table, column, code)
                + ": the value is not of type "
                + attribute.type().word()
                + "; correct it, or the type");
      }
    }
  }

  private static Column subjectOf(Table table, String name) {
    Column subject = table.column(name);
    if (subject.missingCode() >= 0) {
      throw new PlanException(
          PlanError.MISSING_SUBJECT,
          placeOf(table, subject, subject.missingCode()) + ": the row has no subject; add it");
    }
    return subject;
  }

  /** Names the first row that holds a code. */
  private static String placeOf(Table table, Column column, int code) {
    int row = 0;
    while (column.code(row) != code) {
      row++;
    }
    String place =
        table.lineOf(row).isPresent()
            ? "line " + table.lineOf(row).getAsLong()
            : "row " + (row + 1);
    return place + ", column " + column.name();
  }
}
