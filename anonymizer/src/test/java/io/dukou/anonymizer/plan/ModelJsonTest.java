package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.TableSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models as a plan holds them. */
final class ModelJsonTest {
  static Stream<ModelSpec> models() {
    return Stream.of(
        new ModelSpec.KAnonymity(3),
        new ModelSpec.DistinctLDiversity("s", 2.5),
        new ModelSpec.EntropyLDiversity("s", 1.5, ModelSpec.Estimator.SHANNON),
        new ModelSpec.EntropyLDiversity("s", 1.5, ModelSpec.Estimator.GRASSBERGER),
        new ModelSpec.RecursiveLDiversity("s", 0.5, 2),
        new ModelSpec.TCloseness("s", 0.25, ModelSpec.Distance.EQUAL),
        new ModelSpec.TCloseness("s", 0.25, ModelSpec.Distance.ORDERED),
        new ModelSpec.TCloseness("s", 0.25, ModelSpec.Distance.HIERARCHICAL),
        new ModelSpec.BetaLikeness("s", 1.5, true),
        new ModelSpec.BetaLikeness("s", 1.5, false),
        new ModelSpec.AverageRisk(0.2),
        new ModelSpec.SampleUniqueness(0.1));
  }

  @ParameterizedTest
  @MethodSource("models")
  void model_isReadAsItWasWritten(ModelSpec model) {
    assertThat(ModelJson.read(ModelJson.tree(model))).isEqualTo(model);
  }

  @Test
  void modelOfAPopulation_isInNoPlan() {
    ModelSpec map = new ModelSpec.KMap(2, new TableSource("town.csv", PlanCase.table("a", "1")));

    assertThatIllegalArgumentException().isThrownBy(() -> ModelJson.tree(map));
  }

  @Test
  void whatIsNoModel_isRefused() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", "k-map");

    assertThatIllegalArgumentException().isThrownBy(() -> ModelJson.read(json));
    json.put("type", "k-anonymity");
    assertThatIllegalArgumentException().isThrownBy(() -> ModelJson.read(json));
    json.put("k", 2.5);
    assertThatIllegalArgumentException().isThrownBy(() -> ModelJson.read(json));
    json.put("k", 1L << 40);
    assertThatIllegalArgumentException().isThrownBy(() -> ModelJson.read(json));
    json.put("type", "average-risk").put("threshold", "0.2");
    assertThatIllegalArgumentException().isThrownBy(() -> ModelJson.read(json));
  }
}
