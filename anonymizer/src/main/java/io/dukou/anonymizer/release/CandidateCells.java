package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;

/**
 * The cells (earlier history, class) of one candidate and their repair; {@link
 * ReleaseHistory#repair} states the rule and why this repair is the cheapest.
 *
 * <p>Used once, by one thread.
 */
final class CandidateCells {
  private static final String USE = "dukou/history-repair";

  private final int required;

  /** Persons of each earlier history that the candidate does not have, or no longer. */
  private final int[] absent;

  private final Map<Long, Cell> cells = new HashMap<>();
  private final String[] persons;
  private final Cell[] cellOf;

  /**
   * Sorts the persons of a candidate into cells.
   *
   * @param required persons that every history must be shared by
   * @param sizes persons of each earlier history
   */
  CandidateCells(
      int required, int[] sizes, Map<String, Integer> historyOf, Map<String, String> candidate) {
    this.required = required;
    this.absent = sizes.clone();
    this.persons = candidate.keySet().toArray(new String[0]);
    this.cellOf = new Cell[persons.length];
    Map<String, Integer> classNumbers = new HashMap<>();
    for (int i = 0; i < persons.length; i++) {
      int history = historyOf.getOrDefault(persons[i], ReleaseHistory.NEVER_GIVEN);
      String className = requireNonNull(candidate.get(persons[i]), "class");
      int number = classNumbers.computeIfAbsent(className, unseen -> classNumbers.size());
      long pair = ((long) history << Integer.SIZE) | number;
      cellOf[i] = cells.computeIfAbsent(pair, unseen -> new Cell(history, className));
      cellOf[i].size++;
      absent[history]--;
    }
  }

  /** Returns the persons to hold back; every earlier history must have at least k persons. */
  Repair repair(OrderKey choice) {
    Mac mac = choice.macFor(USE);
    cells.values().stream().filter(cell -> cell.size < required).forEach(this::drop);
    Set<Cell> sparing = new HashSet<>();
    for (List<Cell> history : cellsOfThinAbsences()) {
      if (spare(history) >= lacking(history.get(0).history)) {
        sparing.addAll(history);
      } else {
        drop(smallest(history, mac));
      }
    }
    Set<String> withheld = takeFrom(sparing, mac);
    for (int i = 0; i < persons.length; i++) {
      if (cellOf[i].dropped) {
        withheld.add(persons[i]);
      }
    }
    return new Repair(required, persons.length - withheld.size(), withheld, 0);
  }

  private void drop(Cell cell) {
    cell.dropped = true;
    absent[cell.history] += cell.size;
  }

  /** Returns the remaining cells of each history whose absence has too few persons. */
  private Iterable<List<Cell>> cellsOfThinAbsences() {
    Map<Integer, List<Cell>> thin = new HashMap<>();
    for (Cell cell : cells.values()) {
      if (!cell.dropped && lacking(cell.history) > 0) {
        thin.computeIfAbsent(cell.history, unseen -> new ArrayList<>()).add(cell);
      }
    }
    return thin.values();
  }

  /** Returns how many more persons the absence of a history needs. */
  private int lacking(int history) {
    boolean free = history == ReleaseHistory.NEVER_GIVEN || absent[history] == 0;
    return free ? 0 : Math.max(0, required - absent[history]);
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
  private Set<String> takeFrom(Set<Cell> sparing, Mac mac) {
    List<Ranked> ranked = new ArrayList<>();
    for (int i = 0; i < persons.length; i++) {
      if (sparing.contains(cellOf[i])) {
        ranked.add(new Ranked(rank(mac, 'p', persons[i]), i));
      }
    }
    ranked.sort((a, b) -> Arrays.compareUnsigned(a.rank, b.rank));
    Set<String> taken = new HashSet<>();
    for (Ranked next : ranked) {
      Cell cell = cellOf[next.person];
      if (lacking(cell.history) > 0 && cell.size > required) {
        cell.size--;
        absent[cell.history]++;
        taken.add(persons[next.person]);
      }
    }
    return taken;
  }

  private static byte[] rank(Mac mac, char kind, String name) {
    return mac.doFinal((kind + name).getBytes(StandardCharsets.UTF_8));
  }

  /** Persons with the same earlier history and the same class in the candidate. */
  private static final class Cell {
    private final int history;
    private final String className;
    private int size;
    private boolean dropped;

    private Cell(int history, String className) {
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
