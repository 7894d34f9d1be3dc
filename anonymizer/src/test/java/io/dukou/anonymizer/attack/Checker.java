package io.dukou.anonymizer.attack;

import io.dukou.anonymizer.attack.Breach.Guarantee;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes what one release promises from its text, the truth it was made of and the definitions.
 *
 * <p>It is as strong as a recipient can be: it knows whose row each row is, how plans are made, and
 * in which layer each subject is shown. It shares no code with the library.
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
      checker.checkLayers();
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

  /**
   * Returns the first model of values that some released subjects do not meet among themselves, as
   * whoever can tell them from all others would see; empty if they meet all.
   *
   * @param together says who is alike
   */
  static Optional<String> unmet(Given given, Collection<Set<String>> together) {
    Checker checker = new Checker(given);
    Predicates predicates =
        new Predicates(given.study(), checker.sensitive(checker.counted()).values());
    Map<String, Set<String>> released = checker.sensitive(checker.released());
    for (Set<String> subjects : together) {
      List<Set<String>> values = subjects.stream().map(released::get).toList();
      for (Model model : given.models()) {
        if (model.isOfValues() && !predicates.accept(model, values.size(), values)) {
          return Optional.of(model + " for " + values);
        }
      }
    }
    return Optional.empty();
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
      checkCells(given.cells(row), truth, given.layer(given.owner(row)));
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

  private void checkCells(List<String> cells, Map<String, String> truth, int layer) {
    List<String> columns = study.releasedColumns();
    for (int column = 0; column < columns.size(); column++) {
      String name = columns.get(column);
      String due = due(name, truth.get(name), layer);
      require(cells.get(column).equals(due), Guarantee.CELLS, cells.get(column) + " is not " + due);
    }
  }

  /** Returns how a cell must be told; null if it must not be. */
  private @Nullable String due(String column, String cell, int layer) {
    for (Quasi quasi : study.quasis()) {
      if (quasi.name().equals(column)) {
        return quasi.form(cell, given.layers().get(layer).get(column));
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
                    && isCovered(model, tuples, subjects);
            require(holds, Guarantee.MODELS, model + " for " + values);
          });
      require(isMetByAll(model), Guarantee.MODELS, model + " for all classes together");
    }
  }

  /**
   * Checks what whoever knows the layers can tell: a class of one layer is told from that of
   * another which looks the same, and a subject's class in each earlier layer was not shown.
   */
  private void checkLayers() {
    if (given.layers().size() > 1) {
      partsOfLayers().forEach(parts -> parts.values().forEach(this::checkPart));
    }
    Set<String> left = new TreeSet<>();
    for (int row : counted()) {
      left.add(given.subject(row));
    }
    for (int layer = 0; layer < given.layers().size(); layer++) {
      Map<List<String>, Set<String>> classes = classesOf(left, layer);
      for (Set<String> members : classes.values()) {
        checkFate(members, layer);
        if (isAnyShown(members, layer) || ends(members)) {
          left.removeAll(members);
        }
      }
    }
  }

  /** Checks that a class of a layer meets by itself what a class must meet. */
  private void checkPart(Set<String> subjects) {
    require(subjects.size() >= given.k(), Guarantee.LAYERS, subjects.size() + " of a layer");
    Predicates predicates = new Predicates(study, sensitive(counted()).values());
    Map<String, Set<String>> released = sensitive(released());
    List<Set<String>> values = subjects.stream().map(released::get).toList();
    for (Model model : given.models()) {
      boolean holds = predicates.accept(model, values.size(), values);
      require(holds, Guarantee.LAYERS, model + " in a layer for " + values);
    }
  }

  /**
   * Checks that those who are left with the same class are shown together, or go on as they may.
   */
  private void checkFate(Set<String> members, int layer) {
    long here = members.stream().filter(member -> isShown(member, layer)).count();
    require(here == 0 || here == members.size(), Guarantee.LAYERS, "a class that is torn apart");
    boolean goOn = members.stream().anyMatch(member -> isShownAfter(member, layer));
    require(
        !goOn || (here == 0 && !ends(members)),
        Guarantee.LAYERS,
        "who should have gone no further");
  }

  /** Returns whether values could be the reason that a class is not shown. */
  private boolean ends(Set<String> members) {
    return members.size() >= given.k() && given.models().stream().anyMatch(Model::isOfValues);
  }

  private boolean isAnyShown(Set<String> subjects, int layer) {
    return subjects.stream().anyMatch(subject -> isShown(subject, layer));
  }

  private boolean isShown(String subject, int layer) {
    return classOf.containsKey(subject) && given.layer(subject) == layer;
  }

  private boolean isShownAfter(String subject, int layer) {
    return classOf.containsKey(subject) && given.layer(subject) > layer;
  }

  /** Returns for each layer its subjects by what they are shown as. */
  private List<Map<List<String>, Set<String>>> partsOfLayers() {
    List<Map<List<String>, Set<String>>> parts = new ArrayList<>();
    given.layers().forEach(layer -> parts.add(new HashMap<>()));
    classOf.forEach(
        (subject, tuples) ->
            parts
                .get(given.layer(subject))
                .computeIfAbsent(tuples, unseen -> new TreeSet<>())
                .add(subject));
    return parts;
  }

  /** Returns some subjects by the class that they have, or would have, in a layer. */
  private Map<List<String>, Set<String>> classesOf(Set<String> subjects, int layer) {
    Map<String, List<String>> shown = new TreeMap<>();
    for (int row : counted()) {
      if (subjects.contains(given.subject(row))) {
        shown
            .computeIfAbsent(given.subject(row), unseen -> new ArrayList<>())
            .add(dueTuple(given.cut().get(row), layer));
      }
    }
    Map<List<String>, Set<String>> classes = new HashMap<>();
    shown.forEach(
        (subject, tuples) -> {
          tuples.sort(null);
          classes.computeIfAbsent(tuples, unseen -> new TreeSet<>()).add(subject);
        });
    return classes;
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
        .filter(row -> dueTuple(given.cut().get(row), 0) == null)
        .forEach(row -> uncounted.add(given.subject(row)));
    return IntStream.range(0, given.cut().size())
        .filter(row -> !study.leavesOut(given.cut().get(row)))
        .filter(row -> !uncounted.contains(given.subject(row)))
        .toArray();
  }

  /** Returns the tuple that a row must show; null if it has a value that no hierarchy knows. */
  private @Nullable String dueTuple(Map<String, String> row, int layer) {
    List<String> forms = new ArrayList<>();
    for (Quasi quasi : study.quasis()) {
      String form = due(quasi.name(), row.get(quasi.name()), layer);
      if (form == null) {
        return null;
      }
      forms.add(form);
    }
    return Csv.line(forms);
  }

  /** Checks the models that compare a class with subjects beside the release. */
  private boolean isCovered(Model model, List<String> tuples, Set<String> subjects) {
    if (model.type().equals("k-map")) {
      return subjects.stream()
          .mapToInt(given::layer)
          .distinct()
          .allMatch(layer -> sharing(study.population(), tuples, layer) >= model.bound());
    }
    if (model.type().equals("delta-presence")) {
      double size = subjects.size();
      double share = size / (size + sharing(given.beside(), tuples, 0));
      return share >= model.other() && share <= model.bound();
    }
    return true;
  }

  /** Counts who could be in a class of a layer: those whom no class of an earlier layer shows. */
  private int sharing(List<Map<String, String>> rows, List<String> tuples, int layer) {
    Map<String, List<Map<String, String>>> subjects = new HashMap<>();
    for (int row = 0; row < rows.size(); row++) {
      if (!study.leavesOut(rows.get(row))) {
        String subject = study.bySubject() ? rows.get(row).get("id") : "row " + row;
        subjects.computeIfAbsent(subject, unseen -> new ArrayList<>()).add(rows.get(row));
      }
    }
    List<Map<List<String>, Set<String>>> parts = partsOfLayers();
    return (int)
        subjects.values().stream()
            .filter(own -> tuplesOf(own, layer).equals(tuples))
            .filter(
                own ->
                    IntStream.range(0, layer)
                        .noneMatch(
                            earlier -> parts.get(earlier).containsKey(tuplesOf(own, earlier))))
            .count();
  }

  /** Returns the class that a subject with these rows has in a layer. */
  private List<String> tuplesOf(List<Map<String, String>> rows, int layer) {
    return rows.stream()
        .map(row -> Objects.requireNonNullElse(dueTuple(row, layer), "outside"))
        .sorted()
        .toList();
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
