package io.dukou.anonymizer.attack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A hierarchy twice: as a specification words it, and as the forms it must give, worked out here.
 *
 * @param kind which of the kinds of hierarchies it is
 * @param words the value of the key {@code hierarchy}; empty for none
 * @param file the text of the file that the words name {@code FILE}; empty if they name none
 * @param forms for each value its forms from level 0 on
 * @param outside a value that it does not know; empty where it knows every value
 */
record Ladder(
    String kind, String words, String file, Map<String, List<String>> forms, String outside) {
  private static final String ROOT = "*";
  private static final List<Function<Random, Ladder>> KINDS =
      List.of(
          Ladder::list,
          Ladder::list,
          random -> masked(),
          random -> padded(),
          random -> ranges(),
          random -> boundedRanges(),
          random -> cuts(),
          random -> dates(),
          random -> divisions(),
          random -> icd10(),
          random -> codes(),
          random -> flat());

  /** Returns the number of kinds. */
  static int kinds() {
    return 11;
  }

  /** Returns a hierarchy of a random kind. */
  static Ladder random(Random random) {
    return KINDS.get(random.nextInt(KINDS.size())).apply(random);
  }

  /** Returns the number of levels. */
  int levels() {
    return forms.values().iterator().next().size();
  }

  /** Returns the values. */
  List<String> values() {
    return List.copyOf(forms.keySet());
  }

  /** Returns whether all values, and a missing one, have one form at a level. */
  boolean isRoot(int level) {
    return level > 0
        && level == levels() - 1
        && forms.values().stream().map(steps -> steps.get(level)).distinct().count() == 1;
  }

  private static Ladder of(
      String kind, String words, String outside, List<String> values, Steps steps) {
    Map<String, List<String>> forms = new LinkedHashMap<>();
    values.forEach(value -> forms.put(value, steps.of(value)));
    return new Ladder(kind, words, "", forms, outside);
  }

  /** The forms of a value, itself first. */
  private interface Steps {
    List<String> of(String value);
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  private static Ladder list(Random random) {
    int values = 3 + random.nextInt(6);
    int levels = 1 + random.nextInt(3);
    boolean rooted = random.nextInt(4) > 0;
    Map<String, List<String>> forms = new LinkedHashMap<>();
    for (int value = 0; value < values; value++) {
      List<String> steps = new ArrayList<>(List.of("v" + value));
      for (int level = 1; level <= levels; level++) {
        boolean top = rooted && level == levels;
        steps.add(top ? ROOT : "g" + level + "." + (value >> level));
      }
      forms.put("v" + value, List.copyOf(steps));
    }
    return new Ladder("file", "{file: FILE}", lines(forms), forms, "vx");
  }

  private static String lines(Map<String, List<String>> forms) {
    StringBuilder lines = new StringBuilder();
    forms.values().forEach(steps -> lines.append(String.join(";", steps)).append('\n'));
    return lines.toString();
  }

  private static Ladder masked() {
    return of(
        "redact",
        "{redact: {from: left, char: x, length: 3}}",
        "",
        List.of("100", "101", "110", "111", "120", "201", "211"),
        value -> List.of(value, "x" + value.substring(1), "xx" + value.substring(2), ROOT));
  }

  private static Ladder padded() {
    return of(
        "redact-padded",
        "{redact: {from: right, length: 4, pad: _}}",
        "",
        List.of("2", "21", "22", "210", "2101", "3", "3101"),
        Ladder::maskedFromRight);
  }

  private static List<String> maskedFromRight(String value) {
    String filled = value + "_".repeat(4 - value.length());
    return List.of(
        value,
        filled.substring(0, 3) + "*",
        filled.substring(0, 2) + "**",
        filled.charAt(0) + "***",
        ROOT);
  }

  private static Ladder ranges() {
    return of(
        "intervals",
        "{intervals: {start: 0, width: 5, factors: [2, 2]}}",
        "old",
        numbers(18, 45),
        value -> List.of(value, range(value, 5), range(value, 10), range(value, 20), ROOT));
  }

  private static String range(String value, int width) {
    int from = Integer.parseInt(value) / width * width;
    return "[" + from + "," + (from + width) + ")";
  }

  private static Ladder boundedRanges() {
    return of(
        "intervals-bounded",
        "{intervals: {start: 0, width: 5, bottom: 18, top: 33}}",
        "old",
        numbers(14, 40),
        value -> List.of(value, bounded(Integer.parseInt(value)), ROOT));
  }

  private static String bounded(int value) {
    if (value < 18) {
      return "<18";
    }
    int from = value / 5 * 5;
    return value >= 33 ? ">=33" : "[" + Math.max(18, from) + "," + Math.min(33, from + 5) + ")";
  }

  private static Ladder cuts() {
    return of(
        "cuts",
        "{cuts: [[1, 3, 7, 14], [3, 14]]}",
        "long",
        numbers(0, 18),
        value ->
            List.of(
                value,
                between(Integer.parseInt(value), 1, 3, 7, 14),
                between(Integer.parseInt(value), 3, 14),
                ROOT));
  }

  private static String between(int value, int... cuts) {
    String below = null;
    for (int cut : cuts) {
      if (value < cut) {
        return below == null ? "<" + cut : "[" + below + "," + cut + ")";
      }
      below = Integer.toString(cut);
    }
    return ">=" + below;
  }

  private static Ladder dates() {
    return of(
        "date",
        "{date: [day, month, quarter, year]}",
        "soon",
        List.of(
            "2026-01-03",
            "2026-01-17",
            "2026-02-11",
            "2026-02-12",
            "2026-03",
            "2026-05-30",
            "2026-06-01",
            "2025-11-09",
            "2025-11"),
        value ->
            List.of(value, value.substring(0, 7), quarter(value), value.substring(0, 4), ROOT));
  }

  private static String quarter(String date) {
    int month = Integer.parseInt(date.substring(5, 7));
    return date.substring(0, 4) + "-Q" + (month + 2) / 3;
  }

  private static Ladder divisions() {
    return of(
        "divisions",
        "{divisions: [county, prefecture, province]}",
        "shanghai",
        List.of("310101", "310115", "320102", "320106", "320505", "110105"),
        value ->
            List.of(value, value.substring(0, 4) + "00", value.substring(0, 2) + "0000", ROOT));
  }

  private static Ladder icd10() {
    Map<String, List<String>> forms = new LinkedHashMap<>();
    Stream.of(
            "E11.9 E11 E10-E14 E00-E90",
            "E11.2 E11 E10-E14 E00-E90",
            "E10.1 E10 E10-E14 E00-E90",
            "E66.0 E66 E65-E68 E00-E90",
            "I10 I10 I10-I15 I00-I99",
            "I15.0 I15 I10-I15 I00-I99",
            "J45.0 J45 J40-J47 J00-J99")
        .map(line -> List.of((line + " *").split(" ")))
        .forEach(steps -> forms.put(steps.get(0), steps));
    return new Ladder("icd10", "{icd10: [code, category, block, chapter]}", "", forms, "flu");
  }

  private static Ladder codes() {
    Map<String, List<String>> forms = new LinkedHashMap<>();
    Stream.of(
            "nail nail hand skin", "palm palm hand skin", "arm arm arm skin", "bone bone bone bone")
        .map(line -> List.of((line + " *").split(" ")))
        .forEach(steps -> forms.put(steps.get(0), steps.subList(1, 5)));
    String file = "skin;\nhand;skin\nnail;hand\npalm;hand\narm;skin\nbone;\n";
    return new Ladder("codes", "{codes: {file: FILE}}", file, forms, "hair");
  }

  private static Ladder flat() {
    return of("flat", "", "", List.of("F", "M"), List::of);
  }
}
