package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What steers a terminal or turns the direction of writing gets neither out nor onto a screen. */
final class SteeringCellsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"x1\u001b]0;\u0007", "x1\u202e", "x1\u2066", "x1\u009b"})
  void cellThatSteers_isRefusedWithItsColumn(String arm) throws IOException {
    StudyOfTwenty study = with(arm);

    CommandRun run = study.protect("./plan.json");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("data.csv: column arm holds control", "take them out");
    assertThat(run.err()).doesNotContain(arm);
    assertThat(study.file("out.csv")).doesNotExist();
  }

  @Test
  void formula_isReleasedAsItIs() throws IOException {
    StudyOfTwenty study = with("=1+1");

    assertThat(study.protect("./plan.json").status()).isZero();
    assertThat(study.file("out.csv")).content().contains(",=1+1");
  }

  @Test
  void fileNameThatSteers_isShownWithoutSteering() {
    CommandRun run = CommandRun.of("detect", "--data", folder.resolve("a\u001b[31m").toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("a\\u001b[31m").doesNotContain("\u001b");
  }

  private StudyOfTwenty with(String arm) throws IOException {
    StudyOfTwenty study = new StudyOfTwenty(folder);
    String rows = Files.readString(study.file("data.csv"));
    Files.writeString(study.file("data.csv"), rows.replace(",x1,", "," + arm + ","));
    assertThat(study.plan().status()).isZero();
    return study;
  }
}
