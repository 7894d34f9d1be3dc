package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.plan.JudgedValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the rule across cuts costs on real data: two cuts of Adult, the share of what the second
 * could release alone that is left after the repair.
 *
 * <p>The floors are a little below what a greedy repair reached in the figures this rule was
 * adopted on.
 */
final class AdultAcrossCutsTest {
  private static final int FIRST_CUT = 25_000;
  private static final int SECOND_CUT = 30_000;
  private static final OrderKey KEY = OrderKey.of(new byte[OrderKey.BYTES]);

  private static final int OCCUPATION = 7;

  private static Adult adult;

  @BeforeAll
  static void load() {
    adult = Adult.load();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "same levels, 030022120, 030022120, 0.96",
    "coarser later, 030022120, 041122120, 0.99",
    "finer later, 041122120, 030022120, 0.96",
    "finer in one attribute, 030022120, 030021220, 0.92",
    "another plan altogether, 030022120, 041132210, 0.91"
  })
  void repair_keepsNearlyAllOfTheSecondCut(
      String change, String first, String second, double leastShare) {
    List<String> firstClasses = adult.classes(levels(first));
    List<String> secondClasses = adult.classes(levels(second));
    for (int k : new int[] {5, 11}) {
      for (int gone : new int[] {0, 20}) {
        double share =
            share(
                k,
                released(k, firstClasses, 0, FIRST_CUT),
                released(k, secondClasses, gone, SECOND_CUT));

        assertThat(share).as("k=%d, %d gone", k, gone).isGreaterThan(leastShare);
      }
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "same levels | distinct-l-diversity | l=3 | 030022120 | 030022120 | 0.97",
        "same levels | entropy-l-diversity | l=3,estimator=shannon | 030022120 | 030022120 | 0.97",
        "same levels | t-closeness | t=0.5,distance=equal | 030022120 | 030022120 | 0.93",
        "coarser later | distinct-l-diversity | l=3 | 030022120 | 041122120 | 0.97",
        "finer later | distinct-l-diversity | l=3 | 041122120 | 030022120 | 0.97"
      })
  void repair_keepsNearlyAllThatMeetsModelsOfValues(
      String change, String model, String bounds, String first, String second, double leastShare) {
    List<String> firstClasses = adult.classes(levels(first));
    List<String> secondClasses = adult.classes(levels(second));
    for (int gone : new int[] {0, 20}) {
      Map<String, String> given = released(5, firstClasses, 0, FIRST_CUT);
      JudgedValues valuesGiven = dropFailing(given, model, bounds);
      Map<String, String> candidate = released(5, secondClasses, gone, SECOND_CUT);
      JudgedValues values = dropFailing(candidate, model, bounds);

      Repair repair =
          ReleaseHistory.empty().plus(5, given, valuesGiven).repair(5, candidate, values, KEY);

      double share = (double) repair.kept() / candidate.size();
      assertThat(share).as("%d gone", gone).isGreaterThan(leastShare);
    }
  }

  /** Takes classes out that do not meet the model by themselves, and returns the values of all. */
  private static JudgedValues dropFailing(
      Map<String, String> classOf, String model, String bounds) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode written =
        json.putArray("models").addObject().put("type", model).put("attribute", "occupation");
    for (String bound : bounds.split(",", -1)) {
      String[] parts = bound.split("=", 2);
      if (Character.isDigit(parts[1].charAt(0))) {
        written.put(parts[0], Double.parseDouble(parts[1]));
      } else {
        written.put(parts[0], parts[1]);
      }
    }
    json.putArray("attributes").addObject().put("name", "occupation").putArray("forms");
    json.putArray("others");
    List<String> order = List.copyOf(classOf.keySet());
    List<Integer> numbers = adult.valuesOf(OCCUPATION);
    ArrayNode own = JsonNodeFactory.instance.arrayNode();
    for (String row : order) {
      own.addArray().add(numbers.get(Integer.parseInt(row.substring(3))));
    }
    JudgedValues values = JudgedValues.read(json, own, order);
    List<String> names = classOf.values().stream().distinct().toList();
    Map<String, Integer> numberOf = new HashMap<>();
    names.forEach(name -> numberOf.put(name, numberOf.size()));
    boolean[] met = values.met(row -> numberOf.get(classOf.get(row)), names.size());
    classOf.values().removeIf(name -> !met[numberOf.get(name)]);
    return values;
  }

  private static double share(int k, Map<String, String> given, Map<String, String> candidate) {
    Repair repair =
        ReleaseHistory.empty()
            .plus(k, given, JudgedValues.NONE)
            .repair(k, candidate, JudgedValues.NONE, KEY);
    Map<String, String> left = new HashMap<>(candidate);
    left.keySet().removeAll(repair.withheld());
    assertThat(new GivenTables().with(given).with(left).rarestHistory()).isGreaterThanOrEqualTo(k);
    return (double) repair.kept() / candidate.size();
  }

  /** Returns the rows of a cut that are in classes of at least k: what it alone can release. */
  private static Map<String, String> released(int k, List<String> classes, int from, int to) {
    Map<String, Integer> sizes = new HashMap<>();
    classes.subList(from, to).forEach(name -> sizes.merge(name, 1, Integer::sum));
    Map<String, String> released = new HashMap<>();
    for (int row = from; row < to; row++) {
      if (sizes.get(classes.get(row)) >= k) {
        released.put("row" + row, classes.get(row));
      }
    }
    return released;
  }

  private static int[] levels(String digits) {
    return digits.chars().map(digit -> digit - '0').toArray();
  }
}
