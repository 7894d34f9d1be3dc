package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Orders that are carried out while a gateway appends, and while others carry out theirs. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class OrdersOnARunningLogTest {
  private static final Instant LATER = OrderDeskTest.LATER;

  private final PowerCutDisk disk = new PowerCutDisk();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** The clock is asked within the check, so a release that it makes falls behind that. */
  @Test
  void a_release_between_check_and_entry_keeps_the_study() {
    try (AuditLog log = OrderDeskTest.created(disk)) {
      Order order = desk(log, () -> LATER).forgetEntry(1, "asked for");
      AtomicBoolean releases = new AtomicBoolean(true);
      InstantSource clock =
          () -> {
            if (releases.getAndSet(false)) {
              OrderDeskTest.append(log, 3, LATER);
            }
            return LATER;
          };
      assertThatExceptionOfType(OrderRefusedException.class)
          .isThrownBy(() -> desk(log, clock).execute(signedByTwo(order)))
          .withMessageContaining("was released meanwhile");
      assertThat(log.size()).isEqualTo(4);
      assertThat(log.entry(1).domestic()).isPresent();
      assertThatExceptionOfType(OrderRefusedException.class)
          .isThrownBy(() -> desk(log, () -> LATER).execute(signedByTwo(order)))
          .withMessageContaining("entry 1 is kept until");
    }
    assertThat(Fixture.check(disk).findings()).isEmpty();
  }

  @Test
  void a_release_in_the_same_batch_counts_by_its_place() {
    try (AuditLog log = OrderDeskTest.created(disk)) {
      UnlessReleased condition = new UnlessReleased(Set.of("LC-2026-01"), log.size());
      LeafDraft release = Fixture.draft(7);
      assertThat(release.study()).isEqualTo("LC-2026-01");
      for (int round = 0; round < 200; round++) {
        UnlessReleased fresh = new UnlessReleased(condition.studies(), log.size());
        var before = log.append(Fixture.draft(7), DomesticPart.empty());
        var behind = log.append(Fixture.draft(7), DomesticPart.empty(), fresh);
        before.join();
        assertThat(behind.handle((receipt, failure) -> failure).join())
            .isInstanceOf(OrderRefusedException.class);
      }
      long size = log.size();
      UnlessReleased now = new UnlessReleased(condition.studies(), size);
      assertThat(log.append(Fixture.draft(7), DomesticPart.empty(), now).join().index())
          .isEqualTo(size);
    }
    assertThat(Fixture.check(disk).findings()).isEmpty();
  }

  @Test
  void of_orders_at_once_under_one_name_one_is_carried_out() throws Exception {
    try (AuditLog log = OrderDeskTest.created(disk)) {
      for (int round = 0; round < 25; round++) {
        Hold hold = new Hold("case-" + round, null, 0, Hold.END);
        List<SignedOrder> orders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          Order order = desk(log, () -> LATER).hold(Order.Action.HOLD, hold, "claim number " + i);
          orders.add(OrderDeskTest.signed(order, OrderDeskTest.FIRST));
        }
        assertThat(carriedOut(log, orders)).hasSize(1);
      }
      assertThat(log.size()).isEqualTo(3 + 25);
    }
    assertThat(Fixture.check(disk).findings()).isEmpty();
  }

  @Test
  void an_index_made_of_what_is_erased_meanwhile_is_not_kept() {
    try (AuditLog log = OrderDeskTest.created(disk)) {
      long since = log.erasures();
      KeptIndex index = new KeptIndex(3, new byte[] {1});
      assertThat(log.keep(index, since)).isTrue();
      OrderDesk desk = desk(log, () -> LATER);
      desk.execute(signedByTwo(desk.forgetEntry(1, "asked for")));
      assertThat(log.keptIndex()).isEmpty();
      assertThat(log.keep(index, since)).isFalse();
      assertThat(log.keptIndex()).isEmpty();
      long person = log.erasures();
      desk.execute(signedByTwo(desk.forgetPerson(Set.of("person-2"), "asked for")));
      assertThat(log.keep(index, person)).isFalse();
      assertThat(log.keep(index, log.erasures())).isTrue();
    }
  }

  /** Makes indexes as fast as it can while entries are erased: no kept one has what is gone. */
  @Test
  void no_kept_index_outlives_what_it_was_made_of() throws Exception {
    try (AuditLog log = OrderDeskTest.created(disk)) {
      AtomicBoolean goOn = new AtomicBoolean(true);
      Future<?> indexing =
          threads.submit(
              () -> {
                while (goOn.get()) {
                  long since = log.erasures();
                  byte[] parts = new byte[3];
                  log.readRange(
                      0,
                      3,
                      entry ->
                          parts[(int) entry.index()] =
                              (byte) (entry.domestic().isPresent() ? 1 : 0));
                  log.keep(new KeptIndex(log.size(), parts), since);
                }
              });
      OrderDesk desk = desk(log, () -> LATER);
      for (int entry = 0; entry < 3; entry++) {
        desk.execute(signedByTwo(desk.forgetEntry(entry, "asked for")));
        Optional<KeptIndex> kept = log.keptIndex();
        assertThat(kept.map(index -> (int) index.content()[0]).orElse(0)).isZero();
        int last = entry;
        assertThat(kept.map(index -> (int) index.content()[last]).orElse(0)).isZero();
      }
      goOn.set(false);
      indexing.get();
    }
  }

  private List<Long> carriedOut(AuditLog log, List<SignedOrder> orders) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Optional<Long>>> running = new ArrayList<>();
    for (SignedOrder order : orders) {
      running.add(
          threads.submit(
              () -> {
                start.await();
                try {
                  return Optional.of(desk(log, () -> LATER).execute(order));
                } catch (OrderRefusedException e) {
                  return Optional.empty();
                }
              }));
    }
    start.countDown();
    List<Long> done = new ArrayList<>();
    for (Future<Optional<Long>> each : running) {
      each.get().ifPresent(done::add);
    }
    return done;
  }

  private static OrderDesk desk(AuditLog log, InstantSource clock) {
    return new OrderDesk(log, OrderDeskTest.OFFICERS, new Retention(10), clock);
  }

  private static SignedOrder signedByTwo(Order order) {
    return OrderDeskTest.signed(order, OrderDeskTest.FIRST, OrderDeskTest.SECOND);
  }
}
