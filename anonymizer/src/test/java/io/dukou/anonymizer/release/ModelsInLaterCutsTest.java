package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dukou.anonymizer.plan.ClassHash;
import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Models that a plan met in its own table are met in every table it is applied to. */
final class ModelsInLaterCutsTest {
  private static final PlanKey KEY = PlanKey.of(new byte[PlanKey.LENGTH]);
  private static final String SPEC =
      """
      subject: id
      attributes:
        id: {role: direct-identifier}
        sex: {role: quasi-identifier}
        disease: {role: sensitive}
      suppressionLimit: 0
      models:
        - {type: k-anonymity, k: 2}
      """;

  private static Table table(String... rows) {
    String text = "id,sex,disease\n" + String.join("\n", rows) + "\n";
    return CsvReader.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        CsvOptions.DEFAULT,
        CsvLimits.DEFAULT,
        "cut.csv");
  }

  private static ReleasePlan plan(Table table, String model, SpecFiles files) {
    PlanOutcome outcome =
        Planner.optimal()
            .plan(
                table,
                SpecParser.parse(SPEC + "  - {" + model + "}\n", "spec.yaml", files),
                PlanOptions.with(KEY));
    return ReleasePlan.fromJson(((PlanOutcome.Planned) outcome).plan().toJson());
  }

  private static ProtectionCounts protect(Table table, ReleasePlan plan, String... withheld) {
    OrderKey order = OrderKey.generate(new java.security.SecureRandom());
    return Protector.protect(table, plan, KEY, order, Set.of(withheld)).counts();
  }

  private static String[] concat(String[] f, String[] m, String[] u, String... more) {
    return Stream.of(f, m, u, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private static Map<String, ClassHash> classes(Table table, ReleasePlan plan) {
    OrderKey order = OrderKey.generate(new java.security.SecureRandom());
    return Protector.protect(table, plan, KEY, order, Set.of()).classOfSubject();
  }

  @Test
  void classThatLostItsDiversity_isWithheld() {
    Table first = table("1,F,flu", "2,F,cold", "3,M,flu", "4,M,cold");
    ReleasePlan plan =
        plan(first, "type: distinct-l-diversity, attribute: disease, l: 2", SpecFiles.none());
    Table later = table("1,F,flu", "2,F,flu", "3,M,flu", "4,M,cold");

    assertThat(protect(first, plan).released()).isEqualTo(4);
    assertThat(protect(later, plan).released()).isEqualTo(2);
    assertThat(protect(later, plan).unknownClass()).isEqualTo(2);
  }

  @Test
  void withheldSubject_takesItsValueAlong() {
    Table first = table("1,F,flu", "2,F,cold", "3,F,cold", "4,M,flu", "5,M,cold");
    ReleasePlan plan =
        plan(first, "type: distinct-l-diversity, attribute: disease, l: 2", SpecFiles.none());

    assertThat(protect(first, plan, "2").released()).isEqualTo(4);
    assertThat(protect(first, plan, "1").released()).isEqualTo(2);
  }

  /** The ordered distance is measured in steps; a value nobody counted has adds none. */
  @Test
  void valueOfAWithheldSubjectAlone_isNoValueOfTheCut() {
    Table first = table("1,F,a", "2,F,c", "3,M,a", "4,M,c");
    ReleasePlan plan =
        plan(
            first,
            "type: t-closeness, attribute: disease, t: 0.3, distance: ordered",
            SpecFiles.none());

    assertThat(protect(first, plan).released()).isEqualTo(4);
    assertThat(protect(table("1,F,a", "2,F,a", "3,M,c", "4,M,c"), plan).released()).isZero();
    assertThat(protect(table("1,F,a", "2,F,a", "3,M,c", "4,M,c", "5,M,e"), plan, "5").released())
        .isZero();
  }

  @Test
  void sampleModel_isMetByLeavingOutTheSmallestClasses() {
    Table first = table("1,F,a", "2,F,a", "3,F,a", "4,M,a", "5,M,a", "6,M,a");
    ReleasePlan plan = plan(first, "type: average-risk, threshold: 0.34", SpecFiles.none());
    Table later = table("1,F,a", "2,F,a", "3,F,a", "4,M,a", "5,M,a");

    assertThat(protect(first, plan).released()).isEqualTo(6);
    assertThat(protect(later, plan).released()).isEqualTo(3);
  }

  @Test
  void sampleModel_choosesBetweenEqualClasses_whateverTheOrderOfTheRows() {
    String[] f = {"1,F,a", "2,F,a"};
    String[] m = {"3,M,a", "4,M,a"};
    String[] u = {"5,U,a", "6,U,a", "7,U,a", "8,U,a"};
    Table first = table(concat(f, m, u, "9,F,a", "10,M,a"));
    ReleasePlan plan = plan(first, "type: average-risk, threshold: 0.34", SpecFiles.none());
    Table later = table(concat(f, m, u));
    Table otherwise = table(concat(m, f, u));

    assertThat(classes(later, plan)).hasSize(6).isEqualTo(classes(otherwise, plan));
  }

  @Test
  void planWithDeltaPresence_isAppliedToItsSubsetOnly() {
    Table whole = table("1,F,a", "2,F,a", "3,F,a", "4,M,a", "5,M,a", "6,M,a");
    String subset = "id,sex,disease\n1,F,a\n2,F,a\n4,M,a\n5,M,a\n";
    SpecFiles files = name -> new ByteArrayInputStream(subset.getBytes(StandardCharsets.UTF_8));
    ReleasePlan plan =
        plan(whole, "type: delta-presence, min: 0.5, max: 0.7, subset: subset.csv", files);

    assertThat(plan.records()).isEqualTo(4);
    assertThat(protect(table("1,F,a", "2,F,a", "4,M,a", "5,M,a"), plan).released()).isEqualTo(4);
    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> protect(whole, plan))
        .matches(failure -> failure.error() == PlanError.NOT_THE_PLANNED_TABLE);
  }
}
