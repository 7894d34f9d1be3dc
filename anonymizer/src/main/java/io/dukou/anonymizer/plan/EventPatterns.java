package io.dukou.anonymizer.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.hierarchy.DateHierarchy;
import io.dukou.anonymizer.hierarchy.GeneralisedColumn;
import io.dukou.anonymizer.plan.EquivalenceClasses.Member;
import io.dukou.anonymizer.spec.AttributeSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How far the events of subjects alone single them out: as if every column of every other table
 * were at its root.
 *
 * <p>Events are the rows of tables in which some subject has several. The pattern of a subject is
 * the multiset of its events in each such table; the quasi-identifiers of events may be seen at
 * their finest or coarsest levels. Where patterns are unique, no generalisation of the other tables
 * helps.
 *
 * @param tables the tables of events
 * @param subjects subjects of all tables
 * @param k subjects that each class must hold
 * @param views shares of subjects for each way to see events, the finest first; empty if there are
 *     no events
 */
public record EventPatterns(List<String> tables, int subjects, int k, List<View> views) {
  /** Copies the lists. */
  public EventPatterns {
    tables = List.copyOf(tables);
    views = List.copyOf(views);
  }

  /** A way to see events. */
  public enum Sight {
    /** Every quasi-identifier at its finest level. */
    AS_GIVEN,
    /** Dates at their coarsest level. */
    DATES_COARSEST,
    /** All but dates at their coarsest level. */
    CODES_COARSEST,
    /** All quasi-identifiers at their coarsest levels. */
    ALL_COARSEST,
    /** Nothing but how many rows a subject has in each table. */
    NUMBERS_OF_ROWS;

    /** Returns the word of the output. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * How many subjects are told apart under one way to see events.
   *
   * @param sight the way
   * @param unique subjects whose pattern nobody else has
   * @param belowK subjects whose pattern fewer than k have
   */
  public record View(Sight sight, int unique, int belowK) {}

  /** Measures tables. */
  static EventPatterns of(StudyPreparation prepared) {
    List<Integer> parts = new ArrayList<>();
    for (int part = 0; part < prepared.parts().size(); part++) {
      if (prepared.parts().get(part).table().rowCount() > prepared.subjectCountOf(part)) {
        parts.add(part);
      }
    }
    List<View> views = new ArrayList<>();
    if (!parts.isEmpty()) {
      views.add(view(prepared, parts, Sight.AS_GIVEN, column -> false));
      views.add(view(prepared, parts, Sight.DATES_COARSEST, EventPatterns::isDate));
      views.add(view(prepared, parts, Sight.CODES_COARSEST, column -> !isDate(column)));
      views.add(view(prepared, parts, Sight.ALL_COARSEST, column -> true));
      views.add(view(Sight.NUMBERS_OF_ROWS, numbers(prepared, parts), prepared));
    }
    return new EventPatterns(
        parts.stream().map(part -> prepared.spec().tables().get(part).name()).toList(),
        prepared.subjectCount(),
        prepared.spec().k(),
        views);
  }

  /** Returns whether a column is generalised by date. */
  static boolean isDate(GeneralisedColumn column) {
    return column.hierarchy() instanceof DateHierarchy;
  }

  private static View view(
      StudyPreparation prepared,
      List<Integer> parts,
      Sight sight,
      Predicate<GeneralisedColumn> isCoarsest) {
    Map<String, EquivalenceClasses> classes = new LinkedHashMap<>();
    for (int part : parts) {
      classes.put(String.valueOf(part), classes(prepared.parts().get(part), isCoarsest));
    }
    StudyClasses joint = StudyClasses.joined(classes);
    int[] sizes = new int[joint.classCount()];
    Arrays.setAll(sizes, joint::subjectsOf);
    return view(sight, sizes, prepared);
  }

  private static EquivalenceClasses classes(
      Preparation part, Predicate<GeneralisedColumn> isCoarsest) {
    List<Member> members = new ArrayList<>();
    List<AttributeSpec> attributes = part.quasiIdentifiers();
    for (int i = 0; i < attributes.size(); i++) {
      GeneralisedColumn column = part.universe().columns().get(i);
      int level = isCoarsest.test(column) ? column.levels() - 1 : 0;
      members.add(new Member(column, level, attributes.get(i).missing()));
    }
    return EquivalenceClasses.of(part.table().rowCount(), members, part.subject());
  }

  /** Returns how many subjects share each combination of numbers of rows. */
  private static int[] numbers(StudyPreparation prepared, List<Integer> parts) {
    Map<String, List<Integer>> rowsOfSubject = new HashMap<>();
    for (int index = 0; index < parts.size(); index++) {
      Preparation part = prepared.parts().get(parts.get(index));
      for (int row = 0; row < part.table().rowCount(); row++) {
        String name = String.valueOf(part.table().column(prepared.spec().subject()).valueAt(row));
        List<Integer> rows =
            rowsOfSubject.computeIfAbsent(
                name, unseen -> new ArrayList<>(Collections.nCopies(parts.size(), 0)));
        rows.set(index, rows.get(index) + 1);
      }
    }
    Map<List<Integer>, Integer> sizes = new HashMap<>();
    rowsOfSubject.values().forEach(rows -> sizes.merge(rows, 1, Integer::sum));
    return sizes.values().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Counts subjects; those without any event share the empty pattern. */
  private static View view(Sight sight, int[] sizes, StudyPreparation prepared) {
    int without = prepared.subjectCount() - Arrays.stream(sizes).sum();
    int[] all = Arrays.copyOf(sizes, sizes.length + 1);
    all[sizes.length] = without;
    int unique = (int) Arrays.stream(all).filter(size -> size == 1).count();
    int belowK = Arrays.stream(all).filter(size -> size < prepared.spec().k()).sum();
    return new View(sight, unique, belowK);
  }

  /** Returns the share of subjects with a unique pattern of events as given; 0 without events. */
  public double uniqueShare() {
    return views.isEmpty() || subjects == 0 ? 0 : (double) views.get(0).unique() / subjects;
  }

  /** Returns whether most subjects are singled out by their events. */
  public boolean singleOutMost() {
    return uniqueShare() >= 0.5;
  }

  /** Returns what is to be said to people. */
  public String text() {
    if (views.isEmpty()) {
      return "no table holds several rows of a subject";
    }
    String share = String.format(Locale.ROOT, "%.1f %%", 100 * uniqueShare());
    return start()
        + share
        + " of the subjects have a pattern of rows in "
        + String.join(", ", tables)
        + " that nobody else has, whatever becomes of all other columns";
  }

  private String start() {
    if (uniqueShare() >= 0.8) {
      return "nearly every subject is unique by its events: ";
    }
    return singleOutMost() ? "most subjects are unique by their events: " : "";
  }

  /** Adds what was measured. */
  public void addTo(ObjectNode json) {
    ObjectNode patterns = json.putObject("eventPatterns");
    tables.forEach(patterns.putArray("tables")::add);
    patterns.put("uniqueShare", uniqueShare());
    patterns.put("text", text());
    ArrayNode listed = patterns.putArray("views");
    for (View view : views) {
      ObjectNode line = listed.addObject().put("columns", view.sight().word());
      line.put("uniqueShare", (double) view.unique() / subjects);
      line.put("belowKShare", (double) view.belowK() / subjects);
    }
  }
}
