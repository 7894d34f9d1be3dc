package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.CutHierarchy;
import io.dukou.anonymizer.hierarchy.DateHierarchy;
import io.dukou.anonymizer.hierarchy.DateHierarchy.Unit;
import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.hierarchy.HierarchySource;
import io.dukou.anonymizer.hierarchy.IntervalHierarchy;
import io.dukou.anonymizer.plan.StudyOffer.Kind;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.spec.TableSpec;
import io.dukou.anonymizer.spec.ValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Works out what helps where events single subjects out: each way is planned under the same models
 * and limit, on the same data.
 *
 * <p>Used once, by one thread.
 */
public final class StudyOffers {
  /** How long each way is planned unless the options say otherwise. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Dates, with or without a time of day, and what they may become. */
  private static final DateHierarchy DATES =
      DateHierarchy.of(List.of(Unit.MONTH, Unit.QUARTER, Unit.YEAR));

  private static final String COUNTS = "ROWS";

  private static final IntervalHierarchy RANGES =
      IntervalHierarchy.of(BigDecimal.ZERO, BigDecimal.valueOf(2), List.of(2, 2, 2));

  private final StudySpec spec;
  private final Map<String, TableSource> tables;
  private final PlanOptions options;
  private final StudyPreparation prepared;
  private final List<StudyOffer> offers = new ArrayList<>();

  private StudyOffers(StudySpec spec, Map<String, TableSource> tables, PlanOptions options) {
    this.spec = spec;
    this.tables = tables;
    this.options = options.deadline().isPresent() ? options : options.withDeadline(PATIENCE);
    this.prepared = StudyPreparation.of(spec, tables);
  }

  /**
   * Returns what can be offered for each table of events, in the order of {@link Kind}.
   *
   * @throws PlanException if tables and specification do not fit
   */
  public static List<StudyOffer> of(
      StudySpec spec, Map<String, TableSource> tables, PlanOptions options) {
    StudyOffers offers = new StudyOffers(spec, tables, options);
    for (String name : EventPatterns.of(offers.prepared).tables()) {
      int part = offers.partOf(name);
      offers.offerColumns(part, Kind.COARSER_DATES);
      offers.offerColumns(part, Kind.NO_DATES);
      offers.offerColumns(part, Kind.CODE_BLOCKS);
      offers.offerColumns(part, Kind.NO_CODES);
      offers.offerCounts(part);
      offers.offerWithout(part);
    }
    return List.copyOf(offers.offers);
  }

  private int partOf(String table) {
    return IntStream.range(0, spec.tables().size())
        .filter(part -> spec.tables().get(part).name().equals(table))
        .findFirst()
        .orElseThrow();
  }

  private void offerColumns(int part, Kind kind) {
    TableSpec table = spec.tables().get(part);
    List<AttributeSpec> attributes = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (AttributeSpec attribute : table.attributes()) {
      Optional<AttributeSpec> other =
          attribute.role() == Role.QUASI_IDENTIFIER
              ? changed(part, attribute, kind)
              : Optional.empty();
      attributes.add(other.orElse(attribute));
      other.ifPresent(found -> changed.add(nameOf(part, found, kind)));
    }
    boolean isLeft = attributes.stream().anyMatch(a -> a.role() == Role.QUASI_IDENTIFIER);
    if (!changed.isEmpty() && isLeft) {
      TableSpec other =
          new TableSpec(
              table.name(), table.data(), table.csv(), attributes, table.others(), table.counts());
      offer(kind, part, changed, replaced(part, Optional.of(other)), tables);
    }
  }

  /** Returns a column that is changed; of codes, {@code CODE by BLOCK}. */
  private String nameOf(int part, AttributeSpec attribute, Kind kind) {
    String name = attribute.name();
    return kind == Kind.CODE_BLOCKS
        ? CodeBlocks.column(prepared.parts().get(part), name)
            .map(blocks -> name + " by " + blocks.name())
            .orElse(name)
        : name;
  }

