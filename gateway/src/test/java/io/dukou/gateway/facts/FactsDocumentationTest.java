package io.dukou.gateway.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.facts.ConsentCsv.Column;
import io.dukou.gateway.yaml.KeyTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FactsDocumentationTest {
  @TempDir private Path temporary;

  @Test
  void documentation_hasEveryKeyWithItsTypeAndDefault() {
    FactsLoader loader = new FactsLoader();
    loader.load(List.of(FactsFolder.in(temporary).file()));
    assertThat(KeyTable.documented("facts.md"))
        .containsExactlyInAnyOrderElementsOf(KeyTable.asked(loader.uses()));
  }

  @Test
  void documentation_hasEveryColumnOfTheLedger() throws Exception {
    String text = Files.readString(Path.of("../docs/facts.md"));
    assertThat(Arrays.stream(Column.values()).map(column -> "\n| `" + column.header() + "` |"))
        .allMatch(text::contains);
  }
}
