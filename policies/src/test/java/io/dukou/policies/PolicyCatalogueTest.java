package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PolicyCatalogueTest {
  private static final PolicyCatalogue CATALOGUE = PolicyCatalogue.standard();

  @Test
  void allRules_areSeventySevenInOrder() {
    assertThat(CATALOGUE.all()).hasSize(77).doesNotHaveDuplicates();
    assertThat(CATALOGUE.all())
        .map(PolicyCatalogue.RuleName::number)
        .isSorted()
        .startsWith("R01")
        .endsWith("R77");
  }

  @Test
  void loadedAndNotLoaded_makeAll() {
    assertThat(CATALOGUE.loaded()).hasSize(27);
    assertThat(CATALOGUE.notLoaded()).hasSize(50);
    assertThat(CATALOGUE.notLoaded())
        .contains(new PolicyCatalogue.RuleName("R02", "scope-in-china-visitor"));
  }

  @Test
  void rule_hasWhatItsMetadataSays() {
    RuleEntry rule = CATALOGUE.rule("R40").orElseThrow();
    assertThat(rule.id()).isEqualTo("o13-6-contract-in-force");
    assertThat(rule.citations()).contains("CAC Order 13 Art. 6", "PIPL Art. 38");
    assertThat(rule.effectiveFrom()).isEqualTo("2023-06-01");
    assertThat(rule.confidence()).isEqualTo(RuleEntry.Confidence.A);
    assertThat(CATALOGUE.rule("R02")).isEmpty();
  }

  @Test
  void onlyExemptions_loosen() {
    assertThat(CATALOGUE.loaded())
        .filteredOn(RuleEntry::loosens)
        .map(RuleEntry::number)
        .containsExactly("R25", "R31");
  }

  @Test
  void ruleThatLoosensOnKnowledgeAlone_isNotLoaded() {
    ArrayNode rules = rules();
    ((ObjectNode) rules.get(0)).put("loosens", true).put("confidence", "C");
    assertThatThrownBy(() -> load(rules))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("R01 loosens");
  }

  @Test
  void ruleOutsideTheCatalogue_isNotLoaded() {
    ArrayNode rules = rules();
    ((ObjectNode) rules.get(0)).put("number", "R78");
    assertThatThrownBy(() -> load(rules)).isInstanceOf(PolicyException.class);
  }

  @Test
  void ruleUnderAnotherName_isNotLoaded() {
    ArrayNode rules = rules();
    ((ObjectNode) rules.get(0)).put("id", "scope-renamed");
    assertThatThrownBy(() -> load(rules)).isInstanceOf(PolicyException.class);
  }

  @Test
  void ruleThatComesTwice_isNotLoaded() {
    ArrayNode rules = rules();
    rules.add(rules.get(0).deepCopy());
    assertThatThrownBy(() -> load(rules)).isInstanceOf(PolicyException.class);
  }

  @Test
  void publicValues_areThoseTheRuleDeclares() {
    assertThat(CATALOGUE.publicValues("R73", Map.of("least", 11L, "min_class_size", 3L)))
        .containsExactly(Map.entry("least", 11L));
    assertThat(CATALOGUE.publicValues("R02", Map.of("least", 11L))).isEmpty();
  }

  private static PolicyCatalogue load(JsonNode rules) {
    return PolicyCatalogue.of(Resources.json("rules-77.json"), rules);
  }

  private static ArrayNode rules() {
    return (ArrayNode) Resources.json("bundle/catalogue.json").path("rules");
  }
}
