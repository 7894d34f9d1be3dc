package io.dukou.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Why a rule refused, as the caller may read it.
 *
 * @param rule the rule, such as {@code R40}
 * @param code the registered code of the reason
 * @param citations the law's articles
 * @param textEn the words in English
 * @param textZh the words in Chinese
 */
public record ShownReason(
    String rule, String code, List<String> citations, String textEn, String textZh) {
  /** Checks that the parts are there and copies the list. */
  public ShownReason {
    requireNonNull(rule, "rule");
    requireNonNull(code, "code");
    citations = List.copyOf(citations);
    requireNonNull(textEn, "textEn");
    requireNonNull(textZh, "textZh");
  }
}
