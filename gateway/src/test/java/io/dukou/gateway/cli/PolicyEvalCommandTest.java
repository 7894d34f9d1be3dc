package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyEvalCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path BASE = Path.of("../policies/samples/base.json");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  @Test
  void completeInput_isAllowed() throws IOException {
    assertThat(eval(BASE)).isEqualTo(0);
    assertThat(decision().path("outcome").asText()).startsWith("allow");
  }

  @Test
  void inputWithoutMechanism_isRefusedAndNamesTheRule() throws IOException {
    ObjectNode facts = base();
    facts.remove("mechanism");
    assertThat(eval(write(facts))).isEqualTo(1);
    assertThat(decision().path("reasons").findValuesAsText("rule")).contains("R40");
  }

  @Test
  void asOf_beforeTheContract_isRefused() throws IOException {
    assertThat(eval(BASE, "--as-of", "2026-01-05T00:00:00+08:00")).isEqualTo(1);
  }

  @Test
  void asOf_beforeEveryRule_saysThatTheRulesOfTheDayAreNotLoaded() throws IOException {
    assertThat(eval(BASE, "--as-of", "2020-01-01T00:00:00Z")).isEqualTo(1);
    assertThat(decision().path("reasons").findValuesAsText("code"))
        .contains("scope-outbound-event/rules_of_the_day_not_loaded");
  }

  @Test
  void entryPointRequest_leavesReleaseRulesOut() throws IOException {
    assertThat(eval(BASE, "--entry-point", "request")).isEqualTo(0);
    for (JsonNode rule : decision().path("evaluated")) {
      if (rule.path("rule").asText().equals("R73")) {
        assertThat(rule.path("result").asText()).isEqualTo("not_applicable");
      }
    }
  }

  @Test
  void duplicateKey_isBadInputWithItsPlace() throws IOException {
    Path file = Files.writeString(folder.resolve("twice.json"), "{\"event\":{},\n \"event\":{}}");
    assertThat(eval(file)).isEqualTo(2);
    assertThat(err.toString()).contains("twice.json:2:", "a key stands twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"event\": | ends too early",
        "{\"event\": wrong} | a syntax error",
        "{} {} | one value is expected",
      })
  void brokenJson_isNamedInWordsOfWhichNoneIsTheFiles(String text, String words)
      throws IOException {
    assertThat(eval(Files.writeString(folder.resolve("broken.json"), text))).isEqualTo(2);
    assertThat(err.toString()).contains("broken.json", words).doesNotContain("Exception", "wrong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://127.0.0.1", "http://user:p@127.0.0.1:1", "127.0.0.1"})
  void whatIsNoAddressOfAServer_isBadInput(String url) {
    assertThat(eval(BASE, "--engine", "opa", "--opa-url", url)).isEqualTo(2);
    assertThat(err.toString()).contains("--engine opa needs --opa-url, such as");
  }

  @Test
  void plainHttpToAnotherMachine_isBadInput() {
    assertThat(eval(BASE, "--engine", "opa", "--opa-url", "http://192.0.2.2:8181")).isEqualTo(2);
    assertThat(err.toString()).contains("plain http leaves this machine");
  }

  @Test
  void sampleOfARule_isBadInputAndSaysWhatItIs() {
    assertThat(eval(Path.of("../policies/samples/R66-ethics-approval/denied.json"))).isEqualTo(2);
    assertThat(err.toString()).contains("a sample of a rule", "base.json");
  }

  @Test
  void unknownKey_isBadInput() throws IOException {
    ObjectNode facts = base();
    facts.put("surprise", true);
    assertThat(eval(write(facts))).isEqualTo(2);
  }

  @Test
  void opaThatCannotBeReached_isRefused() {
    assertThat(eval(BASE, "--engine", "opa", "--opa-url", "http://127.0.0.1:1")).isEqualTo(1);
    assertThat(err.toString()).contains("refused");
  }

  @Test
  void opaWithoutUrl_isBadInput() {
    assertThat(eval(BASE, "--engine", "opa")).isEqualTo(2);
  }

  @Test
  void inputThatIsNotPlainUtf8_isBadInput() throws IOException {
    String text = Files.readString(BASE);
    Path file = folder.resolve("input.json");
    Files.writeString(file, "\uFEFF" + text);
    assertThat(eval(file)).isEqualTo(2);
    Files.write(file, text.getBytes(StandardCharsets.UTF_16LE));
    assertThat(eval(file)).isEqualTo(2);
    Files.write(file, new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'});
    assertThat(eval(file)).isEqualTo(2);
    assertThat(err.toString().lines())
        .hasSize(3)
        .allMatch(line -> line.contains("save it as UTF-8"));
  }

  private static ObjectNode base() throws IOException {
    return (ObjectNode) JSON.readTree(BASE.toFile());
  }

  private Path write(ObjectNode facts) throws IOException {
    Path file = folder.resolve("input.json");
    JSON.writeValue(file.toFile(), facts);
    return file;
  }

  private JsonNode decision() throws IOException {
    return JSON.readTree(out.toString());
  }

  private int eval(Path input, String... more) {
    String[] args = new String[4 + more.length];
    args[0] = "policy";
    args[1] = "eval";
    args[2] = "--input";
    args[3] = input.toString();
    System.arraycopy(more, 0, args, 4, more.length);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
