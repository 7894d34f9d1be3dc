package io.dukou.gateway.yaml;

import static io.dukou.gateway.yaml.ValueTypes.FLAG;
import static io.dukou.gateway.yaml.ValueTypes.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class YamlMapTest {
  private final Problems problems = new Problems();

  @Test
  void countryCodeOfNorway_isText() {
    assertThat(read("country: no", map -> map.value("country", TEXT))).isEqualTo("no");
  }

  @Test
  void numberWhereTextIsMeant_isTakenAsWritten() {
    assertThat(read("version: 3.10", map -> map.value("version", TEXT))).isEqualTo("3.10");
  }

  @Test
  void onlyTrueAndFalse_areFlags() {
    assertThat(read("on: true", map -> map.value("on", FLAG))).isEqualTo(true);
    assertThat(problemsOf("on: yes", map -> map.value("on", FLAG)))
        .containsExactly("f:1:5: 'on': write true or false here");
  }

  @Test
  void textWhereANumberIsMeant_isAProblem() {
    assertThat(problemsOf("n: '5'", map -> map.value("n", ValueTypes.integer(0, 9))))
        .containsExactly("f:1:4: 'n': write number here");
  }

  @Test
  void keyWithoutValue_isAProblemForAScalarAndAbsentForASection() {
    assertThat(problemsOf("a:", map -> map.optional("a", TEXT)))
        .containsExactly("f:1:3: 'a': write text here");
    assertThat(read("a:", map -> map.section("a", a -> a.value("b", TEXT, "x")))).isEqualTo("x");
    assertThat(read("a:", map -> map.values("a", TEXT))).isEqualTo(List.of());
  }

  @Test
  void nesting_isReadToItsLimitAndRefusedBeyond() {
    String deepest = "a: " + "[".repeat(99) + "]".repeat(99);
    assertThat(problemsOf(deepest, map -> map.value("a", TEXT)))
        .containsExactly("f:1:4: 'a': write text here");
    for (String opening : List.of("[", "{b: ", "- ")) {
      assertThat(problemsOf("a:\n " + opening.repeat(50_000), map -> map.value("a", TEXT)))
          .singleElement()
          .asString()
          .startsWith("f:2:")
          .endsWith("lists and sections stand deeper in each other than 100");
    }
  }

  @Test
  void longScalarWithoutEnd_isRefused() {
    assertThat(problemsOf("a: \"" + "x".repeat(8 << 20), map -> map.value("a", TEXT)))
        .singleElement()
        .asString()
        .startsWith("f:1:")
        .contains("this is not YAML");
  }

  @Test
  void emptyDocument_isAMappingOfDefaults() {
    assertThat(read("# nothing\n", map -> map.value("a", TEXT, "default"))).isEqualTo("default");
  }

  @Test
  void sectionWithAProblem_isNotBuilt() {
    Read<String> section =
        root("a: {b: [], c: x}")
            .section("a", a -> a.build(() -> a.value("b", TEXT).get() + "made"));
    assertThat(section.toOptional()).isEmpty();
    assertThatThrownBy(section::get).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void failureOfTheMaker_isAProblemOfTheMapping() {
    root("a: {b: 1}")
        .section(
            "a",
            a -> {
              a.value("b", TEXT);
              return a.build(
                  () -> {
                    throw new IllegalArgumentException("does not fit: change it");
                  });
            });
    assertThat(found()).containsExactly("f:1:4: 'a': does not fit: change it");
  }

  @Test
  void duplicateKey_isNamedWithItsFirstLine() {
    assertThat(problemsOf("a: 1\nb: 2\na: 3\n", map -> map.value("a", TEXT)))
        .containsExactly(
            "f:2:1: unknown key 'b': leave it out",
            "f:3:1: 'a' is already set in line 1: keep one");
  }

  @Test
  void retiredKey_isNamedWithItsRemedy() {
    YamlMap map = root("old: 1");
    map.retired("old", "set new");
    assertThat(map.build(() -> "made").toOptional()).isEmpty();
    assertThat(found()).containsExactly("f:1:1: 'old': this key is no longer used: set new");
  }

  @Test
  void anchorsAliasesAndTags_areRefused() {
    assertThat(problemsOf("a: &x [1]\nb: 1", map -> map.values("a", TEXT)))
        .contains("f:1:4: anchors and aliases are not read here: write the value out");
    assertThat(problemsOf("a: &x t\nb: *x\n", map -> map.value("a", TEXT)))
        .anyMatch(problem -> problem.contains("anchors and aliases are not read here"));
    assertThat(problemsOf("a: !!binary aGk=", map -> map.value("a", TEXT)))
        .anyMatch(problem -> problem.contains("tags are not read here"));
  }

  @Test
  void secondDocument_isRefused() {
    assertThat(problemsOf("a: 1\n---\nb: 2\n", map -> map.value("a", TEXT)))
        .singleElement()
        .asString()
        .contains("this is not YAML");
  }

  @Test
  void brokenYaml_isNamedAtItsPlace() {
    assertThat(problemsOf("a: [1, 2\nb: 3\n", map -> map.value("a", TEXT)))
        .singleElement()
        .asString()
        .startsWith("f:2:2: this is not YAML: ");
  }

  @Test
  void namedSections_keepTheirOrderAndNeedIdentifiers() {
    Object named =
        read("s: {b: {v: 1}, a: {v: 2}}", map -> map.named("s", (id, m) -> value(id, m)));
    assertThat(named).isEqualTo(Map.of("b", "b=1", "a", "a=2"));
    assertThat(((Map<?, ?>) named).keySet().toString()).isEqualTo("[b, a]");
    assertThat(problemsOf("s: {'b c': {v: 1}}", map -> map.named("s", (id, m) -> value(id, m))))
        .singleElement()
        .asString()
        .startsWith("f:1:5: 's.b c': write an identifier");
  }

  @Test
  void verbatimSection_standsAtTheSameLinesAndColumns() {
    String text = "a: 1\nspec:\n  x: [1,\n      2]\nb: 2\n";
    YamlMap map = root(text);
    Read<String> verbatim = map.eitherVerbatim("spec", TEXT, section -> section);
    assertThat(verbatim.get()).startsWith("\n\n  x: [1,\n      2]").doesNotContain("b:");
  }

  @Test
  void textBehindCharactersOutsideTheBasicPlane_isCutAtTheRightPlace() {
    YamlMap map = root("a: \"\uD840\uDC00\uD840\uDC00\"\nspec: {x: \uD840\uDC00}\n");
    assertThat(map.eitherVerbatim("spec", TEXT, section -> section).get())
        .isEqualTo("\n      {x: \uD840\uDC00}");
  }

  @Test
  void uses_nameEveryKeyWithPatternTypeAndDefault() {
    YamlDocument document = new YamlDocument("f", "l: [{k: 1}]\nn: {one: {k: 2}}\n", problems);
    YamlMap map = document.root().orElseThrow();
    map.sections("l", m -> m.value("k", TEXT));
    map.named("n", (id, m) -> m.value("k", TEXT, "d"));
    assertThat(document.uses())
        .containsExactly(
            new KeyUse("l", "list of sections", "empty", true),
            new KeyUse("l[].k", "text", "required", true),
            new KeyUse("n", "named sections", "none", true),
            new KeyUse("n.*.k", "text", "d", true));
  }

  @Test
  void longOrStrangeValue_isShownCutAndClean() {
    List<String> shown =
        problemsOf("a: \"\\e[31m" + "x".repeat(200) + "\"", map -> map.value("a", ValueTypes.URL));
    assertThat(shown).singleElement().asString().contains("'?[31mxxx").hasSizeLessThan(200);
  }

  private static Read<String> value(String id, YamlMap map) {
    Read<String> value = map.value("v", TEXT);
    return map.build(() -> id + "=" + value.get());
  }

  private Object read(String yaml, Function<YamlMap, Read<?>> reader) {
    Object value = reader.apply(root(yaml)).get();
    assertThat(found()).isEmpty();
    return value;
  }

  private static List<String> problemsOf(String yaml, Function<YamlMap, Read<?>> reader) {
    Problems problems = new Problems();
    new YamlDocument("f", yaml, problems)
        .root()
        .ifPresent(
            map -> {
              Read<?> value = reader.apply(map);
              map.build(value::orNull);
            });
    return texts(problems);
  }

  private YamlMap root(String yaml) {
    return new YamlDocument("f", yaml, problems).root().orElseThrow();
  }

  private List<String> found() {
    return texts(problems);
  }

  private static List<String> texts(Problems problems) {
    return problems.sorted().stream().map(Problem::toString).toList();
  }
}
