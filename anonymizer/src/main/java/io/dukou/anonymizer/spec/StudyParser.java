package io.dukou.anonymizer.spec;

import io.dukou.anonymizer.table.CsvOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads specifications of several tables of one study. */
final class StudyParser {
  /** Stands for a name that several tables have. */
  private static final String AMBIGUOUS = "";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Set<String> OF_ONE_TABLE = Set.of("delta-presence", "k-map");

  private final SpecFiles files;
  private final SpecParser parser;

  /** Creates a parser; {@code parser} reads what specifications of one table have as well. */
  StudyParser(SpecFiles files, SpecParser parser) {
    this.files = files;
    this.parser = parser;
  }

  /** Reads a specification that has {@code tables}. */
  StudySpec study(SpecNode root) {
    SpecNode.Fields fields =
        root.fields(
            "csv",
            "subject",
            "key",
            "tables",
            "others",
            "models",
            "suppressionLimit",
            "metric",
            "refinement");
    SpecNode refinement = fields.get("refinement");
    if (refinement != null) {
      throw refinement.fault(
          "refinement of several tables is " + SpecParser.UNSUPPORTED + "; leave it out");
    }
    CsvOptions csv = fields.get("csv", SpecParser::csv, CsvOptions.DEFAULT);
    Others others = fields.get("others", SpecParser::others, Others.REFUSE);
    SpecNode subject = fields.required("subject");
    List<TableSpec> tables = new ArrayList<>();
    fields
        .required("tables")
        .entries()
        .forEach((name, node) -> tables.add(table(name, node, subject, csv, others)));
    if (tables.isEmpty()) {
      throw fields.required("tables").fault("at least one table is expected");
    }
    SpecNode key = fields.get("key");
    refuseTakenKey(key, subject, tables);
    return new StudySpec(
        subject.text(),
        key == null ? null : key.text(),
        tables,
        models(fields.required("models"), tables, csv),
        fields.get("suppressionLimit", SpecNode::share, ReleaseSpec.DEFAULT_SUPPRESSION_LIMIT),
        fields.get("metric", MetricParser::metric, MetricSpec.DEFAULT));
  }

  private TableSpec table(
      String name, SpecNode node, SpecNode subject, CsvOptions csvOfAll, Others othersOfAll) {
    if (!NAME.matcher(name).matches()) {
      throw node.fault("a table's name is of letters, digits, hyphens and underscores");
    }
    SpecNode.Fields fields = node.fields("data", "csv", "attributes", "others", "counts");
    CsvOptions csv = fields.get("csv", SpecParser::csv, csvOfAll);
    List<AttributeSpec> attributes = parser.attributes(fields.required("attributes"), csv);
    SpecParser.refuseReleasedSubject(subject, attributes);
    SpecNode data = fields.get("data");
    return new TableSpec(
        name,
        data == null ? null : data.text(),
        csv,
        attributes,
        fields.get("others", SpecParser::others, othersOfAll),
        counts(fields.get("counts"), attributes));
  }

  private static @Nullable String counts(@Nullable SpecNode node, List<AttributeSpec> attributes) {
    if (node == null) {
      return null;
    }
    boolean isOnly = attributes.stream().allMatch(a -> a.name().equals(node.text()));
    if (!isOnly || attributes.isEmpty()) {
      throw node.fault("a table that is counted has this column only; give it a role");
    }
    return node.text();
  }

  private static void refuseTakenKey(
      @Nullable SpecNode key, SpecNode subject, List<TableSpec> tables) {
    if (key == null) {
      return;
    }
    boolean isSubject = key.text().equals(subject.text());
    boolean isNamed =
        tables.stream()
            .flatMap(table -> table.attributes().stream())
            .anyMatch(attribute -> attribute.name().equals(key.text()));
    if (isSubject || isNamed) {
      throw key.fault("a column has this name already; the key is a new one");
    }
  }

  private List<ModelSpec> models(SpecNode node, List<TableSpec> tables, CsvOptions csv) {
    node.list(StudyParser::refuseModelOfOneTable);
    return new ModelParser(files, csv, sensitive(tables)).models(node);
  }

  private static SpecNode refuseModelOfOneTable(SpecNode model) {
    SpecNode type = model.entries().get("type");
    if (type != null && OF_ONE_TABLE.contains(type.text())) {
      throw type.fault(
          type.text() + " of several tables is " + SpecParser.UNSUPPORTED + "; use k-anonymity");
    }
    return model;
  }

  /** Returns names as models may write them, alone where only one table has them. */
  private static Map<String, String> sensitive(List<TableSpec> tables) {
    Map<String, String> names = new HashMap<>();
    for (TableSpec table : tables) {
      for (AttributeSpec attribute : table.attributes()) {
        if (attribute.role() == Role.SENSITIVE) {
          String qualified = table.qualify(attribute.name());
          names.merge(attribute.name(), qualified, (one, other) -> AMBIGUOUS);
          names.put(qualified, qualified);
        }
      }
    }
    return names;
  }
}
