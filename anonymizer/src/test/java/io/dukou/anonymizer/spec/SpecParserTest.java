package io.dukou.anonymizer.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dukou.anonymizer.hierarchy.DateHierarchy;
import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.hierarchy.HierarchySource;
import io.dukou.anonymizer.hierarchy.IntervalHierarchy;
import io.dukou.anonymizer.hierarchy.RedactionRule;
import io.dukou.anonymizer.hierarchy.TableHierarchy;
import io.dukou.anonymizer.table.CsvOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the specification file may say, and where faults in it are found. */
final class SpecParserTest {
  private static final String FULL =
      """
      csv: {delimiter: ";", encoding: GB18030}
      subject: USUBJID
      others: drop
      attributes:
        name: {role: direct-identifier}
        age: {role: quasi-identifier, weight: 0.25, hierarchy: {file: age.csv, encoding: UTF-8}}
        zip: {role: quasi-identifier, hierarchy: {redact: {from: left, char: "x", length: 6}}}
        visit: {role: quasi-identifier, type: date, hierarchy: {date: [day, month, year]}}
        bmi: {role: quasi-identifier, type: decimal, missing: suppress,
              hierarchy: {intervals: {start: 10, width: 2.5, factors: [2, 2]}}}
        stay: {role: quasi-identifier, type: integer, missing: own-category,
               hierarchy: {cuts: [1, 3, 7, 14]}}
        home: {role: quasi-identifier, hierarchy: {divisions: [county, prefecture, province]}}
        no: {role: quasi-identifier}
        disease: {role: sensitive, hierarchy: {file: age.csv}}
        country: {role: insensitive}
        comment: {role: free-text}
      models:
        - {type: k-anonymity, k: 11}
      suppressionLimit: 0.02
      metric: {type: loss, aggregate: arithmetic-mean, gsFactor: 0.75}
      """;

  private static final String SMALL =
      """
      attributes:
        age: {role: quasi-identifier}
      models:
        - {type: k-anonymity, k: 5}
      """;

  @Test
  void deeplyNestedFile_isRefusedWithItsPlace() {
    SpecException refused =
        catchThrowableOfType(
            SpecException.class,
            () ->
                SpecParser.parse(
                    "attributes: " + "[".repeat(50_000),
                    "spec.yaml",
                    name -> new ByteArrayInputStream(new byte[0])));
    assertThat(refused.file()).isEqualTo("spec.yaml");
    assertThat(refused.line()).isEqualTo(1);
    assertThat(refused.problem()).contains("deeper in each other than 100");
  }

  @Test
  void everyKey_isRead() {
    ReleaseSpec spec = parse(FULL);

    assertThat(spec.csv()).isEqualTo(new CsvOptions(';', CsvOptions.GB18030));
    assertThat(spec.subject()).isEqualTo("USUBJID");
    assertThat(spec.others()).isEqualTo(Others.DROP);
    assertThat(spec.models()).containsExactly(new ModelSpec.KAnonymity(11));
    assertThat(spec.k()).isEqualTo(11);
    assertThat(spec.suppressionLimit()).isEqualTo(0.02);
    assertThat(spec.metric()).isEqualTo(MetricSpec.loss(Aggregate.ARITHMETIC_MEAN, 0.75));
    assertThat(spec.attributes().stream().map(AttributeSpec::name))
        .containsExactly(
            "name", "age", "zip", "visit", "bmi", "stay", "home", "no", "disease", "country",
            "comment");
    assertThat(spec.withRole(Role.FREE_TEXT).get(0).name()).isEqualTo("comment");
  }

  @Test
  void everyKeyOfAnAttribute_isRead() {
    ReleaseSpec spec = parse(FULL);
    AttributeSpec age = attribute(spec, "age");
    AttributeSpec bmi = attribute(spec, "bmi");

    assertThat(age.role()).isEqualTo(Role.QUASI_IDENTIFIER);
    assertThat(age.weight()).isEqualTo(0.25);
    assertThat(age.hierarchy()).isInstanceOf(TableHierarchy.class);
    assertThat(bmi.type()).isEqualTo(ValueType.DECIMAL);
    assertThat(bmi.missing()).isEqualTo(MissingRule.SUPPRESS);
    assertThat(bmi.hierarchy()).isInstanceOf(IntervalHierarchy.class);
    assertThat(attribute(spec, "zip").hierarchy()).isInstanceOf(RedactionRule.class);
    assertThat(attribute(spec, "visit").hierarchy()).isInstanceOf(DateHierarchy.class);
    assertThat(attribute(spec, "no").hierarchy()).isSameAs(FlatHierarchy.INSTANCE);
  }

