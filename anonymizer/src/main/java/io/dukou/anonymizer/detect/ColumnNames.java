package io.dukou.anonymizer.detect;

import io.dukou.anonymizer.identifier.PlainText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What names of columns mean, in English, Chinese, Pinyin and the CDISC standards.
 *
 * <p>The list is {@code column-names.txt}. Where several words of a name are known, a word inside a
 * longer known one does not count, and the one whose role protects most decides: a name that is
 * read wrongly should withhold too much, not too little.
 *
 * <p>Immutable after loading, so usable from any thread.
 */
final class ColumnNames {
  private static final Pattern HUMP = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})");
  private static final Pattern GAPS = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
  private static final Pattern NUMBER_AT_END = Pattern.compile("(?<=\\p{L})[0-9]+(?= |$)");
  private static final ColumnNames LOADED = new ColumnNames();

  private final CdiscNames cdisc = new CdiscNames();
  private final Map<String, NameMatch> whole = new HashMap<>();
  private final Map<String, NameMatch> abbreviations = new HashMap<>();
  private final Map<String, Concept> phrases = new HashMap<>();
  private final Map<String, Concept> chinese = new HashMap<>();

  private ColumnNames() {
    for (WordLists.Line line : WordLists.lines("column-names.txt")) {
      String[] key = line.key().split(" ", -1);
      Concept concept = Concept.valueOf(key[1].toUpperCase(Locale.ROOT).replace('-', '_'));
      List<String> words = line.list(word -> word);
      switch (key[0]) {
        case "cdisc" -> cdisc.add(concept, words);
        case "exact" -> words.forEach(word -> addWhole(word, concept));
        case "abbr" -> words.forEach(word -> addAbbreviation(word, concept));
        case "phrase" -> words.forEach(word -> addPhrase(word, concept));
        default -> throw new IllegalStateException("unknown way of matching " + key[0]);
      }
    }
  }

  /** Returns the list, read once. */
  static ColumnNames loaded() {
    return LOADED;
  }

  private void addWhole(String word, Concept concept) {
    whole.putIfAbsent(compact(word), new NameMatch(concept, NameMatch.Kind.NAME, false));
  }

  private void addAbbreviation(String word, Concept concept) {
    abbreviations.merge(
        word,
        new NameMatch(concept, NameMatch.Kind.ABBREVIATION, false),
        (one, other) -> strictest(List.of(one.concept(), other.concept()), one.kind()));
  }

  private void addPhrase(String word, Concept concept) {
    if (HAN.matcher(word).find()) {
      chinese.putIfAbsent(word, concept);
    } else {
      phrases.putIfAbsent(word, concept);
      if (word.contains(" ")) {
        addWhole(word, concept);
      }
    }
  }

  /** Returns whether a table with these columns follows a CDISC standard. */
  boolean isCdisc(List<String> names) {
    return cdisc.isCdisc(names);
  }

  /**
   * Returns what a name means, or null if nothing is known.
   *
   * @param inCdisc whether its table follows a CDISC standard
   */
  @Nullable NameMatch match(String name, boolean inCdisc) {
    Concept variable = inCdisc ? cdisc.of(name) : null;
    if (variable != null) {
      return new NameMatch(variable, NameMatch.Kind.CDISC, false);
    }
    String words = words(name);
    NameMatch match = whole.get(compact(words));
    if (match == null) {
      match = HAN.matcher(words).find() ? inChinese(compact(words)) : inWords(words);
    }
    return match == null ? abbreviations.get(compact(words)) : match;
  }

  /** Returns the words of a name in lower case, a blank between two. */
  private static String words(String name) {
    String spaced = PlainText.fold(HUMP.matcher(name).replaceAll(" "));
    return NUMBER_AT_END.matcher(GAPS.matcher(spaced).replaceAll(" ").strip()).replaceAll("");
  }

  private static String compact(String words) {
    return words.replace(" ", "");
  }

  private @Nullable NameMatch inChinese(String name) {
    List<Found> found = new ArrayList<>();
    for (int from = 0; from < name.length(); from++) {
      for (int to = from + 1; to <= name.length(); to++) {
        Concept concept = chinese.get(name.substring(from, to));
        if (concept != null) {
          found.add(new Found(from, to, concept));
        }
      }
    }
    return strictestOf(found);
  }

  private @Nullable NameMatch inWords(String name) {
    List<String> words = List.of(name.split(" ", -1));
    List<Found> found = new ArrayList<>();
    for (int from = 0; from < words.size(); from++) {
      for (int to = from + 1; to <= words.size(); to++) {
        Concept concept = phrases.get(String.join(" ", words.subList(from, to)));
        if (concept != null) {
          found.add(new Found(from, to, concept));
        }
      }
    }
    return strictestOf(found);
  }

  private static @Nullable NameMatch strictestOf(List<Found> found) {
    List<Concept> longest =
        found.stream()
            .filter(one -> found.stream().noneMatch(other -> other.covers(one)))
            .map(Found::concept)
            .toList();
    return longest.isEmpty() ? null : strictest(longest, NameMatch.Kind.NAME);
  }

  /** Returns the concept that protects most; of several, the last, as heads of names come last. */
  private static NameMatch strictest(List<Concept> concepts, NameMatch.Kind kind) {
    Concept strictest =
        concepts.stream()
            .reduce((one, other) -> protection(other) >= protection(one) ? other : one)
            .orElseThrow();
    boolean ambiguous = concepts.stream().anyMatch(other -> other.role() != strictest.role());
    return new NameMatch(strictest, kind, ambiguous);
  }

  private static int protection(Concept concept) {
    return switch (concept.role()) {
      case DIRECT_IDENTIFIER, FREE_TEXT -> 3;
      case QUASI_IDENTIFIER -> 2;
      case SENSITIVE -> 1;
      case INSENSITIVE -> 0;
    };
  }

  /** A known word in a name, from one place to before another. */
  private record Found(int from, int to, Concept concept) {
    boolean covers(Found other) {
      return from <= other.from && to >= other.to && to - from > other.to - other.from;
    }
  }
}
