package io.dukou.anonymizer.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.report.RiskPage;
import io.dukou.anonymizer.risk.RiskOptions.Environment;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.RefinementSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JournalistRiskTest {
  private static final int TABLES = 100;
  private static final double THRESHOLD = 0.3;
  private static final List<String> HEADER = List.of("id", "age", "sex", "arm");
  private static final PlanKey KEY = PlanKey.generate(new SecureRandom());

  @Test
  void classesOfThePopulation_areWhatCounts() {
    // Two classes of 1 and 3 subjects, of which the population has 2 and 10 persons, and 5 others.
    List<String> rows = List.of("a,1,f", "b,2,f", "c,2,f", "d,2,f");
    List<String> population = new ArrayList<>();
    persons(population, 2, "1,f");
    persons(population, 10, "2,f");
    persons(population, 5, "2,m");

    RiskReport report = measured(rows, spec("own-category", List.of(map(1, population)), 0));

    assertThat(report.journalistIsBound()).isFalse();
    assertThat(report.journalistMax()).isEqualTo(1 / 2.0);
    assertThat(report.journalistAverage()).isEqualTo((1 / 2.0 + 3 / 10.0) / 4);
    assertThat(report.journalistShareAtRisk()).isEqualTo(1 / 4.0);
    assertThat(report.marketer()).isEqualTo((1 / 2.0 + 3 / 10.0) / 4);
    assertThat(report.prosecutorMax()).isEqualTo(1.0);
    assertThat(report.shareAtRisk()).isEqualTo(1.0);
    assertThat(report.warnings()).noneMatch(warning -> warning.contains("population"));
  }

  @Test
  void mean_isThatOfWhoeverIsMoreLikelyToBeFound() {
    // Of one subject among four persons a drawn row is found with 1/4, of eight among eight with
    // 1/8; of the twelve persons two are expected to be found.
    List<String> rows = new ArrayList<>(List.of("a,1,f"));
    persons(rows, 8, "2,f");
    List<String> population = new ArrayList<>();
    persons(population, 4, "1,f");
    persons(population, 8, "2,f");
    RiskReport byPerson = measured(rows, spec("own-category", List.of(map(1, population)), 0));
    assertThat(byPerson.marketer()).isEqualTo(1.25 / 9);
    assertThat(byPerson.journalistAverage()).isEqualTo(2 / 12.0);

    // Sixteen persons like the eight: now a drawn row is found more often.
    persons(population, 8, "2,f");
    persons(rows, 1, "1,f");
    RiskReport byRow = measured(rows, spec("own-category", List.of(map(1, population)), 0));
    assertThat(byRow.journalistAverage()).isEqualTo((2 / 4.0 + 8 / 16.0) / 10);
    assertThat(byRow.marketer()).isEqualTo(byRow.journalistAverage());
  }

  @Test
  void classThatThePopulationLacks_countsItsSubjects() {
    List<String> rows = List.of("a,1,f", "b,2,f", "c,2,f");
    List<String> population = List.of("x,2,f", "y,1,m", "z,1,f", "w,1,f");

    RiskReport report = measured(rows, spec("own-category", List.of(map(1, population)), 0));

    assertThat(report.journalistIsBound()).isTrue();
    assertThat(report.journalistMax()).isEqualTo(1 / 2.0);
    assertThat(report.marketer()).isEqualTo((1 / 2.0 + 2 / 2.0) / 3);
    assertThat(report.warnings()).anyMatch(warning -> warning.contains("in 1 of 2 classes"));
  }

  @Test
  void severalPopulations_areMeasuredApartAndTheWorstIsTold() {
    List<String> rows = List.of("a,1,f", "b,2,f");
    List<String> first = new ArrayList<>();
    persons(first, 4, "1,f");
    persons(first, 4, "2,f");
    List<String> second = new ArrayList<>();
    persons(second, 2, "1,f");
    persons(second, 50, "2,f");
    ModelSpec again = new ModelSpec.KMap(2, ((ModelSpec.KMap) map("one", 1, first)).population());

    RiskReport report =
        measured(
            rows, spec("own-category", List.of(map("one", 1, first), again, map(1, second)), 0));
    JsonNode risk = report.toJson().get("risk");

    assertThat(risk.get("populations")).hasSize(2);
    assertThat(risk.at("/populations/0/journalistMax").asDouble()).isEqualTo(0.25);
    assertThat(risk.at("/populations/1/journalistMax").asDouble()).isEqualTo(0.5);
    assertThat(risk.at("/populations/1/persons").asInt()).isEqualTo(52);
    assertThat(risk.get("journalistMax").asDouble()).isEqualTo(0.5);
    assertThat(risk.get("journalistShareAtRisk").asDouble()).isEqualTo(0.5);
    assertThat(risk.get("marketer").asDouble()).isEqualTo((0.5 + 1 / 50.0) / 2);
    assertThat(risk.get("journalistIsBound").asBoolean()).isFalse();
    assertThat(RiskPage.of(RiskComparison.of(report))).contains("the worst of 2 populations");
  }

  @Test
  void withoutPopulation_theProsecutorIsTheBound() {
    RiskReport report =
        measured(
            List.of("a,1,f", "b,2,f", "c,2,f"),
            spec("own-category", List.of(new ModelSpec.KAnonymity(2)), 0));
    JsonNode risk = report.toJson().get("risk");

    assertThat(risk.get("journalistIsBound").asBoolean()).isTrue();
    assertThat(risk.get("journalistMax").asDouble()).isEqualTo(report.prosecutorMax());
    assertThat(risk.get("marketer").asDouble()).isEqualTo(report.prosecutorAverage());
    assertThat(risk.has("populations")).isFalse();
    assertThat(risk.has("journalistShareAtRisk")).isFalse();
    assertThat(RiskPage.of(RiskComparison.of(report)))
        .contains("Journalist, at most", "No population is known")
        .doesNotContain("Largest risk (journalist)");
  }

  @Test
  void page_saysWhatIsMeasuredAndWhatIsABound() {
    ReleaseSpec spec =
        spec("own-category", List.of(map(1, List.of("x,2,f", "y,2,f", "z,2,f", "v,2,f"))), 0);
    RiskComparison comparison =
        RiskComparison.of(measured(List.of("a,2,f", "b,2,f"), spec))
            .withReleased(measured(List.of("a,3,f"), spec));

    assertThat(RiskPage.of(comparison).replaceAll("(<[^>]*>|\n)+", "|"))
        .contains("Largest risk (journalist): Input 输入 25.0\u00a0%")
        .contains("Journalist, largest|25.0\u00a0%|100\u00a0%|")
        .contains("Journalist, mean|25.0\u00a0%|100\u00a0%|")
        .contains("Journalist, measured by|population of 4|population of 4, a bound in 1 class|")
        .contains("Marketer|25.0\u00a0%|100\u00a0%|")
        .contains("measured by the persons in each class of the population");
  }

  @Test
  void populationWithoutAColumnOrASubject_isRefusedByName() {
    Table ages = table(List.of("age"), List.of("1"));
    ModelSpec lacking = new ModelSpec.KMap(1, new TableSource("town.csv", ages));
    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> measured(List.of("a,1,f"), spec("own-category", List.of(lacking), 0)))
        .withMessage("town.csv: the population lacks column sex; add it");
    ModelSpec nobody = map(1, List.of("x,1,f", ",1,f"));
    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> measured(List.of("a,1,f"), spec("own-category", List.of(nobody), 0)))
        .withMessage("town: a row of the population has no subject; add it");
  }

  @Test
  void populationWithoutSubjects_countsRows() {
    Table people = table(List.of("age", "sex"), List.of("1,f", "1,f", "1,f"));
    ModelSpec model = new ModelSpec.KMap(1, new TableSource("town", people));

    RiskReport report = measured(List.of("a,1,f"), spec("own-category", List.of(model), 0));

    assertThat(report.journalistMax()).isEqualTo(1 / 3.0);
  }

  @Test
  void personsOfAClassThatItsValuesHoldBack_areInNoLaterLayer() {
    // All aged 1 to 9 are shown as they are; the three aged 31 have one value and stay out; those
    // aged 33 and 38 are shown together in the second layer, as [30, 40).
    List<String> rows = new ArrayList<>();
    List<String> population = new ArrayList<>();
    for (int age = 1; age < 10; age++) {
      persons(rows, 2, age + ",f,a");
      persons(rows, 2, age + ",f,b");
      persons(population, 4, age + ",f");
    }
    persons(rows, 3, "31,f,a");
    persons(rows, 1, "33,f,a");
    persons(rows, 1, "38,f,b");
    persons(population, 20, "31,f");
    persons(population, 2, "33,f");
    persons(population, 1, "38,f");
    List<ModelSpec> models =
        List.of(
            new ModelSpec.KAnonymity(2),
            new ModelSpec.DistinctLDiversity("arm", 2),
            map(1, population));
    ReleaseSpec spec = spec("own-category", models, 1);
    Table table = table(rows);
    ReleasePlan plan =
        ((PlanOutcome.Planned) Planner.optimal().plan(table, spec, PlanOptions.with(KEY))).plan();

    RiskReport report = released(table, spec, plan);

    assertThat(plan.layers()).isEqualTo(2);
    assertThat(report.subjects()).isEqualTo(38);
    assertThat(report.journalistMax()).isEqualTo(1 / 3.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"own-category", "matches-anything", "suppress"})
  void randomTables_agreeWithTheDefinition(String missing) {
    Random random = new Random(missing.hashCode());
    int planned = 0;
    int layered = 0;
    for (int run = 0; run < TABLES; run++) {
      List<String> given = rows(random, 12 + random.nextInt(50), "p", false);
      List<String> population = rows(random, 60 + random.nextInt(200), "q", true);
      if (random.nextBoolean()) {
        population.addAll(given);
      }
      List<String> rows =
          given.stream().map(row -> row + (random.nextInt(6) == 0 ? ",b" : ",a")).toList();
      int k = 2 + random.nextInt(3);
      int persons = k + random.nextInt(9);
      int l = 1 + random.nextInt(2);
      List<ModelSpec> models =
          new ArrayList<>(List.of(new ModelSpec.KAnonymity(k), map(persons, population)));
      if (l > 1) {
        models.add(new ModelSpec.DistinctLDiversity("arm", l));
      }
      ReleaseSpec spec = spec(missing, models, random.nextInt(4));

      agrees(measured(rows, spec), Slow.asTheyAre(rows, population));

      Table table = table(rows);
      PlanOutcome outcome = Planner.optimal().plan(table, spec, PlanOptions.with(KEY));
      if (outcome instanceof PlanOutcome.Planned found) {
        ReleasePlan plan = found.plan();
        planned++;
        layered += plan.layers() > 1 ? 1 : 0;
        agrees(
            released(table, spec, plan), Slow.of(rows, population, plan, missing, k, persons, l));
      }
    }
    assertThat(planned).isGreaterThan(TABLES / 4);
    assertThat(layered).isGreaterThan(TABLES / 50);
  }

  private static void agrees(RiskReport report, Slow expected) {
    double rows = 0;
    double subjects = 0;
    double persons = 0;
    double above = 0;
    double max = 0;
    int below = 0;
    for (Map.Entry<List<String>, int[]> each : expected.classes.entrySet()) {
      int f = each.getValue()[0];
      double size = Math.max(f, each.getValue()[1]);
      rows += f / size;
      subjects += f;
      persons += size;
      above += 1 / size > THRESHOLD ? f : 0;
      max = Math.max(max, 1 / size);
      below += each.getValue()[1] < f ? 1 : 0;
    }
    assertThat(report.subjects()).isEqualTo((int) subjects);
    assertThat(report.equivalenceClasses()).isEqualTo(expected.classes.size());
    assertThat(report.journalistMax()).isEqualTo(max);
    assertThat(report.marketer()).isCloseTo(rows / subjects, within(1e-12));
    assertThat(report.journalistAverage())
        .isCloseTo(Math.max(rows / subjects, expected.classes.size() / persons), within(1e-12));
    assertThat(report.journalistShareAtRisk()).isCloseTo(above / subjects, within(1e-12));
    assertThat(report.journalists().get(0).classesBelow()).isEqualTo(below);
    assertThat(report.journalistMax()).isLessThanOrEqualTo(report.prosecutorMax());
  }

  /** Rows of as many persons, of whom some come twice, and some are outside the hierarchy. */
  private static List<String> rows(Random random, int persons, String prefix, boolean outside) {
    List<String> rows = new ArrayList<>();
    for (int person = 0; person < persons; person++) {
      for (int visit = random.nextInt(6) == 0 ? 2 : 1; visit > 0; visit--) {
        String age = String.valueOf(random.nextInt(40));
        age = outside && random.nextInt(20) == 0 ? "old" : age;
        age = random.nextInt(12) == 0 ? "" : age;
        rows.add(prefix + person + "," + age + "," + (random.nextInt(3) == 0 ? "m" : "f"));
      }
    }
    return rows;
  }

  private static void persons(List<String> rows, int count, String rest) {
    for (int i = 0; i < count; i++) {
      rows.add("n" + rows.size() + "," + rest);
    }
  }

  private static RiskReport measured(List<String> rows, ReleaseSpec spec) {
    return RiskReport.of(table(rows), spec, new RiskOptions(THRESHOLD, Environment.PUBLIC));
  }

  private static RiskReport released(Table table, ReleaseSpec spec, ReleasePlan plan) {
    return RiskReport.ofRelease(
        table,
        spec,
        plan,
        Protector.protect(table, plan, KEY, OrderKey.generate(new SecureRandom()), Set.of()),
        new RiskOptions(THRESHOLD, Environment.PUBLIC));
  }

  private static ModelSpec map(int k, List<String> population) {
    return map("town", k, population);
  }

  private static ModelSpec map(String name, int k, List<String> population) {
    return new ModelSpec.KMap(k, new TableSource(name, table(population)));
  }

  private static ReleaseSpec spec(String missing, List<ModelSpec> models, int layers) {
    String text =
        """
        subject: id
        attributes:
          age:
            role: quasi-identifier
            missing: %s
            hierarchy: {intervals: {start: 0, width: 10, factors: [2]}}
          sex: {role: quasi-identifier}
          arm: {role: sensitive}
        models: [{type: k-anonymity, k: 2}]
        """
            .formatted(missing);
    ReleaseSpec read = SpecParser.parse(text, "spec.yaml", SpecFiles.none());
    ReleaseSpec spec =
        new ReleaseSpec(
            read.csv(),
            read.subject(),
            read.attributes(),
            read.others(),
            models,
            0.8,
            read.metric());
    return layers == 0 ? spec : spec.with(new RefinementSpec(layers, 0));
  }

  private static Table table(List<String> rows) {
    return table(HEADER.subList(0, rows.get(0).split(",", -1).length), rows);
  }

  private static Table table(List<String> header, List<String> rows) {
    TableBuilder builder = Table.builder(header);
    for (String row : rows) {
      String[] cells = row.split(",", -1);
      for (int column = 0; column < cells.length; column++) {
        builder.add(column, cells[column]);
      }
      builder.endRow();
    }
    return builder.build();
  }

  /** The definition, on text: subjects and persons of each class. */
  private static final class Slow {
    private final Map<List<String>, int[]> classes = new HashMap<>();

    static Slow asTheyAre(List<String> rows, List<String> population) {
      Slow slow = new Slow();
      Map<String, List<String>> people = byPerson(population, Slow::cells);
      Map<String, List<String>> subjects = byPerson(rows, Slow::cells);
      subjects.values().forEach(own -> slow.at(own)[0]++);
      people.values().stream().filter(slow.classes::containsKey).forEach(own -> slow.at(own)[1]++);
      return slow;
    }

    /** Shows in each layer those classes that have enough subjects and persons who are left. */
    static Slow of(
        List<String> rows,
        List<String> population,
        ReleasePlan plan,
        String missing,
        int k,
        int persons,
        int l) {
      Slow shown = new Slow();
      List<String> left = new ArrayList<>(rows);
      if (missing.equals("suppress")) {
        left.removeIf(row -> row.contains(",,"));
      }
      Set<String> outside = new HashSet<>();
      population.stream()
          .filter(row -> row.contains(",old,"))
          .forEach(row -> outside.add(name(row)));
      List<String> leftPeople = new ArrayList<>(population);
      leftPeople.removeIf(row -> outside.contains(name(row)));
      for (int layer = 0; layer < plan.layers(); layer++) {
        int level = plan.column("age").orElseThrow().level(layer);
        Function<String, String> form = row -> form(row, level, missing);
        Slow here = new Slow();
        Map<String, List<String>> subjects = byPerson(left, form);
        Map<String, List<String>> people = byPerson(leftPeople, form);
        subjects.values().forEach(own -> here.at(own)[0]++);
        people.values().forEach(own -> here.at(own)[1]++);
        Map<List<String>, Set<String>> arms = new HashMap<>();
        left.forEach(
            row ->
                arms.computeIfAbsent(subjects.get(name(row)), unseen -> new HashSet<>())
                    .add(row.split(",", -1)[3]));
        Set<List<String>> decided = new HashSet<>();
        Slow accepted = new Slow();
        here.classes.forEach(
            (own, counts) -> {
              if (counts[0] >= k && counts[1] >= persons && arms.get(own).size() >= l) {
                accepted.classes.put(own, counts);
              }
              // Where values count, only small classes may go on.
              if (accepted.classes.containsKey(own) || (l > 1 && counts[0] >= k)) {
                decided.add(own);
              }
            });
        accepted.classes.forEach(
            (own, counts) -> {
              shown.at(own)[0] += counts[0];
              shown.at(own)[1] += counts[1];
            });
        left.removeIf(row -> decided.contains(subjects.get(name(row))));
        leftPeople.removeIf(row -> decided.contains(people.get(name(row))));
      }
      return shown;
    }

    private int[] at(List<String> own) {
      return classes.computeIfAbsent(own, unseen -> new int[2]);
    }

    private static String name(String row) {
      return row.substring(0, row.indexOf(','));
    }

    private static String cells(String row) {
      return String.join(",", List.of(row.split(",", -1)).subList(1, 3));
    }

    private static Map<String, List<String>> byPerson(
        List<String> rows, Function<String, String> form) {
      Map<String, List<String>> tuples = new TreeMap<>();
      rows.forEach(
          row ->
              tuples.computeIfAbsent(name(row), unseen -> new ArrayList<>()).add(form.apply(row)));
      tuples.values().forEach(own -> own.sort(null));
      return tuples;
    }

    private static String form(String row, int level, String missing) {
      String[] cells = row.split(",", -1);
      String sex = "," + cells[2];
      if (level == 3 || (cells[1].isEmpty() && missing.equals("matches-anything"))) {
        return "*" + sex;
      }
      if (cells[1].isEmpty() || level == 0) {
        return cells[1] + sex;
      }
      int width = level == 1 ? 10 : 20;
      return Integer.parseInt(cells[1]) / width * width + sex;
    }
  }
}
