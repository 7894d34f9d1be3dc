package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.plan.JudgedValues;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;

/**
 * The cells (earlier history, class) of one candidate and their repair; {@link
 * ReleaseHistory#repair} states the rule and how far this repair is the cheapest.
 *
 * <p>Used once, by one thread.
 */
final class CandidateCells {
  private static final String USE = "dukou/history-repair";

  private static final int NO_GROUP = -1;

  private final int required;
  private final Map<String, Integer> historyOf;
  private final ValuesGiven values;

  /** Persons of each earlier history that the candidate does not have, or no longer. */
  private final int[] absent;

  /** Persons that the absence of each earlier history needs, unless there is none. */
  private final int[] wanted;

  private final Map<Long, Cell> cells = new LinkedHashMap<>();
  private final Map<Integer, List<Cell>> cellsOf = new HashMap<>();
  private final String[] persons;
  private final Map<String, Integer> numberOf = new HashMap<>();
  private final Cell[] cellOf;
  private final boolean[] taken;

  /**
   * Sorts the persons of a candidate into cells.
   *
   * @param required persons that every history must be shared by
   * @param sizes persons of each earlier history
   * @param values the sensitive values of earlier tables and of the candidate
   */
  CandidateCells(
      int required,
      int[] sizes,
      Map<String, Integer> historyOf,
      Map<String, String> candidate,
      ValuesGiven values) {
    this.required = required;
    this.historyOf = historyOf;
    this.values = values;
    this.absent = sizes.clone();
    this.wanted = new int[sizes.length];
    Arrays.fill(wanted, required);
    this.persons = candidate.keySet().stream().sorted().toArray(String[]::new);
    this.cellOf = new Cell[persons.length];
    this.taken = new boolean[persons.length];
    Map<String, Integer> classNumbers = new HashMap<>();
    for (int i = 0; i < persons.length; i++) {
      int history = historyOf.getOrDefault(persons[i], ReleaseHistory.NEVER_GIVEN);
      String className = requireNonNull(candidate.get(persons[i]), "class");
      int number = classNumbers.computeIfAbsent(className, unseen -> classNumbers.size());
      long pair = ((long) history << Integer.SIZE) | number;
      cellOf[i] = cells.computeIfAbsent(pair, unseen -> new Cell(cells.size(), history, className));
      cellOf[i].size++;
      absent[history]--;
      numberOf.put(persons[i], i);
    }
    for (Cell cell : cells.values()) {
      cellsOf.computeIfAbsent(cell.history, unseen -> new ArrayList<>()).add(cell);
    }
  }

  /** Returns the persons to hold back; every earlier history must have at least k persons. */
  Repair repair(OrderKey choice) {
    Mac mac = choice.macFor(USE);
    cells.values().stream().filter(cell -> cell.size < required).forEach(this::drop);
    boolean changed = true;
    while (changed) {
      fillAbsences(mac);
      boolean[] met = met();
      int hopeless = hopeless(met);
      if (hopeless > 0) {
        return new Repair(required, 0, Set.of(persons), hopeless);
      }
      changed = dropFailing(met) || widenFailing(met, mac);
    }
    Set<String> withheld = new HashSet<>();
    for (int i = 0; i < persons.length; i++) {
      if (isHeldBack(i)) {
        withheld.add(persons[i]);
      }
    }
    return new Repair(required, persons.length - withheld.size(), withheld, 0);
  }

  private boolean isHeldBack(int person) {
    return taken[person] || cellOf[person].dropped;
  }

  /** Sees to it that absences have as many persons as they need. */
  private void fillAbsences(Mac mac) {
    Set<Cell> sparing = new HashSet<>();
    for (List<Cell> history : cellsOfThinAbsences()) {
      if (spare(history) >= lacking(history.get(0).history)) {
        sparing.addAll(history);
      } else {
        drop(smallest(history, mac));
      }
    }
    takeFrom(sparing, mac);
  }

  /**
   * Returns of each cell, and after them of the absence of each history, whether its values meet
   * the models of every table that its persons are in.
   */
  private boolean[] met() {
    int groups = cells.size() + absent.length;
    boolean[] met = values.ofCandidate().met(this::cellNumber, groups);
    for (JudgedValues earlier : values.earlier()) {
      boolean[] metThen = earlier.met(this::group, groups);
      for (int group = 0; group < groups; group++) {
        met[group] &= metThen[group];
      }
    }
    return met;
  }

