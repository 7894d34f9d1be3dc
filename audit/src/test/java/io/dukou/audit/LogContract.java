package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a log does in every home. */
abstract class LogContract {
  private static final int WRITERS = 8;

  /** Returns the log's storage, the same at each call, as it is found by the next opening. */
  abstract LogStorage log() throws Exception;

  /** Returns the storage of the domestic parts of the same home. */
  abstract LogStorage domestic() throws Exception;

  /** Ends what a failed or closed log used, so that the next call of {@link #log} is a new one. */
  abstract void leave() throws Exception;

  /** What is said of a part that is gone although no entry of the log orders it. */
  static final String NO_ORDER = "is erased beyond what an order in the log says";

  @Test
  void a_log_is_created_once_and_opened_as_it_was_left() throws Exception {
    assertThat(AuditLog.exists(log(), domesticStorage())).isFalse();
    create();
    assertThat(AuditLog.exists(log(), domesticStorage())).isTrue();
    assertThatThrownBy(this::create).isInstanceOf(LogDamagedException.class);
    for (int round = 0; round < 3; round++) {
      try (AuditLog log = open(Fixture.lazy())) {
        assertThat(log.size()).isEqualTo(5L * round);
        Fixture.append(log, 5 * round, 5 * round + 5);
      }
      leave();
    }
    requireSound(15);
  }

  @Test
  void many_writers_get_dense_indexes_and_receipts_that_verify() throws Exception {
    create();
    List<Receipt> receipts;
    try (AuditLog log = open(Fixture.lazy().withPublishInterval(Duration.ofMillis(5)))) {
      receipts = appendWithManyWriters(log, 100);
      log.replay(entry -> assertThat(entry.domestic()).isPresent());
    }
    assertThat(receipts.stream().map(Receipt::index).sorted())
        .containsExactlyElementsOf(LongStream.range(0, 100L * WRITERS).boxed().toList());
    for (Receipt receipt : receipts) {
      assertThat(valid(receipt)).isTrue();
    }
    requireSound(100L * WRITERS);
  }

  @Test
  void receipts_made_later_and_entries_read_back_are_those_that_were_appended() throws Exception {
    create();
    try (AuditLog log = open(Fixture.eager())) {
      List<Receipt> receipts = Fixture.appendTogether(log, 0, 600);
      for (int index : new int[] {0, 255, 256, 599}) {
        assertThat(log.receipt(index).leaf()).isEqualTo(receipts.get(index).leaf());
        assertThat(valid(log.receipt(index))).isTrue();
        assertThat(log.entry(index).domestic()).contains(Fixture.part(index));
      }
    }
    requireSound(600);
  }

  @Test
  void an_erased_domestic_part_is_gone_and_every_proof_holds() throws Exception {
    create();
    Receipt receipt;
    try (AuditLog log = open(Fixture.lazy())) {
      receipt = Fixture.append(log, 0, 6).get(3);
      Fixture.erase(log, 3);
      assertThat(log.entry(3).domestic()).isEmpty();
    }
    leave();
    try (AuditLog log = open(Fixture.lazy())) {
      assertThat(log.entry(3).domestic()).isEmpty();
      assertThat(log.entry(4).domestic()).contains(Fixture.part(4));
      Fixture.append(log, 6, 8);
    }
    assertThat(valid(receipt)).isTrue();
    leave();
    LogReport report = LogCheck.check(log(), Fixture.VKEY, domesticStorage());
    assertThat(report.erased()).isEqualTo(1);
    assertThat(report.findings())
        .singleElement()
        .satisfies(found -> assertThat(found.problem()).isEqualTo(NO_ORDER));
  }

  @Test
  void a_log_in_use_is_refused_and_free_again_afterwards() throws Exception {
    create();
    try (AuditLog log = open(Fixture.lazy())) {
      assertThat(log.healthy()).isTrue();
      assertThatThrownBy(() -> open(Fixture.lazy())).isInstanceOf(LogInUseException.class);
    }
    open(Fixture.lazy()).close();
  }

  @Test
  void a_checkpoint_that_the_home_has_lost_keeps_the_log_shut() throws Exception {
    create();
    try (AuditLog log = open(Fixture.lazy())) {
      Fixture.append(log, 0, 3);
    }
    leave();
    Closeable lock = log().lock();
    StorageFiles files = new StorageFiles(log());
    Checkpoint lost = Checkpoint.sign(LogSigners.of(Fixture.KEYS), 9, new byte[32]);
    files.replace(TilePath.CHECKPOINT, lost.note().getBytes(UTF_8));
    files.syncDirectories();
    lock.close();
    assertThatThrownBy(() -> open(Fixture.lazy()))
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("log/tile/entries/000.p/9: missing");
  }

