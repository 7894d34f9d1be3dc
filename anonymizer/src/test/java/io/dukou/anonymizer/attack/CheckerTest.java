package io.dukou.anonymizer.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.attack.Breach.Guarantee;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker finds each damage done to releases in which, undamaged, it finds nothing. */
final class CheckerTest {
  private static final List<Attack> ATTACKS =
      LongStream.range(0, 100).parallel().mapToObj(Attack::number).toList();

  @Test
  void subjectInAClassOfItsOwn_isFound() {
    Given given = given(CheckerTest::hasUnreleasedSubject);
    Given damaged = Damage.withSubject(given, unreleased(given).iterator().next());

    assertThat(found(damaged)).contains(Guarantee.CLASS_SIZE);
  }

  @Test
  void subjectWhoWasHeldBack_isFound() {
    Given given = given(table -> !table.withheld().isEmpty());
    Given damaged = Damage.withSubject(given, given.withheld().iterator().next());

    assertThat(found(damaged)).contains(Guarantee.ROWS);
  }

  @Test
  void rowWithoutAValueThatItMustHave_isFound() {
    Given given = given(table -> leftOut(table).isPresent());

    assertThat(found(Damage.withRow(given, leftOut(given).orElseThrow())))
        .contains(Guarantee.ROWS, Guarantee.WHOLE_SUBJECTS);
  }

  @Test
  void rowThatLeavesTwice_isFound() {
    Given given = given(table -> true);

    assertThat(found(Damage.withRow(given, given.origins().get(0)))).contains(Guarantee.ROWS);
  }

  @Test
  void rowOfASubjectThatStaysBehind_isFound() {
    Given given = given(table -> firstWithSeveralRows(table).isPresent());

    assertThat(found(given.without(Set.of(firstWithSeveralRows(given).orElseThrow()))))
        .contains(Guarantee.WHOLE_SUBJECTS);
  }

  @Test
  void classOfOneLessThanK_isFound() {
    Given given = given(table -> table.k() > 1 && firstWithSeveralRows(table).isEmpty());
    List<String> members = members(given).get(0);
    Set<String> gone = Set.copyOf(members.subList(given.k() - 1, members.size()));

    assertThat(found(Damage.withoutSubjects(given, gone)))
        .contains(Guarantee.CLASS_SIZE, Guarantee.SELECTIONS, Guarantee.TOLD);
  }

  @Test
  void valueFinerThanThePlan_isFound() {
    Given given = given(table -> generalised(table).isPresent());
    Quasi quasi = generalised(given).orElseThrow();
    int row = known(given, quasi);
    String raw = given.cut().get(given.origins().get(row)).get(quasi.name());

    assertThat(found(Damage.withCell(given, row, quasi.name(), raw))).contains(Guarantee.CELLS);
  }

  @Test
  void valueOfAnotherSubject_isFound() {
    Given given = given(table -> !table.cells(0).contains("m0"));

    assertThat(found(Damage.withCell(given, 0, "m", "m0"))).containsExactly(Guarantee.CELLS);
  }

  @Test
  void subjectOfAClassThatIsNotShownWithIt_isFound() {
    Given given = given(table -> biggerThanK(table).isPresent());

    assertThat(found(Damage.withoutSubjects(given, Set.of(biggerThanK(given).orElseThrow()))))
        .contains(Guarantee.LAYERS);
  }

  @Test
  void subjectWhoGoesOnThoughItsClassIsLargeEnough_isFound() {
    Given given = given(table -> table.layerOf().containsValue(1));

    assertThat(found(Damage.withModelOfValuesAndNoK(given))).containsExactly(Guarantee.LAYERS);
  }

  @Test
  void subjectSaidToBeOfAnotherLayer_isFound() {
    Given given = given(table -> table.layerOf().containsValue(1));

    assertThat(found(Damage.withLayersOf(given, Map.of())))
        .containsAnyOf(Guarantee.CELLS, Guarantee.LAYERS);
  }

  @Test
  void subjectColumn_isFound() {
    Given given = given(table -> true);

    assertThat(found(Damage.withLines(given, line -> "S1," + line)))
        .containsExactly(Guarantee.COLUMNS);
  }

