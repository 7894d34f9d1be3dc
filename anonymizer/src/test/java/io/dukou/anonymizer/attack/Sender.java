package io.dukou.anonymizer.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dukou.anonymizer.plan.JudgedValues;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.PlannedColumn;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.release.ReleaseHistory;
import io.dukou.anonymizer.release.Repair;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Releases one cut after another to one recipient group, with the calls a gateway makes: plan,
 * protect, repair until nobody more has to be held back, remember.
 */
final class Sender {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int REPAIR_ROUNDS = 32;

  private final Random random;
  private final Study study;
  private ReleaseHistory history = ReleaseHistory.empty();
  private @Nullable Made plan;
  private @Nullable OrderKey order;
  private @Nullable Protection protection;

  /** Sends cuts of {@code study}. */
  Sender(Random random, Study study) {
    this.random = random;
    this.study = study;
  }

  /** A plan, its key and what it was asked to meet. */
  private record Made(ReleasePlan plan, PlanKey key, List<Model> models) {}

  /** Makes the plan of a table, of whose rows those {@code beside} are not to be released. */
  boolean plan(
      List<Map<String, String>> cut,
      List<Map<String, String>> beside,
      List<Model> models,
      String words) {
    List<Map<String, String>> whole = Stream.of(cut, beside).flatMap(List::stream).toList();
    StringBuilder yaml = new StringBuilder(words).append("models:\n");
    models.forEach(model -> yaml.append(model.yaml()));
    ReleaseSpec spec =
        SpecParser.parse(
            yaml.toString(),
            "spec.yaml",
            name -> stream(name.equals("subset.csv") ? study.text(cut) : study.file(name)));
    PlanKey key = PlanKey.of(secret(PlanKey.LENGTH));
    PlanOptions options = PlanOptions.with(key).withThreads(1);
    PlanOutcome outcome = Planner.optimal().plan(read(whole), spec, options);
    if (outcome instanceof PlanOutcome.Planned planned && planned.plan().minClassSize() > 0) {
      plan = new Made(ReleasePlan.fromJson(planned.plan().toJson()), key, models);
      return true;
    }
    return false;
  }

  /** Returns whether there is a plan. */
  boolean isPlanned() {
    return plan != null;
  }

  /** Returns whether the plan may be applied to other tables than the planned one. */
  boolean isForLaterCuts() {
    return !plan.plan().isForPlannedTableOnly();
  }

  /** Releases a cut by the last plan made; returns nothing when too few would share a history. */
  Optional<Given> give(List<Map<String, String>> cut, List<Map<String, String>> beside) {
    Table table = read(cut);
    order = OrderKey.of(secret(OrderKey.BYTES));
    Set<String> withheld = new HashSet<>();
    for (int round = 0; round < REPAIR_ROUNDS; round++) {
      protection = Protector.protect(table, plan.plan(), plan.key(), order, withheld);
      Repair repair = history.repair(plan.plan().k(), classes(), protection.values(), order);
      if (study.bySubject() && repair.nothingLeft()) {
        return Optional.empty();
      }
      if (repair.withheld().isEmpty()) {
        history = history.plus(plan.plan().k(), classes(), remembered(protection.values()));
        return Optional.of(given(cut, beside, withheld));
      }
      withheld.addAll(repair.withheld());
    }
    return Optional.empty();
  }

  /** Returns values as they are read back from what is kept of them. */
  private JudgedValues remembered(JudgedValues values) {
    if (values.isEmpty()) {
      return values;
    }
    List<String> order = new ArrayList<>(classes().keySet());
    Collections.shuffle(order, random);
    try {
      return JudgedValues.read(
          JSON.readTree(values.toJson().toString()),
          JSON.readTree(values.valuesOf(order).toString()),
          order);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns for each row given last the row of the cut, had another key given the order. */
  List<Integer> reordered(Given last) {
    OrderKey other = OrderKey.of(secret(OrderKey.BYTES));
    return origins(
        Protector.protect(read(last.cut()), plan.plan(), plan.key(), other, last.withheld()));
  }

  /**
   * Returns what the last text would be had those held back not been in the cut, in another order.
   */
  List<String> retold(Given last) {
    List<Map<String, String>> others = new ArrayList<>(last.cut());
    others.removeIf(row -> last.withheld().contains(row.get("id")));
    Collections.shuffle(others, random);
    return new Answers(
            Protector.protect(read(others), plan.plan(), plan.key(), order, Set.of()).table())
        .all();
  }

  /** Returns the answers that can be got from the table given last. */
  Answers answers() {
    return new Answers(protection.table());
  }

  private Given given(
      List<Map<String, String>> cut, List<Map<String, String>> beside, Set<String> withheld) {
    List<Map<String, Integer>> layers = new ArrayList<>();
    for (int layer = 0; layer < plan.plan().layers(); layer++) {
      Map<String, Integer> levels = new HashMap<>();
      for (PlannedColumn column : plan.plan().quasiIdentifiers()) {
        levels.put(column.name(), column.level(layer));
      }
      layers.add(levels);
    }
    Map<String, Integer> layerOf = new HashMap<>();
    for (int origin : origins(protection)) {
      String subject = study.bySubject() ? cut.get(origin).get("id") : "row " + origin;
      layerOf.put(subject, protection.shown().orElseThrow().layerOfRow(origin));
    }
    List<String> lines = answers().all();
    return new Given(
        study,
        plan.models(),
        plan.plan().k(),
        layers,
        layerOf,
        cut,
        beside,
        Set.copyOf(withheld),
        lines,
        origins(protection),
        protection.table().minClassSize());
  }

  private Map<String, String> classes() {
    Map<String, String> classes = new HashMap<>();
    protection.classOfSubject().forEach((subject, hash) -> classes.put(subject, hash.hex()));
    return classes;
  }

  private static List<Integer> origins(Protection made) {
    List<Integer> origins = new ArrayList<>();
    for (int row = 0; row < made.table().rowCount(); row++) {
      origins.add(made.originRow(row));
    }
    return origins;
  }

  private byte[] secret(int length) {
    byte[] secret = new byte[length];
    random.nextBytes(secret);
    return secret;
  }

  private Table read(List<Map<String, String>> rows) {
    return CsvReader.read(
        stream(study.text(rows)), CsvOptions.DEFAULT, CsvLimits.DEFAULT, "cut.csv");
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
