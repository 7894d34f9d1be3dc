package io.dukou.anonymizer.attack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What a faulty library could have released instead of what it did. */
final class Damage {
  private Damage() {}

  /** Returns a release with a further row of the cut, generalised as the plan says. */
  static Given withRow(Given given, int row) {
    List<String> lines = new ArrayList<>(given.lines());
    List<Integer> origins = new ArrayList<>(given.origins());
    List<String> cells = new ArrayList<>();
    for (String column : given.study().releasedColumns()) {
      String cell = given.cut().get(row).get(column);
      cells.add(
          given.study().quasis().stream()
              .filter(quasi -> quasi.name().equals(column))
              .map(quasi -> quasi.form(cell, given.layers().get(0).get(column)))
              .findFirst()
              .orElse(cell));
    }
    lines.add(Csv.line(cells));
    origins.add(row);
    return given.with(lines, origins);
  }

  /** Returns a release with all rows of a subject of the cut added. */
  static Given withSubject(Given given, String subject) {
    Given damaged = given;
    for (int row = 0; row < given.cut().size(); row++) {
      boolean leaves = !given.study().leavesOut(given.cut().get(row));
      damaged = leaves && given.subject(row).equals(subject) ? withRow(damaged, row) : damaged;
    }
    return damaged;
  }

  /** Returns a release without some subjects. */
  static Given withoutSubjects(Given given, Set<String> subjects) {
    Set<Integer> rows = new HashSet<>();
    for (int row = 0; row < given.rowCount(); row++) {
      if (subjects.contains(given.owner(row))) {
        rows.add(row);
      }
    }
    return given.without(rows);
  }

  /** Returns a release in which a row reads otherwise. */
  static Given withCell(Given given, int row, String column, String cell) {
    List<String> cells = new ArrayList<>(given.cells(row));
    cells.set(given.study().releasedColumns().indexOf(column), cell);
    List<String> lines = new ArrayList<>(given.lines());
    lines.set(row + 1, Csv.line(cells));
    return given.with(lines, given.origins());
  }

  /** Returns a release each of whose lines reads otherwise. */
  static Given withLines(Given given, UnaryOperator<String> change) {
    return given.with(given.lines().stream().map(change).toList(), given.origins());
  }

  /** Returns a release whose rows stand in another order, compared as rows of the cut. */
  static Given sorted(Given given, Comparator<Integer> order) {
    List<Integer> places =
        IntStream.range(0, given.rowCount())
            .boxed()
            .sorted(Comparator.comparing(given.origins()::get, order))
            .toList();
    List<String> lines = new ArrayList<>(List.of(given.lines().get(0)));
    places.forEach(place -> lines.add(given.lines().get(place + 1)));
    return given.with(lines, places.stream().map(given.origins()::get).toList());
  }

  /** Returns a study, and its release, in which a subject has one sensitive value only. */
  static Given withSensitive(Given given, Set<String> subjects, String value) {
    List<Map<String, String>> cut = new ArrayList<>();
    for (int row = 0; row < given.cut().size(); row++) {
      Map<String, String> cells = new HashMap<>(given.cut().get(row));
      if (subjects.contains(given.subject(row))) {
        cells.put("s", value);
      }
      cut.add(cells);
    }
    Given damaged = given.of(given.study(), cut, given.beside());
    for (int row = 0; row < given.rowCount(); row++) {
      if (subjects.contains(given.owner(row))) {
        damaged = withCell(damaged, row, "s", value);
      }
    }
    return damaged;
  }

  /** Returns a release whose study has no population. */
  static Given withoutPopulation(Given given) {
    Study study = given.study();
    Study alone = new Study(study.quasis(), study.bySubject(), study.sensitiveType(), List.of());
    return given.of(alone, given.cut(), given.beside());
  }

  /** Returns a release of everyone in the table, of whom no one is outside the subset. */
  static Given withNobodyBeside(Given given) {
    return given.of(given.study(), given.cut(), List.of());
  }

  /** Returns a release as if it had been asked to meet a model of values that nothing fails. */
  static Given withModelOfValuesAndNoK(Given given) {
    List<Model> models = new ArrayList<>(given.models());
    models.add(new Model("t-closeness", 1, 0, "equal"));
    return new Given(
        given.study(),
        models,
        1,
        given.layers(),
        given.layerOf(),
        given.cut(),
        given.beside(),
        given.withheld(),
        given.lines(),
        given.origins(),
        given.leastTold());
  }

  /** Returns a release as if its subjects had been of other layers. */
  static Given withLayersOf(Given given, Map<String, Integer> layerOf) {
    return new Given(
        given.study(),
        given.models(),
        given.k(),
        given.layers(),
        layerOf,
        given.cut(),
        given.beside(),
        given.withheld(),
        given.lines(),
        given.origins(),
        given.leastTold());
  }
}
