package io.dukou.anonymizer.detect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.Table;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SpecDraftTest {
  @Test
  void draft_saysWhatWasProposed() {
    Detection detection =
        Detector.detect(Tables.csv("subject_id,age,nl,x9\nS1,30,31,q\nS2,40,41,r\n"), null);
    ReleaseSpec spec = parse(SpecDraft.of(detection, CsvOptions.DEFAULT));

    assertThat(spec.subject()).isEqualTo("subject_id");
    assertThat(spec.attributes())
        .extracting(AttributeSpec::role)
        .containsExactlyElementsOf(detection.columns().stream().map(Proposal::role).toList());
    assertThat(spec.k()).isEqualTo(Detection.LEAST_CLASS);
  }

  @Test
  void columnInDoubt_isMarkedAboveItsLine() {
    String draft = draft("age,nl,x9\n30,31,q\n40,41,r\n");

    assertThat(draft).containsPattern("# REVIEW: the name is an abbreviation\n  nl: ");
    assertThat(draft).containsPattern("# REVIEW: nothing is known of .*\n  x9: \\{role: direct-");
    assertThat(draft.lines().filter(line -> line.contains("REVIEW:"))).hasSize(2);
  }

  @Test
  void formOfTheTable_isRepeated() {
    Detection detection = Detector.detect(Tables.csv("age\n30\n"), null);

    for (CsvOptions csv :
        List.of(
            new CsvOptions(';', UTF_8),
            new CsvOptions('\t', CsvOptions.GB18030),
            new CsvOptions('\\', UTF_8))) {
      assertThat(parse(SpecDraft.of(detection, csv)).csv()).isEqualTo(csv);
    }
  }

  @Test
  void anyColumnName_isWrittenSoThatItIsReadAgain() {
    Random random = new Random(3);
    String letters = "aZ9_ -:#'\"\\{}[],&*!|>%@`?\t\u00e9\u2028\u0085\u200b年龄\uD83D\uDE00~\u007f";
    int[] points = letters.codePoints().toArray();
    for (int run = 0; run < 2_000; run++) {
      StringBuilder name = new StringBuilder("n");
      for (int i = random.nextInt(8); i >= 0; i--) {
        name.appendCodePoint(points[random.nextInt(points.length)]);
      }
      assertThat(roundTrip(name.toString())).isEqualTo(name.toString());
    }
    for (String word : List.of("null", "true", "No", "y", "~", "-", "N")) {
      assertThat(roundTrip(word)).isEqualTo(word);
    }
  }

  @Test
  void planning_acceptsTheDraft() {
    List<String> lines = new ArrayList<>(List.of("subject_id,姓名,age,sex,visit_date,arm,x9"));
    Random random = new Random(4);
    for (int i = 0; i < 300; i++) {
      lines.add(
          "S%d,王芳,%d,%s,2026-0%d-1%d,A,q%d"
              .formatted(
                  i,
                  20 + random.nextInt(60),
                  random.nextBoolean() ? "F" : "M",
                  1 + random.nextInt(9),
                  random.nextInt(10),
                  i));
    }
    Table table = Tables.csv(String.join("\n", lines) + "\n");
    ReleaseSpec spec = parse(SpecDraft.of(Detector.detect(table, null), CsvOptions.DEFAULT));
    PlanOptions options = PlanOptions.with(PlanKey.generate(new SecureRandom()));

    PlanOutcome outcome = Planner.optimal().plan(table, spec, options);

    assertThat(outcome).isInstanceOf(PlanOutcome.Planned.class);
    assertThat(spec.withRole(Role.QUASI_IDENTIFIER))
        .extracting(AttributeSpec::name)
        .containsExactly("age", "sex", "visit_date");
  }

  private static String roundTrip(String name) {
    Table table = Table.builder(List.of(name)).build();
    return parse(SpecDraft.of(Detector.detect(table, null), null)).attributes().get(0).name();
  }

  private static String draft(String csv) {
    return SpecDraft.of(Detector.detect(Tables.csv(csv), null), CsvOptions.DEFAULT);
  }

  private static ReleaseSpec parse(String text) {
    return SpecParser.parse(text, "draft.yaml", SpecFiles.none());
  }
}
