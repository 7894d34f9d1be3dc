package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class AuditLogTest {
  private final PowerCutDisk disk = new PowerCutDisk();

  @Test
  void each_append_gives_a_receipt_that_verifies_with_the_public_key_alone() throws IOException {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      for (Receipt receipt : Fixture.append(log, 0, 20)) {
        Verification result = ReceiptVerifier.verify(receipt.tlogProof(), Fixture.VKEY, null);
        assertThat(result.valid()).as(result.statements().toString()).isTrue();
        assertThat(result.index()).isEqualTo(receipt.index());
      }
    }
  }

  @Test
  void a_receipt_made_later_verifies_against_the_newest_checkpoint() throws IOException {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      List<Receipt> first = Fixture.appendTogether(log, 0, 700);
      for (int index : new int[] {0, 1, 255, 256, 511, 512, 698, 699}) {
        Receipt later = log.receipt(index);
        assertThat(later.leaf()).isEqualTo(first.get(index).leaf());
        Verification result = ReceiptVerifier.verify(later.tlogProof(), Fixture.VKEY, null);
        assertThat(result.valid()).as(result.statements().toString()).isTrue();
        assertThat(result.checkpoint().size()).isEqualTo(700);
      }
    }
  }

  @Test
  void previous_names_the_same_recipients_entry_before_also_after_opening_again() {
    Fixture.create(disk, Fixture.lazy()).close();
    for (int round = 0; round < 3; round++) {
      try (AuditLog log = Fixture.open(disk, Fixture.lazy())) {
        Fixture.append(log, 4 * round, 4 * round + 4);
      }
    }
    List<Long> previous = new ArrayList<>();
    try (AuditLog log = Fixture.open(disk, Fixture.lazy())) {
      log.replay(entry -> previous.add(entry.leaf().previous()));
    }
    assertThat(previous).containsExactly(null, null, null, 0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
  }

  @Test
  void an_entry_without_recipient_joins_no_chain() {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      log.append(Fixture.draft(0, null), DomesticPart.empty()).join();
      Receipt second = log.append(Fixture.draft(1, null), DomesticPart.empty()).join();
      assertThat(second.leaf()).contains("\"previous\":null");
    }
  }

  @Test
  void replay_gives_both_parts_of_every_entry_in_order() {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.appendTogether(log, 0, 300);
    }
    try (AuditLog log = Fixture.open(disk, Fixture.lazy())) {
      List<LoggedEntry> entries = new ArrayList<>();
      log.replay(entries::add);
      assertThat(entries).hasSize(300);
      for (int i = 0; i < 300; i++) {
        assertThat(entries.get(i).index()).isEqualTo(i);
        assertThat(entries.get(i).leaf().decision()).isEqualTo(Fixture.decision(i));
        assertThat(entries.get(i).domestic()).contains(Fixture.part(i));
      }
    }
  }

  @Test
  void an_erased_domestic_part_is_gone_while_log_and_receipts_stay_valid() throws IOException {
    Receipt receipt;
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      receipt = Fixture.append(log, 0, 9).get(4);
      Fixture.erase(log, 4);
      Fixture.erase(log, 4);
      assertThat(log.entry(4).domestic()).isEmpty();
      assertThat(log.entry(5).domestic()).contains(Fixture.part(5));
    }
    try (AuditLog log = Fixture.open(disk, Fixture.lazy())) {
      assertThat(log.entry(4).domestic()).isEmpty();
    }
    assertThat(ReceiptVerifier.verify(receipt.tlogProof(), Fixture.VKEY, null).valid()).isTrue();
    assertThat(Fixture.check(disk).erased()).isEqualTo(1);
    assertThat(Fixture.check(disk).findings())
        .singleElement()
        .asString()
        .contains("record 4", "is erased beyond what an order in the log says");
  }

  @Test
  void a_field_can_be_shown_without_the_others() {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 5);
      LoggedEntry entry = log.entry(4);
      DomesticOpening opening = entry.open("input").orElseThrow();
      assertThat(opening.value()).isEqualTo("{\"rows\":4}");
      assertThat(opening.matches(entry.leaf().domestic())).isTrue();
      assertThat(opening.matches(log.entry(3).leaf().domestic())).isFalse();
      assertThat(entry.open("absent")).isEmpty();
    }
  }

  @Test
  void a_leaf_too_large_is_refused_and_takes_no_index() {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      LeafDraft large = Fixture.draft(0, "r".repeat(65_535));
      assertThatThrownBy(() -> log.append(large, DomesticPart.empty()).join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(EntryRefusedException.class);
      assertThat(Fixture.append(log, 1, 2).get(0).index()).isZero();
    }
  }

  @Test
  void a_leaf_of_almost_the_largest_size_is_logged() {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      LeafDraft large = Fixture.draft(0, "r".repeat(64_900));
      assertThat(log.append(large, DomesticPart.empty()).join().index()).isZero();
      log.append(large, DomesticPart.empty()).join();
    }
    assertThat(Fixture.check(disk).findings()).isEmpty();
  }

  @Test
  void a_number_that_json_cannot_hold_is_refused_by_a_failed_future() {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      var nodes = JsonNodeFactory.instance;
      DomesticPart part = new DomesticPart(Map.of("n", nodes.numberNode(1L << 60)), List.of());
      assertThat(log.append(Fixture.draft(0), part)).isCompletedExceptionally();
    }
  }

  @Test
  void appending_after_close_fails_and_says_so() {
    AuditLog log = Fixture.create(disk, Fixture.lazy());
    log.close();
    log.close();
    assertThatThrownBy(() -> log.append(Fixture.draft(0), Fixture.part(0)).join())
        .hasCauseInstanceOf(LogFailedException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void a_second_log_on_the_same_directory_refuses_to_start() {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      assertThat(log.healthy()).isTrue();
      assertThatExceptionOfType(LogInUseException.class)
          .isThrownBy(() -> Fixture.open(disk, Fixture.lazy()));
    }
    Fixture.open(disk, Fixture.lazy()).close();
  }

  @Test
  void an_existing_log_is_not_created_again() {
    Fixture.create(disk, Fixture.lazy()).close();
    assertThatExceptionOfType(LogDamagedException.class)
        .isThrownBy(
            () -> AuditLog.create(disk.storage("log"), Fixture.domestic(disk), Fixture.KEYS));
  }

  @Test
  void a_creation_that_was_cut_off_anywhere_is_made_up_for_by_another() {
    boolean reached = true;
    for (int operation = 1; reached; operation++) {
      PowerCutDisk cut = new PowerCutDisk();
      cut.cutAt(operation, PowerCutDisk.Fault.PERSISTED);
      reached = !created(cut);
      PowerCutDisk found = cut.killed();
      if (!AuditLog.exists(found.storage("log"), Fixture.domestic(found))) {
        assertThat(created(found)).isTrue();
      }
      Fixture.open(found, Fixture.lazy()).close();
    }
  }

  @Test
  void a_domestic_part_without_its_log_is_not_taken_for_a_log_that_was_never_made() {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.append(log, 0, 1);
    }
    assertThat(AuditLog.exists(new PowerCutDisk().storage("log"), Fixture.domestic(disk))).isTrue();
  }

  @Test
  void an_empty_directory_is_not_taken_for_an_empty_log() {
    assertThatExceptionOfType(LogDamagedException.class)
        .isThrownBy(() -> Fixture.open(disk, Fixture.lazy()))
        .withMessageContaining("log/checkpoint: missing");
  }

  @Test
  void a_clock_that_goes_backwards_is_recorded_as_it_was_and_counted() {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      append(log, LeafKind.FETCH, 500);
      append(log, LeafKind.CLOSE, 200);
      assertThat(log.entry(1).leaf().at()).isEqualTo(Instant.parse("2026-03-01T04:03:20Z"));
    }
    assertThat(Fixture.check(disk).clock().steps()).isEqualTo(1);
    assertThat(Fixture.check(disk).clock().longestStep()).isEqualTo(Duration.ofMinutes(5));
    assertThat(Fixture.check(disk).sound()).isTrue();
  }

  @Test
  void a_request_that_took_long_is_not_taken_for_a_clock_that_went_back() {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      append(log, LeafKind.START, 0);
      append(log, LeafKind.FETCH, 300); // the origin is read for a request that came at second 4
      append(log, LeafKind.CLOSE, 320);
      append(log, LeafKind.TABLE, 4);
      append(log, LeafKind.RELEASE, 4);
      append(log, LeafKind.CLOSE, 330);
    }
    assertThat(Fixture.check(disk).clock())
        .isEqualTo(new LogReport.Clock(0, Duration.ZERO, Duration.ofSeconds(316)));
  }

  private static void append(AuditLog log, LeafKind kind, int second) {
    LeafDraft draft =
        new LeafDraft(
            kind,
            Fixture.NOON.plusSeconds(second),
            null,
            null,
            null,
            null,
            Fixture.decision(second),
            null,
            Map.of(),
            null,
            null);
    log.append(draft, DomesticPart.empty()).join();
  }

  @Test
  void asking_for_an_entry_that_does_not_exist_says_so() {
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      assertThatThrownBy(() -> log.receipt(0)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> log.entry(-1)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> Fixture.erase(log, 0)).isInstanceOf(IndexOutOfBoundsException.class);
      log.replay(entry -> assertThat(entry).isNull());
    }
  }

  private static boolean created(PowerCutDisk disk) {
    try {
      AuditLog.create(disk.storage("log"), Fixture.domestic(disk), Fixture.KEYS);
      return true;
    } catch (LogFailedException e) {
      return false;
    }
  }
}
