package io.dukou.anonymizer.detect;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.identifier.NameIndex;
import io.dukou.anonymizer.identifier.PlainText;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Proposes what the columns of a table are.
 *
 * <p>A proposal is a start for a person, who knows what a column is for. What is not recognised is
 * proposed to be withheld, so relying on a proposal unread loses columns, not secrets; but no
 * detector finds everything, and a column that is recognised wrongly is released as proposed.
 *
 * <p>Example: {@code Detector.detect(table, null).toJson()}. Any thread may call it.
 */
public final class Detector {
  /** Rows that relations between columns are looked for in; more add time and no insight. */
  private static final int MOST_ROWS = 500_000;

  /** Names of subjects from the most to the least likely. */
  private static final List<Concept> SUBJECTS =
      List.of(
          Concept.SUBJECT_ID, Concept.RECORD_NUMBER, Concept.RESIDENT_ID, Concept.OTHER_IDENTIFIER);

  private final Table table;
  private final Map<String, DefineItem> variables;
  private final boolean cdisc;

  private Detector(Table table, @Nullable DefineXml define) {
    this.table = table;
    this.variables = define == null ? Map.of() : define.variables(table.names());
    this.cdisc = !variables.isEmpty() || ColumnNames.loaded().isCdisc(table.names());
  }

  /**
   * Returns what the columns of a table probably are.
   *
   * @param define describes the table, among others; null if there is no such file
   * @throws DetectException if the header seems to be a row of data
   */
  public static Detection detect(Table table, @Nullable DefineXml define) {
    refuseDataInHeader(requireNonNull(table, "table"));
    return new Detector(table, define).detect();
  }

  /** Names of columns are printed, so a file without a header would print its first row. */
  private static void refuseDataInHeader(Table table) {
    for (int i = 0; i < table.columns().size(); i++) {
      String name = PlainText.fold(table.columns().get(i).name()).strip();
      if (ValueShape.hasIdentifier(name) || DateForms.matches(name) || Numerals.isNumber(name)) {
        throw new DetectException(
            "column " + (i + 1) + " of the header is a value, not a name; add a header row");
      }
    }
  }

  private Detection detect() {
    List<Judge.Column> columns = table.columns().stream().map(this::known).toList();
    List<Proposal> first = columns.stream().map(Judge::propose).toList();
    NameIndex names = new NameIndex(namesOfPersons(first));
    List<Proposal> proposals = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      boolean named = mayHoldNames(first.get(i)) && holds(table.columns().get(i), names);
      proposals.add(named ? Judge.propose(columns.get(i).withNamesInValues()) : first.get(i));
    }
    String subject = subject(proposals);
    return new Detection(table.rowCount(), subject, proposals, cautions(proposals, subject));
  }

  private Judge.Column known(Column column) {
    DefineItem item = variables.get(column.name());
    NameMatch match = ColumnNames.loaded().match(column.name(), cdisc);
    if (match == null && item != null) {
      match = fromDefine(item);
    }
    return new Judge.Column(ColumnProfile.of(column), match, item, false);
  }

  private static @Nullable NameMatch fromDefine(DefineItem item) {
    NameMatch label = ColumnNames.loaded().match(item.label(), false);
    if (label != null) {
      return label.asLabel();
    }
    return item.isDate() ? new NameMatch(Concept.DATE, NameMatch.Kind.LABEL, false) : null;
  }

  private Set<String> namesOfPersons(List<Proposal> proposals) {
    Set<String> names = new HashSet<>();
    for (Proposal proposal : proposals) {
      if (proposal.concept() == Concept.PERSON_NAME) {
        Column column = table.column(proposal.column());
        for (int code = 0; code < column.cardinality(); code++) {
          String value = column.value(code);
          if (value != null && PersonNames.matches(PlainText.fold(value))) {
            names.add(value);
          }
        }
      }
    }
    return names;
  }

  private static boolean mayHoldNames(Proposal proposal) {
    return proposal.role().isReleased() && proposal.type() == ValueType.STRING;
  }

  private static boolean holds(Column column, NameIndex names) {
    return IntStream.range(0, column.cardinality())
        .mapToObj(column::value)
        .anyMatch(value -> value != null && names.foundIn(PlainText.fold(value)));
  }

  /** Returns the column that most likely tells persons apart, if every row has a value there. */
  private @Nullable String subject(List<Proposal> proposals) {
    return proposals.stream()
        .filter(proposal -> SUBJECTS.contains(proposal.concept()))
        .filter(proposal -> proposal.role() == Role.DIRECT_IDENTIFIER)
        .filter(proposal -> tellsApart(table.column(proposal.column())))
        .min(Comparator.comparingInt(proposal -> SUBJECTS.indexOf(proposal.concept())))
        .map(Proposal::column)
        .orElse(null);
  }

  private static boolean tellsApart(Column column) {
    return column.missingCode() < 0 && column.cardinality() > 1;
  }

  private List<Caution> cautions(List<Proposal> proposals, @Nullable String subject) {
    Column persons = subject == null ? null : table.column(subject);
    int step = 1 + table.rowCount() / MOST_ROWS;
    int[] some = IntStream.range(0, table.rowCount()).filter(row -> row % step == 0).toArray();
    ColumnRelations relations = new ColumnRelations(some, persons);
    ColumnRelations all =
        new ColumnRelations(IntStream.range(0, table.rowCount()).toArray(), persons);
    List<Caution> cautions = new ArrayList<>();
    for (Proposal proposal : proposals) {
      if (proposal.role() == Role.INSENSITIVE) {
        addRelated(proposal.column(), proposals, relations, cautions);
        if (all.hasRareValue(table.column(proposal.column()), Detection.LEAST_CLASS)) {
          cautions.add(new Caution(Caution.Kind.RARE_VALUE, proposal.column(), null));
        }
      }
    }
    return cautions;
  }

  private void addRelated(
      String name, List<Proposal> proposals, ColumnRelations relations, List<Caution> cautions) {
    Column column = table.column(name);
    for (Proposal proposal : proposals) {
      if (proposal.role() == Role.QUASI_IDENTIFIER) {
        Column other = table.column(proposal.column());
        if (relations.determines(column, other)) {
          cautions.add(new Caution(Caution.Kind.DETERMINES, name, other.name()));
        } else if (relations.determines(other, column)) {
          cautions.add(new Caution(Caution.Kind.REFINES, name, other.name()));
        }
      }
    }
  }
}
