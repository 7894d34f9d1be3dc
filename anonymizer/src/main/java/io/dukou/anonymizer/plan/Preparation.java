package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.Others;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table and its specification, found to fit each other.
 *
 * @param table the rows that are to be released, as far as the models allow
 * @param droppedRecords rows left out for a missing quasi-identifier
 * @param attributes what is said of each column that is part of the plan, in the table's order
 * @param subject the column that identifies a person, if there is one
 * @param universe all rows that are counted
 * @param populations the number of the population of each model that has one
 * @param dataDigest digest of the table that the plan is for
 */
record Preparation(
    Table table,
    int droppedRecords,
    List<AttributeSpec> attributes,
    @Nullable Column subject,
    Universe universe,
    Map<ModelSpec, Integer> populations,
    String dataDigest) {

  /**
   * Fits a table and its specification.
   *
   * @throws PlanException if they do not fit
   */
  static Preparation of(Table table, ReleaseSpec spec) {
    refuseUnknownColumns(table, spec);
    List<AttributeSpec> attributes = attributesOf(table, spec);
    List<AttributeSpec> quasiIdentifiers =
        attributes.stream().filter(attribute -> attribute.role() == Role.QUASI_IDENTIFIER).toList();
    if (quasiIdentifiers.isEmpty()) {
      throw new PlanException(
          PlanError.NO_QUASI_IDENTIFIER,
          "no column of the table is a quasi-identifier; give some the role quasi-identifier");
    }
    Table complete = dropIncomplete(table, quasiIdentifiers);
    for (AttributeSpec attribute : attributes) {
      refuseWrongType(complete, attribute);
    }
    Populations populations = Populations.of(complete, spec, quasiIdentifiers);
    Table planned = populations.planned();
    Universe universe = populations.universe(sensitive(attributes, spec, planned));
    return new Preparation(
        planned,
        table.rowCount() - complete.rowCount(),
        attributes,
        spec.subject() == null ? null : planned.column(spec.subject()),
        universe,
        populations.numbers(),
        populations.digest(table));
  }

  /** Returns the quasi-identifiers in the table's order. */
  List<AttributeSpec> quasiIdentifiers() {
    return attributes.stream()
        .filter(attribute -> attribute.role() == Role.QUASI_IDENTIFIER)
        .toList();
  }

  /** Returns what each quasi-identifier weighs in a loss. */
  double[] weights() {
    return quasiIdentifiers().stream().mapToDouble(AttributeSpec::weight).toArray();
  }

  /** Returns the sensitive attributes that some model is about. */
  List<SensitiveAttribute> sensitive(ReleaseSpec spec) {
    return sensitive(attributes, spec, table);
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
          "the specification names column "
              + name
              + ", which the table does not have; send it, or take it out of the specification");
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

  /**
   * Returns the table without the rows that lack a value which {@code missing: suppress} asks for.
   */
  static Table dropIncomplete(Table table, List<AttributeSpec> quasiIdentifiers) {
    List<Column> needed =
        quasiIdentifiers.stream()
            .filter(attribute -> attribute.missing() == MissingRule.SUPPRESS)
            .filter(attribute -> table.has(attribute.name()))
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

  private static void refuseWrongType(Table table, AttributeSpec attribute) {
    Column column = table.column(attribute.name());
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      if (value != null && !attribute.type().accepts(value)) {
        throw new PlanException(
            PlanError.WRONG_TYPE,
            Places.of(table, column, code)
                + ": the value is not of type "
                + attribute.type().word()
                + "; correct it, or the type");
      }
    }
  }

  private static List<SensitiveAttribute> sensitive(
      List<AttributeSpec> attributes, ReleaseSpec spec, Table planned) {
    return spec.models().stream()
        .flatMap(model -> model.sensitiveAttribute().stream())
        .distinct()
        .map(name -> sensitive(name, attributes, planned))
        .toList();
  }

  private static SensitiveAttribute sensitive(
      String name, List<AttributeSpec> attributes, Table planned) {
    AttributeSpec found =
        attributes.stream()
            .filter(attribute -> attribute.name().equals(name))
            .findFirst()
            .orElseThrow();
    Column column = planned.column(name);
    return new SensitiveAttribute(
        column, found.type(), found.hierarchy().fit(column), planned::placeOf);
  }
}
