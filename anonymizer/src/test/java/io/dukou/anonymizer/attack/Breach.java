package io.dukou.anonymizer.attack;

/**
 * A guarantee that does not hold.
 *
 * @param guarantee which one
 * @param what where it does not hold, for whoever looks for the reason
 */
record Breach(Guarantee guarantee, String what) {
  /** What every release promises. */
  enum Guarantee {
    /** Planned columns leave, and nothing of a direct identifier or of free text. */
    COLUMNS,
    /** A released row stands for a row of the cut that may leave, and no two for the same. */
    ROWS,
    /** A quasi-identifier is told as coarsely as the plan says, another cell as it is. */
    CELLS,
    /** A subject leaves with all its rows or with none. */
    WHOLE_SUBJECTS,
    /** Each class holds at least k subjects. */
    CLASS_SIZE,
    /** Each class, and all of them together, meet the models. */
    MODELS,
    /** The layer in which a subject is shown follows from sizes of classes, never from values. */
    LAYERS,
    /** What is said of the smallest class is true. */
    TOLD,
    /** Whatever is selected and combined, at least k subjects are left or none. */
    SELECTIONS,
    /** Each history that is not absence throughout is shared by at least k subjects. */
    HISTORIES,
    /** The order of the rows tells nothing. */
    ORDER,
    /** Neither the order of the cut nor who was held back leaves a trace. */
    TRACES
  }
}
