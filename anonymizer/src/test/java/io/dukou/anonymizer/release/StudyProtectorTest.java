package io.dukou.anonymizer.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dukou.anonymizer.plan.PlanError;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.StudyPlan;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.table.Table;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Applying the plan of several tables. */
final class StudyProtectorTest {
  private final Map<String, Table> tables = new TwoTables(new Random(5), 120).tables();
  private final StudyPlan plan =
      TwoTables.plan(
          tables, TwoTables.spec("models: [{type: k-anonymity, k: 3}]\nsuppressionLimit: 0.7\n"));
  private final SubjectKeys keys = TwoTables.keys(tables, plan);

  @Test
  void everyTable_startsWithTheKeyAndHoldsNoIdentifier() {
    StudyProtection protection = TwoTables.protect(tables, plan, keys, Set.of());

    assertThat(columns(protection, "subjects")).containsExactly("SUBJKEY", "age", "sex", "arm");
    assertThat(columns(protection, "events")).containsExactly("SUBJKEY", "event", "day", "grade");
    assertThat(
            IdentifierScan.scan(protection, plan, IdentifierScan.directIdentifiers(tables, plan)))
        .isEqualTo(Map.of("subjects", List.of(), "events", List.of()));
  }

  private static List<String> columns(StudyProtection protection, String table) {
    return protection.tables().get(table).table().columns().stream()
        .map(ReleasedColumn::name)
        .toList();
  }

  @Test
  void counts_addUpInEachTable() {
    StudyProtection protection = TwoTables.protect(tables, plan, keys, Set.of());

    protection
        .tables()
        .forEach(
            (name, table) -> {
              assertThat(table.counts().rows()).isEqualTo(tables.get(name).rowCount());
              assertThat(table.counts().released()).isEqualTo(table.table().rowCount());
            });
    assertThat(plan.tables().stream().mapToInt(StudyPlan.PlannedTable::suppressedRecords).sum())
        .isEqualTo(
            protection.tables().values().stream()
                .mapToInt(table -> table.counts().suppressed())
                .sum());
  }

  @Test
  void planFile_isReadBackAsItWas() {
    StudyPlan read = StudyPlan.fromJson(plan.toJson());

    assertThat(read).isEqualTo(plan);
    assertThat(read.toJson()).isEqualTo(plan.toJson());
    assertThat(StudyPlan.isStudyPlan(plan.toJson())).isTrue();
    assertThat(errorOf(() -> StudyPlan.fromJson(plan.toJson().replace("\"k\":3", "\"k\":2"))))
        .isEqualTo(PlanError.PLAN_FILE);
    assertThat(errorOf(() -> StudyPlan.fromJson("{}"))).isEqualTo(PlanError.PLAN_FILE);
    assertThat(StudyPlan.isStudyPlan("no JSON")).isFalse();
  }

  /** Whoever has no key can name an edited plan anew, but not seal it. */
  @Test
  void editedPlan_isRefusedThoughItsNameFits() throws NoSuchAlgorithmException {
    String content =
        plan.toJson()
            .replaceFirst(",\"planId\".*", "}")
            .replaceFirst("\"role\":\"direct-identifier\"", "\"role\":\"insensitive\"");
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
    String seal = plan.toJson().replaceFirst(".*(,\"seal\")", "$1");
    StudyPlan edited =
        StudyPlan.fromJson(
            content.replaceFirst(
                "}$", ",\"planId\":\"sha256:" + HexFormat.of().formatHex(digest) + "\"" + seal));

    assertThat(edited).isNotEqualTo(plan);
    assertThat(errorOf(() -> TwoTables.protect(tables, edited, keys, Set.of())))
        .isEqualTo(PlanError.PLAN_FILE);
  }