  @Test
  void nameInAnotherColumn_isFound() {
    Given given = given(table -> true);

    assertThat(found(Damage.withCell(given, 0, "m", Study.CANARY + " Wang")))
        .containsExactly(Guarantee.COLUMNS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "distinct-l-diversity ",
        "entropy-l-diversity shannon",
        "entropy-l-diversity grassberger",
        "recursive-c-l-diversity ",
        "t-closeness equal",
        "t-closeness ordered",
        "t-closeness hierarchical",
        "beta-likeness true",
        "beta-likeness false"
      })
  void classWithOneValue_breaksEveryModelOfValues(String name) {
    Given given = given(table -> isTold(table, name) && !found(oneValue(table)).isEmpty());

    assertThat(found(oneValue(given))).containsExactly(Guarantee.MODELS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"average-risk ", "sample-uniqueness "})
  void classesOfOneSubject_breakTheModelsOfAll(String name) {
    Given given = given(table -> isTold(table, name));
    Set<String> gone = new HashSet<>();
    members(given).forEach(members -> gone.addAll(members.subList(1, members.size())));

    assertThat(found(Damage.withoutSubjects(given, gone))).contains(Guarantee.MODELS);
  }

  @Test
  void classThatNobodyOfThePopulationIsIn_isFound() {
    Given given = given(table -> isTold(table, "k-map "));

    assertThat(found(Damage.withoutPopulation(given))).containsExactly(Guarantee.MODELS);
  }

  @Test
  void subsetThatEverybodyIsIn_isFound() {
    Given given = given(table -> isTold(table, "delta-presence ") && presence(table).bound() < 1);

    assertThat(found(Damage.withNobodyBeside(given))).containsExactly(Guarantee.MODELS);
  }

  @Test
  void subjectMissingFromALaterTable_isFound() {
    List<Given> sequence = sequence();
    Given last = sequence.get(sequence.size() - 1);
    Given damaged = Damage.withoutSubjects(last, Set.of(spared(sequence).orElseThrow()));

    assertThat(found(damaged)).doesNotContain(Guarantee.CLASS_SIZE);
    assertThat(broken(Histories.check(replaceLast(sequence, damaged))))
        .containsExactly(Guarantee.HISTORIES);
  }

  @Test
  void subjectWhoIsNewInALaterTable_isFound() {
    List<Given> sequence = sequence();
    String subject = spared(sequence).orElseThrow();
    List<Given> damaged =
        new ArrayList<>(
            sequence.stream()
                .map(table -> Damage.withoutSubjects(table, Set.of(subject)))
                .toList());
    damaged.set(damaged.size() - 1, sequence.get(sequence.size() - 1));

    assertThat(broken(Histories.check(damaged))).containsExactly(Guarantee.HISTORIES);
  }

  @Test
  void filterOnAnOriginalValue_isFound() {
    Given given = given(table -> generalised(table).isPresent());
    Selections.Desk desk = new FaultyDesk(given, true, 0);

    assertThat(broken(Selections.check(given, desk))).containsExactly(Guarantee.SELECTIONS);
  }

  @Test
  void pageWithoutARow_isFound() {
    Given given = given(table -> table.rowCount() > 3);
    Selections.Desk desk = new FaultyDesk(given, false, 1);

    assertThat(broken(Selections.check(given, desk))).containsExactly(Guarantee.SELECTIONS);
  }

  @Test
  void deskWithoutFault_isFaultless() {
    Given given = given(table -> table.rowCount() > 3);

    assertThat(Selections.check(given, new FaultyDesk(given, false, 0))).isEmpty();
  }

