package io.dukou.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds texts wherever they stand in a domestic part, as a whole or as a part of something longer.
 *
 * @param texts what is looked for, such as the keys of a person
 */
record Mentions(Set<String> texts) {
  /** A shorter text would be found by accident. */
  private static final int SHORTEST = 8;

  private static final Pattern PERCENT = Pattern.compile("%([0-7][0-9A-Fa-f])");
  private static final Pattern SEPARATORS = Pattern.compile("[\\s\\p{Z}\\p{Cf}\\p{Pd}+]+");

  Mentions {
    texts = Set.copyOf(texts);
    if (texts.isEmpty() || texts.stream().anyMatch(text -> text.length() < SHORTEST)) {
      throw new IllegalArgumentException(
          "what is looked for has at least one text, and none shorter than " + SHORTEST);
    }
  }

  static Mentions of(Set<String> texts) {
    return new Mentions(texts);
  }

  /** Returns the cut that takes a person away, if it is one of the texts. */
  Optional<Erasure.Cut> cut(int position, String person) {
    // It is a key: these have one form, and there are many of them.
    return texts.stream().anyMatch(person::contains)
        ? Optional.of(new Erasure.Cut(position, List.of()))
        : Optional.empty();
  }

  /** Returns the cut that takes the texts out of a field: elements of an array, else all of it. */
  Optional<Erasure.Cut> cut(int position, String name, JsonNode value) {
    if (!isIn(name) && !isIn(value)) {
      return Optional.empty();
    }
    List<Integer> elements = new ArrayList<>();
    for (int i = 0; value.isArray() && !isIn(name) && i < value.size(); i++) {
      if (isIn(value.get(i))) {
        elements.add(i);
      }
    }
    return Optional.of(new Erasure.Cut(position, elements));
  }

  private boolean isIn(JsonNode value) {
    if (value.isValueNode()) {
      return isIn(value.asText());
    }
    for (JsonNode child : value) {
      if (isIn(child)) {
        return true;
      }
    }
    boolean named = false;
    for (var names = value.fieldNames(); names.hasNext() && !named; ) {
      named = isIn(names.next());
    }
    return named;
  }

  private boolean isIn(String text) {
    return texts.stream().anyMatch(text::contains) || isWrittenOtherwiseIn(text);
  }

  /**
   * Looks for the texts however they are written: in full-width forms, in small letters, in groups,
   * percent-encoded.
   */
  private boolean isWrittenOtherwiseIn(String text) {
    String plain = plain(text);
    return texts.stream().map(Mentions::plain).anyMatch(plain::contains);
  }

  private static String plain(String text) {
    String decoded =
        PERCENT.matcher(text).replaceAll(m -> Matcher.quoteReplacement(ofCode(m.group(1))));
    String composed = Normalizer.normalize(decoded, Normalizer.Form.NFKC);
    return SEPARATORS.matcher(composed).replaceAll("").toUpperCase(Locale.ROOT);
  }

  private static String ofCode(String hex) {
    return String.valueOf((char) Integer.parseInt(hex, 16));
  }
}