  @Test
  void everyKeyLeftOut_hasItsDefault() {
    ReleaseSpec spec = parse(SMALL);
    AttributeSpec age = attribute(spec, "age");

    assertThat(spec.csv()).isEqualTo(CsvOptions.DEFAULT);
    assertThat(spec.subject()).isNull();
    assertThat(spec.others()).isEqualTo(Others.REFUSE);
    assertThat(spec.suppressionLimit()).isEqualTo(0.05);
    assertThat(spec.metric()).isEqualTo(MetricSpec.loss(Aggregate.GEOMETRIC_MEAN, 0.5));
    assertThat(age.type()).isEqualTo(ValueType.STRING);
    assertThat(age.missing()).isEqualTo(MissingRule.OWN_CATEGORY);
    assertThat(age.weight()).isEqualTo(0.5);
  }

  @Test
  void json_isYamlToo() {
    String json =
        """
        {"attributes": {"age": {"role": "quasi-identifier"}},
         "models": [{"type": "k-anonymity", "k": 5}]}
        """;

    assertThat(parse(json)).isEqualTo(parse(SMALL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          colour: red                             | 1 | 1  | unknown key colour
          others: {}                              | 1 | 9  | text is expected
          others: maybe                           | 1 | 9  | unknown word maybe
          subject: [a]                            | 1 | 10 | text is expected
          subject: ""                             | 1 | 10 | text is empty
          subject: age                            | 1 | 10 | subject column is released
          csv: {delimiter: ab}                    | 1 | 18 | one character
          csv: {delimiter: x}                     | 1 | 18 | a delimiter is
          csv: {encoding: latin1}                 | 1 | 17 | UTF-8 or GB18030
          csv: {quote: x}                         | 1 | 7  | unknown key quote
          suppressionLimit: 1.5                   | 1 | 19 | from 0 to 1
          suppressionLimit: -0.1                  | 1 | 19 | from 0 to 1
          suppressionLimit: .nan                  | 1 | 19 | finite number
          suppressionLimit: "0.1"                 | 1 | 19 | number is expected
          metric: {aggregate: sum}                | 1 | 9  | type is missing
          metric: {type: aecs, aggregate: sum}    | 1 | 33 | not an aggregate
          metric: {type: height, gsFactor: 0.5}   | 1 | 34 | does not change
          metric: {type: aecs, gsFactor: 0}       | 1 | 32 | divide by nothing
          metric: {type: precision, monotonic: 1} | 1 | 38 | true or false
          metric: {type: loss, aggregate: mode}   | 1 | 33 | unknown word mode
          metric: {type: loss, gsFactor: 2}       | 1 | 32 | from 0 to 1
          metric: {type: loss, monotonic: true}   | 1 | 33 | no monotonic form
          metric: {type: speed}                   | 1 | 16 | unknown word speed
          tables: {}                              | 1 | 9  | one table is expected here
          models: []                              | 4 | 1  | stands here twice
          """)
  void faultInALine_isFoundThere(String line, int row, int column, String problem) {
    assertFault(line + "\n" + SMALL, row, column, problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                     | role is missing
          {role: identifier}                                     | unknown word identifier
          {role: quasi-identifier, kind: x}                      | unknown key kind
          {role: quasi-identifier, role: sensitive}              | stands here twice
          {role: quasi-identifier, type: float}                  | unknown word float
          {role: quasi-identifier, missing: drop}                | unknown word drop
          {role: quasi-identifier, weight: 0}                    | above 0
          {role: sensitive, weight: 1}                           | only a quasi-identifier
          {role: sensitive, missing: suppress}                   | only a quasi-identifier
          {role: insensitive, missing: matches-anything}         | only a quasi-identifier
          {role: insensitive, hierarchy: {cuts: [1]}}            | only a quasi-identifier
          {role: quasi-identifier, hierarchy: {}}                | exactly one key
          {role: quasi-identifier, hierarchy: {delimiter: ";"}}  | file is missing
          {role: quasi-identifier, hierarchy: {tree: x}}         | unknown key tree
          {role: quasi-identifier, hierarchy: {codes: {}}}       | file is missing
          {role: quasi-identifier, hierarchy: {file: a, cuts: [1]}} | unknown key cuts
          {role: quasi-identifier, hierarchy: {cuts: [1], date: [day]}} | exactly one key
          {role: quasi-identifier, hierarchy: {file: none.csv}}  | none.csv cannot be read
          {role: quasi-identifier, hierarchy: {cuts: []}}        | no cut
          {role: quasi-identifier, hierarchy: {cuts: [3, 1]}}    | do not ascend
          {role: quasi-identifier, hierarchy: {cuts: [a]}}       | number is expected
          {role: quasi-identifier, hierarchy: {date: []}}        | no unit
          {role: quasi-identifier, hierarchy: {date: [hour]}}    | unknown word hour
          {role: quasi-identifier, hierarchy: {date: [year, day]}}                   | coarser
          {role: quasi-identifier, hierarchy: {redact: {from: top}}}                 | unknown word
          {role: quasi-identifier, hierarchy: {redact: {char: ab}}}                  | one character
          {role: quasi-identifier, hierarchy: {redact: {length: 65}}}                | from 1 to 64
          {role: quasi-identifier, hierarchy: {intervals: {start: 1}}}               | width is missing
          {role: quasi-identifier, hierarchy: {intervals: {start: 1, width: 0}}}     | above 0
          {role: quasi-identifier, hierarchy: {intervals: {start: 1, width: 1, factors: [1]}}} | factor
          """)
  void faultInAnAttribute_isFoundInItsLine(String attribute, String problem) {
    SpecException failure =
        errorOf("models: [{type: k-anonymity, k: 5}]\nattributes:\n  age: " + attribute);

    assertThat(failure.line()).isEqualTo(3);
    assertThat(failure.column()).isGreaterThan(7);
    assertThat(failure).hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource({
    "k: 0, from 1",
    "k: -3, from 1",
    "k: 5.5, whole number",
    "k: five, whole number",
    "k: 99999999999, from 1",
    "'k: 5, l: 2', unknown key l",
    "l: 5, unknown key l"
  })
  void modelThatIsNoKAnonymity_isRefused(String keys, String problem) {
    SpecException failure = errorOf(SMALL.replace("k: 5", keys));

    assertThat(failure.line()).isEqualTo(4);
    assertThat(failure).hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource({"'', 0", "'a: [', 1", "'a: \"x', 1", "'\t- a', 1", "'--- a\n--- b', 2", "'&a *a', 1"})
  void textThatIsNoYaml_isRefusedWithItsLine(String text, int line) {
    assertThat(errorOf(text).line()).isGreaterThanOrEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource({
    "'1;a\n1;b', 2, 1, listed twice",
    "'1;a\n2', 2, 2, a form at every level",
    "'1;a\n2;b;c', 2, 3, a form at every level",
    "'1;a\n\"2;b', 2, 1, never closed",
    "'', 1, 0, list every value",
  })
  void faultInAHierarchyFile_namesThatFile(String file, int line, int column, String problem) {
    String text = SMALL.replace("identifier}", "identifier, hierarchy: {file: a.csv}}");
    SpecException failure =
        catchThrowableOfType(
            SpecException.class, () -> SpecParser.parse(text, "spec.yaml", files("a.csv", file)));

    assertThat(List.of(failure.file(), failure.line(), failure.column()))
        .isEqualTo(List.of("a.csv", (long) line, column));
    assertThat(failure.problem()).contains(problem);
  }

  @Test
  void hierarchyFile_mayBeOfAnyDelimiter() {
    for (String delimiter : List.of(";", ",", "\t")) {
      String text = SMALL.replace("identifier}", "identifier, hierarchy: {file: a.csv}}");
      String file = "1" + delimiter + "low\n2" + delimiter + "low\n";
      HierarchySource source =
          attribute(SpecParser.parse(text, "spec.yaml", files("a.csv", file)), "age").hierarchy();

      assertThat(((TableHierarchy) source).generalise("2", 1)).isEqualTo("low");
    }
  }

  @Test
  void specificationOnDisk_findsFilesBesideIt(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("age.csv"), "1;*\n2;*\n");
    Path file = folder.resolve("spec.yaml");
    Files.writeString(file, FULL);

    assertThat(SpecParser.read(file).attributes()).hasSize(11);
  }

  @Test
  void fileThatIsNotThere_orNotInUtf8_isRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("spec.yaml");
    assertThat(errorOfFile(file)).hasMessageContaining("cannot be read");
    Files.write(file, new byte[] {(byte) 0xD0, (byte) 0xD5});
    assertThat(errorOfFile(file)).hasMessageContaining("not in UTF-8");
  }

  @Test
  void message_namesFileLineAndColumn() {
    assertThat(errorOf(SMALL + "colour: red\n"))
        .hasMessage(
            "spec.yaml, line 5, column 1: unknown key colour; known are csv, subject, attributes,"
                + " others, models, suppressionLimit, metric, refinement, tables");
  }

  @Test
  void refinement_isReadAndOffUnlessAsked() {
    RefinementSpec asked =
        parse(SMALL + "refinement: {maxLayers: 7, leastShare: 0.01}\n").refinement();

    assertThat(asked).isEqualTo(new RefinementSpec(7, 0.01));
    assertThat(parse(SMALL + "refinement: {maxLayers: 1}\n").refinement())
        .isEqualTo(new RefinementSpec(1, 0));
    assertThat(parse(SMALL).refinement()).isEqualTo(RefinementSpec.NONE);
    assertThat(RefinementSpec.NONE.isAsked()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                              | 13 | the key maxLayers is missing",
        "{maxLayers: 0}                  | 25 | a whole number from 1 to 1000 is expected",
        "{maxLayers: 1001}               | 25 | a whole number from 1 to 1000 is expected",
        "{maxLayers: 2, leastShare: 1.1} | 40 | a number from 0 to 1 is expected",
        "{maxLayers: 2, layers: 1}       | 28 | unknown key layers",
        "true                            | 13 | a mapping is expected",
      })
  void refinementThatIsWrong_isRefusedWithItsPlace(String text, int column, String problem) {
    assertFault(SMALL + "refinement: " + text + "\n", 5, column, problem);
  }

  @Test
  void anchorsAliasesAndTags_areRefusedWhereTheyStand() {
    assertFault("others: &x drop\n" + SMALL, 1, 9, "write the value out");
    assertFault("others: !x drop\n" + SMALL, 1, 9, "leave the tag out");
    assertFault("others: !!binary ZHJvcA==\n" + SMALL, 1, 9, "leave the tag out");
    assertFault("csv: &x {delimiter: \",\"}\n" + SMALL, 1, 6, "write the value out");
    assertThat(errorOf(SMALL + "metric: &m [*m]\n")).isNotNull();
  }

  @Test
  void longWord_isNotRepeatedWhole() {
    assertThat(errorOf("x".repeat(5_000) + ": 1\n" + SMALL).getMessage()).hasSizeLessThan(400);
    assertThat(errorOf(SMALL.replace("k-anonymity", "y".repeat(5_000))).getMessage())
        .hasSizeLessThan(400);
  }

  @Test
  void refinementThatWouldTellTooMuch_isRefused() {
    String ofValues = "{type: distinct-l-diversity, attribute: arm, l: 2}";

    assertThat(errorOf(refined(ofValues))).hasMessageContaining("add k-anonymity with a k above 1");
    assertThat(parse(refined("{type: k-anonymity, k: 2}, " + ofValues)).refinement().isAsked())
        .isTrue();
    assertThat(
            catchThrowableOfType(
                SpecException.class,
                () ->
                    SpecParser.parseStanding(
                        refined("{type: k-anonymity, k: 2}"), "spec.yaml", SpecFiles.none())))
        .hasMessageContaining("a gateway plans each cut unseen");
  }

  private static String refined(String models) {
    return """
    attributes:
      age: {role: quasi-identifier}
      arm: {role: sensitive}
    refinement: {maxLayers: 2}
    models: [%s]
    """
        .formatted(models);
  }

  private static SpecException errorOfFile(Path file) {
    return catchThrowableOfType(SpecException.class, () -> SpecParser.read(file));
  }

  private static void assertFault(String text, long line, int column, String problem) {
    SpecException failure = errorOf(text);
    assertThat(failure).isNotNull();
    assertThat(failure).hasMessageContaining(problem);
    assertThat(List.of(failure.file(), failure.line(), failure.column()))
        .isEqualTo(List.of("spec.yaml", line, column));
  }

  private static AttributeSpec attribute(ReleaseSpec spec, String name) {
    return spec.attribute(name).orElseThrow();
  }

  private static ReleaseSpec parse(String text) {
    return SpecParser.parse(text, "spec.yaml", files("age.csv", "1;*\n2;*\n"));
  }

  private static SpecException errorOf(String text) {
    return catchThrowableOfType(SpecException.class, () -> parse(text));
  }

  private static SpecFiles files(String name, String content) {
    Map<String, String> known = Map.of(name, content);
    return asked -> {
      if (!known.containsKey(asked)) {
        throw new NoSuchFileException(asked);
      }
      return new ByteArrayInputStream(known.get(asked).getBytes(UTF_8));
    };
  }
}