  /** Returns what becomes of a quasi-identifier, if anything does. */
  private Optional<AttributeSpec> changed(int part, AttributeSpec attribute, Kind kind) {
    GeneralisedColumn column = column(part, attribute.name());
    boolean isDate = EventPatterns.isDate(column);
    boolean isCode = !isDate && !isNumber(column.hierarchy());
    boolean canRise = isDate ? column.levels() >= DATES.levels() : column.levels() > 1;
    return switch (kind) {
      case COARSER_DATES ->
          isDate && !canRise ? Optional.of(of(attribute, DATES)) : Optional.empty();
      case NO_DATES -> isDate && canRise ? Optional.of(leftOut(attribute)) : Optional.empty();
      case CODE_BLOCKS ->
          isCode && !canRise
              ? CodeBlocks.hierarchy(prepared.parts().get(part), attribute.name())
                  .map(blocks -> of(attribute, blocks))
              : Optional.empty();
      case NO_CODES -> isCode && canRise ? Optional.of(leftOut(attribute)) : Optional.empty();
      default -> throw new IllegalArgumentException("not about columns");
    };
  }

  private static boolean isNumber(Hierarchy hierarchy) {
    return hierarchy instanceof IntervalHierarchy || hierarchy instanceof CutHierarchy;
  }

  private GeneralisedColumn column(int part, String name) {
    return prepared.parts().get(part).universe().columns().stream()
        .filter(column -> column.column().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static AttributeSpec of(AttributeSpec attribute, HierarchySource hierarchy) {
    return new AttributeSpec(
        attribute.name(),
        attribute.role(),
        attribute.type(),
        attribute.missing(),
        attribute.weight(),
        hierarchy);
  }

  private static AttributeSpec leftOut(AttributeSpec attribute) {
    return new AttributeSpec(
        attribute.name(),
        Role.FREE_TEXT,
        attribute.type(),
        attribute.missing(),
        attribute.weight(),
        attribute.hierarchy());
  }

  /** Offers numbers of rows that may become ranges of 2, 4, 8 and 16. */
  private void offerCounts(int part) {
    TableSpec table = spec.tables().get(part);
    AttributeSpec numbers =
        new AttributeSpec(
            COUNTS,
            Role.QUASI_IDENTIFIER,
            ValueType.INTEGER,
            MissingRule.OWN_CATEGORY,
            AttributeSpec.DEFAULT_WEIGHT,
            RANGES);
    TableSpec counted =
        new TableSpec(
            table.name(), table.data(), table.csv(), List.of(numbers), table.others(), COUNTS);
    offer(Kind.EVENT_COUNTS, part, List.of(COUNTS), replaced(part, Optional.of(counted)), tables);
  }

  private void offerWithout(int part) {
    if (spec.tables().size() > 1) {
      Map<String, TableSource> others = new HashMap<>(tables);
      others.remove(spec.tables().get(part).name());
      offer(Kind.DROP_TABLE, part, List.of(), replaced(part, Optional.empty()), others);
    }
  }

  private List<TableSpec> replaced(int part, Optional<TableSpec> other) {
    List<TableSpec> replaced = new ArrayList<>(spec.tables());
    replaced.remove(part);
    other.ifPresent(table -> replaced.add(part, table));
    return replaced;
  }

  /**
   * Plans one way, unless all models were about what it leaves out. What cannot be planned is not
   * offered.
   */
  private void offer(
      Kind kind,
      int part,
      List<String> columns,
      List<TableSpec> others,
      Map<String, TableSource> sources) {
    if (!spec.hasModelsFor(others)) {
      return;
    }
    try {
      StudyOutcome outcome = StudyPlanner.plan(spec.with(others), sources, options);
      String table = spec.tables().get(part).name();
      offers.add(new StudyOffer(kind, table, columns, outcome, utility(outcome)));
    } catch (PlanException e) {
      if (e.error() == PlanError.INTERRUPTED) {
        throw e;
      }
    }
  }

  private double utility(StudyOutcome outcome) {
    if (!(outcome instanceof StudyOutcome.Planned planned)) {
      return 0;
    }
    int asked = prepared.parts().stream().mapToInt(part -> part.quasiIdentifiers().size()).sum();
    double left = 0;
    for (StudySummary.OfTable table : planned.summary().tables()) {
      for (int i = 0; i < table.attributes().size(); i++) {
        boolean isAsked = isAsked(table.name(), table.attributes().get(i));
        left += isAsked ? 1 - table.losses().get(i) : 0;
      }
    }
    return left / asked;
  }

  private boolean isAsked(String table, String column) {
    return spec.table(table).stream()
        .flatMap(found -> found.attributes().stream())
        .anyMatch(attribute -> attribute.name().equals(column));
  }
}
