package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Entries handed in, numbered in their order, and the receipts there are of them. */
final class PostgresRun {
  private final List<Receipt> receipts = new ArrayList<>();
  private int next;

  /** Returns how many entries were acknowledged. */
  int acknowledged() {
    return receipts.size();
  }

  /** Appends so many, one after another, each acknowledged before the next. */
  void append(AuditLog log, int count) {
    for (int i = 0; i < count; i++) {
      int number = next++;
      receipts.add(log.append(Fixture.draft(number), Fixture.part(number)).join());
    }
  }

  /** Demands the entries that were acknowledged, and of the others each at most once. */
  void requireAll(AuditLog log) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    log.replay(entry -> numbers.add(entry.leaf().decision().get("number").intValue()));
    assertThat(numbers).isSorted().doesNotHaveDuplicates();
    for (Receipt receipt : receipts) {
      assertThat(log.receipt(receipt.index()).leaf()).isEqualTo(receipt.leaf());
      assertThat(LogContract.valid(receipt)).isTrue();
    }
  }

  /** Shows that the log takes more. */
  void goOn(AuditLog log) throws IOException {
    append(log, 2);
    requireAll(log);
  }
}
