package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Damaged texts of every public format: each is refused as malformed, or read as what it says and
 * as nothing else. {@code -Ddukou.fuzz=N} multiplies the rounds.
 */
final class AuditFuzzTest {
  private static final int ROUNDS = 2_000 * Integer.getInteger("dukou.fuzz", 1);
  private static final String[] PIECES = {
    "\n",
    "\n\n",
    " ",
    "0",
    "-",
    "+",
    "=",
    "/",
    "\u2014 ",
    "A",
    "index ",
    "extra ",
    "\r",
    "\t",
    "\u0000",
    "\u00e9",
    "\ud83d\ude00",
    "\ud83d",
    "9223372036854775807",
    "18446744073709551616"
  };

  private final Random random = new Random(20_260_301);
  private String receipt;

  @BeforeEach
  void append() {
    PowerCutDisk disk = new PowerCutDisk();
    try (AuditLog log = Fixture.create(disk, Fixture.eager())) {
      receipt = Fixture.append(log, 0, 9).get(7).tlogProof();
    }
  }

  @Test
  void a_signed_checkpoint_of_any_text_is_refused_or_says_what_the_text_says() {
    String text = "%s\n7\n%s\n".formatted(Fixture.ORIGIN, base64(new byte[32]));
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String damaged = damaged(text);
      try {
        Checkpoint checkpoint = Checkpoint.open(Note.sign(damaged, Fixture.KEYS), Fixture.VKEY);
        String said =
            "%s\n%d\n%s\n"
                .formatted(checkpoint.origin(), checkpoint.size(), base64(checkpoint.root()));
        assertThat(damaged).startsWith(said);
        read++;
      } catch (MalformedException refused) {
        assertThat(refused).hasMessageNotContaining("\u0000");
      }
    }
    assertThat(read).isBetween(1, ROUNDS / 2);
  }

  @Test
  void a_damaged_key_is_refused_or_another_key_in_its_one_spelling() {
    String text = Fixture.VKEY.toString();
    for (int round = 0; round < ROUNDS; round++) {
      String damaged = damaged(text);
      try {
        assertThat(VerifierKey.parse(damaged)).hasToString(damaged);
      } catch (MalformedException refused) {
        assertThat(damaged).isNotEqualTo(text);
      }
    }
  }

  @Test
  void a_damaged_proof_is_refused_or_read_in_its_one_spelling() {
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String damaged = damaged(receipt);
      try {
        assertThat(TlogProof.parse(damaged).text()).isEqualTo(damaged);
        read++;
      } catch (MalformedException refused) {
        assertThat(damaged).isNotEqualTo(receipt);
      }
    }
    assertThat(read).as("read of %s", ROUNDS).isPositive();
  }

  /** A signature may stand there twice, and signatures by unknown keys are ignored. */
  @Test
  void a_damaged_receipt_is_a_result_and_proves_nothing_else() throws IOException {
    Verification sound = ReceiptVerifier.verify(receipt, Fixture.VKEY, null);
    int valid = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Verification result = ReceiptVerifier.verify(damaged(receipt), Fixture.VKEY, null);
      if (result.valid()) {
        assertThat(result.statements()).isEqualTo(sound.statements());
        assertThat(result.leaf()).isEqualTo(sound.leaf());
        assertThat(result.index()).isEqualTo(sound.index());
        valid++;
      }
    }
    assertThat(valid).isLessThan(ROUNDS / 20);
  }

  /** Whatever is wrong, it is refused with its line, and nothing else is thrown. */
  @Test
  void damaged_policies_and_lists_of_keys_are_refused_or_read() {
    LogKeys one = LogKeys.generate("one.example/w", Fixture.random(41));
    LogKeys two = LogKeys.generate("two.example/w", Fixture.random(42));
    String policy =
        "log %s%nwitness a %s https://one.example/w%nwitness b %s%ngroup g 2 a b%nquorum g%n"
            .formatted(Fixture.VKEY, WitnessKey.of(one.vkey()), WitnessKey.of(two.vkey()));
    LogKeys next = LogKeys.generate(Fixture.ORIGIN, Fixture.random(43));
    Sm2Key sm2 = Sm2Keys.generate(Fixture.ORIGIN, Fixture.random(44)).key();
    String list = "%s 0 9%n%s 5 -%n%s 7 -%n".formatted(Fixture.VKEY, next.vkey(), sm2);
    String note = Checkpoint.sign(LogSigners.of(Fixture.KEYS), 3, new byte[32]).note();
    int read = 0;
    for (int round = 0; round < ROUNDS; round++) {
      try {
        assertThat(WitnessPolicy.parse(damaged(policy)).check(note).isEnough()).isIn(true, false);
        read++;
      } catch (MalformedException refused) {
        assertThat(refused).hasMessageStartingWith("policy: ");
      }
      try {
        VerifierKeys keys = VerifierKeys.parse(damaged(list));
        assertThat(VerifierKeys.parse(keys.toString())).hasToString(keys.toString());
        read++;
      } catch (MalformedException refused) {
        assertThat(refused).hasMessageStartingWith("verifier keys: ");
      }
    }
    assertThat(read).isPositive();
  }

  /** A witness cosigns nothing but what the log signed, however the question is damaged. */
  @Test
  void a_damaged_question_gets_an_answer_and_only_a_right_one_a_cosignature() {
    PowerCutDisk disk = new PowerCutDisk();
    LogKeys key = LogKeys.generate("witness.example/w", Fixture.random(45));
    Witness.create(disk.storage("state"), key);
    try (AuditLog log = Fixture.create(disk, Fixture.eager());
        Witness witness =
            Witness.open(
                disk.storage("state"),
                null,
                key,
                List.of(Fixture.VKEY),
                InstantSource.fixed(Fixture.NOON))) {
      Fixture.append(log, 0, 9);
      Checkpoint published = log.publish();
      String right = new String(log.witnessQuestion(0, published), StandardCharsets.UTF_8);
      for (int round = 0; round < ROUNDS; round++) {
        byte[] damaged = damaged(right).getBytes(StandardCharsets.UTF_8);
        Witness.Reply reply = witness.addCheckpoint(damaged);
        assertThat(reply.status()).isIn(200, 400, 403, 404, 409, 422);
        if (reply.status() == 200) {
          assertThat(published.with(witness.vkey(), reply.body()).size()).isEqualTo(9);
        }
      }
    }
  }

  /** Damages a text in one to three places: characters, pieces, whole lines. */
  private String damaged(String text) {
    String damaged = text;
    for (int i = random.nextInt(3); i >= 0; i--) {
      damaged = random.nextInt(4) == 0 ? withLinesMoved(damaged) : withCharactersChanged(damaged);
    }
    return damaged;
  }

  private String withCharactersChanged(String text) {
    int at = random.nextInt(text.length() + 1);
    String head = text.substring(0, at);
    String tail = text.substring(at);
    String piece = PIECES[random.nextInt(PIECES.length)];
    return switch (random.nextInt(4)) {
      case 0 -> head + piece + tail;
      case 1 -> head + tail.substring(Math.min(tail.length(), 1 + random.nextInt(3)));
      case 2 -> head + piece + tail.substring(Math.min(tail.length(), 1));
      default -> head;
    };
  }

  private String withLinesMoved(String text) {
    List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    String line = lines.get(random.nextInt(lines.size()));
    if (random.nextBoolean()) {
      lines.remove(line);
    }
    lines.add(random.nextInt(lines.size() + 1), line);
    return String.join("\n", lines);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
