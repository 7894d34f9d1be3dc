package io.dukou.gateway.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.table.TableError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class BadTableCodeTest {
  private static final Path PACKAGE_DOC =
      Path.of("src/main/java/io/dukou/gateway/format/package-info.java");

  @Test
  void everyErrorOfATable_hasACode() {
    assertThat(TableError.values())
        .filteredOn(error -> error != TableError.INPUT_OUTPUT)
        .allSatisfy(error -> assertThat(BadTableCode.of(error).code()).isEqualTo(error.code()));
  }

  @Test
  void packageDoc_listsEveryCode() throws IOException {
    String doc = Files.readString(PACKAGE_DOC).replaceAll("\\s+\\*?\\s*", " ");
    String rows =
        Arrays.stream(BadTableCode.values())
            .map(
                code ->
                    String.format(
                        "<tr><td>%s</td><td>%s</td><td>%s</td></tr>",
                        code.code(), code.problem(), code.remedy()))
            .collect(Collectors.joining(" "));
    assertThat(doc).contains(rows);
  }

  @Test
  void place_readsAsWords() {
    assertThat(Place.NONE).hasToString("the whole body");
    assertThat(new Place(3, 14, 2, 5, "AGE"))
        .hasToString("line 3, character 14, row 2, column 5 (AGE)");
    assertThat(Place.line(9)).hasToString("line 9");
  }
}
