package io.dukou.anonymizer.plan;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The classes in which a plan shows a table, layer after layer.
 *
 * <h2>Who is shown where</h2>
 *
 * <p>Each layer sorts the subjects that are left into classes at its own levels. It shows a class
 * that the plan releases in this layer and that, counted among those left, meets the models by
 * itself. Subjects of other classes go on to the next layer, or are left out, as {@link
 * ReleasePlan#goesOn} says.
 *
 * <p>A recipient sees no layers, only what is shown: two classes of different layers that show the
 * same are one class. Each of them meets the models, and so must both together; where they do not,
 * the later one is left out. Models of the whole sample are met by each layer, and so by all
 * together: a ratio of sums is at most the largest of the ratios, and classes that show the same
 * only make fewer of them.
 *
 * <p>Without refinement there is one layer, and these are the released classes of it. Immutable;
 * any thread may read it.
 */
public final class ShownClasses implements SubjectClasses {
  private final EquivalenceClasses first;
  private final int layers;
  private final List<ClassHash> hashes;
  private final int[] subjectsOfClass;
  private final int[] shownClassOfSubject;
  private final int[] layerOfSubject;
  private final boolean[] isPlanned;
  private final JudgedValues values;

  private ShownClasses(Layering layering, int layers) {
    this.first = layering.first;
    this.layers = layers;
    this.hashes = List.copyOf(layering.hashes);
    this.shownClassOfSubject = layering.shownClassOf;
    this.layerOfSubject = layering.layerOf;
    this.isPlanned = layering.isPlanned;
    this.subjectsOfClass = new int[hashes.size() + 1];
    for (int subject = 0; subject < layerOfSubject.length; subject++) {
      if (classOfSubject(subject) != NONE) {
        subjectsOfClass[classOfSubject(subject)]++;
      }
    }
    this.values =
        first.hasNames()
            ? layering.check.values(
                subject -> requireNonNull(first.nameOfSubject(subject)), this::isShown)
            : JudgedValues.NONE;
  }

  /**
   * Sorts the rows of {@code table} into the classes that {@code plan} shows.
   *
   * @param key the key of the plan
   * @param first the classes of the first layer
   * @param withheld for each subject, whether it is left out and not counted
   * @throws PlanException if a column of the plan is not in the table
   */
  public static ShownClasses of(
      Table table, ReleasePlan plan, PlanKey key, EquivalenceClasses first, boolean[] withheld) {
    Layering layering =
        new Layering(
            first,
            withheld,
            left ->
                new ModelCheck(
                    plan.models(), name -> plan.column(name).orElseThrow(), table, first, left));
    for (int layer = 0; layer < plan.layers(); layer++) {
      EquivalenceClasses classes = layer == 0 ? first : EquivalenceClasses.of(table, plan, layer);
      layering.show(layer, classes, plan, key);
    }
    return new ShownClasses(layering, plan.layers());
  }

  /** Returns the classes of the first layer, whether they are shown or not. */
  public EquivalenceClasses first() {
    return first;
  }

  /** Returns the values that the models look at; none where subjects have no names. */
  public JudgedValues values() {
    return values;
  }

  /** Returns the number of layers of the plan. */
  public int layers() {
    return layers;
  }

  /** Returns the number of classes; the last one, {@link #unshown}, is of all not shown. */
  @Override
  public int classCount() {
    return hashes.size() + 1;
  }

  /** Returns the class of those subjects that have a class and are not shown, which is none. */
  public int unshown() {
    return hashes.size();
  }

  @Override
  public int subjectCount() {
    return layerOfSubject.length;
  }

  @Override
  public int subjectsOf(int classIndex) {
    return subjectsOfClass[classIndex];
  }

  @Override
  public int classOfSubject(int subject) {
    if (first.classOfSubject(subject) == NONE) {
      return NONE;
    }
    return isShown(subject) ? shownClassOfSubject[subject] : unshown();
  }

  @Override
  public int subjectOfRow(int row) {
    return first.subjectOfRow(row);
  }

  /** Returns the keyed hash of a class that is shown. */
  public ClassHash hash(int classIndex) {
    return hashes.get(classIndex);
  }

  /** Returns whether a subject is shown. */
  public boolean isShown(int subject) {
    return layerOfSubject[subject] != NONE;
  }

  /** Returns the layer in which a subject is shown, or {@link #NONE}. */
  public int layerOfSubject(int subject) {
    return layerOfSubject[subject];
  }

  /** Returns the layer in which a row is shown, or {@link #NONE}. */
  public int layerOfRow(int row) {
    int subject = subjectOfRow(row);
    return subject == NONE ? NONE : layerOfSubject[subject];
  }

  /** Returns whether the plan releases a class that the subject was in where it was left. */
  public boolean isPlanned(int subject) {
    return isPlanned[subject];
  }

  /** Returns for each class whether it is shown: all but the last. */
  public boolean[] shown() {
    boolean[] shown = new boolean[classCount()];
    Arrays.fill(shown, 0, unshown(), true);
    return shown;
  }

  /** The work of showing one layer after the other. */
  static final class Layering {
    private final EquivalenceClasses first;
    private final ModelCheck check;
    private final boolean[] isLeft;
    private final int[] layerOf;
    private final int[] shownClassOf;
    private final boolean[] isPlanned;
    private final List<ClassHash> hashes = new ArrayList<>();
    private final Map<ClassHash, Integer> numbers = new HashMap<>();

    /**
     * Begins with everybody left who has a class and is not withheld.
     *
     * @param first the classes of the first layer
     * @param check makes the check of the models for those subjects
     */
    Layering(EquivalenceClasses first, boolean[] withheld, Function<boolean[], ModelCheck> check) {
      this.first = first;
      this.isLeft = new boolean[first.subjectCount()];
      for (int subject = 0; subject < isLeft.length; subject++) {
        isLeft[subject] = first.classOfSubject(subject) != NONE && !withheld[subject];
      }
      this.check = check.apply(isLeft.clone());
      this.layerOf = new int[isLeft.length];
      this.shownClassOf = new int[isLeft.length];
      this.isPlanned = new boolean[isLeft.length];
      Arrays.fill(layerOf, NONE);
      Arrays.fill(shownClassOf, NONE);
    }

    private void show(int layer, EquivalenceClasses classes, ReleasePlan plan, PlanKey key) {
      int[] classOf = classesOfLeft(classes);
      int[] sizes = new int[classes.classCount()];
      boolean[] candidates = new boolean[sizes.length];
      for (int index : classOf) {
        if (index != NONE) {
          sizes[index]++;
          candidates[index] = true;
        }
      }
      ClassHash[] found = classes.hashes(key, candidates);
      for (int index = 0; index < candidates.length; index++) {
        candidates[index] = candidates[index] && plan.released(layer, found[index]);
      }
      boolean[] accepted = check.accepted(classOf, candidates, found);
      refuseWhatFailsTogether(classOf, found, accepted);
      for (int subject = 0; subject < classOf.length; subject++) {
        if (isLeft[subject]) {
          int index = classOf[subject];
          isPlanned[subject] |= candidates[index];
          isLeft[subject] = !accepted[index] && plan.goesOn(sizes[index]);
        }
      }
      add(layer, classOf, found, accepted);
    }

    /** Returns the class of each subject that is left. */
    private int[] classesOfLeft(EquivalenceClasses classes) {
      int[] classOf = new int[isLeft.length];
      Arrays.setAll(classOf, subject -> isLeft[subject] ? classes.classOfSubject(subject) : NONE);
      return classOf;
    }

    /** Notes that subjects are shown in the accepted ones of these classes. */
    void add(int layer, int[] classOf, ClassHash[] found, boolean[] accepted) {
      for (int subject = 0; subject < classOf.length; subject++) {
        int index = classOf[subject];
        if (index != NONE && accepted[index]) {
          layerOf[subject] = layer;
          shownClassOf[subject] = numberOf(found[index]);
        }
      }
    }

    private int numberOf(ClassHash hash) {
      return numbers.computeIfAbsent(
          hash,
          unseen -> {
            hashes.add(hash);
            return hashes.size() - 1;
          });
    }

    /**
     * Takes back the acceptance of classes that look like ones of earlier layers and do not meet
     * the models together with them.
     */
    void refuseWhatFailsTogether(int[] classOf, ClassHash[] found, boolean[] accepted) {
      int[] alike = new int[found.length];
      boolean none = true;
      for (int index = 0; index < alike.length; index++) {
        @Nullable Integer known = accepted[index] ? numbers.get(found[index]) : null;
        alike[index] = known == null ? NONE : known;
        none &= known == null;
      }
      if (none) {
        return;
      }
      int[] together = shownClassOf.clone();
      for (int subject = 0; subject < together.length; subject++) {
        if (classOf[subject] != NONE && alike[classOf[subject]] != NONE) {
          together[subject] = alike[classOf[subject]];
        }
      }
      boolean[] met = check.met(together, hashes.size());
      for (int index = 0; index < alike.length; index++) {
        accepted[index] &= alike[index] == NONE || met[alike[index]];
      }
    }
  }
}
