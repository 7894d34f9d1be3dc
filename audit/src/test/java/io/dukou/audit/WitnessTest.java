package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A witness of each kind beside a log, its fork, and what may happen to its state. */
@ParameterizedClass
@EnumSource(WitnessKeys.Kind.class)
final class WitnessTest {
  private static final Instant AT = Instant.parse("2026-03-01T05:00:00Z");

  @TempDir Path folder;

  private final WitnessKeys.Kind kind;
  private final WitnessKeys key;
  private final PowerCutDisk disk = new PowerCutDisk();
  private AuditLog log;
  private Path state;
  private Path guard;
  private Witness witness;
  private boolean isGuardNew;

  WitnessTest(WitnessKeys.Kind kind) {
    this.kind = kind;
    this.key = WitnessKeys.generate("witness.example/w", kind, Fixture.random(21));
  }

  @BeforeEach
  void start() throws Exception {
    log = Fixture.create(disk, Fixture.eager());
    Fixture.appendTogether(log, 0, 5);
    state = Files.createDirectory(folder.resolve("state"));
    guard = Files.createDirectory(folder.resolve("guard"));
    Witness.create(LogStorage.posix(state), key);
    witness = open();
  }

  @AfterEach
  void stop() {
    witness.close();
    log.close();
  }

  private Witness open() {
    return Witness.open(
        LogStorage.posix(state),
        new Witness.Guard(LogStorage.posix(guard), isGuardNew),
        key,
        List.of(Fixture.VKEY),
        InstantSource.fixed(AT));
  }

  private Witness.Reply ask(long old) {
    return witness.addCheckpoint(log.witnessQuestion(old, log.publish()));
  }

  private Witness.Reply ask(String question) {
    return witness.addCheckpoint(question.getBytes(UTF_8));
  }

  @Test
  void growingLog_isCosignedAgainAndAgain() throws Exception {
    Witness.Reply first = ask(0);
    assertThat(first.status()).isEqualTo(200);
    Checkpoint cosigned = log.publish().with(witness.vkey(), first.body());
    assertThat(witness.vkey().cosigned(Note.parse(cosigned.note()))).contains(AT);
    assertThat(ask(5).status()).as("the same again").isEqualTo(200);

    for (int more : new int[] {1, 2, 250, 300}) {
      long before = log.size();
      Fixture.appendTogether(log, (int) before, (int) before + more);
      assertThat(ask(before).status()).isEqualTo(200);
    }
    String hash = StrictText.hex(TreeHash.sha256().digest(Fixture.ORIGIN.getBytes(UTF_8)));
    assertThat(witness.checkpoint(hash).orElseThrow())
        .contains("\n558\n", "\u2014 witness.example/w ", "\u2014 " + Fixture.ORIGIN + " ");
    assertThat(witness.checkpoint("00".repeat(32))).isEmpty();
  }

  @Test
  void oldSizeThatIsNotThatOfTheWitness_isAConflictWithTheSize() throws Exception {
    assertThat(ask(3)).isEqualTo(new Witness.Reply(409, "text/x.tlog.size", "0\n"));
    assertThat(ask(0).status()).isEqualTo(200);
    assertThat(ask(0)).isEqualTo(new Witness.Reply(409, "text/x.tlog.size", "5\n"));
    Fixture.appendTogether(log, 5, 10);
    assertThat(ask(5).status()).isEqualTo(200);
    assertThat(ask("old 11\n\n" + log.publish().note()).status()).isEqualTo(400);
  }

  @Test
  void fork_isUnprocessable_andNothingOfItIsKept() throws Exception {
    assertThat(ask(0).status()).isEqualTo(200);
    PowerCutDisk other = new PowerCutDisk();
    try (AuditLog fork = Fixture.create(other, Fixture.eager())) {
      Fixture.appendTogether(fork, 100, 105);
      assertThat(witness.addCheckpoint(fork.witnessQuestion(5, fork.publish())).status())
          .isEqualTo(422);
      Fixture.appendTogether(fork, 200, 205);
      assertThat(witness.addCheckpoint(fork.witnessQuestion(5, fork.publish())).status())
          .isEqualTo(422);
    }
    Fixture.appendTogether(log, 5, 6);
    assertThat(ask(5).status()).isEqualTo(200);
  }

