package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.plan.PlanProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private final StringWriter terminal = new StringWriter();
  private final ProgressLine line = new ProgressLine(new PrintWriter(terminal));

  @Test
  void progress_isWrittenOverWhatWasThere_withAnEstimate() {
    line.progressed(new PlanProgress(0.25, 40, 0.5, 3_000_000_000L));

    assertThat(terminal.toString())
        .isEqualTo(
            "\rplanning: 25.0 % of all combinations settled, 40 counted, best loss 0.500000,"
                + " about 9 s left\u001b[K");
  }

  @Test
  void beginning_promisesNoTime() {
    assertThat(ProgressLine.text(new PlanProgress(0, 1, Double.POSITIVE_INFINITY, 1)))
        .isEqualTo("planning: 0.0 % of all combinations settled, 1 counted, best loss Infinity");
  }

  @Test
  void lineThatWasNeverWritten_leavesNoTrace() {
    line.clear();

    assertThat(terminal.toString()).isEmpty();
  }
}
