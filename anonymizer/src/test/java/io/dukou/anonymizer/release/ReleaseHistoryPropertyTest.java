package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.plan.JudgedValues;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random sequences of tables against {@link GivenTables}, which recounts everything. */
final class ReleaseHistoryPropertyTest {
  private static final OrderKey KEY = OrderKey.of(new byte[OrderKey.BYTES]);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void repairedTables_neverLeaveARareHistory(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 300; run++) {
      int k = 1 + random.nextInt(6);
      giveTables(random, k, 1 + random.nextInt(6), 5 + random.nextInt(150));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void repair_keepsAsManyAsAnExhaustiveSearch(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 60; run++) {
      int k = 1 + random.nextInt(4);
      Given given = giveTables(random, k, 1 + random.nextInt(3), 12);
      Map<String, String> candidate = candidate(random, 12, 1 + random.nextInt(3));

      Repair repair = given.history.repair(k, candidate, JudgedValues.NONE, KEY);

      assertThat(repair.kept()).isEqualTo(given.tables.mostThatCanBeGiven(k, candidate));
    }
  }

  private static Given giveTables(Random random, int k, int cuts, int persons) {
    Given given = new Given(ReleaseHistory.empty(), new GivenTables());
    int classes = 1 + random.nextInt(5);
    for (int cut = 0; cut < cuts; cut++) {
      Map<String, String> table = candidate(random, persons, classes);
      Repair repair = given.history.repair(k, table, JudgedValues.NONE, KEY);
      assertThat(repair.rareHistories()).isZero();
      table.keySet().removeAll(repair.withheld());
      assertThat(table).hasSize(repair.kept());
      given = new Given(given.history.plus(k, table, JudgedValues.NONE), given.tables.with(table));
      assertThat(given.history.rarestHistory()).isEqualTo(given.tables.rarestHistory());
      assertThat(given.tables.rarestHistory())
          .satisfiesAnyOf(
              rarest -> assertThat(rarest).isZero(),
              rarest -> assertThat(rarest).isGreaterThanOrEqualTo(k));
    }
    return given;
  }

  /** Most persons keep to a class that depends on their number, the others wander or stay away. */
  private static Map<String, String> candidate(Random random, int persons, int classes) {
    int absentPercent = random.nextInt(40);
    int wanderPercent = random.nextInt(40);
    Map<String, String> candidate = new HashMap<>();
    for (int i = 0; i < persons; i++) {
      if (random.nextInt(100) >= absentPercent) {
        boolean wanders = random.nextInt(100) < wanderPercent;
        candidate.put("p" + i, "c" + (wanders ? random.nextInt(classes) : i % classes));
      }
    }
    return candidate;
  }

  private record Given(ReleaseHistory history, GivenTables tables) {}
}
