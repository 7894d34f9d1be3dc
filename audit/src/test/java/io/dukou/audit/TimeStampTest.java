package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.audit.Verification.Aspect;
import io.dukou.audit.Verification.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 3161 tokens on checkpoints, made and verified by openssl too. */
final class TimeStampTest {
  @TempDir private static Path folder;
  private static OpensslAuthority authority;
  private static OpensslAuthority stranger;

  private PowerCutDisk disk;

  @BeforeAll
  static void makeAuthorities() throws IOException, InterruptedException {
    authority = OpensslAuthority.in(folder.resolve("tsa"));
    stranger = OpensslAuthority.in(folder.resolve("stranger"));
  }

  @BeforeEach
  void newDisk() {
    disk = new PowerCutDisk();
  }

  private static TimeStamp keep(AuditLog log) throws IOException, InterruptedException {
    Checkpoint checkpoint = log.publish();
    TimeStampQuery query = TimeStamps.query(checkpoint, Fixture.random(5));
    byte[] reply = authority.reply(query.encoded());
    return log.timeStamps().keep(checkpoint, query, reply, authority.trust());
  }

  /** Appends 300 entries and has the trees of 3 and of 260 entries stamped. */
  private void stampedLog() throws IOException, InterruptedException {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 3);
      keep(log);
      Fixture.appendTogether(log, 3, 260);
      keep(log);
      Fixture.appendTogether(log, 260, 300);
    }
  }

  private LogReport check(TimeStampTrust trust) {
    return LogCheck.checkAll(
        disk.storage("log"), Fixture.VKEY, new LogCheck.Also(null, trust, null));
  }

  @Test
  void authority_answersOurQuestion_andWeBelieveItsAnswer()
      throws IOException, InterruptedException {
    Instant before = Instant.now().minusSeconds(2);
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 3);
      TimeStamp stamp = keep(log);

      assertThat(stamp.at()).isBetween(before, Instant.now().plusSeconds(2));
      assertThat(stamp.accuracyMillis()).isEqualTo(1501);
      assertThat(stamp.authority()).contains("CN=Test stamping");
    }
  }

  @Test
  void openssl_verifiesWhatIsKept() throws IOException, InterruptedException {
    Path log = Files.createDirectory(folder.resolve("log"));
    Path domestic = Files.createDirectory(folder.resolve("domestic"));
    LogStorage storage = LogStorage.posix(log);
    DomesticStorage parts = new DomesticStorage(LogStorage.posix(domestic), Fixture.DOMESTIC_KEY);
    AuditLog.create(storage, parts, Fixture.KEYS);
    try (AuditLog open = AuditLog.open(storage, parts, Fixture.KEYS, Fixture.lazy())) {
      Fixture.append(open, 0, 3);
      keep(open);
    }
    authority.verify(
        log.resolve("timestamp").resolve("3.checkpoint"),
        log.resolve("timestamp").resolve("3.tsr"));
  }

  @Test
  void answerThatOpensslAskedFor_isBelieved() throws IOException, InterruptedException {
    byte[] message = "a checkpoint".getBytes(UTF_8);
    byte[] reply = authority.stamp(message, "-sha256", "-cert");

    assertThat(authority.trust().check(reply, message).serial()).isNotEmpty();
  }

  @Test
  void whatIsNotProved_isRefused() throws IOException, InterruptedException {
    byte[] message = "a checkpoint".getBytes(UTF_8);
    TimeStampTrust trust = authority.trust();
    byte[] good = authority.stamp(message, "-sha256", "-cert");

    assertRefused(trust, good, "another".getBytes(UTF_8), "is about other bytes");
    assertRefused(
        trust, authority.stamp(message, "-sha256"), message, "does not carry its certificate");
    assertRefused(trust, authority.stamp(message, "-sha512", "-cert"), message, "other bytes");
    assertRefused(trust, stranger.stamp(message, "-sha256", "-cert"), message, "no path leads");
    assertRefused(trust, authority.stamp(message, "-sha1", "-cert"), message, "granted none");
    assertRefused(trust, new byte[0], message, "not an answer");
    assertRefused(trust, new byte[1 << 17], message, "longer than");
  }

  private static void assertRefused(
      TimeStampTrust trust, byte[] reply, byte[] message, String words) {
    assertThatThrownBy(() -> trust.check(reply, message))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(words);
  }

  @Test
  void everyChangedByteOfAnAnswer_isRefusedOrChangesNothingThatIsSaid()
      throws IOException, InterruptedException {
    byte[] message = "a checkpoint".getBytes(UTF_8);
    TimeStampTrust trust = authority.trust();
    byte[] good = authority.stamp(message, "-sha256", "-cert");
    TimeStamp expected = trust.check(good, message);
    for (int at = 0; at < good.length; at++) {
      byte[] changed = good.clone();
      changed[at] ^= (byte) (1 << at % 8);
      try {
        // The status text, unused certificates and unsigned parts can differ; the time cannot.
        assertThat(trust.check(changed, message)).as("byte %d", at).isEqualTo(expected);
      } catch (MalformedException e) {
        assertThat(e).hasMessageStartingWith("time stamp: ");
      }
    }
  }

  @Test
  void answerToAnotherQuestion_isNotKept() throws IOException, InterruptedException {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 3);
      Checkpoint checkpoint = log.publish();
      TimeStampQuery asked = TimeStamps.query(checkpoint, Fixture.random(1));
      TimeStampQuery other = TimeStamps.query(checkpoint, Fixture.random(2));
      byte[] reply = authority.reply(other.encoded());

      assertThatThrownBy(() -> log.timeStamps().keep(checkpoint, asked, reply, authority.trust()))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("the question that was asked");
    }
    assertThat(check(null).timeStamps()).isZero();
  }

  @Test
  void check_countsStamps_andFindsWhatIsWrongWithThem() throws IOException, InterruptedException {
    stampedLog();
    LogReport sound = check(authority.trust());
    assertThat(sound.sound()).as(sound.findings().toString()).isTrue();
    assertThat(sound.timeStamps()).isEqualTo(2);

    assertThat(check(stranger.trust()).findings())
        .hasSize(2)
        .allSatisfy(finding -> assertThat(finding.problem()).contains("no path leads"));
  }

  @Test
  void check_findsAStampedForkOfTheLog() throws IOException, InterruptedException {
    stampedLog();
    Checkpoint fork = Checkpoint.sign(LogSigners.of(Fixture.KEYS), 260, new byte[TreeHash.LENGTH]);
    StorageFiles files = new StorageFiles(disk.storage("log"));
    files.replace(TimeStamps.notePath(260), fork.note().getBytes(UTF_8));

    assertThat(check(null).findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.file()).contains("260.checkpoint"))
        .satisfies(finding -> assertThat(finding.problem()).contains("forked"));
  }

  @Test
  void receipt_againstAStampedCheckpoint_provesTheTime() throws IOException, InterruptedException {
    stampedLog();
    StoredReceipts receipts = new StoredReceipts(disk.storage("log"));
    for (long index : new long[] {0, 2, 3, 259}) {
      StoredReceipts.Stamped stamped = receipts.stamped(index, Fixture.VKEY);
      Verification proved =
          ReceiptVerifier.verify(
              stamped.receipt().tlogProof(),
              Fixture.VKEY,
              null,
              new ReceiptVerifier.Stamp(stamped.reply(), authority.trust()));

      assertThat(proved.valid()).isTrue();
      assertThat(proved.checkpoint().size()).isEqualTo(index < 3 ? 3 : 260);
      assertThat(proved.statements())
          .anyMatch(s -> s.aspect() == Aspect.TIME && s.outcome() == Outcome.PROVED);
    }
    assertThatThrownBy(() -> receipts.stamped(260, Fixture.VKEY))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(receipts.newest(299, Fixture.VKEY).index()).isEqualTo(299);
  }

  @Test
  void stampOfAnotherCheckpoint_failsTheReceipt() throws IOException, InterruptedException {
    stampedLog();
    StoredReceipts receipts = new StoredReceipts(disk.storage("log"));
    byte[] later = receipts.stamped(259, Fixture.VKEY).reply();
    Verification found =
        ReceiptVerifier.verify(
            receipts.stamped(0, Fixture.VKEY).receipt().tlogProof(),
            Fixture.VKEY,
            null,
            new ReceiptVerifier.Stamp(later, authority.trust()));

    assertThat(found.valid()).isFalse();
  }
}
