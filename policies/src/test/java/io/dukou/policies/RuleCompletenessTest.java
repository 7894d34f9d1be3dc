package io.dukou.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule comes with its tests, samples, METADATA and words. */
final class RuleCompletenessTest {
  private static final Path RULES = Tree.MODULE.resolve("src/main/rego/dukou/rules");
  private static final Set<String> FIRST_RULES =
      Set.of(
          ("R01 R05 R06 R07 R11 R12 R13 R16 R17 R19 R20 R21 R25 R27 R28 R29 R30 R31 R40 R41 R54"
                  + " R55 R56 R62 R66 R70 R73")
              .split(" "));
  private static final Set<String> RELEASE_ONLY =
      Set.of("R13", "R16", "R17", "R20", "R28", "R29", "R30", "R31", "R70", "R73");
  private static final Pattern FINDING =
      Pattern.compile("finding\\.(deny|hold|owe)\\(\\s*\"([a-z0-9_]+)\"");

  static List<JsonNode> rules() {
    return StreamOf.elements(Resources.json("bundle/catalogue.json").path("rules")).toList();
  }

  @Test
  void loadedRules_areTheFirstTwentySeven() {
    assertThat(rules()).map(r -> r.at("/number").asText()).hasSameElementsAs(FIRST_RULES);
    assertThat(rules()).extracting(r -> r.at("/id").asText()).doesNotHaveDuplicates();
  }

  @Test
  void rulesOfReleaseOnly_areThoseThatNeedWhatWasMeasured() {
    assertThat(rules())
        .filteredOn(r -> !r.at("/entry_points").toString().contains("request"))
        .map(r -> r.at("/number").asText())
        .hasSameElementsAs(RELEASE_ONLY);
  }

  @Test
  void everyRuleFolder_isInTheCatalogue() throws IOException {
    Set<String> folders = new TreeSet<>();
    try (Stream<Path> found = Files.walk(RULES, 2)) {
      found
          .filter(f -> RULES.relativize(f).getNameCount() == 2)
          .forEach(f -> folders.add(RULES.relativize(f).toString()));
    }
    assertThat(rules())
        .map(r -> r.at("/family").asText() + "/" + r.at("/folder").asText())
        .hasSameElementsAs(folders);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void metadata_isComplete(JsonNode rule) {
    assertThat(rule.at("/id")).isEqualTo(rule.at("/folder"));
    assertThat(rule.at("/title").asText()).isNotBlank();
    assertThat(rule.at("/description").asText()).hasSizeGreaterThan(30);
    assertThat(rule.at("/version").asInt()).isPositive();
    assertThat(rule.at("/severity").asText()).isIn("deny", "require_approval");
    assertThat(rule.at("/citations")).isNotEmpty();
    assertThat(rule.at("/sources").size()).isEqualTo(rule.at("/citations").size());
    assertThat(rule.at("/loosens").isBoolean()).isTrue();
    assertThat(rule.at("/export_only").isBoolean()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void tests_showSuccessFailureAndMissingFacts(JsonNode rule) {
    String tests = Tree.text(file(rule, "_test.rego"));
    assertThat(tests).contains("test_success_", "test_fail_");
    assertThat(tests).containsPattern("test_fail_missing_fact_never_allows|test_fail_absent_waits");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void samples_showOneAllowedAndOneDenied(JsonNode rule) {
    String folder = rule.at("/number").asText() + "-" + rule.at("/id").asText();
    assertThat(sampled(folder + "/allowed")).isIn("allow", "oblige");
    assertThat(sampled(folder + "/denied")).isIn("deny", "require_approval");
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyCode_hasWordsInEnglishAndChinese(JsonNode rule) {
    JsonNode wording = Resources.json("wording.json");
    for (String code : codes(rule)) {
      assertThat(wording.path(code).path("en").asText()).as(code).isNotBlank();
      assertThat(wording.path(code).path("zh").asText()).as(code).containsPattern("\\p{IsHan}");
    }
  }

  @Test
  void everySentence_belongsToACode() {
    Set<String> codes = new TreeSet<>(Set.of("missing_fact", "undetermined"));
    rules().forEach(rule -> codes.addAll(codes(rule)));
    assertThat(Wording.standard().codes()).isEqualTo(codes);
  }

  /** A count that a recipient abroad may see would have to be a bound, not a number of persons. */
  @Test
  void publicValues_areNeverCountsOfPersons() {
    for (JsonNode rule : rules()) {
      assertThat(StreamOf.elements(rule.at("/public_values")).map(JsonNode::asText))
          .doesNotContain("subjects", "persons", "checked", "min_class_size", "fields", "facts");
    }
  }

  /** What is hidden from recipients can only be owed: what denies or waits is told. */
  @Test
  void domesticCodes_areObligationsOfTheirRule() {
    for (JsonNode rule : rules()) {
      Set<String> owed = new TreeSet<>();
      findings(rule).filter(f -> f.group(1).equals("owe")).forEach(f -> owed.add(f.group(2)));
      assertThat(StreamOf.elements(rule.at("/domestic_codes")).map(JsonNode::asText))
          .isSubsetOf(owed);
    }
  }

  private static Set<String> codes(JsonNode rule) {
    return findings(rule)
        .map(f -> rule.at("/id").asText() + "/" + f.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<MatchResult> findings(JsonNode rule) {
    return FINDING.matcher(Tree.text(file(rule, ".rego"))).results();
  }

  private static Path file(JsonNode rule, String suffix) {
    String folder = rule.at("/folder").asText();
    return RULES
        .resolve(rule.at("/family").asText())
        .resolve(folder)
        .resolve(folder.replace('-', '_') + suffix);
  }

  private static String sampled(String name) {
    return Tree.json(Tree.MODULE.resolve("samples/" + name + ".json"))
        .at("/expect/result")
        .asText();
  }
}
