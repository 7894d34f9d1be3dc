package io.dukou.anonymizer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.identifier.PlainText;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How much detection finds, and how often it is wrong, on values whose kind is known. */
final class DetectionQualityTest {
  private static final int VALUES = 2_000;
  private static final int COLUMNS = 25;
  private static final int ROWS = 120;

  @Test
  void eachShape_isFoundInNearlyEveryValueOfItsKind() {
    new Inventions(1)
        .telling()
        .forEach(
            (concept, next) ->
                assertThat(share(concept, next)).as("recall of %s", concept).isGreaterThan(0.95));
  }

  @Test
  void identifiersInText_areHardlyEverSeenInHarmlessValues() {
    new Inventions(2)
        .harmless()
        .forEach(
            (kind, next) -> {
              for (Concept concept : new Inventions(3).telling().keySet()) {
                double limit = concept == Concept.BANK_CARD ? 0.12 : 0.25;
                assertThat(share(concept, next)).as("%s in %s", concept, kind).isLessThan(limit);
              }
            });
  }

  @Test
  void columnsOfUnknownName_areToldByTheirValues() {
    int right = 0;
    int all = 0;
    for (int run = 0; run < COLUMNS; run++) {
      for (Map.Entry<Concept, Supplier<String>> kind : new Inventions(run).telling().entrySet()) {
        Proposal proposal = Tables.only(Tables.column("zzz", ROWS, kind.getValue()));
        right += proposal.concept() == kind.getKey() ? 1 : 0;
        all++;
      }
    }
    assertThat((double) right / all).as("recall of columns").isGreaterThanOrEqualTo(0.99);
  }

  @Test
  void columnsOfUnknownNameAndHarmlessValues_areNeverProposedForRelease() {
    for (int run = 0; run < COLUMNS; run++) {
      for (Map.Entry<String, Supplier<String>> kind : new Inventions(run).harmless().entrySet()) {
        Proposal proposal = Tables.only(Tables.column("zzz", ROWS, kind.getValue()));
        assertThat(proposal.role().isReleased()).as(kind.getKey()).isFalse();
        assertThat(proposal.doubts()).as(kind.getKey()).containsExactly(Doubt.UNKNOWN_COLUMN);
      }
    }
  }

  @Test
  void identifiersUnderAnyReleasedName_areWithheld() {
    for (String name : new String[] {"sex", "diagnosis", "visit", "result", "city", "zip", "arm"}) {
      for (Map.Entry<Concept, Supplier<String>> kind : new Inventions(9).telling().entrySet()) {
        if (!kind.getKey().role().isReleased()) {
          Proposal proposal = Tables.only(Tables.column(name, ROWS, kind.getValue()));
          assertThat(proposal.role().isReleased()).as("%s in %s", kind.getKey(), name).isFalse();
          assertThat(proposal.needsReview()).as("%s in %s", kind.getKey(), name).isTrue();
        }
      }
    }
  }

  /** Returns the share of generated values that have the shape of a concept. */
  private static double share(Concept concept, Supplier<String> next) {
    ValueShape shape = shapeOf(concept);
    int found = 0;
    for (int i = 0; i < VALUES; i++) {
      found += shape.matches(PlainText.fold(next.get())) ? 1 : 0;
    }
    return (double) found / VALUES;
  }

  private static ValueShape shapeOf(Concept concept) {
    for (ValueShape shape : ValueShape.values()) {
      if (shape.concept() == concept) {
        return shape;
      }
    }
    throw new AssertionError(concept);
  }
}