  @Test
  void wrongProofs_areUnprocessable() throws Exception {
    String note = log.publish().note();
    String hash = Base64.getEncoder().encodeToString(new byte[32]);
    assertThat(ask("old 0\n" + hash + "\n\n" + note).status()).isEqualTo(422);
    assertThat(ask(0).status()).isEqualTo(200);
    assertThat(ask("old 5\n" + hash + "\n\n" + note).status()).isEqualTo(422);
    Fixture.appendTogether(log, 5, 6);
    assertThat(ask("old 5\n\n" + log.publish().note()).status()).isEqualTo(422);
    Checkpoint notEmpty = Checkpoint.sign(LogSigners.of(Fixture.KEYS), 0, new byte[32]);
    assertThat(ask("old 0\n\n" + notEmpty.note()).status()).isNotEqualTo(200);
  }

  @Test
  void strangers_andStrangeQuestions_areRefused() {
    Checkpoint stranger =
        Checkpoint.sign(
            LogSigners.of(LogKeys.generate("other.example", Fixture.random(5))), 1, new byte[32]);
    Checkpoint impostor =
        Checkpoint.sign(
            LogSigners.of(LogKeys.generate(Fixture.ORIGIN, Fixture.random(6))), 1, new byte[32]);
    String note = log.publish().note();
    String damaged = note.substring(0, note.length() - 6) + "AAA=\n";

    assertThat(ask("old 0\n\n" + stranger.note()).status()).isEqualTo(404);
    assertThat(ask("old 0\n\n" + impostor.note()).status()).isEqualTo(403);
    assertThat(ask("old 0\n\n" + damaged).status()).isIn(400, 403);
    for (String wrong :
        List.of(
            "",
            "old 0\n",
            note,
            "old -1\n\n" + note,
            "old 00\n\n" + note,
            "old 0\nAA==\n\n" + note,
            "old 0 \n\n" + note,
            "old 0\r\n\r\n" + note,
            "old 0\n\n" + note.substring(1, note.length() - 1),
            "old 0\n" + "A".repeat(70) + "\n\n" + note,
            "x".repeat(Witness.LONGEST_QUESTION + 1))) {
      assertThat(ask(wrong).status()).as(wrong).isIn(400, 404);
    }
    assertThat(witness.addCheckpoint(new byte[] {(byte) 0xff}).status()).isEqualTo(400);
    assertThat(ask(0).status()).isEqualTo(200);
  }

