package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.audit.PowerCutDisk.Cut;
import io.dukou.audit.PowerCutDisk.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lets single operations fail, with and without effect, and watches what callers are told. */
final class FaultTest {
  private static final long PATIENCE_SECONDS = 60;

  @ParameterizedTest
  @EnumSource(Fault.class)
  void whatever_operation_fails_the_log_stops_and_is_whole_when_opened_again(Fault fault) {
    boolean reached = true;
    int operation = 1;
    for (; reached; operation++) {
      PowerCutDisk disk = new PowerCutDisk();
      CrashWorkload workload = new CrashWorkload();
      disk.failAt(operation, fault);
      workload.run(disk, Fixture.eager(), 2, 2);
      reached = disk.failed();
      workload.copy().judge(disk.killed());
      workload.judge(disk.killed().powerCut(Cut.LOSE_ALL, new Random(operation)));
    }
    assertThat(operation).isGreaterThan(150);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void after_a_failed_sync_nothing_is_retried_and_every_caller_is_told(Fault fault)
      throws InterruptedException {
    for (int operation = 1; operation <= 6; operation++) {
      PowerCutDisk disk = new PowerCutDisk();
      Listener listener = new Listener();
      AuditLog log = Fixture.create(disk, Fixture.lazy().withOnFailure(listener::accept));
      disk.failAt(operation, fault);
      assertThatThrownBy(() -> log.append(Fixture.draft(0), Fixture.part(0)).join())
          .as(disk.trace())
          .hasCauseInstanceOf(LogFailedException.class);
      assertThat(listener.failure()).isInstanceOf(IOException.class);
      assertThat(log.healthy()).isFalse();
      long operations = disk.operations();
      assertThatThrownBy(() -> log.append(Fixture.draft(1), Fixture.part(1)).join())
          .hasCauseInstanceOf(LogFailedException.class);
      log.close();
      assertThat(disk.operations()).as("nothing more is written").isEqualTo(operations);
    }
  }

  @Test
  void everything_that_waits_fails_with_the_first_failure() {
    PowerCutDisk disk = new PowerCutDisk();
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      disk.failAt(2, Fault.NOT_PERSISTED);
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        receipts.add(log.append(Fixture.draft(i), Fixture.part(i)));
      }
      for (CompletableFuture<Receipt> receipt : receipts) {
        assertThatThrownBy(receipt::join).hasCauseInstanceOf(LogFailedException.class);
      }
      assertThat(log.size()).isZero();
    }
  }

  @Test
  void a_failed_publication_poisons_the_log_too() throws InterruptedException {
    PowerCutDisk disk = new PowerCutDisk();
    Listener listener = new Listener();
    try (AuditLog log = Fixture.create(disk, Fixture.lazy().withOnFailure(listener::accept))) {
      Fixture.append(log, 0, 3);
      disk.failAt(1, Fault.NOT_PERSISTED);
      assertThatThrownBy(() -> log.receipt(2)).isInstanceOf(LogFailedException.class);
      assertThat(listener.failure()).isInstanceOf(IOException.class);
      assertThat(log.append(Fixture.draft(4), Fixture.part(4))).isCompletedExceptionally();
    }
  }

  @Test
  void an_erasure_that_fails_poisons_the_log_and_is_done_or_not_done_afterwards() {
    for (int operation = 1; operation <= 4; operation++) {
      PowerCutDisk disk = new PowerCutDisk();
      AuditLog log = Fixture.create(disk, Fixture.lazy());
      Fixture.append(log, 0, 3);
      disk.failAt(operation, Fault.PERSISTED);
      assertThatThrownBy(() -> Fixture.erase(log, 1)).isInstanceOf(LogFailedException.class);
      log.close();
      for (Cut cut : Cut.values()) {
        judgeErasure(disk.powerCut(cut, new Random(operation)));
      }
    }
  }

  private static void judgeErasure(PowerCutDisk disk) {
    try (AuditLog log = Fixture.open(disk, Fixture.eager())) {
      var left = log.entry(1).domestic();
      assertThat(left.isEmpty() || left.get().equals(Fixture.part(1))).isTrue();
    }
    assertThat(Fixture.check(disk).findings()).isEmpty();
  }

  /** Waits for the failure that the log reports. */
  private static final class Listener {
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch told = new CountDownLatch(1);

    void accept(Throwable cause) {
      failure.accumulateAndGet(cause, (before, now) -> before == null ? now : twice(before));
      told.countDown();
    }

    private static Throwable twice(Throwable before) {
      return new IllegalStateException("told twice", before);
    }

    Throwable failure() throws InterruptedException {
      assertThat(told.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return failure.get();
    }
  }
}
