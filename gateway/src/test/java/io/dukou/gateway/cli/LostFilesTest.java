package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No command writes over a file that it reads, over another that it writes, or over a folder. */
final class LostFilesTest {
  private static final String PLAN = "plan --data ./data.csv --spec ./spec.yaml ";
  private static final String PROTECT =
      "protect --plan ./plan.json --key ./plan.json.key --data ./data.csv ";
  private static final String RISK =
      "risk --data ./data.csv --spec ./spec.yaml --plan ./plan.json --released ./released.csv ";

  @TempDir private Path folder;
  private StudyOfTwenty study;

  @BeforeEach
  void prepare() throws IOException {
    study = new StudyOfTwenty(folder);
    study.plan();
    Files.copy(study.file("data.csv"), study.file("released.csv"));
    Files.writeString(study.file("define.xml"), "<ODM/>");
    Files.createDirectory(study.file("empty"));
    Files.createDirectory(study.file("sub"));
    Files.createSymbolicLink(study.file("link"), Path.of("data.csv"));
    Files.createLink(study.file("hard"), study.file("data.csv"));
    Files.createSymbolicLink(study.file("dangling"), Path.of("new.key"));
    Files.createSymbolicLink(study.file("folder"), Path.of("."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PLAN + "--out ./data.csv",
        PLAN + "--out ./spec.yaml",
        PLAN + "--out ./new.key --key ./new.key",
        PLAN + "--out ./new.key --key ./sub/../new.key",
        PLAN + "--out ./folder/new.key --key ./new.key",
        PLAN + "--out ./dangling --key ./new.key",
        PLAN + "--out ./plan.json.key --key ./plan.json.key",
        PLAN + "--out ./empty",
        PLAN + "--out ./folder",
        PLAN + "--out /",
        PLAN + "--out /dev/null",
        PROTECT + "--out ./data.csv",
        PROTECT + "--out ./plan.json",
        PROTECT + "--out ./plan.json.key",
        PROTECT + "--out ./empty",
        PROTECT + "--out ./link",
        PROTECT + "--out ./hard",
        PROTECT + "--out ./folder/data.csv",
        PROTECT + "--out /",
        "protect --plan ./plan.json --data ./link --out ./data.csv",
        "protect --plan ./plan.json --data ./data.csv --out ./plan.json.key",
        "protect --plan / --data ./data.csv --out ./out.csv",
        RISK + "--out ./data.csv",
        RISK + "--out ./spec.yaml",
        RISK + "--out ./plan.json",
        RISK + "--out ./plan.json.key",
        RISK + "--out ./released.csv",
        RISK + "--out ./empty",
        "detect --data ./data.csv --out ./data.csv",
        "detect --data ./data.csv --out ./hard",
        "detect --data ./data.csv --out ./empty",
        "detect --data ./data.csv --define ./define.xml --out ./define.xml"
      })
  void outputThatWouldLoseSomething_isRefusedAndNothingIsTouched(String command)
      throws IOException {
    Map<String, String> before = contents();

    CommandRun run = study.run(command.split(" ", -1));

    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).startsWith("dukou: ").hasLineCount(1);
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void outputThatIsThere_isReplacedAsBefore() throws IOException {
    Files.writeString(study.file("out.csv"), "old");

    assertThat(study.protect("./plan.json").status()).isZero();
    assertThat(study.file("out.csv")).content().startsWith("zip,age,arm");
  }

  @Test
  void linkToAnotherFile_isReplacedAndTheFileKept() throws IOException {
    Files.writeString(study.file("victim"), "kept");
    Files.createSymbolicLink(study.file("out.csv"), Path.of("victim"));

    assertThat(study.protect("./plan.json").status()).isZero();
    assertThat(study.file("victim")).hasContent("kept");
    assertThat(study.file("out.csv")).isRegularFile();
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String kind = Files.isSymbolicLink(file) ? "link " : "";
        String text = Files.isRegularFile(file) ? Files.readString(file) : "";
        contents.put(file.getFileName().toString(), kind + text);
      }
    }
    return contents;
  }
}