  @Test
  void a_cosigned_checkpoint_is_kept_until_a_newer_one_is() throws Exception {
    create();
    Checkpoint second;
    try (AuditLog log = open(Fixture.eager())) {
      assertThat(log.cosigned()).isEmpty();
      Fixture.append(log, 0, 3);
      Checkpoint first = Fixture.keepCosigned(log);
      assertThat(log.cosigned()).contains(first);
      Fixture.append(log, 3, 5);
      second = Fixture.keepCosigned(log);
      log.keepCosigned(first);
      assertThat(log.cosigned()).contains(second);
      Fixture.append(log, 5, 9);
    }
    leave();
    try (AuditLog log = open(Fixture.eager())) {
      assertThat(log.cosigned()).contains(second);
    }
    LogReport report = requireSound(9);
    assertThat(report.cosigned().orElseThrow().size()).isEqualTo(5);
    assertThat(report.cosigned().orElseThrow().witnessed()).isEmpty();
    LogCheck.Also also = new LogCheck.Also(null, null, Fixture.POLICY);
    assertThat(LogCheck.checkAll(log(), Fixture.VKEY, also).cosigned().orElseThrow().witnessed())
        .hasValueSatisfying(witnessed -> assertThat(witnessed.isEnough()).isTrue());
  }

  @Test
  void a_cosigned_checkpoint_of_another_log_keeps_the_log_shut() throws Exception {
    create();
    try (AuditLog log = open(Fixture.lazy())) {
      Fixture.append(log, 0, 3);
    }
    LogSigners signers = LogSigners.of(Fixture.KEYS);
    requireAlarm(Fixture.cosigned(Checkpoint.sign(signers, 2, new byte[32])).note(), "log forked");
    requireAlarm(Fixture.cosigned(Checkpoint.sign(signers, 3, new byte[32])).note(), "log forked");
    requireAlarm(Fixture.cosigned(Checkpoint.sign(signers, 4, new byte[32])).note(), "older copy");
    requireAlarm("", "note: ");
    LogSigners others = LogSigners.of(LogKeys.generate(Fixture.ORIGIN, Fixture.random(4)));
    requireAlarm(Checkpoint.sign(others, 3, new byte[32]).note(), "note: not signed by");
  }

  private void requireAlarm(String kept, String words) throws Exception {
    leave();
    Closeable lock = log().lock();
    StorageFiles files = new StorageFiles(log());
    files.replace(CosignedCheckpoint.FILE, kept.getBytes(UTF_8));
    files.syncDirectories();
    lock.close();
    assertThatThrownBy(() -> open(Fixture.lazy()))
        .isInstanceOf(LogDamagedException.class)
        .hasMessageContaining("log/cosigned: ")
        .hasMessageContaining(words);
    leave();
    assertThat(LogCheck.check(log(), Fixture.VKEY, null).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.file()).endsWith("log/cosigned");
              assertThat(finding.problem()).contains(words);
            });
  }

  /** Checks the whole log with nothing but what is stored, and returns what was found. */
  final LogReport requireSound(long size) throws Exception {
    leave();
    LogReport report = LogCheck.check(log(), Fixture.VKEY, domesticStorage());
    assertThat(report.findings()).isEmpty();
    assertThat(report.size() + report.journalled()).isEqualTo(size);
    return report;
  }

  final AuditLog open(LogOptions options) throws Exception {
    return AuditLog.open(log(), domesticStorage(), Fixture.KEYS, options);
  }

  final void create() throws Exception {
    AuditLog.create(log(), domesticStorage(), Fixture.KEYS);
  }

  private DomesticStorage domesticStorage() throws Exception {
    return new DomesticStorage(domestic(), Fixture.DOMESTIC_KEY);
  }

  private static List<Receipt> appendWithManyWriters(AuditLog log, int each) {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      List<CompletableFuture<List<Receipt>>> writers =
          IntStream.range(0, WRITERS)
              .mapToObj(
                  writer ->
                      CompletableFuture.supplyAsync(
                          () -> Fixture.append(log, writer * each, writer * each + each), threads))
              .toList();
      return writers.stream().flatMap(writer -> writer.join().stream()).toList();
    } catch (CompletionException e) {
      throw new AssertionError(e);
    } finally {
      threads.shutdown();
    }
  }

  static boolean valid(Receipt receipt) throws IOException {
    return ReceiptVerifier.verify(receipt.tlogProof(), Fixture.VKEY, null).valid();
  }
}
