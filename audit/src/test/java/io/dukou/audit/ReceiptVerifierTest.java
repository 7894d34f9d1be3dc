package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.Verification.Aspect;
import io.dukou.audit.Verification.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** c2sp.org/tlog-proof, and what it must not be taken to prove. */
final class ReceiptVerifierTest {
  private static final byte[] BODY = "USUBJID,AGE\n1,30-39\n".repeat(5000).getBytes(UTF_8);

  private List<Receipt> receipts;

  @BeforeEach
  void append() throws IOException {
    PowerCutDisk disk = new PowerCutDisk();
    BodyDigest digest =
        BodyDigester.digest(new ByteArrayInputStream(BODY), DigestSuite.SHA256_AND_SM3);
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 5);
      LeafDraft blank = Fixture.draft(5, "acme");
      LeafDraft release =
          new LeafDraft(
              blank.kind(),
              blank.at(),
              blank.recipient(),
              null,
              null,
              null,
              blank.decision(),
              null,
              digest.digests(),
              digest.chunkRoot(),
              digest.length());
      Receipt about = log.append(release, DomesticPart.empty()).join();
      Receipt later = log.append(release, DomesticPart.empty()).join();
      receipts = List.of(about, later, log.receipt(about.index()));
    }
  }

  @Test
  void a_receipt_proves_its_entry_and_says_what_it_does_not_prove() throws IOException {
    Verification result = verify(receipts.get(0), null);
    assertThat(result.valid()).isTrue();
    assertThat(result.bodyProved()).isFalse();
    assertThat(result.index()).isEqualTo(5);
    assertThat(result.leaf().recipient()).isEqualTo("acme");
    assertThat(result.checkpoint().size()).isEqualTo(6);
    assertThat(outcome(result, Aspect.BODY)).isEqualTo(Outcome.NOT_PROVED);
    assertThat(outcome(result, Aspect.TIME)).isEqualTo(Outcome.NOT_PROVED);
    assertThat(outcome(result, Aspect.WITNESSES)).isEqualTo(Outcome.NOT_PROVED);
    assertThat(result.statements()).allSatisfy(s -> assertThat(s.words()).endsWith("."));
  }

  @Test
  void the_right_body_is_proved_by_each_digest_and_the_chunk_root() throws IOException {
    Verification result = verify(receipts.get(1), BODY);
    assertThat(result.bodyProved()).isTrue();
    assertThat(result.statements().stream().filter(s -> s.aspect() == Aspect.BODY)).hasSize(2);
    assertThat(result.statements().stream().filter(s -> s.aspect() == Aspect.CHUNKS))
        .hasSize(2)
        .allMatch(s -> s.outcome() == Outcome.PROVED);
  }

  @Test
  void a_body_with_one_changed_missing_or_added_byte_is_refused() throws IOException {
    byte[] changed = BODY.clone();
    changed[70_000] ^= 1;
    for (byte[] body :
        List.of(
            changed,
            Arrays.copyOf(BODY, BODY.length - 1),
            Arrays.copyOf(BODY, BODY.length + 1),
            new byte[0])) {
      Verification result = verify(receipts.get(0), body);
      assertThat(result.valid()).isFalse();
      assertThat(result.bodyProved()).isFalse();
      assertThat(outcome(result, Aspect.BODY)).isEqualTo(Outcome.FAILED);
    }
  }

  @Test
  void a_body_for_an_entry_about_none_is_refused() throws IOException {
    PowerCutDisk disk = new PowerCutDisk();
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      LeafDraft start =
          new LeafDraft(
              LeafKind.START,
              Fixture.NOON,
              null,
              null,
              null,
              null,
              Fixture.decision(0),
              null,
              java.util.Map.of(),
              null,
              null);
      Receipt receipt = log.append(start, DomesticPart.empty()).join();
      assertThat(verify(receipt, null).valid()).isTrue();
      assertThat(verify(receipt, BODY).valid()).isFalse();
    }
  }

  @Test
  void another_key_of_the_same_name_proves_nothing() throws IOException {
    VerifierKey other = LogKeys.generate(Fixture.ORIGIN, Fixture.random(55)).vkey();
    Verification result = ReceiptVerifier.verify(receipts.get(0).tlogProof(), other, null);
    assertThat(outcome(result, Aspect.SIGNATURE)).isEqualTo(Outcome.FAILED);
    assertThat(result.leaf()).isNull();
    assertThat(result.checkpoint()).isNull();
  }

  @Test
  void an_entry_of_another_receipt_does_not_lead_to_the_root() throws IOException {
    String mixed =
        receipts
            .get(0)
            .tlogProof()
            .replace(line(receipts.get(0), "extra "), line(receipts.get(1), "extra "));
    Verification result = ReceiptVerifier.verify(mixed, Fixture.VKEY, null);
    assertThat(outcome(result, Aspect.INCLUSION)).isEqualTo(Outcome.FAILED);
    assertThat(result.leaf()).isNull();
  }

  @Test
  void a_leaf_that_was_logged_but_is_no_leaf_is_refused() throws IOException {
    byte[] leaf = "{\"v\":1}".getBytes(UTF_8);
    EdgeTree tree = new EdgeTree();
    tree.add(tree.leafHash(leaf));
    String note = Checkpoint.sign(LogSigners.of(Fixture.KEYS), 1, tree.root()).note();
    String proof = new TlogProof(leaf, 0, List.of(), note).text();
    Verification result = ReceiptVerifier.verify(proof, Fixture.VKEY, null);
    assertThat(outcome(result, Aspect.INCLUSION)).isEqualTo(Outcome.PROVED);
    assertThat(outcome(result, Aspect.LEAF)).isEqualTo(Outcome.FAILED);
  }

  @Test
  void any_changed_character_is_refused() throws IOException {
    Random random = new Random(9);
    String text = receipts.get(2).tlogProof();
    for (int at = 0; at < text.length(); at++) {
      char changed = (char) (text.charAt(at) ^ (1 << random.nextInt(7)));
      String mutant = text.substring(0, at) + changed + text.substring(at + 1);
      assertThat(ReceiptVerifier.verify(mutant, Fixture.VKEY, null).valid())
          .as("character %d: %s", at, mutant)
          .isFalse();
    }
  }

  @Test
  void any_cut_off_text_is_refused() throws IOException {
    String text = receipts.get(2).tlogProof();
    for (int length = 0; length < text.length(); length++) {
      String cut = text.substring(0, length);
      assertThat(ReceiptVerifier.verify(cut, Fixture.VKEY, null).valid()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tlog-proof@v1 | tlog-proof@v2",
        "tlog-proof@v1\\n | tlog-proof@v1\\n\\n",
        "extra | Extra",
        "extra ey | extra  ey",
        "index 5 | index 05",
        "index 5 | index +5",
        "index 5 | index 6",
        "index 5 | index -1",
        "index 5\\n | index 5\\r\\n",
        "index 5 | index 5\\nAAAA",
        "index 5 | index 5\\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "\\n\\n | \\n\\n\\n",
      })
  void another_spelling_is_refused(String part, String instead) throws IOException {
    String text = receipts.get(2).tlogProof();
    String changed = text.replace(lines(part), lines(instead));
    assertThat(changed).isNotEqualTo(text);
    assertThat(ReceiptVerifier.verify(changed, Fixture.VKEY, null).valid()).isFalse();
  }

  @Test
  void signatures_by_witnesses_beside_the_logs_do_not_disturb() throws IOException {
    String witness = Note.sign("x\n", LogKeys.generate("witness.example", Fixture.random(7)));
    String text = receipts.get(0).tlogProof() + witness.substring(witness.indexOf('\u2014'));
    assertThat(ReceiptVerifier.verify(text, Fixture.VKEY, null).valid()).isTrue();
  }

  @Test
  void words_for_a_terminal_carry_no_control_character() throws IOException {
    PowerCutDisk disk = new PowerCutDisk();
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      LeafDraft draft = Fixture.draft(0, "acme\u001b[31m\n");
      Receipt receipt = log.append(draft, DomesticPart.empty()).join();
      assertThat(verify(receipt, null).statements())
          .noneMatch(s -> s.words().chars().anyMatch(Character::isISOControl));
    }
  }

  private static String lines(String text) {
    return text.replace("\\n", "\n").replace("\\r", "\r");
  }

  private static String line(Receipt receipt, String prefix) {
    return receipt.tlogProof().lines().filter(l -> l.startsWith(prefix)).findFirst().orElseThrow();
  }

  private static Verification verify(Receipt receipt, byte[] body) throws IOException {
    return ReceiptVerifier.verify(
        receipt.tlogProof(), Fixture.VKEY, body == null ? null : new ByteArrayInputStream(body));
  }

  private static Outcome outcome(Verification result, Aspect aspect) {
    return result.statements().stream()
        .filter(s -> s.aspect() == aspect)
        .findFirst()
        .orElseThrow()
        .outcome();
  }
}
