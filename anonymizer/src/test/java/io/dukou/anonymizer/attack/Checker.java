package io.dukou.anonymizer.attack;

import io.dukou.anonymizer.attack.Breach.Guarantee;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes what one release promises from its text, the truth it was made of and the definitions.
 *
 * <p>It is as strong as a recipient can be: it knows whose row each row is. It shares no code with
 * the library.
 */
final class Checker {
  private final Given given;
  private final Study study;
  private final List<Breach> breaches = new ArrayList<>();
  private final Map<String, List<String>> classOf = new TreeMap<>();
  private final Map<List<String>, Set<String>> subjectsOf = new HashMap<>();

  private Checker(Given given) {
    this.given = given;
    this.study = given.study();
  }

  /** Returns every guarantee that a release breaks. */
  static List<Breach> check(Given given) {
    Checker checker = new Checker(given);
    checker.checkColumns();
    if (checker.breaches.isEmpty() && checker.rowsStandForRows()) {
      checker.checkRows();
      checker.sortIntoClasses();
      checker.checkClasses();
      checker.checkModels();
      checker.checkSelections();
    }
    return checker.breaches;
  }

  /** Returns for each released subject its class: the tuples of its rows, sorted. */
  static Map<String, List<String>> classes(Given given) {
    Checker checker = new Checker(given);
    checker.sortIntoClasses();
    return checker.classOf;
  }

  private void require(boolean holds, Guarantee guarantee, String what) {
    if (!holds) {
      breaches.add(new Breach(guarantee, what));
    }
  }

  private void checkColumns() {
    List<String> header = Csv.cells(given.lines().get(0));
    require(header.equals(study.releasedColumns()), Guarantee.COLUMNS, "header " + header);
    boolean named = given.lines().stream().anyMatch(line -> line.contains(Study.CANARY));
    require(!named, Guarantee.COLUMNS, "a direct identifier or free text");
  }

  private boolean rowsStandForRows() {
    boolean inRange =
        given.origins().stream().allMatch(row -> row >= 0 && row < given.cut().size());
    boolean once = new HashSet<>(given.origins()).size() == given.origins().size();
    boolean all = given.origins().size() == given.rowCount();
    require(inRange && once && all, Guarantee.ROWS, "rows that stand for none or for the same");
    return inRange && all;
  }

  private void checkRows() {
    Map<String, Integer> released = new HashMap<>();
    for (int row = 0; row < given.rowCount(); row++) {
      Map<String, String> truth = given.cut().get(given.origins().get(row));
      boolean mayLeave = !study.leavesOut(truth) && !given.withheld().contains(given.owner(row));
      require(mayLeave, Guarantee.ROWS, "row " + row);
      checkCells(given.cells(row), truth);
      released.merge(given.owner(row), 1, Integer::sum);
    }
    Map<String, Integer> rows = new HashMap<>();
    for (int row = 0; row < given.cut().size(); row++) {
      if (!study.leavesOut(given.cut().get(row))) {
        rows.merge(given.subject(row), 1, Integer::sum);
      }
    }
    released.forEach(
        (subject, count) ->
            require(count.equals(rows.get(subject)), Guarantee.WHOLE_SUBJECTS, subject));
  }

  private void checkCells(List<String> cells, Map<String, String> truth) {
    List<String> columns = study.releasedColumns();
    for (int column = 0; column < columns.size(); column++) {
      String name = columns.get(column);
      String due = due(name, truth.get(name));
      require(cells.get(column).equals(due), Guarantee.CELLS, cells.get(column) + " is not " + due);
    }
  }

  /** Returns how a cell must be told; null if it must not be. */
  private @Nullable String due(String column, String cell) {
    for (Quasi quasi : study.quasis()) {
      if (quasi.name().equals(column)) {
        return quasi.form(cell, given.levels().get(column));
      }
    }
    return cell;
  }

  private void sortIntoClasses() {
    for (int row = 0; row < given.rowCount(); row++) {
      String tuple = tuple(given.cells(row));
      classOf.computeIfAbsent(given.owner(row), unseen -> new ArrayList<>()).add(tuple);
    }
    classOf.values().forEach(tuples -> tuples.sort(null));
    classOf.forEach(
        (subject, tuples) ->
            subjectsOf.computeIfAbsent(tuples, unseen -> new TreeSet<>()).add(subject));
  }

  private String tuple(List<String> cells) {
    return Csv.line(cells.subList(0, study.quasis().size()));
  }

