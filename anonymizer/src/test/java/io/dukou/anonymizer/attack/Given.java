package io.dukou.anonymizer.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One release to a recipient group, and the truth behind it.
 *
 * @param study what does not change from cut to cut
 * @param models what the release must meet
 * @param k the k of its plan
 * @param layers for each layer of the plan its level for each quasi-identifier
 * @param layerOf the layer of each subject that is released, as it was in truth; others would be in
 *     the first
 * @param cut the rows it was made of, each with its cells by column
 * @param beside the rows of the table that are not in the subset of a delta-presence
 * @param withheld the subjects held back
 * @param lines the text that leaves: a header, then a line for each row
 * @param origins for each released row the row of the cut it stands for
 * @param leastTold how many subjects the smallest class is said to have
 */
record Given(
    Study study,
    List<Model> models,
    int k,
    List<Map<String, Integer>> layers,
    Map<String, Integer> layerOf,
    List<Map<String, String>> cut,
    List<Map<String, String>> beside,
    Set<String> withheld,
    List<String> lines,
    List<Integer> origins,
    int leastTold) {
  /** Copies the lists that say what left. */
  Given {
    lines = List.copyOf(lines);
    origins = List.copyOf(origins);
  }

  /** Returns the level of a quasi-identifier in the layer of a subject. */
  int level(String subject, String quasi) {
    return layers.get(layer(subject)).get(quasi);
  }

  /** Returns the layer of a subject. */
  int layer(String subject) {
    return layerOf.getOrDefault(subject, 0);
  }

  /** Returns the number of released rows. */
  int rowCount() {
    return lines.size() - 1;
  }

  /** Returns the subject of a row of the cut: its name or, without subjects, its number. */
  String subject(int row) {
    return study.bySubject() ? cut.get(row).get("id") : "row " + row;
  }

  /** Returns the subject of a released row. */
  String owner(int released) {
    return subject(origins.get(released));
  }

  /** Returns the cells of a released row. */
  List<String> cells(int released) {
    return Csv.cells(lines.get(released + 1));
  }

  /** Returns the same release without some rows. */
  Given without(Set<Integer> released) {
    List<String> left = new ArrayList<>(List.of(lines.get(0)));
    List<Integer> from = new ArrayList<>();
    for (int row = 0; row < rowCount(); row++) {
      if (!released.contains(row)) {
        left.add(lines.get(row + 1));
        from.add(origins.get(row));
      }
    }
    return with(left, from);
  }

  /** Returns the same release with other text. */
  Given with(List<String> otherLines, List<Integer> otherOrigins) {
    return new Given(
        study,
        models,
        k,
        layers,
        layerOf,
        cut,
        beside,
        withheld,
        otherLines,
        otherOrigins,
        leastTold);
  }

  /** Returns the same text as if the truth were another. */
  Given of(
      Study otherStudy, List<Map<String, String>> otherCut, List<Map<String, String>> otherBeside) {
    return new Given(
        otherStudy,
        models,
        k,
        layers,
        layerOf,
        otherCut,
        otherBeside,
        withheld,
        lines,
        origins,
        leastTold);
  }
}
