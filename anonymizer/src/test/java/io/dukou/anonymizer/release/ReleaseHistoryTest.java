package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dukou.anonymizer.plan.JudgedValues;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ReleaseHistoryTest {
  private static final OrderKey KEY = OrderKey.of(new byte[OrderKey.BYTES]);

  @Test
  void firstTable_keepsEveryClassOfAtLeastK() {
    Repair repair = ReleaseHistory.empty().repair(3, persons("a", 0, 3), JudgedValues.NONE, KEY);

    assertThat(repair.withheld()).isEmpty();
    assertThat(repair.kept()).isEqualTo(3);
  }

  @Test
  void firstTable_dropsAClassBelowK() {
    Map<String, String> candidate = persons("a", 0, 5);
    candidate.putAll(persons("b", 5, 7));

    Repair repair = ReleaseHistory.empty().repair(3, candidate, JudgedValues.NONE, KEY);

    assertThat(repair.withheld()).containsExactlyInAnyOrder("p5", "p6");
  }

  @Test
  void aFewNewcomers_waitForTheNextCut() {
    Repair repair =
        given(3, persons("a", 0, 4)).repair(3, persons("a", 0, 6), JudgedValues.NONE, KEY);

    assertThat(repair.withheld()).containsExactlyInAnyOrder("p4", "p5");
  }

  @Test
  void enoughNewcomers_comeInAtOnce() {
    assertThat(
            given(3, persons("a", 0, 4))
                .repair(3, persons("a", 0, 7), JudgedValues.NONE, KEY)
                .withheld())
        .isEmpty();
  }

  @Test
  void oneWithdrawal_takesOthersOfItsClassAlong() {
    Repair repair =
        given(3, persons("a", 0, 10)).repair(3, persons("a", 1, 10), JudgedValues.NONE, KEY);

    assertThat(repair.withheld()).hasSize(2);
    assertThat(repair.kept()).isEqualTo(7);
  }

  @Test
  void oneWithdrawalFromAClassThatCanSpareNobody_takesTheWholeClass() {
    Repair repair =
        given(3, persons("a", 0, 4)).repair(3, persons("a", 1, 4), JudgedValues.NONE, KEY);

    assertThat(repair.nothingLeft()).isTrue();
  }

  @Test
  void withdrawal_takesTheSmallestClassWhenNoneCanSpareEnough() {
    Map<String, String> candidate = persons("x", 1, 5);
    candidate.putAll(persons("y", 5, 8));

    Repair repair = given(3, persons("a", 0, 8)).repair(3, candidate, JudgedValues.NONE, KEY);

    assertThat(repair.withheld()).containsExactlyInAnyOrder("p5", "p6", "p7");
  }

  @Test
  void aFewWhoChangeClass_areHeldBackTogetherWithOthers() {
    Map<String, String> candidate = persons("a", 1, 10);
    candidate.put("p0", "b");

    Repair repair = given(3, persons("a", 0, 10)).repair(3, candidate, JudgedValues.NONE, KEY);

    assertThat(repair.withheld()).hasSize(3).contains("p0");
  }

  @Test
  void goneInOneTableAndBackInTheNext_isAHistoryOfItsOwn() {
    ReleaseHistory history =
        given(3, persons("a", 0, 9)).plus(3, persons("a", 3, 9), JudgedValues.NONE);

    assertThat(history.repair(3, persons("a", 0, 9), JudgedValues.NONE, KEY).withheld()).isEmpty();
    assertThat(history.repair(3, persons("a", 1, 9), JudgedValues.NONE, KEY).withheld())
        .contains("p1", "p2");
  }

  @Test
  void largestKOfAllPlans_counts() {
    Repair repair =
        given(5, persons("a", 0, 9)).repair(2, persons("a", 1, 9), JudgedValues.NONE, KEY);

    assertThat(repair.k()).isEqualTo(5);
    assertThat(repair.nothingLeft()).isTrue();
  }

  @Test
  void kAboveWhatEarlierTablesKept_letsNothingOut() {
    Repair repair =
        given(3, persons("a", 0, 4)).repair(5, persons("b", 10, 30), JudgedValues.NONE, KEY);

    assertThat(repair.nothingLeft()).isTrue();
    assertThat(repair.rareHistories()).isEqualTo(1);
    assertThat(repair.withheld()).hasSize(20);
  }

  @Test
  void emptyTable_givesNothing() {
    ReleaseHistory history = given(3, persons("a", 0, 4));

    assertThat(history.plus(9, Map.of(), JudgedValues.NONE)).isSameAs(history);
  }

  @Test
  void counts_describeWhatWasGiven() {
    ReleaseHistory history =
        given(3, persons("a", 0, 9)).plus(4, persons("a", 4, 9), JudgedValues.NONE);

    assertThat(history.tables()).isEqualTo(2);
    assertThat(history.persons()).isEqualTo(9);
    assertThat(history.k()).isEqualTo(4);
    assertThat(history.rarestHistory()).isEqualTo(4);
    assertThat(ReleaseHistory.empty().rarestHistory()).isZero();
  }

  @Test
  void choice_followsTheKey() {
    ReleaseHistory history = given(3, persons("a", 0, 50));
    byte[] other = new byte[OrderKey.BYTES];
    other[0] = 1;

    assertThat(
            history
                .repair(3, persons("a", 1, 50), JudgedValues.NONE, OrderKey.of(other))
                .withheld())
        .isNotEqualTo(history.repair(3, persons("a", 1, 50), JudgedValues.NONE, KEY).withheld());
  }

  @Test
  void choice_ignoresTheOrderAndTheNamesOfClasses() {
    ReleaseHistory history = given(3, persons("a", 0, 50));

    assertThat(history.repair(3, new TreeMap<>(persons("zz", 1, 50)), JudgedValues.NONE, KEY))
        .isEqualTo(history.repair(3, persons("a", 1, 50), JudgedValues.NONE, KEY));
  }

  @Test
  void kOfZero_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReleaseHistory.empty().plus(0, persons("a", 0, 1), JudgedValues.NONE));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ReleaseHistory.empty().repair(0, persons("a", 0, 1), JudgedValues.NONE, KEY));
  }

  @Test
  void text_namesNoPerson() {
    assertThat(given(3, persons("a", 0, 9))).hasToString("ReleaseHistory[tables=1]");
  }

  private static ReleaseHistory given(int k, Map<String, String> table) {
    return ReleaseHistory.empty().plus(k, table, JudgedValues.NONE);
  }

  private static Map<String, String> persons(String className, int from, int to) {
    Map<String, String> persons = new HashMap<>();
    for (int i = from; i < to; i++) {
      persons.put("p" + i, className);
    }
    return persons;
  }
}
