package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plan that was edited after it was made is not applied, whatever was made to fit. */
final class EditedPlanTest {
  @TempDir private Path folder;
  private StudyOfTwenty study;

  @BeforeEach
  void plan() throws IOException {
    study = new StudyOfTwenty(folder);
    assertThat(study.plan().status()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"role\":\"direct-identifier\" | \"role\":\"insensitive\"",
        "\"role\":\"free-text\" | \"role\":\"insensitive\"",
        "\"subject\":\"id\" | \"subject\":null",
        "\"k\":3 | \"k\":1",
        "\"level\":1 | \"level\":0"
      })
  void editedPlan_isAppliedNowhere(String part, String other) throws IOException {
    String before = Files.readString(study.file("plan.json"));
    study.editPlan(content -> content.replace(part, other));

    assertThat(study.file("plan.json")).content().isNotEqualTo(before);
    assertRefused(study.protect("./plan.json"));
    assertRefused(
        study.run(
            "risk", "--data", "./data.csv", "--spec", "./spec.yaml", "--plan", "./plan.json"));
    assertThat(study.file("out.csv")).doesNotExist();
  }

  @Test
  void untouchedPlan_isApplied() throws IOException {
    study.editPlan(content -> content);

    assertThat(study.protect("./plan.json").status()).isZero();
    assertThat(study.file("out.csv")).content().doesNotContain("Canary", "secret", "S-0");
  }

  @Test
  void planWithMoreInIt_isRefused() throws IOException {
    String plan = Files.readString(study.file("plan.json"));
    Files.writeString(study.file("plan.json"), plan.replaceFirst("\\{", "{\"note\":\"mine\","));

    CommandRun run = study.protect("./plan.json");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("plan.json", "it holds what no plan holds").hasLineCount(1);
  }

  @Test
  void planWithoutSeal_isRefused() throws IOException {
    String plan = Files.readString(study.file("plan.json"));
    Files.writeString(study.file("plan.json"), plan.replaceFirst(",\"seal\":\"[^\"]*\"", ""));

    CommandRun run = study.protect("./plan.json");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("has no seal");
  }

  private static void assertRefused(CommandRun run) {
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("plan.json", "was changed after it was made").hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }
}
