package io.dukou.anonymizer.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every model and metric of the format, and what is refused. */
final class ModelParserTest {
  private static final SpecFiles FILES =
      name -> new ByteArrayInputStream("age\n1\n".getBytes(StandardCharsets.UTF_8));

  private static ReleaseSpec parse(String model) {
    String columns = "attributes:\n  age: {role: quasi-identifier}\n  disease: {role: sensitive}\n";
    return SpecParser.parse(columns + "models:\n  - " + model + "\n", "spec.yaml", FILES);
  }

  @Test
  void everyModel_isRead() {
    assertThat(
            SpecParser.parse(
                    """
                    attributes:
                      age: {role: quasi-identifier}
                      d: {role: sensitive}
                    models:
                      - {type: k-anonymity, k: 5}
                      - {type: distinct-l-diversity, attribute: d, l: 3}
                      - {type: entropy-l-diversity, attribute: d, l: 3, estimator: grassberger}
                      - {type: recursive-c-l-diversity, attribute: d, c: 4, l: 3}
                      - {type: t-closeness, attribute: d, t: 0.2, distance: ordered}
                      - {type: beta-likeness, attribute: d, beta: 1, enhanced: true}
                      - {type: average-risk, threshold: 0.05}
                      - {type: sample-uniqueness, threshold: 0.01}
                    """,
                    "spec.yaml",
                    FILES)
                .models())
        .containsExactly(
            new ModelSpec.KAnonymity(5),
            new ModelSpec.DistinctLDiversity("d", 3),
            new ModelSpec.EntropyLDiversity("d", 3, ModelSpec.Estimator.GRASSBERGER),
            new ModelSpec.RecursiveLDiversity("d", 4, 3),
            new ModelSpec.TCloseness("d", 0.2, ModelSpec.Distance.ORDERED),
            new ModelSpec.BetaLikeness("d", 1, true),
            new ModelSpec.AverageRisk(0.05),
            new ModelSpec.SampleUniqueness(0.01));
  }

  @Test
  void modelsOfPopulations_readTheirTables() {
    ModelSpec.KMap map =
        (ModelSpec.KMap) parse("{type: k-map, k: 3, population: p.csv}").models().get(0);
    ModelSpec.DeltaPresence presence =
        (ModelSpec.DeltaPresence)
            parse("{type: delta-presence, min: 0, max: 0.2, subset: s.csv}").models().get(0);

    assertThat(map.population().table().rowCount()).isEqualTo(1);
    assertThat(presence.subset().name()).isEqualTo("s.csv");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: distinct-l-diversity, attribute: age, l: 2}         | no sensitive attribute
          {type: distinct-l-diversity, attribute: disease, l: 0.5}   | from 1 to
          {type: distinct-l-diversity, attribute: disease}           | l is missing
          {type: entropy-l-diversity, attribute: disease, l: 2, estimator: x} | unknown word x
          {type: recursive-c-l-diversity, attribute: disease, c: 0, l: 2} | above 0
          {type: t-closeness, attribute: disease, t: 2, distance: equal} | from 0 to 1
          {type: t-closeness, attribute: disease, t: 0.2}            | distance is missing
          {type: beta-likeness, attribute: disease, beta: 1, enhanced: 1} | true or false
          {type: delta-presence, min: 0.5, max: 0.2, subset: s.csv}  | min is above max
          {type: average-risk, threshold: 1.5}                       | from 0 to 1
          {type: k-anonymity, k: 0}                                  | from 1 to
          {type: p-sensitivity}                                      | unknown model
          """)
  void wrongModel_isRefusedWithItsPlace(String model, String problem) {
    assertThatExceptionOfType(SpecException.class)
        .isThrownBy(() -> parse(model))
        .withMessageContaining(problem)
        .matches(failure -> failure.line() == 5);
  }
}
