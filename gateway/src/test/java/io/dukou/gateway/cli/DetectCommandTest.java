package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dukou detect} as its users see it. */
final class DetectCommandTest {
  private static final String DATA =
      """
      病历号,姓名,手机号,性别,年龄,x9
      A1,王芳,13812345678,女,31,p
      A2,李娜,13912345678,女,33,q
      A3,张伟,13712345678,男,32,p
      A4,刘洋,13612345678,男,34,q
      """;
  private static final String DEFINE =
      """
      <ODM><ItemGroupDef Name='DM'><ItemRef ItemOID='I'/></ItemGroupDef>
      <ItemDef OID='I' Name='x9' DataType='text'><Description>
      <TranslatedText>Marital Status</TranslatedText></Description></ItemDef></ODM>
      """;

  @TempDir private Path folder;
  private String data = "";
  private String draft = "";

  @BeforeEach
  void writeFiles() throws IOException {
    data = write("data.csv", DATA);
    draft = folder.resolve("spec.yaml").toString();
  }

  @Test
  void detect_printsAProposalForEachColumnAndNoValue() throws IOException {
    CommandRun run = CommandRun.of("detect", "--data", data);

    assertThat(run.status()).isZero();
    assertThat(roles(run))
        .containsExactly(
            "direct-identifier",
            "direct-identifier",
            "direct-identifier",
            "quasi-identifier",
            "quasi-identifier",
            "direct-identifier");
    assertThat(json(run).get("review").toString()).isEqualTo("[\"x9\"]");
    assertThat(run.out()).doesNotContain("王芳", "13812345678", "A1", "女");
  }

  @Test
  void draft_isPlannedWithAfterReview() throws IOException {
    CommandRun detected = CommandRun.of("detect", "--data", data, "--out", draft);
    String text = Files.readString(Path.of(draft));
    assertThat(text).contains("# REVIEW").doesNotContain("王芳", "13812345678");
    Files.writeString(Path.of(draft), text.replace("k: 11", "k: 2"));

    CommandRun planned = CommandRun.of("plan", "--data", data, "--spec", draft);

    assertThat(detected.err()).isEmpty();
    assertThat(planned.err()).isEmpty();
    assertThat(planned.status()).isZero();
    assertThat(json(planned).get("attributes").toString()).isEqualTo("[\"性别\",\"年龄\"]");
  }

  @Test
  void define_isAsked() throws IOException {
    String table = write("x.csv", "x9\nsingle\nmarried\n");
    String define = write("define.xml", DEFINE);

    CommandRun run = CommandRun.of("detect", "--data", table, "--define", define);

    assertThat(roles(run)).containsExactly("quasi-identifier");
  }

  @Test
  void csvOptions_areThoseOfTheDraft() throws IOException {
    Path table = folder.resolve("gb.csv");
    Files.write(table, "姓名;年龄\n王芳;31\n李娜;32\n".getBytes(Charset.forName("GB18030")));

    CommandRun run =
        CommandRun.of(
            "detect",
            "--data",
            table.toString(),
            "--delimiter",
            ";",
            "--encoding",
            "gb18030",
            "--out",
            draft);

    assertThat(roles(run)).containsExactly("direct-identifier", "quasi-identifier");
    assertThat(Path.of(draft)).content().contains("csv: {delimiter: \";\", encoding: GB18030}");
  }

  @Test
  void datasetJson_isReadByItsName() throws IOException {
    String table =
        write(
            "dm.json",
            """
            {"datasetJSONCreationDateTime": "2026-01-01T00:00:00", "datasetJSONVersion": "1.1.0",
             "itemGroupOID": "IG.DM", "records": 2, "name": "DM", "label": "Demographics",
             "columns": [
               {"itemOID": "IT.1", "name": "USUBJID", "label": "Subject", "dataType": "string"},
               {"itemOID": "IT.2", "name": "AGE", "label": "Age", "dataType": "integer"}],
             "rows": [["S1", 31], ["S2", 45]]}
            """);

    CommandRun run = CommandRun.of("detect", "--data", table, "--out", draft);

    assertThat(run.err()).isEmpty();
    assertThat(roles(run)).containsExactly("direct-identifier", "quasi-identifier");
    assertThat(json(run).get("subject").asText()).isEqualTo("USUBJID");
    assertThat(Path.of(draft)).content().doesNotContain("csv:");
  }

  @Test
  void jsonArray_isReadWhenToldSo() throws IOException {
    String table = write("x.json", "[{\"age\": 31}, {\"age\": 45}]");

    assertThat(roles(CommandRun.of("detect", "--data", table, "--format", "json")))
        .containsExactly("quasi-identifier");
  }

  @Test
  void fileThatIsNoTable_isBadInputNamedWithoutItsContent() throws IOException {
    String table = write("x.json", "{\"secret\": 1}");
    String define = write("define.xml", "<!DOCTYPE x [<!ENTITY secret 'secret'>]><x>&secret;</x>");
    String headless = write("h.csv", "王芳,13812345678\n李娜,13912345678\n");

    for (CommandRun run :
        List.of(
            CommandRun.of("detect", "--data", table),
            CommandRun.of("detect", "--data", data, "--define", define),
            CommandRun.of("detect", "--data", headless),
            CommandRun.of("detect", "--data", folder.resolve("none.csv").toString()))) {
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .startsWith("dukou: ")
          .doesNotContain("secret", "13812345678", "internal");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--delimiter=x",
        "--delimiter=",
        "--delimiter=;;",
        "--encoding=latin1",
        "--format=xlsx"
      })
  void optionThatIsNone_isBadInput(String option) {
    CommandRun run = CommandRun.of("detect", "--data", data, option);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(option.substring(0, option.indexOf('=')) + " must be");
  }

  private static List<String> roles(CommandRun run) throws IOException {
    return json(run).get("columns").findValuesAsText("role");
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }

  private String write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }
}
