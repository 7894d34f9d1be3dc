package io.dukou.anonymizer.attack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The persons of a random study, who come, change and withdraw from one cut to the next. */
final class Cohort {
  private final Random random;
  private final Study study;
  private final int mostRows;
  private final boolean gaps;
  private final List<Map<String, String>> rows = new ArrayList<>();
  private int enrolled;
  private int marks;

  private Cohort(Random random, Study study, int mostRows) {
    this.random = random;
    this.study = study;
    this.mostRows = mostRows;
    this.gaps = random.nextInt(3) == 0;
  }

  /** Returns a random study with persons in it. */
  static Cohort random(Random random) {
    List<Quasi> quasis = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      String rule = Quasi.RULES.get(random.nextInt(Quasi.RULES.size()));
      quasis.add(new Quasi("q" + i, Ladder.random(random), rule));
    }
    boolean bySubject = random.nextInt(5) > 0;
    int mostRows = bySubject && random.nextInt(3) == 0 ? 3 : 1;
    String type = random.nextBoolean() ? "integer" : "string";
    Study unpeopled = new Study(quasis, bySubject, type, List.of());
    Cohort others = new Cohort(random, unpeopled, mostRows);
    others.enrol(20 + random.nextInt(60));
    List<Map<String, String>> population = new ArrayList<>(others.rows);
    population.removeIf(row -> quasis.stream().anyMatch(quasi -> row.get(quasi.name()).isEmpty()));
    Cohort cohort = new Cohort(random, new Study(quasis, bySubject, type, population), mostRows);
    cohort.enrol(15 + random.nextInt(45));
    return cohort;
  }

  /** Returns what does not change. */
  Study study() {
    return study;
  }

  /** Returns whether each row is a person. */
  boolean hasOneRowEach() {
    return mostRows == 1;
  }

  /** Returns a copy of the rows, in random order. */
  List<Map<String, String>> cut() {
    List<Map<String, String>> cut = new ArrayList<>();
    rows.forEach(row -> cut.add(Map.copyOf(row)));
    Collections.shuffle(cut, random);
    return cut;
  }

  /** Returns the names of some of the persons. */
  Set<String> some() {
    Set<String> chosen = new HashSet<>();
    rows.forEach(row -> chosen.add(row.get("id")));
    chosen.removeIf(name -> ((name.hashCode() * 31) >>> 3) % 3 == 0);
    return chosen;
  }

  /** Lets some persons come, some go, and some have other values. */
  void change() {
    enrol(random.nextInt(3) * random.nextInt(8));
    for (int i = random.nextInt(2) * random.nextInt(5); i > 0; i--) {
      String leaver = anyone();
      rows.removeIf(row -> row.get("id").equals(leaver));
    }
    for (int i = random.nextInt(2) * random.nextInt(6); i > 0; i--) {
      Quasi quasi = study.quasis().get(random.nextInt(study.quasis().size()));
      String changed = anyone();
      String value = value(quasi);
      rows.stream()
          .filter(row -> row.get("id").equals(changed))
          .forEach(row -> row.put(quasi.name(), value));
    }
  }

  /** Gives one person a value that no hierarchy knows, if there is one. */
  void goOutside() {
    Quasi quasi = study.quasis().get(0);
    if (!quasi.ladder().outside().isEmpty()) {
      rows.get(random.nextInt(rows.size())).put(quasi.name(), quasi.ladder().outside());
    }
  }

  /** Corrects what {@link #goOutside} did. */
  void comeInside() {
    for (Map<String, String> row : rows) {
      for (Quasi quasi : study.quasis()) {
        if (row.get(quasi.name()).equals(quasi.ladder().outside())) {
          row.put(quasi.name(), value(quasi));
        }
      }
    }
  }

  private String anyone() {
    return rows.isEmpty() ? "" : rows.get(random.nextInt(rows.size())).get("id");
  }

  private void enrol(int persons) {
    for (int i = 0; i < persons; i++) {
      String id = "S" + ++enrolled;
      Map<String, String> first = visit(id);
      rows.add(first);
      for (int visits = 1 + random.nextInt(mostRows); visits > 1; visits--) {
        Map<String, String> next = visit(id);
        study.quasis().stream()
            .filter(quasi -> random.nextInt(5) > 0)
            .forEach(quasi -> next.put(quasi.name(), first.get(quasi.name())));
        rows.add(next);
      }
    }
  }

  private Map<String, String> visit(String id) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("id", id);
    row.put("name", Study.CANARY + " Wang " + id);
    study.quasis().forEach(quasi -> row.put(quasi.name(), cell(quasi)));
    int skewed = Math.min(random.nextInt(4), random.nextInt(4));
    row.put("s", Study.SENSITIVE.get(skewed));
    row.put("m", random.nextInt(8) == 0 ? "same" : "m" + ++marks);
    row.put("note", Study.CANARY + " of " + id);
    return row;
  }

  private String cell(Quasi quasi) {
    return gaps && random.nextInt(8) == 0 ? "" : value(quasi);
  }

  /** Returns a value, the first ones more often. */
  private String value(Quasi quasi) {
    List<String> values = quasi.ladder().values();
    return values.get(Math.min(random.nextInt(values.size()), random.nextInt(values.size())));
  }
}
