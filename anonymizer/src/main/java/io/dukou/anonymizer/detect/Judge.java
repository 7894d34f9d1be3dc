package io.dukou.anonymizer.detect;

import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Weighs what name, label and values say of one column.
 *
 * <h2>How it decides</h2>
 *
 * <ol>
 *   <li>A name is believed if the values are as the concept expects them, and if the values do not
 *       look like identifiers that a released column must not hold.
 *   <li>Without a known name or label, values of a telling shape decide, and a person must agree.
 *   <li>What is left, what contradicts itself, and whatever holds an identifier in any value, is
 *       withheld: as a direct identifier where values are codes or numbers, else as free text.
 * </ol>
 *
 * <p>So an error costs a column until somebody looks, never a release. Used once, by one thread.
 */
final class Judge {
  private static final double AGREEING_VALUES = 0.15;
  private static final double TELLING = 0.7;
  private static final double DISAGREEING = 0.2;

  private final ColumnProfile profile;
  private final @Nullable NameMatch name;
  private final @Nullable DefineItem item;
  private final boolean namesInValues;
  private final List<Evidence> evidence = new ArrayList<>();
  private final Set<Doubt> doubts = EnumSet.noneOf(Doubt.class);
  private double confidence;

  private Judge(Column column) {
    this.profile = column.profile;
    this.name = column.name;
    this.item = column.item;
    this.namesInValues = column.namesInValues;
  }

  /**
   * What is known of a column.
   *
   * @param profile its values
   * @param name what its name or label says; null if nothing
   * @param item what define.xml says; null if nothing
   * @param namesInValues whether names of persons from other columns stand in its values
   */
  record Column(
      ColumnProfile profile,
      @Nullable NameMatch name,
      @Nullable DefineItem item,
      boolean namesInValues) {
    /** Returns the same column, in whose values names of persons stand. */
    Column withNamesInValues() {
      return new Column(profile, name, item, true);
    }
  }

  /** Returns what a column probably is. */
  static Proposal propose(Column column) {
    return new Judge(column).proposal();
  }

  private Proposal proposal() {
    addNameEvidence();
    addValueEvidence();
    Concept concept = concept();
    Role role = roleOf(concept);
    HierarchyDraft hierarchy = hierarchyFor(concept, role);
    doubtIf(hierarchy != null && !hierarchy.usual(), Doubt.HIERARCHY_DOES_NOT_FIT);
    doubtIf(profile.isEmpty() && role.isReleased(), Doubt.EMPTY_COLUMN);
    return new Proposal(
        profile.column().name(),
        concept,
        role,
        typeFor(concept),
        hierarchy == null ? null : hierarchy.text(),
        rounded(confidence),
        evidence,
        doubts);
  }

  private void addNameEvidence() {
    if (name != null) {
      evidence.add(name.evidence());
      doubtIf(name.ambiguous(), Doubt.AMBIGUOUS_NAME);
      doubtIf(name.kind() == NameMatch.Kind.ABBREVIATION, Doubt.ABBREVIATED_NAME);
      doubtIf(name.kind() == NameMatch.Kind.LABEL, Doubt.LABEL_ONLY);
    }
    if (item != null) {
      evidence.add(Evidence.of("define-type:" + item.dataType()));
      if (item.terms() > 0 || item.dictionary() != null) {
        evidence.add(Evidence.of("define-codelist"));
      }
    }
  }

  private void addValueEvidence() {
    evidence.add(new Evidence("filled", rounded(profile.filled())));
    evidence.add(new Evidence("variety", rounded(profile.variety())));
    for (ValueShape shape : ValueShape.values()) {
      if (rounded(profile.share(shape)) > 0) {
        evidence.add(new Evidence("values:" + shape.word(), rounded(profile.share(shape))));
      }
    }
    if (profile.hasIdentifiers()) {
      evidence.add(Evidence.of("identifier-in-values"));
    }
    if (namesInValues) {
      evidence.add(Evidence.of("person-name-in-values"));
    }
  }

