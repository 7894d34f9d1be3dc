package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyInputTest {
  @Test
  void baseSample_isAValidInput() {
    assertThat(PolicyInput.of(Tree.base()).eventTime()).isEqualTo("2026-11-20T02:30:00Z");
  }

  @Test
  void baseSample_isSmall() {
    assertThat(PolicyInput.of(Tree.base()).canonicalJson()).hasSizeLessThan(3_200);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-12-31T15:59:59Z, 2026-12-31T23:59:59.000+08:00",
    "2026-12-31T16:00:00Z, 2027-01-01T00:00:00.000+08:00",
    "2026-06-30T23:30:00.123456-05:00, 2026-07-01T12:30:00.123+08:00",
    "2026-06-30T12:00+08:00, 2026-06-30T12:00:00.000+08:00"
  })
  void instant_isRewrittenToShanghai(String written, String prepared) {
    PolicyInput input = PolicyInput.of(withTime(written));
    assertThat(input.json().path("event").path("time").asText()).isEqualTo(prepared);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-20",
        "2026-11-20T10:30:00",
        "unknown",
        "none",
        "tomorrow",
        "1991-06-01T00:00:00+08:00"
      })
  void textThatIsNoInstant_isRefusedWithoutItsValue(String text) {
    assertThatThrownBy(() -> PolicyInput.of(withTime(text)))
        .isInstanceOf(InvalidPolicyInputException.class)
        .hasMessageContaining("/event/time")
        .message()
        .doesNotContain("2026", "tomorrow");
  }

  @Test
  void unknownFact_isRefusedByName() {
    ObjectNode facts = Tree.base();
    facts.withObject("/dataset").put("colour", "secret-colour");
    assertThatThrownBy(() -> PolicyInput.of(facts))
        .isInstanceOf(InvalidPolicyInputException.class)
        .hasMessageContaining("/dataset/colour")
        .message()
        .doesNotContain("secret-colour");
  }

  @Test
  void inputThatIsNoObject_isRefused() {
    assertThatThrownBy(() -> PolicyInput.of(Tree.parse("[]")))
        .isInstanceOf(InvalidPolicyInputException.class);
  }

  @Test
  void timeOfTheEvent_isNotInTheDigestForRemembering() {
    PolicyInput morning = PolicyInput.of(withTime("2026-11-20T09:00:00+08:00"));
    PolicyInput noon = PolicyInput.of(withTime("2026-11-20T12:00:00+08:00"));
    assertThat(noon.digestWithoutTime()).isEqualTo(morning.digestWithoutTime());
    assertThat(noon.digest()).isNotEqualTo(morning.digest());
  }

  @Test
  void laterChangesToTheFacts_doNotReachTheInput() {
    ObjectNode facts = Tree.base();
    PolicyInput input = PolicyInput.of(facts);
    String before = input.canonicalJson();
    facts.withObject("/hgr").put("class", "info");
    input.json().withObject("/hgr").put("class", "info");
    assertThat(input.canonicalJson()).isEqualTo(before);
  }

  @Test
  void validity_endsAtMidnightInShanghaiAtTheLatest() {
    assertThat(PolicyInput.of(withTime("2026-11-20T00:00:00Z")).validUntil())
        .isEqualTo("2026-11-20T16:00:00Z");
  }

  @Test
  void validity_endsAtTheNextInstantInTheFacts() {
    ObjectNode facts = withTime("2026-11-20T00:00:00Z");
    facts.withObject("/mechanism").put("expires_at", "2026-11-20T05:00:00Z");
    assertThat(PolicyInput.of(facts).validUntil()).isEqualTo("2026-11-20T05:00:00Z");
  }

  @Test
  void validity_endsWhenTheListSnapshotGetsTooOld() {
    ObjectNode facts = withTime("2026-11-20T00:00:00Z");
    facts.withObject("/recipient").put("list_checked_at", "2026-11-19T01:00:00Z");
    assertThat(PolicyInput.of(facts).validUntil())
        .isEqualTo(Instant.parse("2026-11-20T01:00:00.001Z"));
  }

  @Test
  void text_showsNoFact() {
    assertThat(PolicyInput.of(Tree.base()).toString()).doesNotContain("Rhein");
  }

  private static ObjectNode withTime(String time) {
    ObjectNode facts = Tree.base();
    facts.withObject("/event").put("time", time);
    return facts;
  }
}
