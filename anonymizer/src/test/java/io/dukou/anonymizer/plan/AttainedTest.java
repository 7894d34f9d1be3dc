package io.dukou.anonymizer.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.hierarchy.HierarchySource;
import io.dukou.anonymizer.hierarchy.RedactionHierarchy;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AttainedTest {
  private static final AttributeSpec DISEASE = attribute(ValueType.STRING, FlatHierarchy.INSTANCE);

  @Test
  void parameters_areThoseOfTheWorstClass() {
    Attained attained =
        attained(DISEASE, "1,a", "1,a", "1,b", "1,c", "2,a", "2,a", "2,b", "2,c", "3,b", "3,c");

    assertThat(attained.values()).isEqualTo(3);
    assertThat(attained.distinctL()).isEqualTo(2);
    assertThat(attained.entropyL()).isCloseTo(2, within(1e-12));
    // Class 3 against a 0.4, b 0.3, c 0.3: half of 0.4 + 0.2 + 0.2.
    assertThat(attained.equalT()).isCloseTo(0.4, within(1e-12));
    // Cumulated: -0.4, -0.2, 0, over two steps.
    assertThat(attained.orderedT().orElseThrow()).isCloseTo(0.3, within(1e-12));
    assertThat(attained.hierarchicalT()).isEmpty();
    // From 0.3 to 0.5.
    assertThat(attained.beta()).isCloseTo(2.0 / 3, within(1e-12));
    assertThat(attained.isEnhanced()).isTrue();
  }

  @Test
  void oneValueInAClass_breaksTheEnhancedBound() {
    Attained attained = attained(DISEASE, "1,a", "1,a", "2,b", "2,a", "2,a", "2,a");

    assertThat(attained.distinctL()).isEqualTo(1);
    assertThat(attained.entropyL()).isEqualTo(1);
    assertThat(attained(DISEASE, "1,a", "2,b", "2,c", "2,d").isEnhanced()).isFalse();
  }

  @Test
  void hierarchy_bringsNearValuesTogether() {
    AttributeSpec coded =
        attribute(ValueType.STRING, RedactionHierarchy.of(RedactionHierarchy.End.RIGHT, '*', 2));

    Attained attained = attained(coded, "1,a1", "1,b1", "2,a2", "2,b2");

    assertThat(attained.equalT()).isCloseTo(0.5, within(1e-12));
    assertThat(attained.hierarchicalT().orElseThrow()).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void valueThatIsNotOfItsType_leavesTheOrderedDistanceOut() {
    AttributeSpec number = attribute(ValueType.INTEGER, FlatHierarchy.INSTANCE);

    assertThat(attained(number, "1,7", "1,8").orderedT()).isPresent();
    assertThat(attained(number, "1,7", "1,n/a").orderedT()).isEmpty();
  }

  @Test
  void subjectWithSeveralValues_countsOnce() {
    Table table = table("id,age,disease", "p,1,a", "p,1,b", "q,1,a", "q,1,a", "r,2,a", "r,2,a");

    Attained attained = measured(table, DISEASE, "id");

    // Class of p and q: a 3/4, b 1/4; table: a 5/6, b 1/6. Class of r: a alone.
    assertThat(attained.distinctL()).isEqualTo(1);
    assertThat(attained.beta()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void classNotCounted_stillCountsForTheWholeTable() {
    Table table = table("age,disease", "1,a", "1,b", "2,c", "2,c");
    EquivalenceClasses classes = EquivalenceClasses.asTheyAre(table, List.of("age"), null);

    Attained attained = Attained.of(table, classes, new boolean[] {true, false}, DISEASE);

    assertThat(attained.distinctL()).isEqualTo(2);
    assertThat(attained.beta()).isCloseTo(1, within(1e-12));
  }

  @Test
  void noClass_attainsNothing() {
    Table table = table("age,disease", "1,a");
    EquivalenceClasses classes = EquivalenceClasses.asTheyAre(table, List.of("age"), null);

    Attained attained = Attained.of(table, classes, new boolean[] {false}, DISEASE);

    assertThat(attained.distinctL()).isZero();
    assertThat(attained.beta()).isZero();
  }

  @Test
  void emptyTable_attainsNothing() {
    AttributeSpec coded =
        attribute(ValueType.STRING, RedactionHierarchy.of(RedactionHierarchy.End.RIGHT, '*', 2));

    assertThat(attained(coded).distinctL()).isZero();
    assertThat(attained(coded).equalT()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void randomTables_agreeWithASlowCount(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 60; run++) {
      List<String> rows = new ArrayList<>();
      for (int row = 2 + random.nextInt(60); row > 0; row--) {
        rows.add(random.nextInt(5) + "," + (char) ('a' + random.nextInt(5)));
      }
      Slow slow = new Slow(rows);

      Attained attained = attained(DISEASE, rows.toArray(new String[0]));

      assertThat(attained.distinctL()).isEqualTo((int) slow.least(Map::size));
      assertThat(attained.entropyL()).isCloseTo(slow.least(Slow::entropyL), within(1e-9));
      assertThat(attained.equalT()).isCloseTo(slow.largest(slow::distance), within(1e-9));
      assertThat(attained.orderedT().orElseThrow())
          .isCloseTo(slow.largest(slow::orderedDistance), within(1e-9));
      assertThat(attained.beta()).isCloseTo(slow.largest(slow::gain), within(1e-9));
    }
  }

  private static Attained attained(AttributeSpec attribute, String... rows) {
    return measured(table("age,disease", rows), attribute, null);
  }

  private static Attained measured(Table table, AttributeSpec attribute, String subject) {
    EquivalenceClasses classes = EquivalenceClasses.asTheyAre(table, List.of("age"), subject);
    boolean[] all = new boolean[classes.classCount()];
    Arrays.fill(all, true);
    return Attained.of(table, classes, all, attribute);
  }

  private static Table table(String header, String... rows) {
    List<String> names = List.of(header.split(",", -1));
    TableBuilder builder = Table.builder(names);
    for (String row : rows) {
      String[] cells = row.split(",", -1);
      for (int column = 0; column < names.size(); column++) {
        builder.add(column, cells[column]);
      }
      builder.endRow();
    }
    return builder.build();
  }

  private static AttributeSpec attribute(ValueType type, HierarchySource hierarchy) {
    return new AttributeSpec(
        "disease",
        Role.SENSITIVE,
        type,
        MissingRule.OWN_CATEGORY,
        AttributeSpec.DEFAULT_WEIGHT,
        hierarchy);
  }

  /** The definitions, from maps of values and their counts. */
  private static final class Slow {
    private final Map<String, Map<String, Integer>> classes = new HashMap<>();
    private final Map<String, Integer> whole = new TreeMap<>();

    Slow(List<String> rows) {
      for (String row : rows) {
        String[] cells = row.split(",", -1);
        classes.computeIfAbsent(cells[0], none -> new TreeMap<>()).merge(cells[1], 1, Integer::sum);
        whole.merge(cells[1], 1, Integer::sum);
      }
    }

    double least(ToDoubleFunction<Map<String, Integer>> measure) {
      return classes.values().stream().mapToDouble(measure).min().orElseThrow();
    }

    double largest(ToDoubleFunction<Map<String, Integer>> measure) {
      return classes.values().stream().mapToDouble(measure).max().orElseThrow();
    }

    static double entropyL(Map<String, Integer> counts) {
      double entropy = 0;
      for (int count : counts.values()) {
        double share = count / (double) sum(counts.values());
        entropy -= share * Math.log(share);
      }
      return Math.exp(entropy);
    }

    double distance(Map<String, Integer> counts) {
      double sum = 0;
      for (String value : whole.keySet()) {
        sum += Math.abs(share(counts, value) - share(whole, value));
      }
      return sum / 2;
    }

    double orderedDistance(Map<String, Integer> counts) {
      double sum = 0;
      double cumulated = 0;
      for (String value : new TreeSet<>(whole.keySet())) {
        cumulated += share(counts, value) - share(whole, value);
        sum += Math.abs(cumulated);
      }
      return whole.size() < 2 ? 0 : sum / (whole.size() - 1);
    }

    double gain(Map<String, Integer> counts) {
      double largest = 0;
      for (String value : counts.keySet()) {
        largest = Math.max(largest, share(counts, value) / share(whole, value) - 1);
      }
      return largest;
    }

    private static double share(Map<String, Integer> counts, String value) {
      return counts.getOrDefault(value, 0) / (double) sum(counts.values());
    }

    private static int sum(Collection<Integer> counts) {
      return counts.stream().mapToInt(Integer::intValue).sum();
    }
  }
}
