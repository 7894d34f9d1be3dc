package io.dukou.anonymizer.identifier;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names of subjects, and other values that point at one, prepared for a search in many texts.
 *
 * <p>A name that contains a letter of an unspaced script (Han and its neighbours) is found anywhere
 * in the text, whatever blanks and punctuation stand between its letters; it needs at least two
 * characters. Any other name is a sequence of words (runs of letters and digits) and is found as
 * the same words in the same order or in a rotation of it, so that "Li Xiaoming" is found in "LI,
 * Xiaoming" and in "Xiaoming Li", but not in "Linda". It needs at least {@value #LEAST_LETTERS}
 * letters, or {@value #LEAST_MIXED} letters and digits where there is a digit; a shorter one would
 * be found in harmless text at every turn.
 *
 * <p>A name with a digit is a number of a subject, which {@link CompactNames} also finds written
 * without separators or with others.
 *
 * <p>A whole cell that is a name, and holds nothing beside it, is no such accident as often. There
 * {@value #LEAST_WHOLE_LETTERS} letters are enough, or {@value #LEAST_WHOLE_MIXED} characters where
 * there are letters and digits; see {@link #foundInCell}. A number without a letter stays at
 * {@value #LEAST_MIXED} digits: subjects numbered from 1 on would be found in every column of ages.
 *
 * <p>The search costs one hash look-up for each word and, in unspaced text, one for each character
 * and distinct length of name, however many names there are.
 *
 * <p>Immutable after construction, so usable from any thread.
 */
public final class NameIndex {
  private static final int LEAST_UNSPACED = 2;
  private static final int LEAST_LETTERS = 4;
  private static final int LEAST_MIXED = 6;
  private static final int LEAST_WHOLE_LETTERS = 2;
  private static final int LEAST_WHOLE_MIXED = 4;

  private final Set<String> phrases = new HashSet<>();
  private final Set<String> firstWords = new HashSet<>();
  private final Set<Integer> phraseLengths = new TreeSet<>();
  private final Set<String> unspaced = new HashSet<>();
  private final Set<Integer> unspacedLengths = new TreeSet<>();
  private final CompactNames numbers = new CompactNames();

  /** Names too short to be looked for inside other text; found where they are all of a cell. */
  private final Set<String> wholes = new HashSet<>();

  /** Prepares the names, folded or not; those too short to be looked for are left out. */
  public NameIndex(Collection<String> names) {
    names.forEach(name -> add(PlainText.fold(name)));
  }

  /** Returns true when the text, folded by {@link PlainText}, contains one of the names. */
  public boolean foundIn(String text) {
    return phraseFoundIn(text) || unspacedFoundIn(text) || numbers.foundIn(text);
  }

  /**
   * Returns true when the cell, folded by {@link PlainText}, contains one of the names, or is one
   * that is too short to be looked for inside other text.
   */
  public boolean foundInCell(String cell) {
    return foundIn(cell) || isWhole(cell);
  }

  private boolean isWhole(String cell) {
    if (wholes.isEmpty()) {
      return false;
    }
    Words words = Words.of(cell);
    return words.count() > 0
        && words.letters() < LEAST_MIXED
        && !hasUnspaced(cell)
        && wholes.contains(words.phrase(0, words.count()));
  }

  private void add(String name) {
    if (hasUnspaced(name)) {
      addUnspaced(lettersAndDigits(name));
    } else {
      addPhrase(Words.of(name));
      numbers.add(name);
    }
  }

  private void addUnspaced(String name) {
    if (name.codePointCount(0, name.length()) >= LEAST_UNSPACED) {
      unspaced.add(name);
      unspacedLengths.add(name.length());
    }
  }

  private void addPhrase(Words words) {
    int least = words.hasDigit() ? LEAST_MIXED : LEAST_LETTERS;
    if (words.letters() < least) {
      addWhole(words);
      return;
    }
    for (int start = 0; start < words.count(); start++) {
      Words rotated = words.rotated(start);
      phrases.add(rotated.phrase(0, rotated.count()));
      firstWords.add(rotated.phrase(0, 1));
    }
    phraseLengths.add(words.count());
  }

  private void addWhole(Words words) {
    int least = words.hasDigit() ? LEAST_WHOLE_MIXED : LEAST_WHOLE_LETTERS;
    if (words.letters() < least || words.isNumber()) {
      return;
    }
    for (int start = 0; start < words.count(); start++) {
      wholes.add(words.rotated(start).phrase(0, words.count()));
    }
  }

  private boolean phraseFoundIn(String text) {
    if (phrases.isEmpty()) {
      return false;
    }
    Words words = Words.of(text);
    for (int start = 0; start < words.count(); start++) {
      if (firstWords.contains(words.phrase(start, start + 1)) && phraseStartsAt(words, start)) {
        return true;
      }
    }
    return false;
  }

  private boolean phraseStartsAt(Words words, int start) {
    for (int length : phraseLengths) {
      int end = start + length;
      if (end <= words.count() && phrases.contains(words.phrase(start, end))) {
        return true;
      }
    }
    return false;
  }

  private boolean unspacedFoundIn(String text) {
    if (unspaced.isEmpty() || !hasUnspaced(text)) {
      return false;
    }
    String letters = lettersAndDigits(text);
    for (int length : unspacedLengths) {
      for (int start = 0; start + length <= letters.length(); start++) {
        if (unspaced.contains(letters.substring(start, start + length))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean hasUnspaced(String text) {
    return text.codePoints().anyMatch(PlainText::isUnspaced);
  }

  private static String lettersAndDigits(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    text.codePoints().filter(Character::isLetterOrDigit).forEach(kept::appendCodePoint);
    return kept.toString();
  }

  /** The words of a text, one blank between two. */
  private static final class Words {
    private final List<String> words;

    private Words(List<String> words) {
      this.words = words;
    }

    /** Splits at everything that is neither letter nor digit, and around unspaced letters. */
    static Words of(String text) {
      List<String> words = new ArrayList<>();
      int start = -1;
      int next;
      for (int at = 0; at < text.length(); at = next) {
        int codePoint = text.codePointAt(at);
        next = at + Character.charCount(codePoint);
        boolean inWord = Character.isLetterOrDigit(codePoint) && !PlainText.isUnspaced(codePoint);
        if (inWord && start < 0) {
          start = at;
        } else if (!inWord && start >= 0) {
          words.add(text.substring(start, at));
          start = -1;
        }
      }
      if (start >= 0) {
        words.add(text.substring(start));
      }
      return new Words(words);
    }

    Words rotated(int start) {
      List<String> rotated = new ArrayList<>(words.subList(start, words.size()));
      rotated.addAll(words.subList(0, start));
      return new Words(rotated);
    }

    String phrase(int from, int to) {
      return to - from == 1 ? words.get(from) : String.join(" ", words.subList(from, to));
    }

    int count() {
      return words.size();
    }

    int letters() {
      return words.stream().mapToInt(word -> word.codePointCount(0, word.length())).sum();
    }

    boolean isNumber() {
      return words.stream().flatMapToInt(String::codePoints).allMatch(Character::isDigit);
    }

    boolean hasDigit() {
      return words.stream().flatMapToInt(String::codePoints).anyMatch(Character::isDigit);
    }
  }
}
