package io.dukou.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The words that a person reads for a code, English and Chinese, kept in one file.
 *
 * <p>A code that every rule can give, such as {@code missing_fact}, has one sentence without the
 * rule's name. A code without a sentence is shown as it is; a test keeps that from happening.
 *
 * <p>A sentence may hold {@code {key}} for a value and {@code [[...]]} around a part that is left
 * out when one of its values is not at hand. Immutable.
 */
public final class Wording {
  private static final class Standard {
    static final Wording INSTANCE = new Wording(Resources.json("wording.json"));
  }

  private static final Pattern OPTIONAL_PART = Pattern.compile("\\[\\[(.*?)]]");
  private static final Pattern VALUE = Pattern.compile("\\{([a-z0-9_]+)}");

  private final JsonNode sentences;

  private Wording(JsonNode sentences) {
    this.sentences = sentences;
  }

  /** Returns the wording built into this module. */
  public static Wording standard() {
    return Standard.INSTANCE;
  }

  /**
   * Returns the sentence for a reason with all its values, to be read inside China.
   *
   * @param locale Chinese for any Chinese locale, else English
   */
  public String text(Reason reason, Locale locale) {
    return text(reason.code(), reason.values(), locale);
  }

  /** Returns the sentence for a reason with no more than {@link Reason#publicValues}. */
  public String publicText(Reason reason, Locale locale) {
    return text(reason.code(), reason.publicValues(), locale);
  }

  /** Returns the sentence for an obligation with all its values, to be read inside China. */
  public String text(Obligation obligation, Locale locale) {
    return text(obligation.code(), obligation.values(), locale);
  }

  /** Returns the sentence for an obligation with no more than its public values. */
  public String publicText(Obligation obligation, Locale locale) {
    return text(obligation.code(), obligation.publicValues(), locale);
  }

  /** Returns every code that has a sentence. */
  public Set<String> codes() {
    Set<String> codes = new TreeSet<>();
    sentences.fieldNames().forEachRemaining(codes::add);
    return codes;
  }

  private String text(String code, Map<String, Object> values, Locale locale) {
    String language = locale.getLanguage().equals("zh") ? "zh" : "en";
    JsonNode own = sentences.path(code);
    JsonNode shared = sentences.path(code.substring(code.indexOf('/') + 1));
    JsonNode sentence = (own.isMissingNode() ? shared : own).path(language);
    if (!sentence.isTextual()) {
      return code;
    }
    return fill(withoutUnfilledParts(sentence.textValue(), values), values);
  }

  private static String withoutUnfilledParts(String sentence, Map<String, Object> values) {
    return OPTIONAL_PART
        .matcher(sentence)
        .replaceAll(
            part -> {
              boolean filled =
                  VALUE
                      .matcher(part.group(1))
                      .results()
                      .allMatch(v -> values.containsKey(v.group(1)));
              return filled ? Matcher.quoteReplacement(part.group(1)) : "";
            });
  }

  private static String fill(String sentence, Map<String, Object> values) {
    return VALUE
        .matcher(sentence)
        .replaceAll(
            key -> Matcher.quoteReplacement(word(values.getOrDefault(key.group(1), key.group()))));
  }

  private static String word(Object value) {
    return value instanceof Iterable<?> items
        ? StreamSupport.stream(items.spliterator(), false)
            .map(String::valueOf)
            .collect(Collectors.joining(", "))
        : String.valueOf(value);
  }
}
