package io.dukou.gateway.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.release.PersonTally.Bucket;
import io.dukou.gateway.release.PersonTally.Reservation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A person counts once for an exporter and year, from the first reservation on. */
final class PersonTallyTest {
  private static final Bucket LECHENG = new Bucket("lecheng", 2026, true);

  private final PersonTally tally = new PersonTally();

  @Test
  void reservedPersons_countAtOnce() {
    assertThat(tally.reserve(LECHENG, 1, Set.of("a", "b")).distinct()).isEqualTo(2);
    assertThat(tally.reserve(LECHENG, 2, Set.of("b", "c")).distinct()).isEqualTo(3);
    assertThat(tally.distinct(LECHENG)).isEqualTo(3);
  }

  @Test
  void reservationsAtOnce_doNotPassAThresholdTogether() {
    Reservation first = tally.reserve(LECHENG, 1, persons(0, 60));
    Reservation second = tally.reserve(LECHENG, 2, persons(60, 120));
    assertThat(first.distinct()).isEqualTo(60);
    assertThat(second.distinct()).isEqualTo(120);
  }

  @Test
  void cancelledReservation_countsNobody() {
    tally.reserve(LECHENG, 1, Set.of("a", "b")).cancel();
    assertThat(tally.distinct(LECHENG)).isZero();
  }

  @Test
  void cancelledReservation_keepsWhomOthersHold() {
    tally.reserve(LECHENG, 1, Set.of("a", "b"));
    tally.reserve(LECHENG, 2, Set.of("b", "c")).cancel();
    assertThat(tally.distinct(LECHENG)).isEqualTo(2);
  }

  @Test
  void release_staysWhenALaterReservationOfItsTableIsCancelled() {
    tally.reserve(LECHENG, 1, Set.of("a")).commit();
    tally.reserve(LECHENG, 1, Set.of("a")).cancel();
    assertThat(tally.distinct(LECHENG)).isEqualTo(1);
  }

  @Test
  void endedReservation_cannotBeEndedOtherwise() {
    Reservation committed = tally.reserve(LECHENG, 1, Set.of("a"));
    committed.commit();
    committed.cancel();
    committed.commit();
    assertThat(tally.distinct(LECHENG)).isEqualTo(1);
    tally.disprove(LECHENG, 1);
    assertThat(tally.distinct(LECHENG)).isZero();
  }

  @Test
  void disprovedRelease_countsNobody_onceNoOtherHoldsTheTable() {
    tally.replayRelease(LECHENG, 1, Set.of("a"));
    tally.replayRelease(LECHENG, 1, Set.of("a"));
    tally.disprove(LECHENG, 1);
    assertThat(tally.distinct(LECHENG)).isEqualTo(1);
    tally.disprove(LECHENG, 1);
    assertThat(tally.distinct(LECHENG)).isZero();
  }

  @Test
  void disprovingWhatWasNotReleased_takesNobodyAway() {
    Reservation reserved = tally.reserve(LECHENG, 1, Set.of("a"));
    tally.disprove(LECHENG, 1);
    tally.disprove(LECHENG, 2);
    tally.disprove(new Bucket("other", 2026, true), 1);
    reserved.commit();
    assertThat(tally.distinct(LECHENG)).isEqualTo(1);
  }

  @Test
  void buckets_areApart() {
    tally.reserve(LECHENG, 1, Set.of("a"));
    tally.reserve(new Bucket("lecheng", 2027, true), 1, Set.of("a"));
    tally.reserve(new Bucket("lecheng", 2026, false), 1, Set.of("a", "b"));
    assertThat(tally.distinct(LECHENG)).isEqualTo(1);
    assertThat(tally.distinct(new Bucket("lecheng", 2026, false))).isEqualTo(2);
    assertThat(tally.distinct(new Bucket("other", 2026, true))).isZero();
  }

  @Test
  void anyOrderOfEvents_countsTheUnionOfHeldTables() {
    for (long seed = 0; seed < 200; seed++) {
      new Play(seed).run();
    }
  }

  @Test
  void tableNobodyHolds_mayComeAgainWithOtherPersons() {
    tally.reserve(LECHENG, 1, Set.of("a")).cancel();
    assertThat(tally.reserve(LECHENG, 1, Set.of("b", "c")).distinct()).isEqualTo(2);
  }

  @Test
  void reservation_namesItsBucket() {
    assertThat(tally.reserve(LECHENG, 1, Set.of()).bucket()).isEqualTo(LECHENG);
  }

  private static Set<String> persons(int from, int to) {
    return IntStream.range(from, to).mapToObj(n -> "p" + n).collect(Collectors.toSet());
  }

  /** Random events on a tally, beside a model that counts from scratch. */
  private static final class Play {
    private final PersonTally tally = new PersonTally();
    private final Random random;
    private final Map<Long, Set<String>> tables = new HashMap<>();
    private final List<Reservation> open = new ArrayList<>();
    private final List<Long> held = new ArrayList<>();
    private final List<Long> openTables = new ArrayList<>();

    Play(long seed) {
      random = new Random(seed);
    }

    void run() {
      for (int event = 0; event < 60; event++) {
        step();
        assertThat(tally.distinct(LECHENG)).isEqualTo(expected());
      }
    }

    private void step() {
      switch (random.nextInt(4)) {
        case 0, 1 -> reserve();
        case 2 -> end();
        default -> disprove();
      }
    }

    private void reserve() {
      long table = random.nextInt(5);
      int from = random.nextInt(20);
      Set<String> persons =
          tables.computeIfAbsent(table, key -> persons(from, from + random.nextInt(15)));
      open.add(tally.reserve(LECHENG, table, persons));
      openTables.add(table);
      assertThat(open.get(open.size() - 1).distinct()).isEqualTo(expected());
    }

    private void end() {
      if (!open.isEmpty()) {
        int which = random.nextInt(open.size());
        Reservation reservation = open.remove(which);
        long table = openTables.remove(which);
        if (random.nextBoolean()) {
          reservation.commit();
          held.add(table);
        } else {
          reservation.cancel();
        }
      }
    }

    private void disprove() {
      if (!held.isEmpty()) {
        tally.disprove(LECHENG, held.remove(random.nextInt(held.size())));
      }
    }

    private int expected() {
      Set<Long> counted = new TreeSet<>(held);
      counted.addAll(openTables);
      Set<String> union = new HashSet<>();
      counted.forEach(table -> union.addAll(tables.get(table)));
      return union.size();
    }
  }
}
