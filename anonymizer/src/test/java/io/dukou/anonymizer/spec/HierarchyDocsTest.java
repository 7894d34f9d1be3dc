package io.dukou.anonymizer.spec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.table.Column;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Works out every row of the table of hierarchies in {@code docs/anonymizer.md}. */
final class HierarchyDocsTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "anonymizer.md");
  private static final Pattern ROW =
      Pattern.compile("^\\| `(\\{.*\\})` \\| `([^`]+)` \\| (.*) \\|$", Pattern.MULTILINE);

  @Test
  void table_showsTheFormsOfEachHierarchy() throws IOException {
    String document = Files.readString(DOCUMENT);
    List<String> documented = new ArrayList<>();
    List<String> actual = new ArrayList<>();
    Matcher row = ROW.matcher(document);
    while (row.find()) {
      documented.add(row.group(1) + " of " + row.group(2) + ": " + row.group(3));
      actual.add(
          row.group(1)
              + " of "
              + row.group(2)
              + ": "
              + forms(document, row.group(1), row.group(2)));
    }

    assertThat(documented).isNotEmpty().isEqualTo(actual);
  }

  @Test
  void table_hasEveryKind() throws IOException {
    String document = Files.readString(DOCUMENT);

    assertThat(
            List.of("file", "redact", "intervals", "cuts", "date", "divisions", "icd10", "codes"))
        .allSatisfy(kind -> assertThat(document).contains("| `{" + kind + ": "));
  }

  private static String forms(String document, String hierarchy, String value) {
    String text =
        "models: [{type: k-anonymity, k: 2}]\n"
            + ("attributes: {a: {role: quasi-identifier, hierarchy: " + hierarchy + "}}");
    Hierarchy fitted =
        SpecParser.parse(text, "spec.yaml", name -> open(document, name))
            .attribute("a")
            .orElseThrow()
            .hierarchy()
            .fit(Column.of("a", List.of(value), new int[] {0}));
    List<String> forms = new ArrayList<>();
    for (int level = 0; level < fitted.levels(); level++) {
      forms.add(fitted.generalise(value, level));
    }
    return forms.stream().map(form -> "`" + form + "`").collect(Collectors.joining(", "));
  }

  /** Opens a file that the document shows. */
  private static InputStream open(String document, String name) throws NoSuchFileException {
    Matcher shown =
        Pattern.compile("<!-- file: " + name + " -->\n```\\w+\n(.*?)```", Pattern.DOTALL)
            .matcher(document);
    if (!shown.find()) {
      throw new NoSuchFileException(name);
    }
    return new ByteArrayInputStream(shown.group(1).getBytes(UTF_8));
  }
}