  /** Returns the number of the cell of a person of the candidate who is not held back. */
  private int cellNumber(String person) {
    Integer number = numberOf.get(person);
    return number == null || isHeldBack(number) ? NO_GROUP : cellOf[number].number;
  }

  /** Returns the same, and for a person who is absent its earlier history, after the cells. */
  private int group(String person) {
    int number = cellNumber(person);
    return number == NO_GROUP ? cells.size() + historyOf.getOrDefault(person, 0) : number;
  }

  /** Counts the earlier histories that do not meet the models by themselves. */
  private int hopeless(boolean[] met) {
    int hopeless = 0;
    for (int history = 1; history < absent.length; history++) {
      if (!met[cells.size() + history] && cellsOf(history).isEmpty()) {
        hopeless++;
      }
    }
    return hopeless;
  }

  private boolean dropFailing(boolean[] met) {
    boolean dropped = false;
    for (Cell cell : cells.values()) {
      if (!cell.dropped && !met[cell.number]) {
        drop(cell);
        dropped = true;
      }
    }
    return dropped;
  }

  /** Asks for twice as many persons in absences whose values do not meet the models. */
  private boolean widenFailing(boolean[] met, Mac mac) {
    boolean widened = false;
    for (int history = 1; history < absent.length; history++) {
      if (!met[cells.size() + history]) {
        widened = true;
        wanted[history] = 2 * absent[history];
        List<Cell> left = cellsOf(history);
        if (spare(left) < lacking(history)) {
          drop(smallest(left, mac));
          wanted[history] = required;
        }
      }
    }
    return widened;
  }

  private List<Cell> cellsOf(int history) {
    return cellsOf.getOrDefault(history, List.of()).stream().filter(cell -> !cell.dropped).toList();
  }

  private void drop(Cell cell) {
    cell.dropped = true;
    absent[cell.history] += cell.size;
  }

  /** Returns the remaining cells of each history whose absence has too few persons. */
  private List<List<Cell>> cellsOfThinAbsences() {
    return cellsOf.keySet().stream()
        .filter(history -> lacking(history) > 0)
        .map(this::cellsOf)
        .filter(left -> !left.isEmpty())
        .toList();
  }

  /** Returns how many more persons the absence of a history needs. */
  private int lacking(int history) {
    boolean free = history == ReleaseHistory.NEVER_GIVEN || absent[history] == 0;
    return free ? 0 : Math.max(0, wanted[history] - absent[history]);
  }

  private long spare(List<Cell> history) {
    return history.stream().mapToLong(cell -> cell.size - required).sum();
  }

  private static Cell smallest(List<Cell> history, Mac mac) {
    int size = history.stream().mapToInt(cell -> cell.size).min().orElseThrow();
    return history.stream()
        .filter(cell -> cell.size == size)
        .min(Comparator.comparing(cell -> rank(mac, 'c', cell.className), Arrays::compareUnsigned))
        .orElseThrow();
  }

  /** Takes persons in keyed order, one at a time, from cells that have more than they need. */
  private void takeFrom(Set<Cell> sparing, Mac mac) {
    List<Ranked> ranked = new ArrayList<>();
    for (int i = 0; i < persons.length; i++) {
      if (sparing.contains(cellOf[i]) && !isHeldBack(i)) {
        ranked.add(new Ranked(rank(mac, 'p', persons[i]), i));
      }
    }
    ranked.sort((a, b) -> Arrays.compareUnsigned(a.rank, b.rank));
    for (Ranked next : ranked) {
      Cell cell = cellOf[next.person];
      if (lacking(cell.history) > 0 && cell.size > required) {
        cell.size--;
        absent[cell.history]++;
        taken[next.person] = true;
      }
    }
  }

  private static byte[] rank(Mac mac, char kind, String name) {
    return mac.doFinal((kind + name).getBytes(StandardCharsets.UTF_8));
  }

  /** Persons with the same earlier history and the same class in the candidate. */
  private static final class Cell {
    private final int number;
    private final int history;
    private final String className;
    private int size;
    private boolean dropped;

    private Cell(int number, int history, String className) {
      this.number = number;
      this.history = history;
      this.className = className;
    }
  }

  /** A person, by its place, and its keyed rank. */
  private static final class Ranked {
    private final byte[] rank;
    private final int person;

    private Ranked(byte[] rank, int person) {
      this.rank = rank;
      this.person = person;
    }
  }
}
