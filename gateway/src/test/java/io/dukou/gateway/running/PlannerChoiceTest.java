package io.dukou.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.plan.Planner;
import io.dukou.gateway.planner.StandInPlanner;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which planner a gateway asks. */
final class PlannerChoiceTest {
  @TempDir private Path folder;

  @Test
  void gateway_asksThePlannerThatItsConfigurationNames() throws IOException {
    TestStudy study = TestStudy.of(400, 1);
    int before = StandInPlanner.plans();
    try (TestOrigin origin = TestOrigin.serving(study.csv());
        TestGateway gateway =
            TestGateway.in(folder, origin, study).set("planner", "stand-in").start()) {
      assertThat(gateway.get(TestGateway.TABLE).statusCode()).isEqualTo(200);
    }

    assertThat(StandInPlanner.plans()).isGreaterThan(before);
  }

  @Test
  void plannerWithoutItsLibrary_isNotFoundAndHidesNoOther() {
    assertThat(Planner.named("missing-library")).isEmpty();
    assertThat(Planner.named("stand-in")).isPresent();
    assertThat(Planner.named("optimal")).containsSame(Planner.optimal());
  }
}
