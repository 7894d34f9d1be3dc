package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.table.Table;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many persons of a population are in each class of a table: those whose rows show the same. A
 * person with a value outside a hierarchy is in no class, and a row is a person of its own where
 * the population has no subject column, as for {@code k-map}.
 *
 * <p>Tells small counts, so it never leaves China. Immutable; any thread may read it.
 */
public final class PopulationClasses {
  private static final int NONE = SubjectClasses.NONE;

  private final String name;
  private final int persons;
  private final int[] personsOfClass;

  private PopulationClasses(TableSource population, int persons, int[] personsOfClass) {
    this.name = population.name();
    this.persons = persons;
    this.personsOfClass = personsOfClass;
  }

  /**
   * Counts the persons whose cells are those of a class, each missing cell being a value like any
   * other.
   *
   * @param columns the columns that {@code classes} are of, in their order
   * @param subject the column that identifies a person, if the population has it; null if each row
   *     is a person
   * @param classes classes of the cells of a table as they are
   * @throws PlanException if a column is not in the population, or a row of it has no subject
   */
  public static PopulationClasses asTheyAre(
      TableSource population,
      List<String> columns,
      @Nullable String subject,
      EquivalenceClasses classes) {
    Populations.requireColumns(population, columns);
    EquivalenceClasses people =
        EquivalenceClasses.asTheyAre(population.table(), columns, subject(population, subject));
    int[] alike = alike(people, classes);
    int[] counts = new int[classes.classCount()];
    for (int index = 0; index < alike.length; index++) {
      if (alike[index] != NONE) {
        counts[alike[index]] += people.subjectsOf(index);
      }
    }
    return new PopulationClasses(population, people.subjectCount(), counts);
  }

  /**
   * Counts the persons of each class that a plan shows of {@code table}. A person counts in the
   * first layer that shows their class, and goes on to the next one as a subject with the same rows
   * would.
   *
   * @param shown the classes that the plan shows of that very table, nobody being withheld
   * @throws PlanException if a quasi-identifier is not in the population, or a row of it has no
   *     subject
   */
  public static PopulationClasses ofRelease(
      TableSource population, Table table, ReleasePlan plan, ShownClasses shown) {
    Populations.requireColumns(
        population, plan.quasiIdentifiers().stream().map(PlannedColumn::name).toList());
    String subject = subject(population, plan.subject().orElse(null));
    int[] counts = new int[shown.classCount()];
    boolean[] isSubjectLeft = new boolean[shown.subjectCount()];
    for (int each = 0; each < isSubjectLeft.length; each++) {
      isSubjectLeft[each] = shown.classOfSubject(each) != NONE;
    }
    boolean[] isPersonLeft = new boolean[0];
    for (int layer = 0; layer < plan.layers(); layer++) {
      EquivalenceClasses people =
          EquivalenceClasses.ofPopulation(population.table(), plan, layer, subject);
      if (layer == 0) {
        isPersonLeft = new boolean[people.subjectCount()];
        Arrays.fill(isPersonLeft, true);
      }
      EquivalenceClasses classes =
          layer == 0 ? shown.first() : EquivalenceClasses.of(table, plan, layer);
      Layer found = Layer.of(layer, classes, shown, isSubjectLeft);
      found.count(people, plan, isPersonLeft, counts);
      found.leave(plan, isSubjectLeft);
    }
    return new PopulationClasses(population, isPersonLeft.length, counts);
  }

  private static @Nullable String subject(TableSource population, @Nullable String subject) {
    if (subject == null || !population.table().has(subject)) {
      return null;
    }
    if (population.table().column(subject).missingCode() >= 0) {
      throw new PlanException(
          PlanError.MISSING_SUBJECT,
          population.name() + ": a row of the population has no subject; add it");
    }
    return subject;
  }

  /** Returns for each class of {@code people} the one of {@code classes} that shows the same. */
  private static int[] alike(EquivalenceClasses people, EquivalenceClasses classes) {
    PlanKey key = PlanKey.generate(new SecureRandom());
    Map<ClassHash, Integer> numbers = new HashMap<>();
    ClassHash[] own = classes.hashes(key);
    for (int index = 0; index < own.length; index++) {
      numbers.put(own[index], index);
    }
    return Arrays.stream(people.hashes(key))
        .mapToInt(hash -> numbers.getOrDefault(hash, NONE))
        .toArray();
  }

  /** Returns how the specification calls the population. */
  public String name() {
    return name;
  }

  /** Returns the number of persons of the population, those in no class of the table included. */
  public int persons() {
    return persons;
  }

  /** Returns the number of persons in a class of the table. */
  public int personsOf(int classIndex) {
    return personsOfClass[classIndex];
  }

  /**
   * The classes at the levels of a layer.
   *
   * @param classes those of the whole table
   * @param sizes the number of subjects of each that no earlier layer decided on
   * @param shownAs the shown class that each is, or {@link #NONE}
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Layer(EquivalenceClasses classes, int[] sizes, int[] shownAs) {
    static Layer of(int number, EquivalenceClasses classes, ShownClasses shown, boolean[] isLeft) {
      int[] sizes = new int[classes.classCount()];
      int[] shownAs = new int[classes.classCount()];
      Arrays.fill(shownAs, NONE);
      for (int subject = 0; subject < isLeft.length; subject++) {
        if (isLeft[subject]) {
          int index = classes.classOfSubject(subject);
          sizes[index]++;
          if (shown.layerOfSubject(subject) == number) {
            shownAs[index] = shown.classOfSubject(subject);
          }
        }
      }
      return new Layer(classes, sizes, shownAs);
    }

    /** Adds the persons who are left to the classes that show them; notes who still is. */
    void count(EquivalenceClasses people, ReleasePlan plan, boolean[] isLeft, int[] counts) {
      int[] alike = alike(people, classes);
      for (int person = 0; person < isLeft.length; person++) {
        int own = people.classOfSubject(person);
        if (!isLeft[person] || own == NONE) {
          isLeft[person] = false;
          continue;
        }
        int index = alike[own];
        if (index != NONE && shownAs[index] != NONE) {
          counts[shownAs[index]]++;
        }
        isLeft[person] = index == NONE || goesOn(index, plan);
      }
    }

    /** Notes which subjects are still left. */
    void leave(ReleasePlan plan, boolean[] isLeft) {
      for (int subject = 0; subject < isLeft.length; subject++) {
        isLeft[subject] = isLeft[subject] && goesOn(classes.classOfSubject(subject), plan);
      }
    }

    private boolean goesOn(int index, ReleasePlan plan) {
      return shownAs[index] == NONE && plan.goesOn(sizes[index]);
    }
  }
}
