package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.AuditLog;
import io.dukou.audit.Checkpoint;
import io.dukou.audit.DomesticKey;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.DomesticStorage;
import io.dukou.audit.LeafDraft;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LogKeys;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogSigners;
import io.dukou.audit.LogStorage;
import io.dukou.audit.MalformedException;
import io.dukou.audit.ReceiptVerifier;
import io.dukou.audit.Verification;
import io.dukou.audit.Verification.Outcome;
import io.dukou.audit.VerifierKeys;
import io.dukou.audit.Witness;
import io.dukou.audit.WitnessKey;
import io.dukou.audit.WitnessPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of {@code dukou log verifier-page} in Chromium beside {@link ReceiptVerifier}: receipts
 * of a log whose keys were rotated, under lists of keys and policies of witnesses, as they are and
 * damaged.
 */
@Tag("real-server")
final class VerifierPageKeysTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ORIGIN = "ferry.example/log";
  private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
  private static final int MUTANTS = 1_500;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Before a rotation, within its overlap, after it, and the last cosigned by two witnesses. */
  private static final List<String> RECEIPTS = new ArrayList<>();

  @TempDir private static Path folder;
  private static String list;
  private static String policy;
  private static Browser browser;

  @BeforeAll
  static void openPage() throws Exception {
    Path keys = Files.createDirectory(folder.resolve("keys"));
    LogSigners signers = LogSigners.create(keys, ORIGIN, false, null, RANDOM);
    LogStorage log = LogStorage.posix(Files.createDirectory(folder.resolve("log")));
    LogStorage parts = LogStorage.posix(Files.createDirectory(folder.resolve("domestic")));
    DomesticStorage domestic = new DomesticStorage(parts, DomesticKey.generate(RANDOM));
    AuditLog.create(log, domestic, signers);
    try (AuditLog open = AuditLog.open(log, domestic, signers, LogOptions.defaults())) {
      append(open);
      append(open);
    }
    signers = signers.rotate(keys, 2, 1, LogSigners.Kind.ED25519, null, RANDOM);
    try (AuditLog open = AuditLog.open(log, domestic, signers, LogOptions.defaults())) {
      append(open);
      append(open);
      append(open);
      cosign(open, signers);
    }
    list = Files.readString(keys.resolve("log.vkeys"));
    Path file = Files.writeString(folder.resolve("witnesses.policy"), policy);
    Path page = folder.resolve("verify.html");
    CommandRun run =
        CommandRun.of(
            "log",
            "verifier-page",
            "--vkey",
            keys.resolve("log.vkeys").toString(),
            "--policy",
            file.toString(),
            "--out",
            page.toString());
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

  private static void append(AuditLog log) {
    LeafDraft draft =
        new LeafDraft(
            LeafKind.REFUSAL,
            NOON,
            "acme",
            null,
            null,
            null,
            JsonNodeFactory.instance.objectNode().put("outcome", "deny"),
            null,
            Map.of(),
            null,
            null);
    RECEIPTS.add(log.append(draft, DomesticPart.empty()).join().tlogProof());
  }

  private static void cosign(AuditLog log, LogSigners signers) throws IOException {
    Checkpoint published = log.publish();
    StringBuilder lines = new StringBuilder();
    for (String name : List.of("inside.example/w", "outside.example/w", "third.example/w")) {
      LogKeys key = LogKeys.generate(name, RANDOM);
      String word = name.substring(0, name.indexOf('.'));
      lines
          .append("witness ")
          .append(word)
          .append(' ')
          .append(WitnessKey.of(key.vkey()))
          .append('\n');
      LogStorage state = LogStorage.posix(Files.createDirectory(folder.resolve(word)));
      Witness.create(state, key);
      if (!word.equals("third")) {
        try (Witness witness =
            Witness.open(state, null, key, List.of(signers.newest()), () -> NOON)) {
          Witness.Reply reply = witness.addCheckpoint(log.witnessQuestion(0, published));
          assertThat(reply.status()).as(reply.body()).isEqualTo(200);
          published = published.with(witness.vkey(), reply.body());
        }
      }
    }
    policy = lines + "group two 2 inside outside third\ngroup both all two\nquorum both\n";
    RECEIPTS.add(log.receipt(4, published).tlogProof());
  }

  private static JsonNode check(String receipt, String keys, String witnesses) {
    return browser.evaluate(
        "Receipts.check(%s, %s, null, %s)"
            .formatted(quoted(receipt), quoted(keys), quoted(witnesses)));
  }

  private static String quoted(String text) {
    return JSON.valueToTree(text).toString();
  }

  private static Verification java(String receipt, String keys, String witnesses)
      throws IOException {
    WitnessPolicy asked = witnesses.isEmpty() ? null : WitnessPolicy.parse(witnesses);
    return ReceiptVerifier.verify(receipt, VerifierKeys.read(keys), null, null, asked);
  }

  @Test
  void page_saysOfEachReceiptUnderEachListAndPolicyWhatTheProgramSays() throws IOException {
    List<String> lists = new ArrayList<>(List.of(list));
    list.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              lists.add(line);
              lists.add(line.split(" ", 2)[0]);
            });
    int valid = 0;
    for (String keys : lists) {
      for (String receipt : RECEIPTS) {
        for (String witnesses :
            List.of(
                "",
                policy,
                policy.replace("quorum both", "quorum none"),
                policy.replace("quorum both", "quorum third"),
                policy.replace("group two 2", "group two all"))) {
          Verification expected = java(receipt, keys, witnesses);
          JsonNode found = check(receipt, keys, witnesses);
          assertThat(found.get("valid").asBoolean())
              .as("%s%n%s%n%s", keys, receipt, found)
              .isEqualTo(expected.valid());
          assertThat(words(found, "proved")).isEqualTo(words(expected));
          valid += expected.valid() ? 1 : 0;
        }
      }
    }
    assertThat(valid).isBetween(20, lists.size() * RECEIPTS.size() * 5 - 20);
  }

  private static List<String> words(JsonNode found, String outcome) {
    List<String> words = new ArrayList<>();
    for (JsonNode statement : found.get("statements")) {
      if (statement.get("outcome").asText().equals(outcome)) {
        words.add(statement.get("words").asText());
      }
    }
    return words;
  }

  private static List<String> words(Verification expected) {
    return expected.statements().stream()
        .filter(statement -> statement.outcome() == Outcome.PROVED)
        .map(Verification.Statement::words)
        .toList();
  }

  @Test
  void page_saysOfDamagedListsAndPoliciesWhatTheProgramSays() throws Exception {
    Random random = new Random(6);
    String cosigned = RECEIPTS.get(RECEIPTS.size() - 1);
    List<String> keys = new ArrayList<>();
    List<String> policies = new ArrayList<>();
    List<Boolean> expected = new ArrayList<>();
    int valid = 0;
    for (int i = 0; i < MUTANTS; i++) {
      boolean isList = i % 2 == 0;
      keys.add(isList ? damaged(list, random) : list);
      policies.add(isList ? policy : damaged(policy, random));
      expected.add(isValid(cosigned, keys.get(i), policies.get(i)));
      valid += expected.get(i) ? 1 : 0;
    }
    JsonNode found =
        browser.evaluate(
            "(async () => { const found = []; const keys = %s; const policies = %s;"
                    .formatted(JSON.writeValueAsString(keys), JSON.writeValueAsString(policies))
                + " for (let i = 0; i < keys.length; i++) { found.push((await Receipts.check("
                + quoted(cosigned)
                + ", keys[i], null, policies[i])).valid); } return found; })()");
    for (int i = 0; i < MUTANTS; i++) {
      assertThat(found.get(i).asBoolean())
          .as("%s%n%s", keys.get(i), policies.get(i))
          .isEqualTo(expected.get(i));
    }
    assertThat(valid).isBetween(MUTANTS / 5, MUTANTS * 4 / 5);
  }

  private static boolean isValid(String receipt, String keys, String witnesses) throws IOException {
    try {
      return java(receipt, keys, witnesses).valid();
    } catch (MalformedException e) {
      return false;
    }
  }

  /** Changes a character, or drops, doubles or swaps a line or a word. */
  private static String damaged(String text, Random random) {
    String[] lines = text.split("\n", -1);
    int line = random.nextInt(lines.length);
    switch (random.nextInt(5)) {
      case 0 -> {
        int at = random.nextInt(text.length());
        char changed = (char) (text.charAt(at) ^ (1 << random.nextInt(7)));
        return text.substring(0, at) + changed + text.substring(at + 1);
      }
      case 1 -> lines[line] = "";
      case 2 -> lines[line] = lines[line] + "\n" + lines[line];
      case 3 -> lines[line] = "  " + lines[line].replace(" ", "\t ") + " ";
      default -> {
        int other = random.nextInt(lines.length);
        String kept = lines[line];
        lines[line] = lines[other];
        lines[other] = kept;
      }
    }
    return String.join("\n", lines);
  }

  @Test
  void formOfThePage_holdsKeysAndPolicyAndChecksThem() {
    assertThat(browser.evaluate("element('key').value").asText().lines().toList())
        .isEqualTo(list.lines().filter(line -> !line.startsWith("#")).toList());
    assertThat(browser.evaluate("element('policy').value").asText()).isEqualTo(policy);
    browser.evaluate(
        "element('receipt').value = "
            + quoted(RECEIPTS.get(RECEIPTS.size() - 1))
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
        .contains("Enough witnesses were shown the same log, by their own clocks: inside at 2026");
    assertThat(browser.complaints()).isEmpty();
  }

  /** What a browser cannot check is said, and not taken for checked. */
  @Test
  void signatureOfAnotherAlgorithm_isNamedAsUnchecked() throws IOException {
    Path keys = Files.createDirectories(folder.resolve("sm2"));
    LogSigners signers = LogSigners.create(keys, ORIGIN, true, null, RANDOM);
    LogStorage log = LogStorage.posix(Files.createDirectory(folder.resolve("log2")));
    LogStorage parts = LogStorage.posix(Files.createDirectory(folder.resolve("domestic2")));
    DomesticStorage domestic = new DomesticStorage(parts, DomesticKey.generate(RANDOM));
    AuditLog.create(log, domestic, signers);
    int before = RECEIPTS.size();
    try (AuditLog open = AuditLog.open(log, domestic, signers, LogOptions.defaults())) {
      append(open);
    }
    String receipt = RECEIPTS.remove(before);
    JsonNode found = check(receipt, signers.verifier().toString(), "");
    assertThat(found.get("valid").asBoolean()).as("%s", found).isTrue();
    assertThat(found.get("complete").asBoolean()).isFalse();
    assertThat(words(found, "unchecked"))
        .anyMatch(words -> words.contains("SM2 signature was not checked"));
    String without = receipt.replaceFirst("\u2014 .*\n\\z", "");
    assertThat(check(without, signers.verifier().toString(), "").get("valid").asBoolean())
        .isFalse();
  }
}
