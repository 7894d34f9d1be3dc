package io.dukou.anonymizer.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.hierarchy.HierarchySource;
import io.dukou.anonymizer.hierarchy.IntervalHierarchy;
import io.dukou.anonymizer.hierarchy.TableHierarchy;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.Others;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvWriter;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A small clinical study made up from a seed: subjects with several visits each.
 *
 * <p>Columns: {@code id} (the subject), {@code name} (direct identifier), {@code note} (free text),
 * {@code age} (ranges), {@code sex} (a hierarchy of two levels), {@code arm} (sensitive), {@code
 * site} (insensitive).
 */
final class Study {
  static final List<String> COLUMNS = List.of("id", "name", "age", "sex", "arm", "site", "note");
  static final PlanKey PLAN_KEY = PlanKey.of(new byte[PlanKey.LENGTH]);
  static final OrderKey ORDER_KEY = OrderKey.of(new byte[OrderKey.BYTES]);

  private Study() {}

  /** Returns the specification, with the subject column or with each row a subject of its own. */
  static ReleaseSpec spec(int k, boolean bySubject, MissingRule missing) {
    return new ReleaseSpec(
        CsvOptions.DEFAULT,
        bySubject ? "id" : null,
        List.of(
            attribute("id", Role.DIRECT_IDENTIFIER, missing, FlatHierarchy.INSTANCE),
            attribute("name", Role.DIRECT_IDENTIFIER, missing, FlatHierarchy.INSTANCE),
            attribute("age", Role.QUASI_IDENTIFIER, missing, ages()),
            attribute("sex", Role.QUASI_IDENTIFIER, missing, sexes()),
            attribute("arm", Role.SENSITIVE, missing, FlatHierarchy.INSTANCE),
            attribute("site", Role.INSENSITIVE, missing, FlatHierarchy.INSTANCE),
            attribute("note", Role.FREE_TEXT, missing, FlatHierarchy.INSTANCE)),
        Others.REFUSE,
        List.of(new ModelSpec.KAnonymity(k)),
        0.3,
        MetricSpec.DEFAULT);
  }

  private static AttributeSpec attribute(
      String name, Role role, MissingRule missing, HierarchySource hierarchy) {
    return new AttributeSpec(
        name, role, ValueType.STRING, missing, AttributeSpec.DEFAULT_WEIGHT, hierarchy);
  }

  private static HierarchySource ages() {
    return IntervalHierarchy.of(BigDecimal.ZERO, BigDecimal.valueOf(5), List.of(2, 2));
  }

  private static HierarchySource sexes() {
    return TableHierarchy.of(table(List.of("0", "1"), List.of("F,*", "M,*", "U,*")));
  }

  /** Returns the optimal plan of a table. */
  static ReleasePlan plan(Table table, ReleaseSpec spec) {
    PlanOutcome outcome = Planner.optimal().plan(table, spec, PlanOptions.with(PLAN_KEY));
    assertThat(outcome).isInstanceOf(PlanOutcome.Planned.class);
    return ((PlanOutcome.Planned) outcome).plan();
  }

  /** Applies a plan as a release does. */
  static Protection protect(Table cut, ReleasePlan plan, String... withheld) {
    return Protector.protect(cut, plan, PLAN_KEY, ORDER_KEY, Set.of(withheld));
  }

  /** Returns the rows of a random study, one text of seven cells each. */
  static List<String> rows(Random random, int subjects, int mostVisits) {
    List<String> rows = new ArrayList<>();
    for (int subject = 0; subject < subjects; subject++) {
      int age = 20 + (int) Math.abs(random.nextGaussian() * 18);
      String sex = random.nextInt(40) == 0 ? "U" : random.nextBoolean() ? "F" : "M";
      for (int visit = 1 + random.nextInt(mostVisits); visit > 0; visit--) {
        boolean missing = random.nextInt(50) == 0;
        rows.add(
            String.join(
                ",",
                "S" + subject + "-id",
                "Canary Name" + subject,
                missing ? "" : "" + (age + random.nextInt(2)),
                sex,
                "arm" + random.nextInt(3),
                "site" + random.nextInt(5),
                "canary note " + subject + " " + visit));
      }
    }
    return rows;
  }

  /** Returns a study table of these rows. */
  static Table table(List<String> rows) {
    return table(COLUMNS, rows);
  }

  /** Returns a table of rows whose cells stand between commas. */
  static Table table(List<String> names, List<String> rows) {
    TableBuilder builder = Table.builder(names);
    for (String row : rows) {
      String[] cells = row.split(",", -1);
      for (int column = 0; column < cells.length; column++) {
        builder.add(column, cells[column]);
      }
      builder.endRow();
    }
    return builder.build();
  }

  /** Returns the rows in another order. */
  static List<String> shuffled(List<String> rows, Random random) {
    List<String> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  /** Returns what a recipient gets, with semicolons, which no cell of a study has. */
  static String csv(Protection protection) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ProtectedTable table = protection.table();
    CsvOptions semicolons = new CsvOptions(';', StandardCharsets.UTF_8);
    CsvWriter.write(table.columns(), table.rowCount(), semicolons, output);
    return output.toString(StandardCharsets.UTF_8);
  }

  /** Returns the rows a recipient gets, without the header. */
  static List<String> releasedRows(Protection protection) {
    return csv(protection).lines().skip(1).toList();
  }
}