  private Concept concept() {
    ValueShape shape = profile.telling();
    if (name != null && !(shape != null && contradicts(shape, name.concept()))) {
      return believed(name);
    }
    if (shape == null) {
      doubts.add(Doubt.UNKNOWN_COLUMN);
      return Concept.UNKNOWN;
    }
    doubts.add(name == null ? Doubt.VALUES_ONLY : Doubt.NAME_AND_VALUES_DISAGREE);
    confidence = name == null ? TELLING * profile.share(shape) : DISAGREEING;
    return shape.concept();
  }

  private static boolean contradicts(ValueShape shape, Concept named) {
    return named.role().isReleased() && !shape.concept().role().isReleased();
  }

  private Concept believed(NameMatch match) {
    Concept concept = match.concept();
    double expected = Expectation.share(concept, profile);
    if (Expectation.exists(concept) && !profile.isEmpty()) {
      evidence.add(new Evidence("as-expected", rounded(expected)));
    }
    if (expected < Expectation.ENOUGH) {
      doubts.add(Doubt.NAME_AND_VALUES_DISAGREE);
      confidence = DISAGREEING;
      return Concept.UNKNOWN;
    }
    boolean agreeing = !profile.isEmpty() && (Expectation.exists(concept) || looksLike(concept));
    confidence = match.confidence() + (agreeing ? AGREEING_VALUES : 0);
    if (agreeing && match.kind() == NameMatch.Kind.LABEL) {
      doubts.remove(Doubt.LABEL_ONLY);
    }
    return concept;
  }

  private boolean looksLike(Concept concept) {
    ValueShape shape = profile.telling();
    return shape != null && shape.concept() == concept;
  }

  private Role roleOf(Concept concept) {
    if (concept == Concept.UNKNOWN) {
      return withheld();
    }
    boolean released = concept.role().isReleased();
    if (released && (namesInValues || (profile.hasIdentifiers() && !isDate(concept)))) {
      doubts.add(Doubt.IDENTIFIERS_IN_VALUES);
      return withheld();
    }
    if (released && profile.readsLikeText()) {
      doubts.add(Doubt.LOOKS_LIKE_FREE_TEXT);
      return Role.FREE_TEXT;
    }
    if (released && item != null && item.isOpenText() && !profile.isCoded()) {
      doubts.add(Doubt.LOOKS_LIKE_FREE_TEXT);
    }
    return concept.role();
  }

  private static boolean isDate(Concept concept) {
    return concept == Concept.DATE || concept == Concept.BIRTH_DATE;
  }

  private Role withheld() {
    return profile.isCoded() && !profile.isEmpty() ? Role.DIRECT_IDENTIFIER : Role.FREE_TEXT;
  }

  private @Nullable HierarchyDraft hierarchyFor(Concept concept, Role role) {
    return switch (role) {
      case QUASI_IDENTIFIER -> HierarchyDraft.of(concept, profile.column());
      case SENSITIVE ->
          profile.isEmpty() ? null : HierarchyDraft.ofSensitive(concept, profile.column());
      default -> null;
    };
  }

  /** Years alone are numbers too; what the column is about decides. */
  private ValueType typeFor(Concept concept) {
    ValueType type = profile.type();
    boolean dates = type == ValueType.INTEGER && isDate(concept) && allDates();
    return dates ? ValueType.DATE : type;
  }

  private boolean allDates() {
    var column = profile.column();
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      if (value != null && !ValueType.DATE.accepts(value)) {
        return false;
      }
    }
    return true;
  }

  private void doubtIf(boolean doubtful, Doubt doubt) {
    if (doubtful) {
      doubts.add(doubt);
    }
  }

  /** Three decimals: enough to judge by. */
  private static double rounded(double share) {
    return Math.round(share * 1000) / 1000.0;
  }
}