  @Test
  void wrongTables_areRefused() {
    Map<String, Table> missing = Map.of("subjects", tables.get("subjects"));
    Map<String, Table> swapped =
        Map.of("subjects", tables.get("events"), "events", tables.get("subjects"));
    Map<String, Table> more = new HashMap<>(tables);
    more.put("labs", tables.get("events"));

    assertThat(errorOf(() -> TwoTables.protect(missing, plan, keys, Set.of())))
        .isEqualTo(PlanError.UNKNOWN_TABLE);
    assertThat(errorOf(() -> TwoTables.protect(more, plan, keys, Set.of())))
        .isEqualTo(PlanError.UNKNOWN_TABLE);
    assertThat(errorOf(() -> TwoTables.protect(swapped, plan, keys, Set.of())))
        .isEqualTo(PlanError.UNKNOWN_COLUMN);
  }

  private static PlanError errorOf(Runnable step) {
    return catchThrowableOfType(PlanException.class, step::run).error();
  }

  @Test
  void pseudonyms_areRandomAndKept() {
    SubjectKeys first = SubjectKeys.none().with(List.of("a", "b"), new SecureRandom());
    SubjectKeys later = first.with(List.of("b", "c"), new SecureRandom());
    SubjectKeys other = SubjectKeys.none().with(List.of("a", "b"), new SecureRandom());

    assertThat(later.of("a")).isEqualTo(first.of("a")).matches("[a-p]{32}");
    assertThat(later.of("b")).isEqualTo(first.of("b"));
    assertThat(Set.of(later.of("a"), later.of("b"), later.of("c"), other.of("a"), other.of("b")))
        .hasSize(5);
    assertThat(first.toString()).doesNotContain(first.of("a"));
    assertThatIllegalArgumentException().isThrownBy(() -> first.of("c"));
  }

  @Test
  void pseudonymsOfTwoGroups_fillInWhatTheFirstHasNot() {
    SubjectKeys first = SubjectKeys.none().with(List.of("a", "b"), new SecureRandom());
    SubjectKeys other = SubjectKeys.none().with(List.of("b", "c"), new SecureRandom());
    SubjectKeys joint = first.with(other);

    assertThat(joint.size()).isEqualTo(3);
    assertThat(joint.of("a")).isEqualTo(first.of("a"));
    assertThat(joint.of("b")).isEqualTo(first.of("b"));
    assertThat(joint.of("c")).isEqualTo(other.of("c"));
  }

  @Test
  void pseudonyms_useAllTheirBits() {
    Set<String> subjects = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      subjects.add("S" + i);
    }
    SubjectKeys many = SubjectKeys.none().with(subjects, new SecureRandom());

    for (int place = 0; place < SubjectKeys.LETTERS; place++) {
      int at = place;
      assertThat(subjects.stream().map(subject -> many.of(subject).charAt(at)).distinct())
          .hasSize(16);
    }
  }

  @Test
  void mapOfPseudonyms_isReadBackAndNothingElseIs() {
    SubjectKeys map = SubjectKeys.none().with(List.of("a", "b"), new SecureRandom());
    String text = new String(map.toBytes(), UTF_8);

    assertThat(SubjectKeys.of(map.toBytes()).of("a")).isEqualTo(map.of("a"));
    for (String damaged :
        List.of(
            "",
            "{}",
            text.replace("\"version\":1", "\"version\":2"),
            text.replace(map.of("a"), map.of("b")),
            text.replace(map.of("a"), "short"))) {
      byte[] bytes = damaged.getBytes(UTF_8);
      assertThatIllegalArgumentException().isThrownBy(() -> SubjectKeys.of(bytes));
    }
  }

  @Test
  void studyWithoutKey_isPlannedTheSameAndReleasedWithoutLink() {
    String spec = "models: [{type: k-anonymity, k: 3}]\nsuppressionLimit: 0.7\n";
    StudySpec keyed = TwoTables.spec(spec);
    StudyPlan apart =
        TwoTables.plan(
            tables,
            new StudySpec(
                keyed.subject(),
                null,
                keyed.tables(),
                keyed.models(),
                keyed.suppressionLimit(),
                keyed.metric()));
    StudyProtection protection = TwoTables.protect(tables, apart, SubjectKeys.none(), Set.of());

    assertThat(apart.classes()).isEqualTo(plan.classes());
    assertThat(columns(protection, "events")).containsExactly("event", "day", "grade");
  }
}
