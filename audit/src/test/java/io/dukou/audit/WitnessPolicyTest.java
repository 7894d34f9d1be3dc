package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policy files of c2sp.org/tlog-policy, and what checkpoints mean under them. */
final class WitnessPolicyTest {
  private static final Instant AT = Instant.parse("2026-03-01T04:00:01Z");
  private static final List<LogKeys> KEYS =
      List.of(key("x1.example", 11), key("x2.example", 12), key("y.example", 13));
  private static final String WITNESSES =
      "witness X1 "
          + vkey(0)
          + " https://x1.example/w\n\twitness\tX2  "
          + vkey(1)
          + "\n\n# the other side\nwitness Y "
          + vkey(2)
          + "\n";

  private static LogKeys key(String name, int seed) {
    return LogKeys.generate(name, Fixture.random(seed));
  }

  private static String vkey(int number) {
    return WitnessKey.of(KEYS.get(number).vkey()).toString();
  }

  private static Checkpoint checkpoint(int... witnesses) {
    Checkpoint checkpoint = Checkpoint.sign(LogSigners.of(Fixture.KEYS), 7, new byte[32]);
    for (int witness : witnesses) {
      LogKeys keys = KEYS.get(witness);
      String text = Note.parse(checkpoint.note()).text();
      checkpoint =
          checkpoint.with(WitnessKey.of(keys.vkey()), WitnessKeys.of(keys).cosign(text, AT));
    }
    return checkpoint;
  }

  private static boolean isEnough(String quorum, int... witnesses) {
    return WitnessPolicy.parse(WITNESSES + quorum).check(checkpoint(witnesses).note()).isEnough();
  }

  @Test
  void groupsOfGroups_areCounted() {
    String both = "group X any X1 X2\ngroup both all X Y\nquorum both";
    assertThat(isEnough(both)).isFalse();
    assertThat(isEnough(both, 0, 1)).isFalse();
    assertThat(isEnough(both, 1, 2)).isTrue();
    assertThat(isEnough("group two 2 X1 X2 Y\nquorum two\n", 0, 2)).isTrue();
    assertThat(isEnough("group two 2 X1 X2 Y\nquorum two\n", 2)).isFalse();
    assertThat(isEnough("quorum Y", 0, 1)).isFalse();
    assertThat(isEnough("quorum none")).isTrue();
  }