  @Test
  void orderOfTheCut_isFound() {
    assertThat(order(table -> Comparator.naturalOrder())).contains("the order of the cut");
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "s", "m"})
  void orderOfAColumn_isFound(String column) {
    assertThat(order(table -> Comparator.comparing(row -> table.cut().get(row).get(column))))
        .contains("column " + column);
  }

  @Test
  void rowsOfASubjectTogether_areFound() {
    assertThat(order(table -> Comparator.comparing(row -> scattered(table.subject(row)))))
        .contains("the rows of a subject");
  }

  @Test
  void orderThatIgnoresTheKey_isFound() {
    Orders orders = new Orders();
    tables().forEach(table -> orders.add(table, table.origins()));

    assertThat(orders.check()).extracting(Breach::what).hasSize(1);
    assertThat(orders.check().get(0).what()).startsWith("the order under another key");
  }

  private static int scattered(String subject) {
    return Integer.reverse(subject.hashCode() * 0x9e3779b9);
  }

  /** An order of the rows of a release. */
  private interface Sorting {
    Comparator<Integer> of(Given table);
  }

  /** Returns what a sorted order is found to follow, without the figures. */
  private static List<String> order(Sorting sorting) {
    Orders orders = new Orders();
    for (Attack attack : ATTACKS) {
      for (int i = 0; i < attack.sequence().size(); i++) {
        Given table = attack.sequence().get(i);
        orders.add(Damage.sorted(table, sorting.of(table)), attack.reordered().get(i));
      }
    }
    return orders.check().stream().map(breach -> breach.what().replaceAll(":.*", "")).toList();
  }

  private static Stream<Given> tables() {
    return ATTACKS.stream().flatMap(attack -> attack.sequence().stream());
  }

  /** Returns the first release with rows that suits and has nothing wrong with it. */
  private static Given given(Predicate<Given> suits) {
    Given given =
        tables().filter(table -> table.rowCount() > 0).filter(suits).findFirst().orElseThrow();
    assertThat(Checker.check(given)).isEmpty();
    return given;
  }

  private static Set<Guarantee> found(Given damaged) {
    return broken(Checker.check(damaged));
  }

  private static Set<Guarantee> broken(List<Breach> breaches) {
    return breaches.stream().map(Breach::guarantee).collect(Collectors.toSet());
  }

  private static boolean isTold(Given table, String name) {
    return table.models().stream()
        .anyMatch(model -> (model.type() + " " + model.word()).equals(name));
  }

  private static Model presence(Given table) {
    return table.models().stream()
        .filter(model -> model.type().equals("delta-presence"))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the subjects of each class. */
  private static List<List<String>> members(Given given) {
    Map<List<String>, List<String>> members = new TreeMap<>(Comparator.comparing(Object::toString));
    Checker.classes(given)
        .forEach(
            (subject, tuples) ->
                members.computeIfAbsent(tuples, unseen -> new ArrayList<>()).add(subject));
    return List.copyOf(members.values());
  }

  /** Returns a release whose first class has the rarest sensitive value only. */
  private static Given oneValue(Given given) {
    List<String> classes = members(given).get(0);
    String rarest =
        Study.SENSITIVE.stream()
            .min(
                Comparator.comparing(
                    value ->
                        given.cut().stream().filter(row -> row.get("s").equals(value)).count()))
            .orElseThrow();
    return Damage.withSensitive(given, Set.copyOf(classes), rarest);
  }

  private static boolean hasUnreleasedSubject(Given table) {
    return table.study().bySubject() && table.k() > 1 && !unreleased(table).isEmpty();
  }

  /** Returns subjects who could leave but for their class, which nobody released shares. */
  private static Set<String> unreleased(Given table) {
    Set<String> released = Checker.classes(table).keySet();
    Set<String> unreleased = new HashSet<>();
    for (int row = 0; row < table.cut().size(); row++) {
      String subject = table.subject(row);
      if (!released.contains(subject) && isAlone(table, subject)) {
        unreleased.add(subject);
      }
    }
    return unreleased;
  }

  private static boolean isAlone(Given table, String subject) {
    boolean isKnown =
        IntStream.range(0, table.cut().size())
            .filter(row -> table.subject(row).equals(subject))
            .mapToObj(row -> table.cut().get(row))
            .allMatch(row -> !table.study().leavesOut(row) && isKnown(table, row));
    return isKnown
        && !table.withheld().contains(subject)
        && members(Damage.withSubject(table, subject)).size() > members(table).size();
  }

  private static boolean isKnown(Given table, Map<String, String> row) {
    return table.study().quasis().stream()
        .allMatch(quasi -> quasi.form(row.get(quasi.name()), 0) != null);
  }

  private static Optional<Integer> leftOut(Given table) {
    return IntStream.range(0, table.cut().size())
        .boxed()
        .filter(row -> table.study().leavesOut(table.cut().get(row)))
        .filter(row -> isKnown(table, table.cut().get(row)))
        .findFirst();
  }

  private static Optional<Integer> firstWithSeveralRows(Given table) {
    return IntStream.range(0, table.rowCount())
        .boxed()
        .filter(row -> Checker.classes(table).get(table.owner(row)).size() > 1)
        .findFirst();
  }

  /** Returns a subject whose class can spare it. */
  private static Optional<String> biggerThanK(Given table) {
    return members(table).stream()
        .filter(members -> members.size() > table.k() && !members.get(0).isEmpty())
        .map(members -> members.get(0))
        .findFirst();
  }

  /** Returns a quasi-identifier that is generalised and known in some row. */
  private static Optional<Quasi> generalised(Given table) {
    return table.study().quasis().stream()
        .filter(quasi -> table.layers().stream().allMatch(levels -> levels.get(quasi.name()) > 0))
        .filter(quasi -> quasi.ladder().kind().startsWith("intervals"))
        .filter(quasi -> known(table, quasi) >= 0)
        .findFirst();
  }

  private static int known(Given table, Quasi quasi) {
    return IntStream.range(0, table.rowCount())
        .filter(row -> !table.cut().get(table.origins().get(row)).get(quasi.name()).isEmpty())
        .findFirst()
        .orElse(-1);
  }

  /** Returns releases to one group, in the last of which a class can spare a subject. */
  private static List<Given> sequence() {
    return ATTACKS.stream()
        .map(Attack::sequence)
        .filter(sequence -> sequence.size() > 1 && spared(sequence).isPresent())
        .findFirst()
        .orElseThrow();
  }

  /** Returns a subject of all tables whose class in each holds more than k. */
  private static Optional<String> spared(List<Given> sequence) {
    return Checker.classes(sequence.get(0)).keySet().stream()
        .filter(
            subject ->
                sequence.stream()
                    .allMatch(
                        table ->
                            table.k() > 1
                                && members(table).stream()
                                    .anyMatch(
                                        members ->
                                            members.contains(subject)
                                                && members.size() > table.k()
                                                && areInAll(sequence, members))))
        .findFirst();
  }

  /**
   * Returns whether these subjects are in every table, so that the absence of one is of its own.
   */
  private static boolean areInAll(List<Given> sequence, List<String> subjects) {
    return sequence.stream()
        .allMatch(table -> Checker.classes(table).keySet().containsAll(subjects));
  }

  private static List<Given> replaceLast(List<Given> sequence, Given last) {
    List<Given> replaced = new ArrayList<>(sequence);
    replaced.set(replaced.size() - 1, last);
    return replaced;
  }

  /** Answers from the text of a release, and now and then from more or less than it. */
  private static final class FaultyDesk implements Selections.Desk {
    private final Given given;
    private final boolean knowsOriginals;
    private final int lost;

    FaultyDesk(Given given, boolean knowsOriginals, int lost) {
      this.given = given;
      this.knowsOriginals = knowsOriginals;
      this.lost = lost;
    }

    @Override
    public List<String> page(int from, int to) {
      List<String> page = new ArrayList<>(List.of(given.lines().get(0)));
      page.addAll(given.lines().subList(from + 1, to + 1 - lost));
      return page;
    }

    @Override
    public Optional<List<String>> where(String column, String value) {
      int index = given.study().releasedColumns().indexOf(column);
      List<String> lines = new ArrayList<>(List.of(given.lines().get(0)));
      for (int row = 0; row < given.rowCount(); row++) {
        String original = given.cut().get(given.origins().get(row)).get(column);
        if (given.cells(row).get(index).equals(value)
            || (knowsOriginals && original.equals(value))) {
          lines.add(given.lines().get(row + 1));
        }
      }
      return lines.size() > 1 ? Optional.of(lines) : Optional.empty();
    }
  }
}
