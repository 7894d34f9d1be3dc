package io.dukou.anonymizer.identifier;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Numbers of subjects, compared without what stands between their parts: {@code S-00007} is found
 * in "S00007", {@code S00007} in "S 00-007".
 *
 * <p>A number needs {@value #LEAST} letters and digits, and a digit. One without letters is found
 * in a whole word only, and needs {@value #LEAST_DIGITS} digits that are no date, or a leading
 * zero: else it would be found among measurements and dates. It starts and ends where a word does,
 * and its parts are joined across separators of {@link NumberText} alone, as no list is one number.
 *
 * <p>The search costs one hash look-up for each word and distinct length. Immutable once filled.
 */
final class CompactNames {
  private static final int LEAST = 6;
  private static final int LEAST_DIGITS = 8;
  private static final Pattern DATE =
      Pattern.compile("(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])");

  private final Set<String> names = new HashSet<>();
  private final Set<Integer> lengths = new TreeSet<>();

  /** Adds a folded name, unless it is none of a number or too short to be looked for. */
  void add(String name) {
    String compact = Joined.of(name).text;
    if (isSought(compact)) {
      names.add(compact);
      lengths.add(compact.length());
    }
  }

  /** Returns true when the folded text contains one of the numbers. */
  boolean foundIn(String text) {
    if (names.isEmpty()) {
      return false;
    }
    Joined joined = Joined.of(text);
    BitSet edges = joined.edges;
    for (int start = edges.nextSetBit(0); start >= 0; start = edges.nextSetBit(start + 1)) {
      if (startsAt(joined, start)) {
        return true;
      }
    }
    return false;
  }

  private boolean startsAt(Joined joined, int start) {
    for (int length : lengths) {
      int end = start + length;
      if (end <= joined.text.length() && joined.edges.get(end) && isName(joined, start, end)) {
        return true;
      }
    }
    return false;
  }

  private boolean isName(Joined joined, int start, int end) {
    String found = joined.text.substring(start, end);
    boolean isOneWord = joined.edges.nextSetBit(start + 1) == end;
    return names.contains(found) && (isOneWord || !isNumber(found));
  }

  private static boolean isSought(String compact) {
    if (compact.length() < LEAST || compact.indexOf(Joined.CUT) >= 0) {
      return false;
    }
    if (isNumber(compact)) {
      return compact.startsWith("0")
          || (compact.length() >= LEAST_DIGITS && !DATE.matcher(compact).matches());
    }
    return compact.chars().anyMatch(Character::isDigit);
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(Character::isDigit);
  }

  /** The letters and digits of a text, and where its words start and end among them. */
  private static final class Joined {
    /** Stands for what joins no words. */
    static final char CUT = '\n';

    private final String text;
    private final BitSet edges;

    private Joined(String text, BitSet edges) {
      this.text = text;
      this.edges = edges;
    }

    static Joined of(String source) {
      StringBuilder joined = new StringBuilder(source.length());
      BitSet edges = new BitSet(source.length() + 1);
      edges.set(0);
      for (int i = 0; i < source.length(); i++) {
        char character = source.charAt(i);
        if (isPart(character)) {
          joined.append(character);
        } else {
          edges.set(joined.length());
          if (!NumberText.isSeparator(character)) {
            joined.append(CUT);
            edges.set(joined.length());
          }
        }
      }
      edges.set(joined.length());
      return new Joined(joined.toString(), edges);
    }

    private static boolean isPart(char character) {
      return Character.isLetterOrDigit(character) && !PlainText.isUnspaced(character);
    }
  }
}
