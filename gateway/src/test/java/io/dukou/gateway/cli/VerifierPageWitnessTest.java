package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.AuditLog;
import io.dukou.audit.Checkpoint;
import io.dukou.audit.DomesticKey;
import io.dukou.audit.DomesticStorage;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogSigners;
import io.dukou.audit.LogStorage;
import io.dukou.audit.Witness;
import io.dukou.audit.WitnessKeys;
import io.dukou.gateway.journal.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page of {@code dukou log verifier-page} in Chromium beside {@code dukou verify}, where a
 * browser cannot check everything: what only the command can tell, the page must neither call valid
 * nor deny.
 */
@Tag("real-server")
final class VerifierPageWitnessTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ORIGIN = "ferry.example/log";
  private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private static Path folder;
  private static Browser browser;

  /** The list of the log's keys, of which the last is of ML-DSA-44. */
  private static String list;

  /** Verifier keys of the witnesses: two that cosign, of either kind, and two that do not. */
  private static final List<String> WITNESSES = new ArrayList<>();

  private static String receipt;

  @BeforeAll
  static void openPage() throws Exception {
    Path keys = Files.createDirectory(folder.resolve("keys"));
    LogSigners signers = LogSigners.create(keys, ORIGIN, false, null, RANDOM);
    LogStorage log = storage("log");
    DomesticStorage domestic =
        new DomesticStorage(storage("domestic"), DomesticKey.generate(RANDOM));
    AuditLog.create(log, domestic, signers);
    signers = signers.rotate(keys, 0, 0, LogSigners.Kind.ML_DSA_44, null, RANDOM);
    try (AuditLog open = AuditLog.open(log, domestic, signers, LogOptions.defaults())) {
      Entry.of(LeafKind.START, NOON)
          .decision(JsonNodeFactory.instance.objectNode().put("outcome", "x"), null)
          .appendTo(open::append)
          .join();
      receipt = cosigned(open, signers);
    }
    list = Files.readString(keys.resolve("log.vkeys"));
    Path page = folder.resolve("verify.html");
    CommandRun run =
        CommandRun.of("log", "verifier-page", "--vkey", file("vkey", list), "--out", text(page));
    assertThat(run.status()).as(run.err()).isZero();
    browser = Browser.start(folder.resolve("profile"));
    browser.open(page);
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  private static LogStorage storage(String name) throws IOException {
    return LogStorage.posix(Files.createDirectory(folder.resolve(name)));
  }

  private static String cosigned(AuditLog log, LogSigners signers) throws IOException {
    Checkpoint published = log.publish();
    for (WitnessKeys.Kind kind : List.of(WitnessKeys.Kind.ED25519, WitnessKeys.Kind.ML_DSA_44)) {
      WitnessKeys key = WitnessKeys.generate(kind.word() + ".example/w", kind, RANDOM);
      WITNESSES.add(key.vkey().toString());
      WITNESSES.add(WitnessKeys.generate("other.example/w", kind, RANDOM).vkey().toString());
      LogStorage state = storage(kind.word());
      Witness.create(state, key);
      try (Witness witness =
          Witness.open(state, null, key, List.of(signers.newest()), () -> NOON)) {
        Witness.Reply reply = witness.addCheckpoint(log.witnessQuestion(0, published));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        published = published.with(witness.vkey(), reply.body());
      }
    }
    return log.receipt(0, published).tlogProof();
  }

  private static String text(Path path) {
    return path.toString();
  }

  private static String file(String name, String content) throws IOException {
    return text(Files.writeString(folder.resolve(name), content));
  }

  /** Returns the exit code of the command: 0, 1 or 2. */
  private static int command(String proof, String keys, String policy) throws IOException {
    return CommandRun.of(
            "verify",
            file("receipt", proof),
            "--vkey",
            file("vkey", keys),
            "--policy",
            file("policy", policy))
        .status();
  }

  private static JsonNode page(String proof, String keys, String policy) {
    return browser.evaluate(
        "Receipts.check(%s, %s, null, %s)".formatted(quoted(proof), quoted(keys), quoted(policy)));
  }

  /** Returns what the page makes of it, in the words that it shows. */
  private static String verdict(JsonNode found) {
    return browser.evaluate("verdictOf(" + found + ")[0]").asText().replaceFirst(":.*", "");
  }

  private static String quoted(String text) {
    return JSON.valueToTree(text).toString();
  }

  private static String ed25519Alone() {
    return keysOf(false);
  }

  private static String keysOf(boolean isMlDsa) {
    return list.lines()
        .filter(line -> !line.startsWith("#") && line.length() > 1_000 == isMlDsa)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** Returns a policy with all witnesses, {@code a b c d} in the order of {@link #WITNESSES}. */
  private static String policy(String rest) {
    String lines =
        IntStream.range(0, WITNESSES.size())
            .mapToObj(i -> "witness " + "acbd".charAt(i) + " " + WITNESSES.get(i) + "\n")
            .collect(Collectors.joining());
    return lines + rest.replace(";", "\n") + "\n";
  }

  /**
   * The witnesses {@code a} (Ed25519) and {@code b} (ML-DSA-44) cosigned, {@code c}, {@code d} not.
   */
  @ParameterizedTest
  @CsvSource({
    "quorum a, 0, NOT ALL CHECKED HERE",
    "quorum b, 0, NOT ALL CHECKED HERE",
    "group g all a b; quorum g, 0, NOT ALL CHECKED HERE",
    "group g 2 a b c; quorum g, 0, NOT ALL CHECKED HERE",
    "group g any b c; group h all a g; quorum h, 0, NOT ALL CHECKED HERE",
    "quorum none, 0, NOT ALL CHECKED HERE",
    "quorum c, 1, NOT VALID",
    "quorum d, 1, NOT VALID",
    "group g 3 a b c d; quorum g, 1, NOT VALID",
    "group g all a b d; quorum g, 1, NOT VALID",
  })
  void quorumThatRestsOnMlDsa_isNotCheckedHere(String rest, int exit, String verdict)
      throws IOException {
    String policy = policy(rest);
    assertThat(command(receipt, ed25519Alone(), policy)).isEqualTo(exit);
    JsonNode found = page(receipt, ed25519Alone(), policy);
    assertThat(verdict(found)).as("%s", found).isEqualTo(verdict);
    assertThat(found.toString()).contains("of the witness b with ML-DSA-44 was not checked here");
    assertThat(found.toString().contains("Too few")).isEqualTo(exit == 1);

    // A wrong cosignature, which the command refuses, and the page cannot tell from a right one.
    String wrong = changed(receipt, "ml-dsa-44.example/w", 3_000);
    assertThat(command(wrong, ed25519Alone(), policy)).isEqualTo(1);
    assertThat(verdict(page(wrong, ed25519Alone(), policy)))
        .isEqualTo(verdict)
        .isNotEqualTo("VALID");

    // One that is too short both refuse.
    String shorter = receipt.replaceFirst("(\u2014 ml-dsa-44.*)....\n", "$1\n");
    assertThat(command(shorter, ed25519Alone(), policy)).isEqualTo(1);
    assertThat(verdict(page(shorter, ed25519Alone(), policy))).isEqualTo("NOT VALID");
  }

  /** Changes a character of a signature line. */
  private static String changed(String proof, String signer, int at) {
    int place = proof.indexOf("\u2014 " + signer + " ") + signer.length() + 3 + at;
    char other = proof.charAt(place) == 'A' ? 'B' : 'A';
    return proof.substring(0, place) + other + proof.substring(place + 1);
  }

  @Test
  void quorumWithoutMlDsa_isCheckedWhole() throws IOException {
    String policy = "witness a " + WITNESSES.get(0) + "\nquorum a\n";
    assertThat(command(receipt, ed25519Alone(), policy)).isZero();
    assertThat(verdict(page(receipt, ed25519Alone(), policy))).isEqualTo("VALID");
    String missing = receipt.replaceFirst("\u2014 ml-dsa-44.*\n", "");
    assertThat(command(missing, ed25519Alone(), policy("group g all a b; quorum g"))).isEqualTo(1);
    assertThat(verdict(page(missing, ed25519Alone(), policy("group g all a b; quorum g"))))
        .isEqualTo("NOT VALID");
    assertThat(verdict(page(missing, ed25519Alone(), policy("quorum a")))).isEqualTo("VALID");
  }

  @Test
  void signatureOfTheLogWithMlDsa_isNotCheckedHere() throws IOException {
    String policy = "witness a " + WITNESSES.get(0) + "\nquorum a\n";
    assertThat(command(receipt, list, policy)).isZero();
    JsonNode both = page(receipt, list, policy);
    assertThat(verdict(both)).isEqualTo("NOT ALL CHECKED HERE");
    String mlDsaAlone = keysOf(true);
    assertThat(command(receipt, mlDsaAlone, policy)).isZero();
    JsonNode alone = page(receipt, mlDsaAlone, policy);
    assertThat(verdict(alone)).as("%s", alone).isEqualTo("NOT ALL CHECKED HERE");
    assertThat(alone.toString()).doesNotContain("The log " + ORIGIN + " signed");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", " \t\n\n", "# only words\n", "\u2003\n"})
  void policyOfNothing_isRefusedByBoth(String policy) throws IOException {
    assertThat(command(receipt, ed25519Alone(), policy)).isEqualTo(2);
    JsonNode found = page(receipt, ed25519Alone(), policy);
    assertThat(verdict(found)).isEqualTo("NOT VALID");
    assertThat(found.toString()).contains("policy: no quorum line");
  }

  @Test
  void limitsOfTheCommand_holdInThePage() throws IOException {
    String own = "witness a " + WITNESSES.get(0) + "\n";
    String groups =
        IntStream.range(0, 998)
            .mapToObj(i -> "group g%d any %s\n".formatted(i, i == 0 ? "a" : "g" + (i - 1)))
            .collect(Collectors.joining());
    String most = own + groups + "quorum g997\n";
    assertSame(true, ed25519Alone(), most);
    assertSame(false, ed25519Alone(), "group b any a\n" + most);
    assertSame(false, ed25519Alone(), most + "group b any g997\n");
    assertSame(true, ed25519Alone(), own + "quorum a\n#" + "x".repeat(1_000_000));
    assertSame(false, ed25519Alone(), own + "quorum a\n#" + "x".repeat(1 << 20));
    assertSame(false, ed25519Alone(), own + "quorum a\n#" + "\u6e21".repeat(400_000));
    assertSame(true, ed25519Alone() + "#" + "x".repeat(60_000), own + "quorum a\n");
    assertSame(false, ed25519Alone() + "#" + "x".repeat(1 << 16), own + "quorum a\n");
    assertSame(true, "\f" + ed25519Alone().strip() + "\u001f\n", own + "quorum a\n");
    WitnessKeys.Kind kind = WitnessKeys.Kind.ED25519;
    String name = "x".repeat(256);
    String longName = WitnessKeys.generate(name, kind, RANDOM).vkey().toString();
    assertSame(true, ed25519Alone(), own + "witness long " + longName + "\nquorum a\n");
  }

  @Test
  void mlDsaKeyWithALongName_isRefusedByBoth() throws Exception {
    String name = "x".repeat(256);
    String key = WITNESSES.get(3).split("\\+", 3)[2];
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update((name + "\n").getBytes(StandardCharsets.UTF_8));
    byte[] digest = sha256.digest(Base64.getDecoder().decode(key));
    String id = HexFormat.of().formatHex(digest, 0, 4);
    String own = "witness a " + WITNESSES.get(0) + "\nquorum a\n";
    assertSame(false, ed25519Alone(), own + "witness long " + name + "+" + id + "+" + key + "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://witness.example/w",
        "HTTP://a",
        "https://a.",
        "https://a:8080/",
        "https://a:/x",
        "https://u:p@a/x",
        "https://127.0.0.1/w",
        "https://[::1]:80/w",
        "https://a/%41",
        "https://a/\u6e21",
        "https://a/%4",
        "https://a/<x>",
        "https://a/x?y",
        "https://a/x#y",
        "https://",
        "https:///x",
        "https://a_b/x",
        "https://-a/x",
        "https://a-/x",
        "https://a.1b/x",
        "https://1.2.3/x",
        "https://1.2.3.400/x",
        "https://\u6e21.example/x",
        "https://a:80x/",
        "//a/x",
        "a/x",
        "mailto:a",
        "1http://a/x",
        "http\u017f://a/x",
        "https://a|b/",
        "https://a//b",
        "https://a/b[c]",
      })
  void addressOfAWitness_isReadAlike(String url) throws IOException {
    String policy = "witness a " + WITNESSES.get(0) + " " + url + "\nquorum a\n";
    assertSame(command(receipt, ed25519Alone(), policy) == 0, ed25519Alone(), policy);
  }

  private static void assertSame(boolean valid, String keys, String policy) throws IOException {
    JsonNode found = page(receipt, keys, policy);
    assertThat(command(receipt, keys, policy) == 0).isEqualTo(valid);
    assertThat(verdict(found)).as("%s", found).isEqualTo(valid ? "VALID" : "NOT VALID");
  }

  @Test
  void formOfThePage_showsThatNotAllWasChecked() {
    browser.evaluate(
        "element('receipt').value = %s; element('key').value = %s; element('policy').value = %s;"
                .formatted(quoted(receipt), quoted(ed25519Alone()), quoted(policy("quorum b")))
            + " element('form').requestSubmit()");
    String shown =
        browser
            .evaluate(
                "(async () => { while (!/VALID|CHECKED/.test(element('verdict').textContent)) {"
                    + " await new Promise(next => setTimeout(next, 5)); }"
                    + " return document.querySelector('section').innerText; })()")
            .asText();
    assertThat(shown)
        .startsWith("NOT ALL CHECKED HERE: nothing is wrong in what was")
        .contains("not checked Whether enough witnesses were shown the same log was not checked")
        .contains("b at 2026-03-01T04:00:00Z");
    assertThat(browser.evaluate("element('verdict').className").asText()).isEqualTo("partly");
    assertThat(browser.complaints()).isEmpty();
  }
}
