package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.table.Table;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SteeringCharactersTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x01, 0x07, 0x08, 0x0b, 0x1b, 0x1f, 0x7f, 0x80, 0x9b, 0x9f, 0x202a, 0x202e, 0x2066, 0x2069
      })
  void releasedCellThatSteers_isRefusedByColumnRuleAndRemedy(int character) {
    Table cut = cut("s" + (char) character + "1");

    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> protect(cut))
        .withMessageContainingAll("column site holds control", "take them out")
        .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(PlanError.STEERING_CHARACTER))
        .satisfies(refusal -> assertThat(refusal.getMessage()).matches("[ -~]*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"=1+1", "-1", "@x", "+5", "a\tb", "a\nb", "a\r\nb", "é", "心\u200f", "\u00a0"})
  void anyOtherCell_isReleasedAsItIs(String cell) {
    Protection protection = protect(cut(cell));

    assertThat(protection.table().value(0, 3)).isEqualTo(cell);
  }

  @Test
  void cellThatIsNotReleased_mayHoldAnything() {
    Table cut = Study.table(List.of("a,A\u001b,30,F,x,s,\u202e", "b,B,31,F,x,s,-"));

    assertThatNoException().isThrownBy(() -> protect(cut));
  }

  @Test
  void nameOfAColumnThatSteers_isRefusedAndShown() {
    ReleaseSpec spec = Study.spec(2, true, MissingRule.OWN_CATEGORY);
    List<AttributeSpec> renamed =
        spec.attributes().stream().map(SteeringCharactersTest::renamed).toList();
    ReleaseSpec odd =
        new ReleaseSpec(
            spec.csv(),
            spec.subject(),
            renamed,
            spec.others(),
            spec.models(),
            spec.suppressionLimit(),
            spec.metric());
    Table cut =
        Study.table(
            List.of("id", "name", "age", "sex", "arm", "si\u001bte", "note"),
            List.of("a,A,30,F,x,s,-", "b,B,31,F,x,s,-"));
    ReleasePlan plan = Study.plan(cut, odd);

    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> Study.protect(cut, plan))
        .withMessageContainingAll("the name of column si\\u001bte holds", "rename");
  }

  @Test
  void visibleText_holdsNone() {
    assertThat(SteeringCharacters.visible("a\u001b[31m\u202eb\n心"))
        .isEqualTo("a\\u001b[31m\\u202eb\n心");
  }

  private static AttributeSpec renamed(AttributeSpec attribute) {
    return attribute.name().equals("site")
        ? new AttributeSpec(
            "si\u001bte",
            attribute.role(),
            attribute.type(),
            attribute.missing(),
            attribute.weight(),
            attribute.hierarchy())
        : attribute;
  }

  private static Table cut(String site) {
    return Study.table(List.of("a,A,30,F,x," + site + ",-", "b,B,31,F,x," + site + ",-"));
  }

  private static Protection protect(Table cut) {
    return Study.protect(cut, Study.plan(cut, Study.spec(2, true, MissingRule.OWN_CATEGORY)));
  }
}
