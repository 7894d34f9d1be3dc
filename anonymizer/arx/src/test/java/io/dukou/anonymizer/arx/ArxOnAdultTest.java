package io.dukou.anonymizer.arx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.PlanSummary;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.SharedData;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ARX and the planner of this library on the Adult data. */
final class ArxOnAdultTest {
  private static final PlanOptions OPTIONS = PlanOptions.with(PlanKey.of(new byte[32]));

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.02, 0.05, 1})
  void fiveAnonymity_isThePlanOfOurs(double limit) {
    ReleaseSpec spec = SharedData.adultSpec(5, limit);
    PlanOutcome.Planned arx = plan(new ArxPlanner(), spec);
    PlanOutcome.Planned ours = plan(Planner.optimal(), spec);

    assertThat(arx.plan()).isEqualTo(ours.plan());
    assertThat(arx.summary().transformations()).isEqualTo(12_960);
    assertThat(arx.summary().checked()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type: distinct-l-diversity, attribute: occupation, l: 4}",
        "{type: entropy-l-diversity, attribute: occupation, l: 3.3}",
        "{type: recursive-c-l-diversity, attribute: occupation, c: 3, l: 3}",
        "{type: t-closeness, attribute: occupation, t: 0.25, distance: equal}",
        "{type: t-closeness, attribute: occupation, t: 0.2, distance: ordered}",
        "{type: t-closeness, attribute: occupation, t: 0.3, distance: hierarchical}",
        "{type: beta-likeness, attribute: occupation, beta: 2.5, enhanced: true}",
        "{type: average-risk, threshold: 0.01}",
        "{type: sample-uniqueness, threshold: 0.001}",
      })
  void fiveAnonymityAndAnotherModel_loseAsLittleAsOurs(String model) {
    ReleaseSpec spec = withModel(model);
    PlanSummary arx = plan(new ArxPlanner(), spec).summary();
    PlanSummary ours = plan(Planner.optimal(), spec).summary();

    assertThat(arx.loss()).isCloseTo(ours.loss(), within(ours.loss() * 1e-9));
  }

  private static PlanOutcome.Planned plan(Planner planner, ReleaseSpec spec) {
    return (PlanOutcome.Planned) planner.plan(SharedData.adult(), spec, OPTIONS);
  }

  /** Returns a specification with four quasi-identifiers and a sensitive attribute. */
  private static ReleaseSpec withModel(String model) {
    StringBuilder text = new StringBuilder("csv: {delimiter: \";\"}\nattributes:\n");
    for (String name : SharedData.adult().names()) {
      String role =
          switch (name) {
            case "sex", "age", "race", "education" -> "quasi-identifier";
            case "occupation" -> "sensitive";
            default -> "insensitive";
          };
      text.append("  ").append(name).append(": {role: ").append(role);
      text.append(
          role.equals("insensitive")
              ? "}\n"
              : ", hierarchy: {file: adult_hierarchy_" + name + ".csv}}\n");
    }
    text.append("models: [{type: k-anonymity, k: 5}, ").append(model).append("]\n");
    return SpecParser.parse(
        text.append("suppressionLimit: 0.1\n").toString(),
        "adult.yaml",
        SpecFiles.in(SharedData.folder("adult")));
  }
}
