package io.dukou.gateway.yaml;

import java.util.Comparator;
import java.util.List;

/** Finds the key that a user probably meant. */
final class Spelling {
  private Spelling() {}

  /** Returns what to do about {@code written}, given the keys that are {@code known} and unset. */
  static String remedy(String written, List<String> known) {
    if (known.isEmpty()) {
      return "leave it out";
    }
    String nearest =
        known.stream().min(Comparator.comparingInt(key -> distance(written, key))).orElseThrow();
    if (distance(written, nearest) <= Math.max(2, nearest.length() / 3)) {
      return "did you mean '" + nearest + "'?";
    }
    return "the keys that can be added here are " + String.join(", ", known);
  }

  /** Returns the number of characters to insert, delete or replace, without regard to case. */
  static int distance(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      above = nextRow(one.charAt(i - 1), i, other, above);
    }
    return above[other.length()];
  }

  private static int[] nextRow(char character, int row, String other, int[] above) {
    int[] here = new int[above.length];
    here[0] = row;
    for (int j = 1; j < here.length; j++) {
      boolean same = Character.toLowerCase(character) == Character.toLowerCase(other.charAt(j - 1));
      here[j] = Math.min(Math.min(above[j], here[j - 1]) + 1, above[j - 1] + (same ? 0 : 1));
    }
    return here;
  }
}
