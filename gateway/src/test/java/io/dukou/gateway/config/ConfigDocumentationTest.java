package io.dukou.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.yaml.KeyTable;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigDocumentationTest {
  @TempDir private Path temporary;

  @Test
  void documentation_hasEveryKeyWithItsTypeAndDefault() {
    Path file = ConfigFolder.in(temporary).write(ConfigFolder.resource("full.yaml"));
    assertThat(KeyTable.documented("configuration.md"))
        .containsExactlyInAnyOrderElementsOf(KeyTable.asked(ConfigLoader.keysOf(file)));
  }
}
