package io.dukou.anonymizer.plan;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is released at some levels.
 *
 * @param levels one for each quasi-identifier
 * @param classes the classes of all planned rows at these levels
 * @param classOf the class of each subject that is released here, else {@link SubjectClasses#NONE}
 * @param rows for each planned row whether it is released here
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record ReleasedLayer(int[] levels, EquivalenceClasses classes, int[] classOf, boolean[] rows) {
  /** Returns the layer that releases {@code rows}, which are all rows of their subjects. */
  static ReleasedLayer of(int[] levels, EquivalenceClasses classes, boolean[] rows) {
    int[] classOf = new int[classes.subjectCount()];
    Arrays.fill(classOf, SubjectClasses.NONE);
    for (int row = 0; row < rows.length; row++) {
      if (rows[row]) {
        classOf[classes.subjectOfRow(row)] = classes.classOfRow(row);
      }
    }
    return new ReleasedLayer(levels, classes, classOf, rows);
  }

  /** Returns the same layer without the classes that are not {@code kept}. */
  ReleasedLayer only(boolean[] kept) {
    boolean[] left = rows.clone();
    for (int row = 0; row < left.length; row++) {
      left[row] &= kept[classes.classOfRow(row)];
    }
    return of(levels, classes, left);
  }

  /** Returns whether nobody is released here. */
  boolean isEmpty() {
    return Arrays.stream(classOf).allMatch(index -> index == SubjectClasses.NONE);
  }

  /** Returns for each class whether subjects of it are released here. */
  boolean[] released() {
    boolean[] released = new boolean[classes.classCount()];
    for (int index : classOf) {
      if (index != SubjectClasses.NONE) {
        released[index] = true;
      }
    }
    return released;
  }

  /** Returns the released classes with their numbers of subjects that are released here. */
  Map<ClassHash, Integer> sizes(PlanKey key) {
    int[] sizes = new int[classes.classCount()];
    for (int index : classOf) {
      if (index != SubjectClasses.NONE) {
        sizes[index]++;
      }
    }
    Map<ClassHash, Integer> found = new TreeMap<>();
    ClassHash[] hashes = classes.hashes(key, released());
    for (int index = 0; index < sizes.length; index++) {
      if (sizes[index] > 0 && found.put(hashes[index], sizes[index]) != null) {
        throw new IllegalStateException("two classes have the same hash");
      }
    }
    return found;
  }
}
