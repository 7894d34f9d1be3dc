package io.dukou.anonymizer.hierarchy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dukou.anonymizer.table.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Bounds that are found in the data, and the crowd that must stand behind them. */
final class IntervalRuleTest {
  private static final int LEAST = Crowd.LEAST;

  @Test
  void crowdedEnds_areWhereTheirRangesEnd() {
    Values ages = new Values().add("34", LEAST).add("52", 1).add("77", LEAST);

    assertThat(bounds(ages)).isEqualTo("30 80");
  }

  @Test
  void sparseEnds_areDrawnInUntilACrowdIsBeyond() {
    Values ages =
        new Values()
            .add("3", 1)
            .add("25", LEAST - 1)
            .add("40", 50)
            .add("88", LEAST - 1)
            .add("97", 1);

    assertThat(bounds(ages)).isEqualTo("30 80");
  }

  @Test
  void onePersonFewer_movesTheBoundOnToTheNextRange() {
    Values ages =
        new Values()
            .add("3", 1)
            .add("25", LEAST - 2)
            .add("40", 50)
            .add("88", LEAST - 2)
            .add("97", 1);

    assertThat(bounds(ages)).isEqualTo("0 null");
    assertThat(bounds(ages.add("60", 50))).isEqualTo("50 60");
  }

  @Test
  void noCrowd_leavesTheStartAndNoTop() {
    assertThat(bounds(new Values().add("34", LEAST - 1))).isEqualTo("0 null");
    assertThat(bounds(new Values())).isEqualTo("0 null");
    assertThat(bounds(new Values().add(null, 50).add("x", 50))).isEqualTo("0 null");
  }

  @Test
  void numbersBelowTheStart_areBelowTheBottom() {
    Values ages = new Values().add("-4", 1).add("34", 20).add("52", 20);

    Hierarchy fitted = rule(true, true).fit(ages.column());

    assertThat(fitted.generalise("-4", 1)).isEqualTo("<40");
    assertThat(bounds(new Values().add("-4", 20).add("34", 20))).isEqualTo("0 40");
    assertThat(bounds(new Values().add("-4", 20).add("34", 1))).isEqualTo("0 null");
  }

  @Test
  void rowsOfOnePerson_areNoCrowd() {
    Values ages = new Values().add("34", 20).add("95", LEAST);
    Column people = GeneralisedColumnTest.column(people(20, LEAST));

    Hierarchy byRow = rule(true, true).fit(ages.column(), Crowd.OF_ROWS);
    Hierarchy byPerson = rule(true, true).fit(ages.column(), Crowd.of(people, 2));

    assertThat(byRow.toJson().at("/intervals/top").asText()).isEqualTo("100");
    assertThat(byPerson.toJson().at("/intervals/top").asText()).isEqualTo("30");
  }

  /** Returns persons of whom each has a row, after which one of them has some more. */
  private static String[] people(int each, int more) {
    String[] people = new String[each + more];
    for (int row = 0; row < people.length; row++) {
      people[row] = "p" + Math.min(row, each);
    }
    return people;
  }

  @Test
  void kOfTheSpecification_raisesTheCrowd_butNeverLowersIt() {
    Values ages = new Values().add("34", 30).add("52", 30).add("77", 15);

    assertThat(bounds(rule(true, true).fit(ages.column(), Crowd.of(null, 2)))).isEqualTo("30 80");
    assertThat(bounds(rule(true, true).fit(ages.column(), Crowd.of(null, 16)))).isEqualTo("30 50");
    assertThatIllegalArgumentException().isThrownBy(() -> new Crowd(null, 1, LEAST - 1));
  }

  @Test
  void givenBounds_areKept() {
    Values ages = new Values().add("34", 20).add("52", 20).add("77", 20);
    IntervalHierarchy given = ranges().between(new BigDecimal("18"), new BigDecimal("60"));

    assertThat(bounds(new IntervalRule(given, true, false).fit(ages.column()))).isEqualTo("30 60");
    assertThat(bounds(new IntervalRule(given, false, true).fit(ages.column()))).isEqualTo("18 80");
  }

  @Test
  void boundThatWouldCrossAGivenOne_isLeftOut() {
    Values ages = new Values().add("52", 20).add("77", 20);
    IntervalHierarchy low = ranges().between(null, new BigDecimal("40"));
    IntervalHierarchy high = ranges().between(new BigDecimal("90"), null);

    assertThat(bounds(new IntervalRule(low, true, false).fit(ages.column()))).isEqualTo("0 40");
    assertThat(bounds(new IntervalRule(high, false, true).fit(ages.column()))).isEqualTo("90 null");
  }

  @Test
  void beyondAFoundBound_isNobodyOrACrowd() {
    Random random = new Random(11);
    for (int run = 0; run < 3_000; run++) {
      Values ages = randomAges(random);
      Column people = GeneralisedColumnTest.column(randomPeople(random, ages.values.size()));
      int k = random.nextInt(20) + 1;
      IntervalHierarchy fitted =
          (IntervalHierarchy) rule(true, true).fit(ages.column(), Crowd.of(people, k));

      assertThat(personsIn(fitted, ages, people, ">="))
          .satisfiesAnyOf(
              held -> assertThat(held).isZero(),
              held -> assertThat(held).isGreaterThanOrEqualTo(Math.max(k, LEAST)));
      if (fitted.bottom().signum() > 0) {
        assertThat(personsIn(fitted, ages, people, "<"))
            .satisfiesAnyOf(
                held -> assertThat(held).isZero(),
                held -> assertThat(held).isGreaterThanOrEqualTo(Math.max(k, LEAST)));
      }
    }
  }

  private static int personsIn(Hierarchy fitted, Values ages, Column people, String sign) {
    Set<Integer> persons = new HashSet<>();
    for (int row = 0; row < ages.values.size(); row++) {
      String value = ages.values.get(row);
      String form = value == null ? null : fitted.generalise(value, 1);
      if (form != null && form.startsWith(sign)) {
        persons.add(people.code(row));
      }
    }
    return persons.size();
  }

  private static Values randomAges(Random random) {
    Values ages = new Values();
    int groups = random.nextInt(6);
    for (int group = 0; group < groups; group++) {
      ages.add(Integer.toString(random.nextInt(120) - 10), 1 + random.nextInt(25));
    }
    return ages.add(null, random.nextInt(3));
  }

  private static String[] randomPeople(Random random, int rows) {
    String[] people = new String[rows];
    for (int row = 0; row < rows; row++) {
      people[row] = "p" + random.nextInt(60);
    }
    return people;
  }

  private static String bounds(Values values) {
    return bounds(rule(true, true).fit(values.column()));
  }

  private static String bounds(Hierarchy fitted) {
    var json = fitted.toJson().path("intervals");
    return json.path("bottom").asText("null") + " " + json.path("top").asText("null");
  }

  private static IntervalRule rule(boolean findsBottom, boolean findsTop) {
    return new IntervalRule(ranges(), findsBottom, findsTop);
  }

  private static IntervalHierarchy ranges() {
    return IntervalHierarchy.of(BigDecimal.ZERO, BigDecimal.TEN, List.of(2));
  }

  /** Cells of a column. */
  private static final class Values {
    private final List<String> values = new ArrayList<>();

    Values add(String value, int times) {
      for (int i = 0; i < times; i++) {
        values.add(value);
      }
      return this;
    }

    Column column() {
      return GeneralisedColumnTest.column(values.toArray(new String[0]));
    }
  }
}
