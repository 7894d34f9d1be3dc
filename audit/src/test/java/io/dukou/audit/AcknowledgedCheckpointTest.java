package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.audit.PowerCutDisk.Cut;
import io.dukou.audit.PowerCutDisk.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** A log whose home is replaced by an older or another one is not opened. */
final class AcknowledgedCheckpointTest {
  private final PowerCutDisk disk = new PowerCutDisk();
  private final PowerCutDisk state = new PowerCutDisk();
  private final LogOptions options = Fixture.lazy().withAcknowledged(state.storage("state"));

  @Test
  void an_older_copy_is_refused_with_both_sizes_and_a_remedy() {
    Fixture.create(disk, options).close();
    PowerCutDisk older;
    try (AuditLog log = Fixture.open(disk, options)) {
      Fixture.append(log, 0, 3);
      older = disk.killed();
      Fixture.append(log, 3, 7);
    }
    assertThatExceptionOfType(LogDamagedException.class)
        .isThrownBy(() -> Fixture.open(older, options))
        .withMessageContaining(
            "has 3 entries, but 7 were acknowledged here, says state/acknowledged, so it has lost"
                + " 4; remedy: it is an older copy");
    try (AuditLog log = Fixture.open(disk, options)) {
      assertThat(log.size()).isEqualTo(7);
    }
  }

  @Test
  void a_refused_copy_is_left_as_it_was() {
    Fixture.create(disk, options).close();
    PowerCutDisk older = disk.killed();
    try (AuditLog log = Fixture.open(disk, options)) {
      Fixture.append(log, 0, 1);
    }
    assertThatThrownBy(() -> Fixture.open(older, options)).isInstanceOf(LogDamagedException.class);
    assertThat(older.operations()).isZero();
  }

  @Test
  void another_log_under_the_same_key_is_refused_also_if_it_is_longer() {
    try (AuditLog log = Fixture.create(disk, options)) {
      Fixture.append(log, 0, 3);
    }
    PowerCutDisk fork = new PowerCutDisk();
    try (AuditLog log = Fixture.create(fork, Fixture.lazy())) {
      Fixture.append(log, 1, 6);
    }
    assertThatExceptionOfType(LogDamagedException.class)
        .isThrownBy(() -> Fixture.open(fork, options))
        .withMessageContaining("its first 3 entries are others than were acknowledged here");
  }

  @Test
  void a_log_that_went_on_elsewhere_is_opened() {
    try (AuditLog log = Fixture.create(disk, options)) {
      Fixture.append(log, 0, 3);
    }
    try (AuditLog log = Fixture.open(disk, Fixture.lazy())) {
      Fixture.appendTogether(log, 3, 400);
    }
    try (AuditLog log = Fixture.open(disk, options)) {
      assertThat(log.size()).isEqualTo(400);
    }
  }

  @Test
  void nothing_is_acknowledged_before_it_is_kept_and_no_power_cut_loses_what_was() {
    for (int operation = 1; operation <= 12; operation++) {
      for (Cut cut : Cut.values()) {
        for (Fault fault : Fault.values()) {
          cutAt(operation, cut, fault);
        }
      }
    }
  }

  private static void cutAt(int operation, Cut cut, Fault fault) {
    PowerCutDisk log = new PowerCutDisk();
    PowerCutDisk kept = new PowerCutDisk();
    LogOptions options = Fixture.lazy().withAcknowledged(kept.storage("state"));
    Fixture.create(log, options).close();
    PowerCutDisk older = log.killed();
    int acknowledged = 0;
    kept.cutAt(operation, fault);
    try (AuditLog open = Fixture.open(log, options)) {
      for (; acknowledged < 4; acknowledged++) {
        Fixture.append(open, acknowledged, acknowledged + 1);
      }
    } catch (CompletionException | LogFailedException e) {
      assertThat(kept.failed()).isTrue();
    }
    PowerCutDisk found = kept.powerCut(cut, new Random(operation));
    LogOptions next = Fixture.lazy().withAcknowledged(found.storage("state"));
    if (acknowledged > 0) {
      assertThatThrownBy(() -> Fixture.open(older, next)).isInstanceOf(LogDamagedException.class);
    }
    try (AuditLog open = Fixture.open(log, next)) {
      assertThat(open.size()).isGreaterThanOrEqualTo(acknowledged);
    }
  }

  @Test
  void an_older_copy_is_refused_where_what_is_published_is_kept() {
    LogOptions behind = Fixture.lazy().withPublishedKept(state.storage("state"));
    Fixture.create(disk, behind).close();
    PowerCutDisk older;
    try (AuditLog log = Fixture.open(disk, behind)) {
      Fixture.append(log, 0, 3);
      older = disk.killed();
      Fixture.append(log, 3, 7);
    }
    assertThatExceptionOfType(LogDamagedException.class)
        .isThrownBy(() -> Fixture.open(older, behind))
        .withMessageContaining("has 3 entries, but 7 were acknowledged here");
    Fixture.open(disk, behind).close();
  }

  /** What is kept is never ahead of what a power cut leaves of the log. */
  @Test
  void no_power_cut_of_the_log_makes_what_was_published_refuse_it() {
    int cuts = 0;
    int cutsBefore = -1;
    for (int operation = 1; cuts > cutsBefore; operation += 3) {
      cutsBefore = cuts;
      for (Cut cut : Cut.values()) {
        for (Fault fault : Fault.values()) {
          cuts += logIsOpenedAfterACut(operation, cut, fault) ? 1 : 0;
        }
      }
    }
    assertThat(cuts).isGreaterThan(30);
  }

  private static boolean logIsOpenedAfterACut(int operation, Cut cut, Fault fault) {
    PowerCutDisk log = new PowerCutDisk();
    PowerCutDisk kept = new PowerCutDisk();
    LogOptions behind = Fixture.eager().withPublishedKept(kept.storage("state"));
    Fixture.create(log, behind).close();
    int acknowledged = 0;
    log.cutAt(operation, fault);
    try (AuditLog open = Fixture.open(log, behind)) {
      for (; acknowledged < 3; acknowledged++) {
        Fixture.append(open, acknowledged, acknowledged + 1);
      }
    } catch (CompletionException | LogFailedException e) {
      assertThat(log.failed()).isTrue();
    }
    if (log.failed()) {
      PowerCutDisk found = log.powerCut(cut, new Random(operation));
      try (AuditLog open = Fixture.open(found, behind)) {
        assertThat(open.size()).isGreaterThanOrEqualTo(acknowledged);
      }
    }
    return log.failed();
  }

  @Test
  void a_garbled_file_is_refused() throws IOException {
    try (AuditLog log = Fixture.create(disk, options)) {
      Fixture.append(log, 0, 3);
    }
    LogStorage storage = state.storage("state");
    try (LogFile file = storage.write("acknowledged")) {
      file.write(3, ByteBuffer.wrap("x".getBytes(UTF_8)));
      file.write(520, ByteBuffer.wrap("x".getBytes(UTF_8)));
    }
    assertThatExceptionOfType(LogDamagedException.class)
        .isThrownBy(() -> Fixture.open(disk, options))
        .withMessageContaining("state/acknowledged: is garbled");
  }
}
