package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Input nested so deeply that a recursive reader would lose its stack is bad input, not a refusal.
 */
final class DeepInputTest {
  @TempDir private Path folder;

  @Test
  void deepYaml_isBadInputOfEveryCommandThatReadsIt() throws IOException {
    String deep = write("deep.yaml", "a: " + "[".repeat(50_000));
    String data = write("data.csv", "age\n34\n");
    for (List<String> command :
        List.of(
            List.of("plan", "--data", data, "--spec", deep),
            List.of("risk", "--data", data, "--spec", deep),
            List.of("config", "check", "--config", deep),
            List.of("serve", "--config", deep))) {
      CommandRun run = CommandRun.of(command.toArray(String[]::new));
      assertThat(run.status()).as("%s", command).isEqualTo(2);
      assertThat(run.out() + run.err())
          .as("%s", command)
          .contains(deep, "deeper")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void deepJson_isNoPlan() throws IOException {
    String deep = write("deep.json", "[".repeat(50_000));
    String data = write("data.csv", "age\n34\n");
    String out = folder.resolve("out.csv").toString();
    CommandRun run = CommandRun.of("protect", "--plan", deep, "--data", data, "--out", out);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(deep).doesNotContain("\tat ");
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }
}
