package io.dukou.anonymizer.risk;

import io.dukou.anonymizer.plan.PopulationClasses;
import io.dukou.anonymizer.plan.SubjectClasses;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The risk from somebody who does not know who is in the table, and compares it with a population.
 *
 * <p>With f subjects of the table and F persons of the population in a class, n subjects and J
 * classes of the table, the largest risk is 1 / min F, the share at risk that of the subjects with
 * 1/F above a threshold, and the mean risk the larger of J / sum F (who draws a person and looks
 * for them in the table) and sum (f/F) / n (who draws a row and looks for its person). The last is
 * also the share of the rows that a marketer expects to match rightly. Sources: K. El Emam, Guide
 * to the De-Identification of Personal Health Information, CRC Press, 2013; F. K. Dankar and K. El
 * Emam, A Method for Evaluating Marketer Re-identification Risk, EDBT/ICDT Workshops, 2010.
 *
 * <p>F is never taken for less than f: whoever is in the table is a person of the class, whether
 * the list of the population has them or not. So it is never above the prosecutor's risk.
 *
 * <p>Tells small counts, so it never leaves China. Immutable; any thread may read it.
 */
public final class JournalistRisk {
  private final String population;
  private final int persons;
  private final int classesBelow;
  private final NavigableMap<Integer, Classes> bySize;

  private JournalistRisk(
      PopulationClasses population, int classesBelow, NavigableMap<Integer, Classes> bySize) {
    this.population = population.name();
    this.persons = population.persons();
    this.classesBelow = classesBelow;
    this.bySize = Collections.unmodifiableNavigableMap(bySize);
  }

  /** Measures those classes that are {@code counted}. */
  static JournalistRisk of(
      PopulationClasses population, SubjectClasses classes, boolean[] counted) {
    NavigableMap<Integer, Classes> bySize = new TreeMap<>();
    int below = 0;
    for (int index = 0; index < counted.length; index++) {
      int subjects = classes.subjectsOf(index);
      if (counted[index] && subjects > 0) {
        int size = Math.max(subjects, population.personsOf(index));
        bySize.merge(size, new Classes(1, subjects), Classes::plus);
        below += population.personsOf(index) < subjects ? 1 : 0;
      }
    }
    return new JournalistRisk(population, below, bySize);
  }

  /** Returns how the specification calls the population. */
  public String population() {
    return population;
  }

  /** Returns the number of persons of the population. */
  public int persons() {
    return persons;
  }

  /**
   * Returns the number of classes with fewer persons of the population than subjects of the table;
   * above 0 the population does not hold all of the table, and the risk is a bound.
   */
  public int classesBelow() {
    return classesBelow;
  }

  /** Returns the largest risk of a subject; 0 without any class. */
  public double max() {
    return bySize.isEmpty() ? 0 : 1.0 / bySize.firstKey();
  }

  /** Returns the mean risk of whoever is more likely to be found; 0 without any class. */
  public double average() {
    double size = 0;
    long classes = 0;
    for (Map.Entry<Integer, Classes> each : bySize.entrySet()) {
      size += (double) each.getKey() * each.getValue().count();
      classes += each.getValue().count();
    }
    return classes == 0 ? 0 : Math.max(classes / size, marketer());
  }

  /** Returns the share of the subjects that a marketer expects to find; 0 without any class. */
  public double marketer() {
    double found = 0;
    long subjects = 0;
    for (Map.Entry<Integer, Classes> each : bySize.entrySet()) {
      found += (double) each.getValue().subjects() / each.getKey();
      subjects += each.getValue().subjects();
    }
    return subjects == 0 ? 0 : found / subjects;
  }

  /** Returns the share of the subjects whose risk is above the threshold; 0 without any class. */
  public double shareAtRisk(RiskOptions options) {
    long above = 0;
    long subjects = 0;
    for (Map.Entry<Integer, Classes> each : bySize.entrySet()) {
      above += options.compareToThreshold(1, each.getKey()) > 0 ? each.getValue().subjects() : 0;
      subjects += each.getValue().subjects();
    }
    return subjects == 0 ? 0 : (double) above / subjects;
  }

  @Override
  public String toString() {
    return "JournalistRisk[" + persons + " persons]";
  }

  /**
   * Classes with the same number of persons.
   *
   * @param count how many
   * @param subjects subjects of the table in them
   */
  private record Classes(int count, int subjects) {
    Classes plus(Classes other) {
      return new Classes(count + other.count, subjects + other.subjects);
    }
  }
}