  @Test
  void twoAtOnce_neverRollBack() {
    Checkpoint five = log.publish();
    byte[] question = log.witnessQuestion(0, five);
    List<Integer> statuses =
        IntStream.range(0, 16)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> witness.addCheckpoint(question)))
            .toList()
            .stream()
            .map(answer -> answer.join().status())
            .toList();
    assertThat(statuses).containsOnlyOnce(200).contains(409);
  }

  @Test
  void stateSurvives_andASecondProcessIsRefused() {
    assertThat(ask(0).status()).isEqualTo(200);
    assertThatExceptionOfType(LogInUseException.class).isThrownBy(this::open);
    witness.close();
    witness = open();
    assertThat(ask(0).body()).isEqualTo("5\n");
    assertThat(ask(5).status()).isEqualTo(200);
  }

  @Test
  void stateThatWasRolledBack_orIsGone_isRefused() throws Exception {
    assertThat(ask(0).status()).isEqualTo(200);
    Path file =
        state.resolve(StrictText.hex(TreeHash.sha256().digest(Fixture.ORIGIN.getBytes(UTF_8))));
    byte[] older = Files.readAllBytes(file);
    Fixture.appendTogether(log, 5, 9);
    assertThat(ask(5).status()).isEqualTo(200);
    byte[] newest = Files.readAllBytes(file);
    witness.close();

    Files.write(file, older);
    assertRefused("is behind what was cosigned");
    Files.delete(file);
    assertRefused("0 entries instead of 9");
    byte[] changed = newest.clone();
    changed[30] ^= 1;
    Files.write(file, changed);
    assertRefused("remedy: bring back the newest copy");
    Files.write(file, newest);
    Files.delete(state.resolve("witness"));
    assertRefused("is not the state of a witness");
    Files.writeString(state.resolve("witness"), WitnessKey.of(Fixture.VKEY) + "\n");
    assertRefused("is of another key");
    Files.writeString(state.resolve("witness"), key.vkey() + "\n");
    witness = open();
    assertThat(ask(9).status()).isEqualTo(200);
  }

  /** Its disk may not be mounted, or a copy of it may have been cut short. */
  @Test
  void guardThatKnowsNothing_isRefused_unlessItIsNew() throws Exception {
    assertThat(ask(0).status()).isEqualTo(200);
    witness.close();
    String name = StrictText.hex(TreeHash.sha256().digest(Fixture.ORIGIN.getBytes(UTF_8)));
    byte[] kept = Files.readAllBytes(guard.resolve(name));

    for (int length : new int[] {0, 1, 100}) {
      Files.write(guard.resolve(name), Arrays.copyOf(kept, length));
      assertRefused("is garbled");
    }
    Files.delete(guard.resolve(name));
    assertRefused("is not there, although 5 entries of " + Fixture.ORIGIN + " were cosigned");
    isGuardNew = true;
    open().close();
    isGuardNew = false;
    byte[] state5 = Files.readAllBytes(state.resolve(name));
    Files.delete(state.resolve(name));
    assertRefused("0 entries instead of 5");
    Files.write(state.resolve(name), state5);
    witness = open();
  }

  /** Anybody may repeat the signature of a checkpoint that is shown to all. */
  @Test
  void signatureThatIsRepeated_isKeptOnce() {
    String question = new String(log.witnessQuestion(0, log.publish()), UTF_8);
    String signature = question.substring(question.lastIndexOf("\u2014"));
    assertThat(ask(question + signature.repeat(90)).status()).isEqualTo(200);
    witness.close();
    witness = open();
    assertThat(ask(5).status()).isEqualTo(200);
    String hash = StrictText.hex(TreeHash.sha256().digest(Fixture.ORIGIN.getBytes(UTF_8)));
    assertThat(witness.checkpoint(hash).orElseThrow().lines()).hasSize(6);
  }

  /** One witness must not fill a note until the cosignatures of others find no room. */
  @Test
  void answerOfManyLines_addsTheNewestAlone() {
    Checkpoint published = log.publish();
    String text = Note.parse(published.note()).text();
    StringBuilder many = new StringBuilder();
    for (int second = 0; second < 90; second++) {
      many.append(key.cosign(text, AT.plusSeconds(second)));
    }
    Checkpoint with = published.with(key.vkey(), many.toString());
    assertThat(with.note().lines().count()).isEqualTo(published.note().lines().count() + 1);
    assertThat(key.vkey().cosigned(Note.parse(with.note()))).contains(AT.plusSeconds(89));
  }

  private void assertRefused(String words) {
    assertThatExceptionOfType(LogDamagedException.class)
        .isThrownBy(this::open)
        .withMessageContaining(words);
  }

  /**
   * Every operation of writing the state fails once, with and without its effect, and the power
   * goes at each, in all ways: what was answered is never forgotten, and what is found can be
   * opened.
   */
  @Test
  void faultsAndPowerCuts_neverForgetACosignature() throws Exception {
    byte[] first = log.witnessQuestion(0, log.publish());
    Fixture.appendTogether(log, 5, 9);
    byte[] second = log.witnessQuestion(5, log.publish());
    int failures = 0;
    boolean reached = true;
    for (int operation = 1; reached; operation++) {
      reached = false;
      for (PowerCutDisk.Fault fault : PowerCutDisk.Fault.values()) {
        for (boolean isCut : new boolean[] {true, false}) {
          PowerCutDisk own = new PowerCutDisk();
          Witness.create(own.storage("state"), key);
          Witness failing = open(own);
          assertThat(failing.addCheckpoint(first).status()).isEqualTo(200);
          if (isCut) {
            own.cutAt(operation, fault);
          } else {
            own.failAt(operation, fault);
          }
          Witness.Reply reply = failing.addCheckpoint(second);
          if (own.failed()) {
            reached = true;
            failures++;
            assertThat(reply.status()).as(own.trace()).isEqualTo(500);
            assertThat(failing.healthy()).isFalse();
            assertThat(failing.addCheckpoint(second).status()).isEqualTo(500);
          }
          assertFound(own, reply.status() == 200);
        }
      }
    }
    assertThat(failures).isGreaterThan(20);
  }

  private void assertFound(PowerCutDisk own, boolean wasAnswered) {
    for (PowerCutDisk.Cut cut : PowerCutDisk.Cut.values()) {
      for (long seed = 0; seed < 5; seed++) {
        PowerCutDisk found = own.powerCut(cut, new Random(seed));
        try (Witness again = open(found)) {
          long known = sizeOf(again);
          assertThat(known).as(own.trace()).isIn(wasAnswered ? List.of(9L) : List.of(5L, 9L));
        }
      }
    }
  }

  private static long sizeOf(Witness witness) {
    String hash = StrictText.hex(TreeHash.sha256().digest(Fixture.ORIGIN.getBytes(UTF_8)));
    return Long.parseLong(
        witness.checkpoint(hash).orElseThrow().lines().skip(1).findFirst().orElseThrow());
  }

  private Witness open(PowerCutDisk disk) {
    return Witness.open(
        disk.storage("state"),
        new Witness.Guard(disk.storage("guard"), false),
        key,
        List.of(Fixture.VKEY),
        InstantSource.fixed(AT));
  }

  @Test
  void keyFile_isReadAgain_andByNobodyElse() throws Exception {
    Path file = folder.resolve("witness.key");
    key.save(file);
    WitnessKeys read = WitnessKeys.load(file);
    assertThat(read.vkey()).isEqualTo(key.vkey());
    assertThat(read).asString().contains("redacted").doesNotContain(Files.readString(file));
    String note = log.publish().note();
    String line = read.cosign(Note.parse(note).text(), AT);
    assertThat(WitnessKey.parse(key.vkey().toString()).cosigned(Note.parse(note + line)))
        .contains(AT);

    String right = Files.readString(file);
    for (String wrong :
        List.of(
            "",
            right.replace("PRIVATE", "PUBLIC"),
            right.replace("witness.example/w", "witness.example/v"),
            right.replaceFirst("[+][0-9a-f]{8}[+]", "+00000000+"),
            right.replaceFirst("=?\n$", "AAAA\n"))) {
      Files.writeString(file, wrong);
      assertThatExceptionOfType(KeyFileException.class).isThrownBy(() -> WitnessKeys.load(file));
    }
    Files.writeString(file, right);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatExceptionOfType(KeyFileException.class).isThrownBy(() -> WitnessKeys.load(file));
  }

  /** ML-DSA-44 signs the length of a log's name in a byte, so a longer one cannot be cosigned. */
  @Test
  void logWithALongName_isCosignedOrRefused() {
    LogKeys other = LogKeys.generate("x".repeat(256), Fixture.random(7));
    LogSigners signers = LogSigners.of(other);
    Checkpoint checkpoint = Checkpoint.sign(signers, 1, new TreeHash().leaf(new byte[0]));
    witness.close();
    witness =
        Witness.open(
            LogStorage.posix(state), null, key, List.of(other.vkey()), InstantSource.fixed(AT));
    assertThat(ask("old 0\n\n" + checkpoint.note()).status())
        .isEqualTo(kind == WitnessKeys.Kind.ML_DSA_44 ? 400 : 200);
    assertThat(witness.healthy()).isTrue();
  }

  private void createAgain() {
    witness.close();
    try {
      Witness.create(LogStorage.posix(state), key);
    } finally {
      witness = open();
    }
  }

  @Test
  void anotherWitness_isNotMadeWhereOneIs() {
    assertThatExceptionOfType(LogDamagedException.class).isThrownBy(() -> createAgain());
  }
}
