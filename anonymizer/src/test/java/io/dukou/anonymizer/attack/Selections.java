package io.dukou.anonymizer.attack;

import io.dukou.anonymizer.attack.Breach.Guarantee;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks every filter and some pages, and compares the answers with the table as a whole.
 *
 * <p>Answers that are selections of one table by what it says anyway can be combined in any way:
 * what is left are rows with certain tuples, of which {@link Checker} counts the subjects.
 */
final class Selections {
  private final Given given;
  private final Desk desk;
  private final List<Breach> breaches = new ArrayList<>();

  private Selections(Given given, Desk desk) {
    this.given = given;
    this.desk = desk;
  }

  /** Where a recipient asks. */
  interface Desk {
    /** Returns the lines of a page. */
    List<String> page(int from, int to);

    /** Returns the lines of the rows with a value; nothing where that may not be asked. */
    Optional<List<String>> where(String column, String value);
  }

  /** Returns what answers break. */
  static List<Breach> check(Given given, Desk desk) {
    Selections selections = new Selections(given, desk);
    selections.checkPages();
    List<String> columns = given.study().releasedColumns();
    for (int column = 0; column < columns.size(); column++) {
      for (String value : selections.values(column)) {
        selections.checkFilter(column, value);
      }
    }
    return selections.breaches;
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      breaches.add(new Breach(Guarantee.SELECTIONS, what));
    }
  }

  private void checkPages() {
    int size = 1 + given.rowCount() / 3;
    List<String> lines = new ArrayList<>(List.of(given.lines().get(0)));
    for (int from = 0; from < given.rowCount(); from += size) {
      List<String> page = desk.page(from, Math.min(given.rowCount(), from + size));
      lines.addAll(page.subList(1, page.size()));
    }
    require(lines.equals(given.lines()), "pages are not the table");
  }

  /** Returns what may be asked of a column: what it shows and all that its values could show. */
  private Set<String> values(int column) {
    Set<String> values = shown(column);
    if (column < given.study().quasis().size()) {
      given.study().quasis().get(column).ladder().forms().values().forEach(values::addAll);
    }
    return values;
  }

  private Set<String> shown(int column) {
    Set<String> shown = new TreeSet<>();
    for (int row = 0; row < given.rowCount(); row++) {
      shown.add(given.cells(row).get(column));
    }
    return shown;
  }

  private void checkFilter(int column, String value) {
    String name = given.study().releasedColumns().get(column);
    Optional<List<String>> answer = desk.where(name, value);
    if (answer.isPresent()) {
      require(!isFiner(column, value), name + "=" + value + " is finer than the plan");
      require(answer.get().equals(linesWith(column, value)), name + "=" + value);
    } else {
      require(!shown(column).contains(value), name + "=" + value + " is refused");
    }
  }

  private List<String> linesWith(int column, String value) {
    List<String> lines = new ArrayList<>(List.of(given.lines().get(0)));
    for (int row = 0; row < given.rowCount(); row++) {
      if (given.cells(row).get(column).equals(value)) {
        lines.add(given.lines().get(row + 1));
      }
    }
    return lines;
  }

  /** Returns whether a value is a form of a level below all of the plan, and of no other. */
  private boolean isFiner(int column, String value) {
    if (column >= given.study().quasis().size()) {
      return false;
    }
    Quasi quasi = given.study().quasis().get(column);
    int level =
        given.layers().stream().mapToInt(levels -> levels.get(quasi.name())).min().orElseThrow();
    Set<String> finer = new HashSet<>();
    Set<String> others = new HashSet<>(Set.of("*"));
    for (List<String> forms : quasi.ladder().forms().values()) {
      finer.addAll(forms.subList(0, level));
      others.addAll(forms.subList(level, forms.size()));
    }
    return finer.contains(value) && !others.contains(value);
  }
}
