package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WordingTest {
  private static final Wording WORDING = Wording.standard();
  private static final Reason SMALL =
      reason("R73", "anon-risk-009/class_too_small", Map.of("least", 11L, "min_class_size", 3L));

  @Test
  void wordsInsideChina_holdEveryValue() {
    assertThat(WORDING.text(SMALL, Locale.ENGLISH))
        .isEqualTo("The smallest class of the protected table (3) has fewer than 11 subjects.");
    assertThat(WORDING.text(SMALL, Locale.CHINESE)).contains("3").contains("11");
  }

  @Test
  void wordsForARecipientAbroad_holdNoCount() {
    assertThat(WORDING.publicText(SMALL, Locale.ENGLISH))
        .isEqualTo("The smallest class of the protected table has fewer than 11 subjects.");
    assertThat(WORDING.publicText(SMALL, Locale.SIMPLIFIED_CHINESE)).doesNotContain("3 人");
  }

  @Test
  void publicDate_isShownAbroad() {
    Reason early =
        reason("R40", "o13-6-contract-in-force/not_in_force", Map.of("effective_at", "2026-11-27"));
    assertThat(WORDING.publicText(early, Locale.ENGLISH))
        .isEqualTo("The standard contract has not taken effect yet; it does at 2026-11-27.");
  }

  @Test
  void codeOfEveryRule_hasTheSharedWords() {
    Reason missing =
        reason(
            "R40",
            "o13-6-contract-in-force/missing_fact",
            Map.of("facts", List.of("mechanism.status", "recipient.id")));
    assertThat(WORDING.text(missing, Locale.UK))
        .isEqualTo("A fact that this rule needs is missing: mechanism.status, recipient.id.");
    assertThat(WORDING.publicText(missing, Locale.UK))
        .isEqualTo("A fact that this rule needs is missing.");
  }

  @Test
  void obligation_isWordedLikeAReason() {
    Obligation filing =
        new Obligation(
            "R41",
            "o13-7-filing-10wd/file_contract",
            Obligation.Stage.LATER,
            LocalDate.of(2026, 11, 20),
            Map.of("deadline", "2026-11-20"),
            List.of("CAC Order 13 Art. 7"));
    assertThat(WORDING.text(filing, Locale.ENGLISH)).endsWith("by 2026-11-20.");
    assertThat(WORDING.publicText(filing, Locale.CHINA)).contains("2026-11-20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$1", "\\", "{least}", "[[x]]"})
  void value_isNeverReadAsATemplate(String value) {
    Reason purpose =
        reason("R12", "pipl-14-purpose-drift/purpose_not_consented", Map.of("purpose", value));
    assertThat(WORDING.text(purpose, Locale.ENGLISH)).contains("(" + value + ")");
  }

  @Test
  void codeWithoutWords_isShownItself() {
    assertThat(WORDING.text(reason("R40", "a/b", Map.of()), Locale.ENGLISH)).isEqualTo("a/b");
  }

  /** Whatever sample is refused: the words for abroad name nothing that is not public. */
  @Test
  void everyReasonOfEverySample_hasFilledWords() {
    for (Samples.Sample sample : Samples.all()) {
      Decision decision =
          Engines.decide(Engines.embedded(), sample.entryPoint(), PolicyInput.of(sample.input()));
      for (Reason reason : decision.reasons()) {
        assertThat(WORDING.text(reason, Locale.ENGLISH)).doesNotContain("{", "[[", "/");
        assertThat(WORDING.publicText(reason, Locale.ENGLISH)).doesNotContain("{", "[[", "/");
        assertThat(WORDING.publicText(reason, Locale.CHINA)).doesNotContain("{", "[[", "/");
      }
    }
  }

  private static Reason reason(String rule, String code, Map<String, Object> values) {
    return new Reason(rule, code, values, List.of());
  }
}
