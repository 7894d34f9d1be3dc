package io.dukou.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.facts.YamlStudyRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FactsReloadTest {
  private static final String GOOD = "exporters: {}\n";

  @TempDir Path folder;

  private Instant now = Instant.parse("2026-11-20T02:30:00Z");
  private final LogLines lines = LogLines.open();
  private YamlStudyRegistry facts;
  private FactsReload watch;

  @BeforeEach
  void open() throws IOException {
    write(GOOD);
    facts = YamlStudyRegistry.open(List.of(folder.resolve("facts.yaml")));
    watch = new FactsReload(facts, () -> now);
  }

  @AfterEach
  void stopListening() {
    lines.close();
  }

  @Test
  void fileThatStaysBroken_isLoggedOnceAMinute() throws IOException {
    write("exporters: {}\nnonsense: 1\n");
    for (int i = 0; i < 30; i++) {
      watch.look();
      now = now.plusSeconds(2);
    }
    assertThat(lines.take()).singleElement().asString().contains("facts.yaml", "nonsense");
    assertThat(facts.problems()).hasSize(1);
    watch.look();
    assertThat(lines.take()).hasSize(1);
  }

  @Test
  void fileThatIsBrokenOtherwise_isLoggedAtOnce() throws IOException {
    write("exporters: {}\nnonsense: 1\n");
    watch.look();
    write("exporters: {}\nother: 12\nnonsense: 1\n");
    watch.look();
    assertThat(lines.take()).hasSize(3).last().asString().contains("nonsense");
  }

  @Test
  void fileThatIsBrokenAgain_isLoggedAgain() throws IOException {
    write("nonsense: 1\n");
    watch.look();
    write(GOOD);
    watch.look();
    write("nonsense: 1\n");
    watch.look();
    assertThat(lines.take()).hasSize(2);
  }

  @Test
  void operatorWhoAsksForAReload_isToldEachTime() throws IOException {
    write("nonsense: 1\n");
    watch.reload();
    watch.reload();
    assertThat(lines.take()).hasSize(2);
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve("facts.yaml"), text);
  }
}
