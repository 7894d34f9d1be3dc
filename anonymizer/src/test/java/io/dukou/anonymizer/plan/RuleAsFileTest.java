package io.dukou.anonymizer.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.plan.PlanOutcome.Planned;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayInputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A rule loses as much as the same rule written out to a file for the column (ADR 12). */
final class RuleAsFileTest {
  private static final int ROWS = 60;
  private static final String SPEC =
      """
      attributes:
        age: {role: quasi-identifier, hierarchy: %s}
        zip: {role: quasi-identifier, hierarchy: %s}
        visit: {role: quasi-identifier, hierarchy: %s}
        home: {role: quasi-identifier, hierarchy: %s}
      models: [{type: k-anonymity, k: 3}]
      suppressionLimit: 0.1
      """;
  private static final String RULES =
      SPEC.formatted(
          "{intervals: {start: 0, width: 5, factors: [2, 2]}}",
          "{redact: {from: right, char: \"*\"}}",
          "{date: [day, month, year]}",
          "{divisions: [county, prefecture, province]}");
  private static final String FILES =
      SPEC.formatted("{file: age}", "{file: zip}", "{file: visit}", "{file: home}");

  @Test
  void ruleAndItsFile_planAlike() {
    for (long seed = 0; seed < 8; seed++) {
      List<Person> people = people(new Random(seed));
      Planned byRule = plan(people, RULES, Map.of());
      Planned byFile = plan(people, FILES, writtenOut(people));
      assertThat(byFile.summary().levels()).isEqualTo(byRule.summary().levels());
      assertThat(byFile.summary().loss()).isEqualTo(byRule.summary().loss()).isPositive();
    }
  }

  private static Planned plan(List<Person> people, String spec, Map<String, String> files) {
    SpecFiles opened = name -> new ByteArrayInputStream(files.get(name).getBytes(UTF_8));
    ReleaseSpec read = SpecParser.parse(spec, "spec.yaml", opened);
    Table table =
        PlanCase.table(
            "age,zip,visit,home\n"
                + people.stream().map(Person::row).collect(Collectors.joining("\n")));
    return PlanCase.plan(table, read);
  }

  private static List<Person> people(Random random) {
    return IntStream.range(0, ROWS)
        .mapToObj(
            i ->
                new Person(
                    20 + random.nextInt(30),
                    "2%02d".formatted(random.nextInt(12)),
                    "202%d-0%d-1%d"
                        .formatted(5 + random.nextInt(2), 1 + random.nextInt(3), random.nextInt(9)),
                    "3101%02d".formatted(1 + random.nextInt(5))))
        .toList();
  }

  /** Returns a hierarchy file for each column: every value that occurs, with its forms. */
  private static Map<String, String> writtenOut(List<Person> people) {
    return Map.of(
        "age", file(people, person -> Integer.toString(person.age), RuleAsFileTest::ageForms),
        "zip", file(people, Person::zip, RuleAsFileTest::zipForms),
        "visit", file(people, Person::visit, RuleAsFileTest::visitForms),
        "home", file(people, Person::home, RuleAsFileTest::homeForms));
  }

  private static String file(
      Collection<Person> people,
      Function<Person, String> column,
      Function<String, List<String>> forms) {
    return people.stream()
        .map(column)
        .distinct()
        .map(value -> value + ",\"" + String.join("\",\"", forms.apply(value)) + "\",*\n")
        .collect(Collectors.joining());
  }

  private static List<String> ageForms(String age) {
    int years = Integer.parseInt(age);
    return IntStream.of(5, 10, 20)
        .mapToObj(
            width -> "[%d,%d)".formatted(years - years % width, years - years % width + width))
        .toList();
  }

  private static List<String> zipForms(String zip) {
    return List.of(zip.substring(0, 2) + "*", zip.charAt(0) + "**");
  }

  private static List<String> visitForms(String visit) {
    return List.of(visit.substring(0, 7), visit.substring(0, 4));
  }

  private static List<String> homeForms(String home) {
    return List.of(home.substring(0, 4) + "00", home.substring(0, 2) + "0000");
  }

  /** One row of the table. */
  private record Person(int age, String zip, String visit, String home) {
    String row() {
      return age + "," + zip + "," + visit + "," + home;
    }
  }
}
