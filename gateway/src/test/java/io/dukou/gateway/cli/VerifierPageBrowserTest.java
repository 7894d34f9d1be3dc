package io.dukou.gateway.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.AuditLog;
import io.dukou.audit.BodyDigest;
import io.dukou.audit.BodyDigester;
import io.dukou.audit.DigestSuite;
import io.dukou.audit.DomesticKey;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.DomesticStorage;
import io.dukou.audit.LeafDraft;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LogKeys;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogStorage;
import io.dukou.audit.ReceiptVerifier;
import io.dukou.audit.Verification;
import io.dukou.audit.Verification.Outcome;
import io.dukou.audit.VerifierKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Opens the page of {@code dukou log verifier-page} in Chromium, and compares what it says of many
 * receipts with what {@link ReceiptVerifier} says of them.
 */
@Tag("real-server")
final class VerifierPageBrowserTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ORIGIN = "ferry.example/log";

  /** Bodies of no, one, a part of one, and a number of chunks that is no power of two. */
  private static final List<byte[]> BODIES =
      List.of(bytes(0), bytes(1), bytes(65_536), bytes(65_537), bytes(13 * 65_536 + 5));

  private static final List<String> RECEIPTS = new ArrayList<>();

  @TempDir private static Path folder;
  private static VerifierKey key;
  private static Browser browser;
  private static Path page;

  @BeforeAll
  static void openPage() throws IOException, InterruptedException {
    writeLog();
    page = folder.resolve("verify.html");
    CommandRun run =
        CommandRun.of("log", "verifier-page", "--vkey", key.toString(), "--out", page.toString());
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

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static void writeLog() throws IOException {
    SecureRandom random = new SecureRandom();
    LogKeys keys = LogKeys.generate(ORIGIN, random);
    key = keys.vkey();
    LogStorage log = LogStorage.posix(Files.createDirectory(folder.resolve("log")));
    LogStorage parts = LogStorage.posix(Files.createDirectory(folder.resolve("domestic")));
    DomesticStorage domestic = new DomesticStorage(parts, DomesticKey.generate(random));
    AuditLog.create(log, domestic, keys);
    try (AuditLog open = AuditLog.open(log, domestic, keys, LogOptions.defaults())) {
      for (int i = 0; i < BODIES.size(); i++) {
        open.append(draft(i), DomesticPart.empty()).join();
      }
      for (int i = 0; i < BODIES.size(); i++) {
        RECEIPTS.add(open.receipt(i).tlogProof());
      }
    }
  }

  private static LeafDraft draft(int number) throws IOException {
    BodyDigest digest =
        BodyDigester.digest(
            new ByteArrayInputStream(BODIES.get(number)), DigestSuite.SHA256_AND_SM3);
    JsonNode decision =
        JsonNodeFactory.instance
            .objectNode()
            .put("outcome", "allow")
            .put("\u20ac \ud83d\ude00 \"\\\u0001", 1e21)
            .put("small", 1e-7);
    return new LeafDraft(
        LeafKind.RELEASE,
        Instant.parse("2026-03-01T04:00:00Z"),
        number % 2 == 0 ? "acme" : "<img src=x onerror=window.taken=1>\u001b[31m",
        "LC-2026-01",
        null,
        null,
        decision,
        null,
        digest.digests(),
        digest.chunkRoot(),
        digest.length());
  }

  /** Returns what the page finds, as {@code {valid, statements, leaf}}. */
  private static JsonNode check(String receipt, String vkey, byte[] body) {
    String blob =
        body == null
            ? "null"
            : "new Blob([Uint8Array.from(atob('"
                + Base64.getEncoder().encodeToString(body)
                + "'), c => c.charCodeAt(0))])";
    return browser.evaluate(
        "Receipts.check(" + quoted(receipt) + ", " + quoted(vkey) + ", " + blob + ")");
  }

  private static String quoted(String text) {
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static Verification java(String receipt, byte[] body) throws IOException {
    return ReceiptVerifier.verify(
        receipt, key, body == null ? null : new ByteArrayInputStream(body));
  }

  @Test
  void page_saysOfEachReceiptAndBodyWhatTheProgramSays() throws IOException {
    for (int i = 0; i < RECEIPTS.size(); i++) {
      for (byte[] body : BODIES) {
        Verification expected = java(RECEIPTS.get(i), body);
        JsonNode found = check(RECEIPTS.get(i), key.toString(), body);

        assertThat(found.get("valid").asBoolean())
            .as("receipt %d, body of %d bytes", i, body.length)
            .isEqualTo(expected.bodyProved())
            .isEqualTo(Arrays.equals(body, BODIES.get(i)));
      }
    }
  }

  @Test
  void page_usesTheWordsOfTheProgram() throws IOException {
    Verification expected = java(RECEIPTS.get(3), BODIES.get(3));
    List<String> program =
        expected.statements().stream()
            .filter(statement -> statement.outcome() == Outcome.PROVED)
            .map(Verification.Statement::words)
            .filter(words -> !words.contains("sm3"))
            .toList();
    List<String> shown = new ArrayList<>();
    for (JsonNode statement :
        check(RECEIPTS.get(3), key.toString(), BODIES.get(3)).get("statements")) {
      if (statement.get("outcome").asText().equals("proved")) {
        shown.add(statement.get("words").asText());
      }
    }
    assertThat(shown).containsExactlyElementsOf(program);
  }

  @Test
  void page_refusesEveryChangedCharacterAndEveryCut() throws IOException {
    Random random = new Random(4);
    String text = RECEIPTS.get(4);
    List<String> mutants = new ArrayList<>();
    for (int at = 0; at < text.length(); at++) {
      char changed = (char) (text.charAt(at) ^ (1 << random.nextInt(7)));
      mutants.add(text.substring(0, at) + changed + text.substring(at + 1));
      mutants.add(text.substring(0, at));
    }
    String all = JSON.writeValueAsString(mutants);
    JsonNode accepted =
        browser.evaluate(
            "(async () => { const accepted = []; for (const text of "
                + all
                + ") { if ((await Receipts.check(text, "
                + quoted(key.toString())
                + ", null)).valid) accepted.push(text); } return accepted; })()");

    assertThat(accepted).isEmpty();
    assertThat(check(text, key.toString(), null).get("valid").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void page_acceptsTheSignedLeavesThatTheProgramAccepts(byte[] leaf) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] root = sha256(new byte[] {0}, leaf);
    String vkey = vkey(pair);
    String text = ORIGIN + "\n1\n" + base64(root) + "\n";
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(pair.getPrivate());
    signer.update(text.getBytes(UTF_8));
    int id = VerifierKey.parse(vkey).id();
    String signature = base64(ByteBuffer.allocate(68).putInt(id).put(signer.sign()).array());
    String receipt =
        "c2sp.org/tlog-proof@v1\nextra %s\nindex 0\n\n%s\n\u2014 %s %s\n"
            .formatted(base64(leaf), text, ORIGIN, signature);

    Verification expected = ReceiptVerifier.verify(receipt, VerifierKey.parse(vkey), null);
    JsonNode found = check(receipt, vkey, null);

    assertThat(expected.checkpoint()).isNotNull();
    assertThat(found.get("valid").asBoolean())
        .as("%s%n%s", new String(leaf, UTF_8), found.get("statements"))
        .isEqualTo(expected.valid());
  }

  /** Returns leaves that are right, and changed in each way the form has a rule against. */
  private static Stream<byte[]> leaves() {
    String hash = "ab".repeat(32);
    String right =
        ("{\"at\":\"2026-02-28T04:00:00.000Z\",\"chunkRoot\":null,\"dataset\":null,\"decision\":{\"n\":1},"
             + "\"digests\":{\"sha-256\":\"%s\"},\"domestic\":\"%s\",\"kind\":\"release\",\"length\":null,\"policy\":null,"
             + "\"previous\":null,\"purpose\":null,\"recipient\":\"acme\",\"study\":null,\"v\":1}")
            .formatted(hash, hash);
    Stream<String[]> changes =
        Stream.of(
            new String[][] {
              {"{", "{"},
              {"release", "refusal"},
              {"release", "releases"},
              {"release", "constructor"},
              {"02-28", "02-30"},
              {"02-28", "2-028"},
              {"04:00", "24:00"},
              {"00.000Z", "60.000Z"},
              {"00.000Z", "00.00Z"},
              {"2026", "+2026"},
              {"2026", "0000"},
              {"\"v\":1", "\"v\":2"},
              {"\"v\":1", "\"v\":1.0"},
              {"\"v\":1", "\"v\":1e0"},
              {"\"v\":1", "\"v\":\"1\""},
              {"\"v\":1", "\"v\":1,\"w\":1"},
              {"\"v\":1", "\"v\":1 "},
              {",\"v\":1", ""},
              {"}}", "}}{}"},
              {"\"v\":1", "\"v\":1,\"v\":1"},
              {"\"at\"", "\"__proto__\":null,\"at\""},
              {"{\"n\":1}", "{\"__proto__\":{\"at\":1}}"},
              {"{\"n\":1}", "[]"},
              {"{\"n\":1}", "null"},
              {"{\"n\":1}", "{\"n\":1.5}"},
              {"{\"n\":1}", "{\"n\":1e+21}"},
              {"{\"n\":1}", "{\"n\":1e21}"},
              {"{\"n\":1}", "{\"n\":-0}"},
              {"{\"n\":1}", "{\"n\":0.1e-6}"},
              {"{\"n\":1}", "{\"n\":1e-7}"},
              {"{\"n\":1}", "{\"n\":1e400}"},
              {"{\"n\":1}", "{\"n\":12345678901234567890}"},
              {"{\"n\":1}", "{\"n\":9007199254740993}"},
              {"{\"n\":1}", "{\"n\":true,\"o\":[1,\"x\",null]}"},
              {"{\"n\":1}", "{\"o\":1,\"n\":1}"},
              {"{\"n\":1}", "{\"10\":1,\"9\":1}"},
              {"{\"n\":1}", "{\"9\":1,\"10\":1}"},
              {"{\"n\":1}", "{\"\ud83d\ude00\":1,\"\ufb33\":1}"},
              {"{\"n\":1}", "{\"\ufb33\":1,\"\ud83d\ude00\":1}"},
              {"{\"n\":1}", "{\"n\":\"\\ud800\"}"},
              {"{\"n\":1}", "{\"n\":\"\\u0001\"}"},
              {"{\"n\":1}", "{\"n\":\"\\u000A\"}"},
              {"{\"n\":1}", "{\"n\":\"\u2028\u007f\"}"},
              {"{\"n\":1}", "{\"n\":\"\\/\"}"},
              {"{\"n\":1}", "{\"n\":" + "[".repeat(90) + "]".repeat(90) + "}"},
              {"{\"n\":1}", "{\"n\":" + "[".repeat(120) + "]".repeat(120) + "}"},
              {"sha-256", "SHA-256"},
              {"sha-256", "s".repeat(33)},
              {hash, hash.toUpperCase(Locale.ROOT)},
              {hash, hash.substring(1)},
              {"\"" + hash + "\"", "null"},
              {"\"chunkRoot\":null", "\"chunkRoot\":\"ab\""},
              {"\"chunkRoot\":null", "\"chunkRoot\":1"},
              {"\"chunkRoot\":null", "\"chunkRoot\":\"" + hash + "\""},
              {"\"length\":null", "\"length\":0"},
              {"\"length\":null", "\"length\":\"0\""},
              {"\"length\":null,", ""},
              {"\"previous\":null", "\"previous\":0"},
              {"\"previous\":null", "\"previous\":-1"},
              {"\"previous\":null", "\"previous\":1.5"},
              {"\"acme\"", "null"},
              {"\"acme\"", "7"},
              {"\"study\":null", "\"study\":\"\""},
            });
    return Stream.concat(
        changes.map(change -> right.replace(change[0], change[1]).getBytes(UTF_8)),
        Stream.of(
            new byte[0],
            ("\ufeff" + right).getBytes(UTF_8),
            right.replace("acme", "caf\u00e9").getBytes(ISO_8859_1),
            right.replace("acme", "x".repeat(65_536)).getBytes(UTF_8)));
  }

  private static String vkey(KeyPair pair) throws NoSuchAlgorithmException {
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] typed = Arrays.copyOfRange(encoded, encoded.length - 33, encoded.length);
    typed[0] = 1;
    byte[] id = Arrays.copyOf(sha256((ORIGIN + "\n").getBytes(UTF_8), typed), 4);
    return ORIGIN + "+" + HexFormat.of().formatHex(id) + "+" + base64(typed);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] sha256(byte[] first, byte[] second) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(first);
    return digest.digest(second);
  }

  @Test
  void entryAtAnotherPlace_isRefused() {
    String receipt = RECEIPTS.get(0).replaceFirst("(?m)^index 0$", "index 1");

    assertThat(check(receipt, key.toString(), null).get("valid").asBoolean()).isFalse();
  }

  @Test
  void anotherKeyOfTheSameName_provesNothing() {
    VerifierKey other = LogKeys.generate(ORIGIN, new SecureRandom()).vkey();
    JsonNode found = check(RECEIPTS.get(1), other.toString(), null);

    assertThat(found.get("valid").asBoolean()).isFalse();
    assertThat(found.get("leaf").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ferry", "a+b+c", "ferry.example/log+00000000+AQID"})
  void damagedKey_isNamed(String vkey) {
    JsonNode found = check(RECEIPTS.get(1), vkey, null);

    assertThat(found.get("valid").asBoolean()).isFalse();
    assertThat(found.get("statements").get(0).get("words").asText()).contains("verifier key: ");
  }

  @Test
  void headerValue_isTakenToo() {
    String header = Base64.getEncoder().encodeToString(RECEIPTS.get(2).getBytes(UTF_8));

    assertThat(check(header, key.toString(), BODIES.get(2)).get("valid").asBoolean()).isTrue();
  }

  @Test
  void formOfThePage_showsTheVerdictAndWhatItDidNotShow() {
    browser.evaluate(
        "element('receipt').value = "
            + quoted(RECEIPTS.get(1))
            + "; element('form').requestSubmit()");
    String shown =
        browser
            .evaluate(
                "(async () => { while (!/VALID/.test(element('verdict').textContent)) {"
                    + " await new Promise(next => setTimeout(next, 5)); }"
                    + " return document.querySelector('section').innerText; })()")
            .asText();

    assertThat(shown)
        .startsWith("VALID")
        .contains("not shown No body was given")
        .contains("for <img src=x onerror=window.taken=1>?[31m");
    assertThat(browser.evaluate("typeof window.taken").asText()).isEqualTo("undefined");
    assertThat(browser.evaluate("document.images.length").asInt()).isZero();
  }

  @Test
  void page_asksForNothingButItself() {
    assertThat(browser.requests()).containsExactly(page.toUri().toString());
    assertThat(browser.complaints()).isEmpty();
  }
}