  private void checkClasses() {
    int least = subjectsOf.values().stream().mapToInt(Set::size).min().orElse(0);
    require(least == 0 || least >= given.k(), Guarantee.CLASS_SIZE, least + " subjects");
    require(least == given.leastTold(), Guarantee.TOLD, given.leastTold() + " told, " + least);
  }

  /** Whatever is selected by quasi-identifiers is a union of all rows with certain tuples. */
  private void checkSelections() {
    Map<String, Set<String>> holders = new HashMap<>();
    classOf.forEach(
        (subject, tuples) ->
            tuples.forEach(
                tuple -> holders.computeIfAbsent(tuple, unseen -> new HashSet<>()).add(subject)));
    int least = holders.values().stream().mapToInt(Set::size).min().orElse(0);
    require(least == 0 || least >= given.k(), Guarantee.SELECTIONS, least + " subjects");
  }

  private void checkModels() {
    Predicates predicates = new Predicates(study, sensitive(counted()).values());
    Map<String, Set<String>> released = sensitive(released());
    for (Model model : given.models()) {
      subjectsOf.forEach(
          (tuples, subjects) -> {
            List<Set<String>> values = subjects.stream().map(released::get).toList();
            boolean holds =
                predicates.accept(model, values.size(), values)
                    && isCovered(model, tuples, values.size());
            require(holds, Guarantee.MODELS, model + " for " + values);
          });
      require(isMetByAll(model), Guarantee.MODELS, model + " for all classes together");
    }
  }

  /** Returns the sensitive values of each subject of some rows of the cut. */
  private Map<String, Set<String>> sensitive(int[] rows) {
    Map<String, Set<String>> values = new HashMap<>();
    for (int row : rows) {
      values
          .computeIfAbsent(given.subject(row), unseen -> new TreeSet<>())
          .add(given.cut().get(row).get("s"));
    }
    return values;
  }

  private int[] released() {
    return given.origins().stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns the rows of all subjects that are not held back and whose values are all known. */
  private int[] counted() {
    Set<String> uncounted = new HashSet<>(given.withheld());
    IntStream.range(0, given.cut().size())
        .filter(row -> !study.leavesOut(given.cut().get(row)))
        .filter(row -> dueTuple(given.cut().get(row)) == null)
        .forEach(row -> uncounted.add(given.subject(row)));
    return IntStream.range(0, given.cut().size())
        .filter(row -> !study.leavesOut(given.cut().get(row)))
        .filter(row -> !uncounted.contains(given.subject(row)))
        .toArray();
  }

  /** Returns the tuple that a row must show; null if it has a value that no hierarchy knows. */
  private @Nullable String dueTuple(Map<String, String> row) {
    List<String> forms = new ArrayList<>();
    for (Quasi quasi : study.quasis()) {
      String form = due(quasi.name(), row.get(quasi.name()));
      if (form == null) {
        return null;
      }
      forms.add(form);
    }
    return Csv.line(forms);
  }

  /** Checks the models that compare a class with subjects beside the release. */
  private boolean isCovered(Model model, List<String> tuples, int subjects) {
    if (model.type().equals("k-map")) {
      return sharing(study.population(), tuples) >= model.bound();
    }
    if (model.type().equals("delta-presence")) {
      double share = (double) subjects / (subjects + sharing(given.beside(), tuples));
      return share >= model.other() && share <= model.bound();
    }
    return true;
  }

  private int sharing(List<Map<String, String>> rows, List<String> tuples) {
    Map<String, List<String>> shown = new HashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      if (!study.leavesOut(rows.get(row))) {
        String subject = study.bySubject() ? rows.get(row).get("id") : "row " + row;
        String tuple = dueTuple(rows.get(row));
        shown
            .computeIfAbsent(subject, unseen -> new ArrayList<>())
            .add(tuple == null ? "outside" : tuple);
      }
    }
    shown.values().forEach(list -> list.sort(null));
    return (int) shown.values().stream().filter(tuples::equals).count();
  }

  private boolean isMetByAll(Model model) {
    double subjects = classOf.size();
    if (model.type().equals("average-risk")) {
      return subjectsOf.size() <= model.bound() * subjects + 1e-9;
    }
    long alone = subjectsOf.values().stream().filter(members -> members.size() == 1).count();
    return !model.type().equals("sample-uniqueness") || alone <= model.bound() * subjects + 1e-9;
  }
}
