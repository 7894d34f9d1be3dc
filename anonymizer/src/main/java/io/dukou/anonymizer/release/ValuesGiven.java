package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.plan.JudgedValues;
import java.util.List;

/**
 * The sensitive values behind a sequence of tables.
 *
 * @param earlier those of the tables given, where models look at them
 * @param ofCandidate those of a further table
 */
record ValuesGiven(List<JudgedValues> earlier, JudgedValues ofCandidate) {
  /** Copies the list. */
  ValuesGiven {
    earlier = List.copyOf(earlier);
    requireNonNull(ofCandidate, "ofCandidate");
  }
}
