package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.plan.JudgedValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one recipient group has been given so far: for each person its class, or its absence, in
 * every table.
 *
 * <p><b>The rule.</b> A person's history is the sequence of its classes and absences over all
 * tables given to the group. Every history that is not absence throughout must be shared by at
 * least k persons, k being the largest k of the plans. Otherwise a recipient could line up two
 * tables and be left with a handful of persons who, say, were in the first and are missing from the
 * second. And where the models of a plan look at sensitive values, the persons who share a history
 * must meet them with their values in each table of that plan: else who moves from one class to
 * another, comes or leaves would be one of a few with the same value.
 *
 * <p>Persons are opaque strings that mean the same person in every table (in the gateway an HMAC of
 * the resident ID); classes are opaque strings that only need to mean the same class within one
 * table. Person sequences are not kept: equal histories share one number, and each table refines
 * the numbering, so memory is one entry for each person ever given, however many tables there were.
 *
 * <p>Immutable, so usable from any thread. Methods take time linear in persons.
 *
 * <pre>{@code
 * Repair repair = history.repair(plan.k(), candidate, values, choiceKey);
 * candidate.keySet().removeAll(repair.withheld());
 * // … give the table, then:
 * history = history.plus(plan.k(), candidate, values);
 * }</pre>
 */
public final class ReleaseHistory {
  /** The history of everyone who was in none of the tables. */
  static final int NEVER_GIVEN = 0;

  private static final ReleaseHistory EMPTY =
      new ReleaseHistory(0, 0, Map.of(), new int[1], List.of());

  private final int k;
  private final int tables;
  private final Map<String, Integer> historyOf;
  private final int[] sizes;
  private final List<JudgedValues> values;

  private ReleaseHistory(
      int k, int tables, Map<String, Integer> historyOf, int[] sizes, List<JudgedValues> values) {
    this.k = k;
    this.tables = tables;
    this.historyOf = historyOf;
    this.sizes = sizes;
    this.values = values;
  }

  /** Returns the history of a group that has been given nothing. */
  public static ReleaseHistory empty() {
    return EMPTY;
  }

  /**
   * Returns this history after a further table has been given.
   *
   * <p>It records what happened and judges nothing: the rule is the business of {@link #repair}. A
   * table without persons gives nothing and changes nothing.
   *
   * @param planK k of the table's plan
   * @param personToClass the class of every person in the table
   * @param ofTable the sensitive values of these persons
   */
  public ReleaseHistory plus(int planK, Map<String, String> personToClass, JudgedValues ofTable) {
    requireAtLeastOne(planK);
    if (requireNonNull(personToClass, "personToClass").isEmpty()) {
      return this;
    }
    Map<String, Integer> refined = new HashMap<>(capacity(historyOf.size() + personToClass.size()));
    HistoryNumbers numbers = new HistoryNumbers();
    historyOf.forEach(
        (person, history) -> refined.put(person, numbers.of(history, personToClass.get(person))));
    personToClass.forEach(
        (person, name) -> {
          if (!historyOf.containsKey(person)) {
            refined.put(person, numbers.of(NEVER_GIVEN, requireNonNull(name, "class")));
          }
        });
    List<JudgedValues> known = new ArrayList<>(values);
    if (!ofTable.isEmpty()) {
      known.add(ofTable);
    }
    return new ReleaseHistory(Math.max(k, planK), tables + 1, refined, numbers.sizes(), known);
  }

  /**
   * Names the persons to hold back from a candidate table so that the rule holds once it is given.
   * Where no model looks at values, no smaller set would do.
   *
   * <p>The candidate may only shrink. A history h of m persons splits, with the candidate, into
   * cells (h, class) and one cell (h, absent); cells of different histories share nobody, so each
   * history is repaired for itself:
   *
   * <ol>
   *   <li>A cell (h, class) of fewer than k persons can never grow, so all of it is held back.
   *   <li>(h, absent) must then hold 0 or at least k persons, unless h is "never given". If it
   *       lacks d persons (0 &lt; d &lt; k), they come from cells that have more than k: exactly d,
   *       which no repair can undercut.
   *   <li>If those cells cannot spare d together, at least one cell must go as a whole; the
   *       smallest has at least k persons, which is more than d, so it alone is enough, and
   *       cheapest.
   *   <li>Without any cell left, (h, absent) is all of h, which had at least k before. Only a k
   *       larger than that of earlier tables can fail here, and then nothing may be given at all.
   * </ol>
   *
   * <p>Where models look at sensitive values, each cell must meet those of every table that its
   * persons are in, with the values that they have there. A cell (h, class) that does not is held
   * back as a whole. If (h, absent) does not, twice as many persons are taken as in step 2, until
   * it does or step 3 takes a cell. This goes on until all hold; it ends, for the candidate only
   * shrinks, and (h, absent) without any other cell is h, which held before. Diversity, closeness
   * and likeness of cells are those of their unions as well.
   *
   * <p>A class of the candidate is a union of its cells and so keeps 0 or at least k persons. Who
   * is taken out of a cell, and which of several smallest cells goes, is decided by HMAC-SHA-256
   * under {@code choice}, so that the choice says nothing about the persons or their data. The
   * result depends only on the arguments, not on the iteration order of the map.
   *
   * @param planK k of the candidate's plan
   * @param candidate the class of every person in the candidate
   * @param ofCandidate the sensitive values of these persons
   * @param choice the order key of the candidate
   */
  public Repair repair(
      int planK, Map<String, String> candidate, JudgedValues ofCandidate, OrderKey choice) {
    requireAtLeastOne(planK);
    requireNonNull(candidate, "candidate");
    requireNonNull(choice, "choice");
    int required = Math.max(k, planK);
    int rare = rareHistories(required);
    if (rare > 0) {
      return new Repair(required, 0, candidate.keySet(), rare);
    }
    ValuesGiven given = new ValuesGiven(values, ofCandidate);
    return new CandidateCells(required, sizes, historyOf, candidate, given).repair(choice);
  }

  /** Returns the number of tables given. */
  public int tables() {
    return tables;
  }

  /** Returns the largest k of the plans of the tables given, 0 when there is none. */
  public int k() {
    return k;
  }

  /** Returns the number of persons who were in at least one table. */
  public int persons() {
    return historyOf.size();
  }

  /** Returns how many persons share the rarest history, 0 when nothing has been given. */
  public int rarestHistory() {
    return Arrays.stream(sizes).skip(1).min().orElse(0);
  }

  private int rareHistories(int required) {
    return (int) Arrays.stream(sizes).skip(1).filter(size -> size < required).count();
  }

  private static void requireAtLeastOne(int planK) {
    if (planK < 1) {
      throw new IllegalArgumentException("k is at least 1");
    }
  }

  private static int capacity(int entries) {
    return (int) Math.min(1 << 30, entries * 4L / 3 + 1);
  }

  @Override
  public String toString() {
    return "ReleaseHistory[tables=" + tables + "]";
  }
}
