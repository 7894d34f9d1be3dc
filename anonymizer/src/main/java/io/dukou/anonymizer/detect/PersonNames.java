package io.dukou.anonymizer.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells whether a text looks like the name of a person.
 *
 * <p>In Han characters: a frequent surname and one or two more (three or four with a surname of
 * two), the last of which does not end the names of places, illnesses, groups and the like. In
 * Latin letters: two to four words with a frequent given name in English, or a surname and one or
 * two syllables in Pinyin. A single value proves nothing, a column of them does.
 *
 * <p>Stateless, so usable from any thread.
 */
final class PersonNames {
  private static final Map<String, String> LISTS = WordLists.byKey("person-names.txt");
  private static final String SURNAMES = list("surnames");
  private static final Set<String> COMPOUND_SURNAMES = words("compound-surnames");
  private static final String NOT_LAST = list("not-last");
  private static final Set<String> PINYIN_SURNAMES = words("pinyin-surnames");
  private static final Set<String> GIVEN_NAMES = words("given-names");

  private static final Pattern HAN = Pattern.compile("[\\p{IsHan}]{2,4}");
  private static final Pattern WORDS = Pattern.compile("[a-z]+[.]?(?:[ ,'-]{1,2}[a-z]+[.]?){1,3}");
  private static final Pattern GAPS = Pattern.compile("[ ,.'-]+");
  private static final String SYLLABLE =
      "(?:(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?"
          + "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|an|en|in|un|ai|ei|ui|ao|ou|iu|ie|ue"
          + "|ia|ua|uo|er|a|o|e|i|u|v))";
  private static final Pattern GIVEN_IN_PINYIN = Pattern.compile(SYLLABLE + "{1,2}");

  private PersonNames() {}

  /** Returns whether the folded text is, as a whole, like the name of a person. */
  static boolean matches(String text) {
    String name = text.strip();
    return HAN.matcher(name).matches() ? isHanName(name) : isLatinName(name);
  }

  private static boolean isHanName(String name) {
    if (NOT_LAST.indexOf(name.charAt(name.length() - 1)) >= 0) {
      return false;
    }
    if (COMPOUND_SURNAMES.contains(name.substring(0, 2))) {
      return name.length() > 2;
    }
    return name.length() < 4 && SURNAMES.indexOf(name.charAt(0)) >= 0;
  }

  private static boolean isLatinName(String name) {
    if (!WORDS.matcher(name).matches()) {
      return false;
    }
    List<String> words = Arrays.asList(GAPS.split(name, -1));
    return words.stream().anyMatch(GIVEN_NAMES::contains) || isInPinyin(words);
  }

  /** The surname comes first, as in Chinese, or last; the rest is one or two syllables. */
  private static boolean isInPinyin(List<String> words) {
    int last = words.size() - 1;
    return (PINYIN_SURNAMES.contains(words.get(0)) && isGiven(words.subList(1, words.size())))
        || (PINYIN_SURNAMES.contains(words.get(last)) && isGiven(words.subList(0, last)));
  }

  private static boolean isGiven(List<String> words) {
    return GIVEN_IN_PINYIN.matcher(String.join("", words)).matches();
  }

  private static String list(String key) {
    return LISTS.getOrDefault(key, "");
  }

  private static Set<String> words(String key) {
    return Set.of(list(key).split(" ", -1));
  }
}