  /** As deep as a policy may be; one more definition is refused. */
  @Test
  void groupsWithinGroups_areCountedHoweverDeep() {
    StringBuilder deep = new StringBuilder("group G0 any X1\n");
    int deepest = 1_000 - KEYS.size() - 2; // the witnesses, the first group and the quorum
    for (int i = 1; i <= deepest; i++) {
      deep.append("group G%d all G%d%n".formatted(i, i - 1));
    }
    String policy = deep + "quorum G" + deepest;
    assertThat(isEnough(policy, 0)).isTrue();
    assertThat(isEnough(policy, 1)).isFalse();
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> isEnough("group H any X2\n" + policy, 0))
        .withMessageContaining("more than 1000 definitions");
  }

  @Test
  void whoSawACheckpoint_isToldWithTheTimes() {
    WitnessPolicy policy =
        WitnessPolicy.parse("log " + Fixture.VKEY + "\n" + WITNESSES + "quorum Y\n");
    assertThat(policy.check(checkpoint(2, 0).note()).seen())
        .containsOnlyKeys("X1", "Y")
        .containsValue(AT);
    assertThat(policy.logs()).containsExactly(Fixture.VKEY);
    assertThat(policy.witnesses().get(0).address()).contains(URI.create("https://x1.example/w"));
    assertThat(policy.witnesses().get(1).address()).isEmpty();
  }

  @Test
  void wrongCosignature_spoilsTheCheckpoint_andOneOfAnotherCheckpointIsWrong() {
    WitnessPolicy policy = WitnessPolicy.parse(WITNESSES + "quorum none\n");
    String right = checkpoint(0).note();
    String other = Checkpoint.sign(LogSigners.of(Fixture.KEYS), 8, new byte[32]).note();
    String line = right.substring(right.lastIndexOf('\u2014'));

    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> policy.check(other + line))
        .withMessageContaining("cosignature by x1.example is wrong");
    assertThat(
            WitnessPolicy.parse("witness Y " + vkey(2) + "\nquorum none\n")
                .check(other + line)
                .seen())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          quorum Z                                     | line 6: the quorum is what no line before
          quorum none NEWLINE quorum X1                | line 7: there is a quorum already
          group G 3 X1 X2                              | line 6: the number of a group is from 1
          group G 0 X1 X2                              | line 6: the number of a group is from 1
          group G 01 X1 X2                             | line 6: the number of a group is not a plain decimal
          group G any X1 X1                            | line 6: a name is a member twice
          group G any X1 NEWLINE group H any X1        | line 7: a name is a member twice
          group G any                                  | line 6: too few or too many words
          group G any none                             | line 6: the group names what no line before
          group X1 any X2                              | line 6: the name is taken
          group none any X2                            | line 6: the name is taken
          log abc                                      | line 6: verifier key: not of the form
          witness Z KEY //a/x                          | line 6: not the URL of a witness
          witness Z abc                                | line 6: witness key: not of the form
          wittness Z abc                               | line 6: not log, witness, group or quorum
          group G any X1                               | no quorum line
          """)
  void faultInAPolicy_isNamedWithItsLine(String lines, String words) {
    String fresh = WitnessKey.of(key("z.example", 15).vkey()).toString();
    String text = WITNESSES + lines.strip().replace(" NEWLINE ", "\n").replace("KEY", fresh) + "\n";
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> WitnessPolicy.parse(text))
        .withMessageContaining(words);
  }

  @Test
  void keysAndAddresses_areRefusedWhereTheyAreNone() {
    assertFault("witness Z " + vkey(0), "stands twice");
    assertFault("witness Z " + Fixture.VKEY, "type is 4 or 6");
    assertFault("log " + vkey(1), "not an Ed25519 key");
    assertFault("log " + Fixture.VKEY + "\nlog " + Fixture.VKEY, "line 7: the key of a log");
    String other = WitnessKey.of(key("z.example", 14).vkey()).toString();
    assertFault("witness Z " + other + " witness.example/w", "not the URL");
    assertFault("witness Z " + other + " https://w.example/w?a=b", "not the URL");
    assertFault("quorum none\r", "line 6: control character");
  }

  private static void assertFault(String lines, String words) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> WitnessPolicy.parse(WITNESSES + lines + "\nquorum none\n"))
        .withMessageContaining(words);
  }

  @Test
  void witnessKey_isWrittenAsItIsRead() {
    WitnessKey key = WitnessKey.of(KEYS.get(0).vkey());
    assertThat(WitnessKey.parse(key.toString())).isEqualTo(key);
    assertThat(key.toString()).isNotEqualTo(KEYS.get(0).vkey().toString());
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> WitnessKey.parse(key.toString().replace("x1.", "x9.")));
  }

  @Test
  void receipt_isJudgedByThePolicy() throws Exception {
    PowerCutDisk disk = new PowerCutDisk();
    try (AuditLog log = Fixture.create(disk, Fixture.eager())) {
      Fixture.appendTogether(log, 0, 3);
      Checkpoint published = log.publish();
      LogKeys witness = KEYS.get(2);
      Checkpoint cosigned =
          published.with(
              WitnessKey.of(witness.vkey()),
              WitnessKeys.of(witness).cosign(Note.parse(published.note()).text(), AT));
      WitnessPolicy policy = WitnessPolicy.parse(WITNESSES + "quorum Y\n");

      Verification plain = verify(log.receipt(1), policy);
      Verification seen = verify(log.receipt(1, cosigned), policy);

      assertThat(plain.valid()).isFalse();
      assertThat(last(plain)).contains("Too few witnesses", "none");
      assertThat(seen.valid()).isTrue();
      assertThat(last(seen)).contains("Y at 2026-03-01T04:00:01Z");
      assertThat(last(verify(log.receipt(1), null))).contains("was not confirmed by a witness");
    }
  }

  private static Verification verify(Receipt receipt, WitnessPolicy policy) throws Exception {
    return ReceiptVerifier.verify(receipt.tlogProof(), Fixture.VKEY, null, null, policy);
  }

  private static String last(Verification verification) {
    return verification.statements().get(verification.statements().size() - 1).words();
  }
}
