package io.dukou.anonymizer.hierarchy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.hierarchy.RedactionHierarchy.End;
import io.dukou.anonymizer.table.CsvOptions;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Laws of every kind of hierarchy, for random ones of each kind.
 *
 * <p>A kind comes with values and with texts for which it is certain that a value with this form is
 * among the values if there is one at all.
 */
final class HierarchyPropertyTest {
  private static final int RUNS = 12;

  @ParameterizedTest
  @EnumSource(Kind.class)
  void formsNest(Kind kind) {
    for (int run = 0; run < RUNS; run++) {
      Hierarchy hierarchy = kind.random(new Random(run));
      for (int level = 1; level < hierarchy.levels(); level++) {
        assertNests(hierarchy, level, kind.samples());
      }
    }
  }

  private static void assertNests(Hierarchy hierarchy, int level, Set<String> values) {
    Map<String, String> parents = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    for (String value : values) {
      String form = hierarchy.generalise(value, level - 1);
      if (form != null) {
        String parent = hierarchy.generalise(value, level);
        String known = parents.putIfAbsent(form, parent);
        if (known != null && !known.equals(parent)) {
          wrong.add(value);
        }
      }
    }
    assertThat(wrong).as("%s at level %d", hierarchy.toJson(), level).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void definedForms_areThoseThatCanBeReached(Kind kind) {
    for (int run = 0; run < RUNS; run++) {
      Hierarchy hierarchy = kind.random(new Random(run));
      for (int level = 0; level < hierarchy.levels(); level++) {
        Set<String> reached = reached(hierarchy, level, kind.samples());
        assertThat(reached).isNotEmpty();
        assertDefinesOnly(hierarchy, level, reached, reached);
        assertDefinesOnly(hierarchy, level, reached, kind.candidates());
      }
    }
  }

  private static void assertDefinesOnly(
      Hierarchy hierarchy, int level, Set<String> expected, Set<String> tried) {
    List<String> wrong = new ArrayList<>();
    for (String form : tried) {
      if (hierarchy.defines(level, form) != expected.contains(form)) {
        wrong.add(form);
      }
    }
    assertThat(wrong).as("%s at level %d", hierarchy.toJson(), level).isEmpty();
  }

  private static Set<String> reached(Hierarchy hierarchy, int level, Set<String> values) {
    Set<String> reached = new LinkedHashSet<>();
    for (String value : values) {
      String form = hierarchy.generalise(value, level);
      if (form != null) {
        reached.add(form);
      }
    }
    return reached;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void planFile_keepsEveryForm(Kind kind) {
    for (int run = 0; run < RUNS; run++) {
      Hierarchy hierarchy = kind.random(new Random(run));
      Hierarchy again = Hierarchies.fromJson(hierarchy.toJson());
      assertThat(again.toJson()).isEqualTo(hierarchy.toJson());
      assertThat(again.levels()).isEqualTo(hierarchy.levels());
      for (int level = 0; level < hierarchy.levels(); level++) {
        boolean isKept =
            forms(again, level, kind.samples()).equals(forms(hierarchy, level, kind.samples()));
        assertThat(isKept).as("%s at level %d", hierarchy.toJson(), level).isTrue();
      }
    }
  }

  private static List<String> forms(Hierarchy hierarchy, int level, Set<String> values) {
    List<String> forms = new ArrayList<>();
    values.forEach(value -> forms.add(hierarchy.generalise(value, level)));
    return forms;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void valueOutside_isOutsideAtEveryLevel_andElseItselfAtLevel0AndTheRootAtTheLast(Kind kind) {
    for (int run = 0; run < RUNS; run++) {
      Hierarchy hierarchy = kind.random(new Random(run));
      List<String> wrong = new ArrayList<>();
      for (String value : kind.samples()) {
        if (!isWhole(hierarchy, value)) {
          wrong.add(value);
        }
      }
      assertThat(wrong).as("%s", hierarchy.toJson()).isEmpty();
    }
  }

  private static boolean isWhole(Hierarchy hierarchy, String value) {
    boolean isInside = hierarchy.generalise(value, 0) != null;
    boolean isWhole = !isInside || value.equals(hierarchy.generalise(value, 0));
    for (int level = 1; level < hierarchy.levels(); level++) {
      isWhole &= (hierarchy.generalise(value, level) != null) == isInside;
    }
    String root = hierarchy.generalise(value, hierarchy.levels() - 1);
    return isWhole && Objects.equals(root, isInside ? "*" : null);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void leaves_addUpAtEveryLevel_andNeverShrinkUpwards(Kind kind) {
    for (int run = 0; run < RUNS; run++) {
      Hierarchy hierarchy = kind.random(new Random(run));
      List<String> cells = new ArrayList<>(kind.samples());
      Collections.shuffle(cells, new Random(run));
      String[] few = cells.subList(0, Math.min(60, cells.size())).toArray(new String[0]);
      GeneralisedColumn column =
          new GeneralisedColumn(GeneralisedColumnTest.column(few), hierarchy);
      for (int level = 0; level < column.levels(); level++) {
        assertLeavesFit(column, level);
      }
    }
  }

  private static void assertLeavesFit(GeneralisedColumn column, int level) {
    long sum = 0;
    for (int code = 0; code < column.cardinality(level); code++) {
      sum += column.form(level, code) == null ? 0 : column.leaves(level, code);
    }
    boolean isListed = column.hierarchy().listedLeaves() > 0;
    boolean isEmpty = column.cardinality(level) == 0;
    if (isListed) {
      assertThat(sum).isLessThanOrEqualTo(column.leafCount());
    } else if (!isEmpty) {
      assertThat(sum).isEqualTo(column.leafCount());
    }
    for (int value = 0; level > 0 && value < column.column().cardinality(); value++) {
      int finer = column.code(level - 1, value);
      if (finer != GeneralisedColumn.OUTSIDE && column.column().value(value) != null) {
        assertThat(column.leaves(level, column.code(level, value)))
            .isGreaterThanOrEqualTo(column.leaves(level - 1, finer));
      }
    }
  }

  /** The kinds, with values and texts to try on them. */
  private enum Kind {
    INTERVALS {
      @Override
      Hierarchy random(Random random) {
        List<Integer> factors = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          factors.add(2 + random.nextInt(3));
        }
        IntervalHierarchy ranges =
            IntervalHierarchy.of(
                BigDecimal.valueOf(random.nextInt(11) - 5L),
                BigDecimal.valueOf(1 + random.nextInt(4)),
                factors);
        BigDecimal bottom = BigDecimal.valueOf(random.nextInt(12) - 8L);
        BigDecimal top = bottom.add(BigDecimal.valueOf(random.nextInt(12)));
        return ranges.between(
            random.nextBoolean() ? bottom : null, random.nextBoolean() ? top : null);
      }

      @Override
      Set<String> samples() {
        return numbers();
      }

      @Override
      Set<String> candidates() {
        return ranges();
      }
    },
    CUTS {
      @Override
      Hierarchy random(Random random) {
        Set<Integer> cuts = new TreeSet<>();
        for (int i = 3 + random.nextInt(5); i > 0; i--) {
          cuts.add(random.nextInt(19) - 9);
        }
        List<BigDecimal> listed = cuts.stream().map(BigDecimal::valueOf).toList();
        return listed.size() > 4
            ? CutHierarchy.merging(listed, List.of(2))
            : CutHierarchy.of(listed);
      }

      @Override
      Set<String> samples() {
        return numbers();
      }

      @Override
      Set<String> candidates() {
        return ranges();
      }
    },
    DATES {
      @Override
      Hierarchy random(Random random) {
        DateHierarchy.Unit[] all = DateHierarchy.Unit.values();
        List<DateHierarchy.Unit> units = new ArrayList<>();
        for (DateHierarchy.Unit unit : all) {
          if (unit != DateHierarchy.Unit.WEEK && random.nextBoolean()) {
            units.add(unit);
          }
        }
        boolean isFine = units.stream().allMatch(u -> u.compareTo(DateHierarchy.Unit.WEEK) < 0);
        if (units.isEmpty() || (isFine && random.nextBoolean())) {
          units.add(DateHierarchy.Unit.WEEK);
        }
        return DateHierarchy.of(units);
      }

      @Override
      Set<String> samples() {
        Set<String> values = new LinkedHashSet<>();
        LocalDate day = LocalDate.of(2019, 12, 1);
        while (day.getYear() < 2021) {
          values.add(day.toString());
          values.add(day + "T08:30");
          values.add(day.toString().substring(0, 7));
          day = day.plusDays(1);
        }
        values.addAll(List.of("2019", "2020", "2021", "2019-02-29", "2020-13", "x", "2020-1"));
        return values;
      }

      @Override
      Set<String> candidates() {
        Set<String> candidates = new LinkedHashSet<>(samples());
        for (int number = 0; number < 60; number++) {
          candidates.add("2020-W" + (number < 10 ? "0" : "") + number);
          candidates.add("2020-Q" + number);
          candidates.add("2020-" + number);
        }
        candidates.addAll(List.of("2020s", "2010s", "2021s", "202", "*", "-", "T", "2020-W1"));
        return candidates;
      }
    },
    DIVISIONS {
      @Override
      Hierarchy random(Random random) {
        return DivisionHierarchy.of(some(DivisionHierarchy.Unit.values(), random));
      }

      @Override
      Set<String> samples() {
        Set<String> values = new LinkedHashSet<>();
        for (int province = 0; province < 100; province++) {
          for (String rest : List.of("0000", "0100", "0101", "0001", "9900", "9099")) {
            values.add((province < 10 ? "0" : "") + province + rest);
          }
        }
        values.add("31011");
        return values;
      }

      @Override
      Set<String> candidates() {
        Set<String> candidates = new LinkedHashSet<>(samples());
        candidates.addAll(List.of("*", "31", "3101150", ""));
        return candidates;
      }
    },
    DIAGNOSES {
      @Override
      Hierarchy random(Random random) {
        return Icd10Hierarchy.of(some(Icd10Hierarchy.Unit.values(), random));
      }

      @Override
      Set<String> samples() {
        Set<String> values = new LinkedHashSet<>();
        for (char letter = 'A'; letter <= 'Z'; letter++) {
          for (int number = 0; number < 100; number++) {
            String category = letter + (number < 10 ? "0" : "") + number;
            values.addAll(List.of(category, category + ".1", category + "1"));
          }
        }
        return values;
      }

      @Override
      Set<String> candidates() {
        Set<String> candidates = new LinkedHashSet<>(samples());
        Icd10Blocks.all().values().forEach(block -> candidates.add(block.name()));
        Icd10Blocks.all().values().forEach(block -> candidates.add(block.chapter()));
        candidates.addAll(List.of("*", "E10-E13", "E11-E14", "E10-", "-", "A00-B98", "D49-D50"));
        return candidates;
      }
    },
    REDACTION {
      @Override
      Hierarchy random(Random random) {
        RedactionHierarchy plain =
            RedactionHierarchy.of(
                end(random), random.nextBoolean() ? '*' : 'b', 1 + random.nextInt(4));
        return random.nextBoolean()
            ? plain
            : plain.aligned(end(random), random.nextBoolean() ? '_' : 'a');
      }

      private End end(Random random) {
        return random.nextBoolean() ? End.LEFT : End.RIGHT;
      }

      @Override
      Set<String> samples() {
        Set<String> values = new LinkedHashSet<>();
        List<String> last = List.of("");
        for (int length = 1; length <= 5; length++) {
          List<String> longer = new ArrayList<>();
          for (String start : last) {
            for (String letter : List.of("a", "b", "*", "_")) {
              longer.add(start + letter);
            }
          }
          values.addAll(longer);
          last = longer;
        }
        return values;
      }

      @Override
      Set<String> candidates() {
        return samples();
      }
    },
    CODE_LIST {
      @Override
      Hierarchy random(Random random) {
        List<String> lines = new ArrayList<>();
        for (int code = 0; code < 40; code++) {
          boolean isTop = code == 0 || random.nextInt(6) == 0;
          lines.add("c" + code + ";" + (isTop ? "" : "c" + random.nextInt(code)));
        }
        byte[] file = String.join("\n", lines).getBytes(UTF_8);
        return Hierarchies.fromCodeList(file, new CsvOptions(';', UTF_8), "codes.csv");
      }

      @Override
      Set<String> samples() {
        Set<String> values = new LinkedHashSet<>();
        for (int code = 0; code < 45; code++) {
          values.add("c" + code);
        }
        return values;
      }

      @Override
      Set<String> candidates() {
        Set<String> candidates = new LinkedHashSet<>(samples());
        candidates.add("*");
        return candidates;
      }
    };

    abstract Hierarchy random(Random random);

    abstract Set<String> samples();

    abstract Set<String> candidates();

    private static <E> List<E> some(E[] units, Random random) {
      List<E> some = new ArrayList<>();
      for (E unit : units) {
        if (random.nextBoolean()) {
          some.add(unit);
        }
      }
      return some.isEmpty() ? List.of(units[0]) : some;
    }

    /** Returns halves far beyond every bound, start and cut that is tried. */
    private static Set<String> numbers() {
      Set<String> numbers = new LinkedHashSet<>();
      for (int half = -400; half <= 400; half++) {
        numbers.add(Numbers.format(new BigDecimal(half).divide(new BigDecimal(2))));
      }
      numbers.addAll(List.of("x", "1e2", "", "--1", "1.", "0.50"));
      return numbers;
    }

    private static Set<String> ranges() {
      Set<String> ranges =
          new LinkedHashSet<>(List.of("*", "[", "[,)", "[1,2]", "<", ">=", "[a,b)"));
      for (int from = -20; from <= 20; from++) {
        ranges.addAll(List.of("<" + from, ">=" + from, Integer.toString(from), "[" + from + ",)"));
        for (int to = -20; to <= 20; to++) {
          ranges.add("[" + from + "," + to + ")");
        }
      }
      return ranges;
    }
  }
}
