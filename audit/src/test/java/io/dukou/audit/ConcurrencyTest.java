package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads on one log, on the real file system. */
final class ConcurrencyTest {
  private static final int WRITERS = 16;
  private static final int EACH = 100;

  @TempDir private Path directory;

  @Test
  void many_writers_get_dense_indexes_and_right_chains() throws Exception {
    Map<Long, Receipt> receipts = new ConcurrentSkipListMap<>();
    try (AuditLog log = open(LogOptions.defaults().withPublishInterval(Duration.ofMillis(5)))) {
      runWriters(writer -> append(log, writer, receipts));
    }
    assertThat(receipts.keySet())
        .containsExactlyElementsOf(LongStream.range(0, WRITERS * EACH).boxed().toList());
    Map<String, Long> newest = new TreeMap<>();
    for (Receipt receipt : receipts.values()) {
      assertThat(ReceiptVerifier.verify(receipt.tlogProof(), Fixture.VKEY, null).valid()).isTrue();
      Leaf leaf = Leaf.parse(receipt.leaf().getBytes(UTF_8));
      assertThat(leaf.previous()).isEqualTo(newest.put(leaf.recipient(), receipt.index()));
    }
    LogReport report = LogCheck.check(directory.resolve("log"), Fixture.VKEY, domestic());
    assertThat(report.findings()).isEmpty();
    assertThat(report.size()).isEqualTo(WRITERS * EACH);
  }

  @Test
  void appends_of_one_thread_keep_their_order_without_waiting() throws IOException {
    try (AuditLog log = open(LogOptions.defaults())) {
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        receipts.add(log.append(Fixture.draft(i), Fixture.part(i)));
      }
      for (int i = 0; i < 500; i++) {
        assertThat(receipts.get(i).join().index()).isEqualTo(i);
      }
    }
  }

  @Test
  void readers_see_a_sound_log_while_others_write() throws Exception {
    Map<Long, Receipt> receipts = new ConcurrentSkipListMap<>();
    try (AuditLog log = open(LogOptions.defaults().withPublishInterval(Duration.ofMillis(2)))) {
      runWriters(
          writer -> {
            append(log, writer, receipts);
            long size = log.size();
            Receipt receipt = log.receipt(size - 1);
            long[] read = {0};
            log.replay(entry -> assertThat(entry.index()).isEqualTo(read[0]++));
            assertThat(read[0]).isGreaterThanOrEqualTo(size);
            assertThat(log.entry(size - 1).domestic()).isPresent();
            assertThat(valid(receipt)).isTrue();
          });
    }
  }

  @Test
  void a_full_queue_refuses_at_once_and_takes_more_later() throws IOException {
    try (AuditLog log = open(LogOptions.defaults().withQueue(4, 1 << 20).withBatchEntries(1))) {
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        receipts.add(log.append(Fixture.draft(i), Fixture.part(i)));
      }
      long refused = receipts.stream().filter(CompletableFuture::isCompletedExceptionally).count();
      assertThat(refused).isPositive();
      CompletableFuture<Receipt> first =
          receipts.stream().filter(r -> r.isCompletedExceptionally()).findFirst().orElseThrow();
      assertThatThrownBy(first::join).hasCauseInstanceOf(LogBusyException.class);
      receipts.stream().filter(r -> !r.isCompletedExceptionally()).forEach(CompletableFuture::join);
      assertThat(log.append(Fixture.draft(1), Fixture.part(1)).join().index())
          .isEqualTo(2000 - refused);
    }
  }

  @Test
  void an_entry_larger_than_the_whole_queue_is_taken_when_nothing_waits() throws IOException {
    try (AuditLog log = open(LogOptions.defaults().withQueue(4, 10))) {
      assertThat(log.append(Fixture.draft(1), Fixture.part(1)).join().index()).isZero();
    }
  }

  @Test
  void a_directory_in_use_is_refused_and_free_again_afterwards() throws IOException {
    try (AuditLog log = open(LogOptions.defaults())) {
      assertThat(log.healthy()).isTrue();
      assertThatThrownBy(this::reopen).isInstanceOf(LogInUseException.class);
    }
    reopen().close();
  }

  @Test
  void closing_commits_what_waits() throws IOException {
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    try (AuditLog log = open(LogOptions.defaults())) {
      for (int i = 0; i < 200; i++) {
        receipts.add(log.append(Fixture.draft(i), Fixture.part(i)));
      }
    }
    assertThat(receipts).allSatisfy(receipt -> assertThat(receipt).isCompleted());
  }

  private static void append(AuditLog log, int writer, Map<Long, Receipt> receipts) {
    for (int i = 0; i < EACH; i++) {
      LeafDraft draft = Fixture.draft(i, "recipient-" + writer % 5);
      Receipt receipt = log.append(draft, Fixture.part(i)).join();
      assertThat(receipts.put(receipt.index(), receipt)).isNull();
    }
  }

  private static boolean valid(Receipt receipt) {
    try {
      return ReceiptVerifier.verify(receipt.tlogProof(), Fixture.VKEY, null).valid();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void runWriters(IntConsumer task) throws Exception {
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    List<CompletableFuture<Void>> runs = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      runs.add(CompletableFuture.runAsync(() -> task.accept(number), writers));
    }
    CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new)).get(5, TimeUnit.MINUTES);
    writers.shutdown();
  }

  private AuditLog open(LogOptions options) throws IOException {
    Path log = Files.createDirectory(directory.resolve("log"));
    Files.createDirectory(directory.resolve("domestic"));
    AuditLog.create(LogStorage.posix(log), domestic(), Fixture.KEYS);
    return AuditLog.open(LogStorage.posix(log), domestic(), Fixture.KEYS, options);
  }

  private AuditLog reopen() {
    LogStorage log = LogStorage.posix(directory.resolve("log"));
    return AuditLog.open(log, domestic(), Fixture.KEYS, LogOptions.defaults());
  }

  private DomesticStorage domestic() {
    return new DomesticStorage(
        LogStorage.posix(directory.resolve("domestic")), Fixture.DOMESTIC_KEY);
  }
}
