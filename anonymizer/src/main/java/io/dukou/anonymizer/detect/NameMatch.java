package io.dukou.anonymizer.detect;

/**
 * What the name of a column, or its label, says.
 *
 * @param concept what the column is about
 * @param kind how it was recognised
 * @param ambiguous whether parts of the name speak for different roles
 */
record NameMatch(Concept concept, Kind kind, boolean ambiguous) {
  /** How a name was recognised. */
  enum Kind {
    /** A variable of a CDISC standard. */
    CDISC("cdisc-name", 0.8),
    /** Words. */
    NAME("name", 0.75),
    /** Words of the label in define.xml. */
    LABEL("define-label", 0.6),
    /** An abbreviation. */
    ABBREVIATION("abbreviation", 0.5);

    private final String code;
    private final double confidence;

    Kind(String code, double confidence) {
      this.code = code;
      this.confidence = confidence;
    }
  }

  /** Returns how sure this alone makes. */
  double confidence() {
    return ambiguous ? kind.confidence - 0.25 : kind.confidence;
  }

  /** Returns this as evidence. */
  Evidence evidence() {
    return Evidence.of(kind.code + ":" + concept.word());
  }

  /** Returns the same, read from a label instead of a name. */
  NameMatch asLabel() {
    return new NameMatch(concept, Kind.LABEL, ambiguous);
  }
}
