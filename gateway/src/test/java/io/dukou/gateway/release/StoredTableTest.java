package io.dukou.gateway.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.anonymizer.plan.JudgedValues;
import io.dukou.anonymizer.plan.PlanException;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.plan.StudyOutcome;
import io.dukou.anonymizer.plan.StudyPlanner;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.spec.StudySpec;
import io.dukou.anonymizer.spec.TableSource;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import io.dukou.audit.DomesticPart;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is kept of a protected table is applied again after a restart, and after an update. */
final class StoredTableTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SecureRandom random = new SecureRandom();
  private final PlanKey key = PlanKey.generate(random);
  private final ReleasePlan plan = plan(key);

  @Test
  void keptTable_isReadWithAPlanThatItsKeyHasSealed() throws Exception {
    StoredTable read = StoredTable.of(table(plan).toBytes());

    assertThat(read).isEqualTo(table(plan));
    planOf(read).requireSealedWith(read.planKey());
  }

  @Test
  void planKeptBeforeSeals_staysInUse() throws Exception {
    StoredTable read = StoredTable.of(kept(StoredTableTest::ofVersion2));

    assertThat(read.plan().toJson()).isEqualTo(plan.toJson());
    planOf(read).requireSealedWith(read.planKey());
  }

  @Test
  void tableKeptBeforeThereWereSeveral_staysInUse() throws Exception {
    ObjectNode json = (ObjectNode) JSON.readTree(table(plan).toBytes());
    json.put("cut", json.remove("cuts").get(0).longValue());
    json.put("orderKey", json.remove("orderKeys").get(0).textValue());

    assertThat(StoredTable.of(JSON.writeValueAsBytes(json))).isEqualTo(table(plan));
  }

  @Test
  void planOfSeveralTables_isKept_andRefusedWithAnotherKey() throws Exception {
    SetPlan several = planOfTwo(key);
    StoredTable read = StoredTable.of(table(several).toBytes());
    assertThat(read).isEqualTo(table(several));
    assertThat(read.plan().hasKey()).isTrue();

    StoredTable other = table(planOfTwo(PlanKey.generate(random)));
    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> StoredTable.of(other.toBytes()));
  }

  /** Entries of the log named one dataset before there could be several. */
  @Test
  void entryOfATableThatWasMadeAlone_isReadAsThatOfASetOfOne() {
    ObjectNode parameters =
        JSON.createObjectNode().put("study", "st-1").put("dataset", "adsl").put("exporter", "h");
    parameters.putArray("group").add("alpha");
    MadeTable read = MadeTable.read(7, new DomesticPart(Map.of("table", parameters), List.of()));
    assertThat(read.datasets()).containsExactly("adsl");

    MadeTable several = made("adsl", "adae");
    MadeTable reread = MadeTable.read(7, several.part(random));
    assertThat(reread).isEqualTo(several);
    assertThat(reread.saysTheSameAs(several)).isTrue();
    assertThat(several.saysTheSameAs(made("adsl"))).isFalse();
  }

  @Test
  void valuesOfATable_areReadBackForTheSamePersons() throws Exception {
    JudgedValues values =
        JudgedValues.read(
            JSON.readTree(
                "{\"models\":[{\"type\":\"distinct-l-diversity\",\"attribute\":\"dx\",\"l\":2}],"
                    + "\"attributes\":[{\"name\":\"dx\",\"forms\":[]}],\"others\":[]}"),
            JSON.readTree("[[0],[1],[1]]"),
            List.of("p1", "p2", "p3"));
    MadeTable table =
        new MadeTable(
            7,
            "st-1",
            new TreeSet<>(Set.of("adsl")),
            new TreeSet<>(Set.of("alpha")),
            "h",
            true,
            2,
            Map.of("p1", "0", "p2", "0", "p3", "0"),
            Set.of(),
            values);

    JudgedValues read = MadeTable.read(7, table.part(random)).values();

    assertThat(read.met(person -> person.equals("p1") ? -1 : 0, 1)).containsExactly(false);
    assertThat(read.met(person -> person.equals("p2") ? -1 : 0, 1)).containsExactly(true);
  }

  private static MadeTable made(String... datasets) {
    return new MadeTable(
        7,
        "st-1",
        new TreeSet<>(Set.of(datasets)),
        new TreeSet<>(Set.of("alpha")),
        "h",
        true,
        2,
        Map.of("p1", "0", "p2", "0"),
        Set.of("s1", "s2"),
        JudgedValues.NONE);
  }

  private static SetPlan planOfTwo(PlanKey key) {
    TableBuilder rows = Table.builder(List.of("id", "age"));
    for (int i = 0; i < 4; i++) {
      rows.add(0, "S" + i);
      rows.add(1, "31");
      rows.endRow();
    }
    TableSource table = new TableSource("table", rows.build());
    String spec =
        """
        subject: id
        key: KEY
        tables:
          one: {attributes: {age: {role: quasi-identifier}}}
          two: {attributes: {age: {role: quasi-identifier}}}
        models: [{type: k-anonymity, k: 2}]
        """;
    StudySpec study = (StudySpec) SpecParser.parseStanding(spec, "s.yaml", SpecFiles.none());
    StudyOutcome outcome =
        StudyPlanner.plan(study, Map.of("one", table, "two", table), PlanOptions.with(key));
    return new SetPlan.OfStudy(((StudyOutcome.Planned) outcome).plan());
  }

  @Test
  void planOfAnotherKey_isRefused() {
    ReleasePlan other = plan(PlanKey.generate(random));

    assertThatExceptionOfType(PlanException.class)
        .isThrownBy(() -> StoredTable.of(kept(text -> other.toJson())));
  }

  private static ReleasePlan planOf(StoredTable table) {
    return ((SetPlan.OfTable) table.plan()).plan();
  }

  private byte[] kept(UnaryOperator<String> edit) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(table(plan).toBytes());
    return JSON.writeValueAsBytes(json.put("plan", edit.apply(json.get("plan").textValue())));
  }

  /** Returns a plan as it was written before plans had a seal. */
  private static String ofVersion2(String plan) {
    String content =
        plan.replace("\"version\":3", "\"version\":2").replaceFirst(",\"planId\".*", "}");
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
      return content.replaceFirst(
          "}$", ",\"planId\":\"sha256:" + HexFormat.of().formatHex(digest) + "\"}");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private StoredTable table(ReleasePlan made) {
    return table(new SetPlan.OfTable(made));
  }

  private StoredTable table(SetPlan made) {
    return new StoredTable(
        7,
        List.of(3L),
        "digest",
        Instant.EPOCH,
        new TreeSet<>(Set.of("alpha")),
        Set.of(new TableRequest.Use("alpha", "trial")),
        made,
        key,
        List.of(OrderKey.of(new byte[OrderKey.BYTES])),
        Set.of("S1"),
        Set.of(),
        "content");
  }

  private static ReleasePlan plan(PlanKey key) {
    TableBuilder rows = Table.builder(List.of("age"));
    for (String age : List.of("31", "32", "31", "32")) {
      rows.add(0, age);
      rows.endRow();
    }
    String spec =
        "attributes: {age: {role: quasi-identifier}}\nmodels: [{type: k-anonymity, k: 2}]\n";
    PlanOutcome outcome =
        Planner.optimal()
            .plan(
                rows.build(),
                SpecParser.parse(spec, "spec.yaml", SpecFiles.none()),
                PlanOptions.with(key));
    return ((PlanOutcome.Planned) outcome).plan();
  }
}
