package io.dukou.anonymizer.release;

import io.dukou.anonymizer.plan.ClassHash;
import io.dukou.anonymizer.plan.JudgedValues;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The protected tables of one study, made together, and what has to be known about them in China.
 *
 * <p>They leave together or not at all. Immutable; any thread may read it.
 */
public final class StudyProtection {
  private final Map<String, Protection> tables;
  private final Map<String, ClassHash> classOfSubject;
  private final JudgedValues values;
  private final int minClassSize;

  StudyProtection(
      Map<String, Protection> tables,
      Map<String, ClassHash> classOfSubject,
      JudgedValues values,
      int minClassSize) {
    this.tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    this.classOfSubject = Map.copyOf(classOfSubject);
    this.values = values;
    this.minClassSize = minClassSize;
  }

  /** Returns each table by its name, in the order of the plan. */
  public Map<String, Protection> tables() {
    return tables;
  }

  /** Returns the joint class of every released subject. */
  public Map<String, ClassHash> classOfSubject() {
    return classOfSubject;
  }

  /** Returns the sensitive values that the models of the plan look at. */
  public JudgedValues values() {
    return values;
  }

  /** Returns the number of released subjects of all tables; never to be told abroad. */
  public int subjectCount() {
    return classOfSubject.size();
  }

  /** Returns how many subjects the smallest joint class has, 0 when nothing is released. */
  public int minClassSize() {
    return minClassSize;
  }

  @Override
  public String toString() {
    return "StudyProtection[" + tables.size() + " tables]";
  }
}
