package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recipient group that asks for everything it can, over many cuts, and puts all answers together.
 *
 * <p>The attacker is stronger than any real one: a sensitive column holds a different value for
 * each subject, so it can follow every subject from table to table. What it must not be able to do
 * even so is to name a group of fewer than k subjects: each history of classes and absences that is
 * not absence throughout must be shared by at least k subjects.
 */
final class AttackerTest {
  private static final int K = 11;
  private static final int ROUNDS = 6;
  private static final Histories.Look LOOK =
      new Histories.Look("marker", List.of("zip", "age", "sex"));
  private static final String SPECIFICATION =
      """
      subject: subject
      attributes:
        subject: {role: direct-identifier}
        zip:     {role: quasi-identifier, hierarchy: {redact: {from: right, char: "*", length: 6}}}
        age:     {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 5, factors: [2, 2]}}}
        sex:     {role: quasi-identifier, hierarchy: {redact: {from: right, char: "*", length: 1}}}
        marker:  {role: sensitive}
      models:
        - {type: k-anonymity, k: 11}
      suppressionLimit: 0.05
      """;

  private final Random random = new Random(20261122);
  private final Map<String, String> rows = new TreeMap<>();
  private final Set<String> withdrawn = new HashSet<>();
  private int lastSubject;
  private int version;

  @TempDir Path folder;

  @Test
  void wholeHistoryOfAGroup_isolatesNoGroupOfFewerThanKSubjects() throws Exception {
    for (int i = 0; i < 500; i++) {
      enrol();
    }
    try (RawOrigin origin = new RawOrigin()) {
      publish(origin);
      Site site = Site.write(folder, plan(origin));
      try (RunningSite gateway = RunningSite.start(site)) {
        attack(origin, site, gateway);
      }
    }
  }

  private void attack(RawOrigin origin, Site site, RunningSite gateway) throws Exception {
    Client alpha = new Client(gateway.url(), site.token("alpha-1"));
    Client beta = new Client(gateway.url(), site.token("beta-1"));
    Histories tables = new Histories(LOOK);
    for (int round = 0; round < ROUNDS; round++) {
      Client asking = round % 2 == 0 ? alpha : beta;
      Client.Seen whole = asking.get(Site.PREFIX);
      if (whole.status() == 200) {
        tables.add(whole.rows());
        pagesAreTheTable(asking, whole);
        filtersAreSelections(asking, whole);
      }
      renamedDatasetIsRefused(beta);
      change(round);
      publish(origin);
      site.consents(
          List.copyOf(rows.keySet()),
          subject -> withdrawn.contains(subject) ? "2026-02-01T00:00:00+08:00" : "");
      gateway.reload();
    }
    assertThat(tables.size()).isGreaterThan(1);
    for (int given = 1; given <= tables.size(); given++) {
      assertThat(tables.sharedBy(given)).isGreaterThanOrEqualTo(K);
    }
  }

  /** One subject enrols, one withdraws, and now and then a batch does. */
  private void change(int round) {
    enrol();
    withdrawn.add("S" + (1 + random.nextInt(lastSubject)));
    if (round % 3 == 2) {
      for (int i = 0; i < 40; i++) {
        enrol();
      }
      for (int i = 0; i < 15; i++) {
        withdrawn.add("S" + (1 + random.nextInt(lastSubject)));
      }
    }
  }

  private void enrol() {
    lastSubject++;
    String subject = "S" + lastSubject;
    int age = 20 + (int) Math.min(60, Math.abs(random.nextGaussian() * 20));
    String zip = "57" + (2000 + random.nextInt(12) * 10 + random.nextInt(3));
    rows.put(
        subject,
        String.join(
            ",",
            subject,
            zip,
            Integer.toString(age),
            random.nextBoolean() ? "F" : "M",
            "m" + lastSubject));
  }

  private void publish(RawOrigin origin) {
    version++;
    String body = "subject,zip,age,sex,marker\n" + String.join("\n", rows.values()) + "\n";
    origin.on("/data.csv", RawOrigin.ok("text/csv", "ETag: \"v" + version + "\"\r\n", body));
  }

  private static void pagesAreTheTable(Client asking, Client.Seen whole) throws IOException {
    List<Map<String, String>> paged = new ArrayList<>();
    String query = "?limit=97";
    while (query != null) {
      Client.Seen page = asking.get(Site.PREFIX + query);
      assertThat(page.status()).isEqualTo(200);
      paged.addAll(page.rows());
      String next = page.headers().get("dukou-next-cursor");
      query = next == null ? null : "?limit=97&cursor=" + next;
    }
    assertThat(paged).isEqualTo(whole.rows());
  }

  private static void filtersAreSelections(Client asking, Client.Seen whole) throws IOException {
    for (String sex : List.of("F", "M", "*")) {
      Client.Seen filtered = asking.get(Site.PREFIX + "?sex=" + sex);
      if (filtered.status() == 200) {
        assertThat(filtered.rows())
            .isEqualTo(whole.rows().stream().filter(row -> row.get("sex").equals(sex)).toList());
      } else {
        assertThat(filtered.status()).isEqualTo(422);
      }
    }
    assertThat(asking.get(Site.PREFIX + "?zip=572001").status()).isEqualTo(422);
    assertThat(asking.get(Site.PREFIX + "?age%3E=34").status()).isIn(400, 422);
    assertThat(asking.get(Site.PREFIX + "?subject=S1").status()).isIn(400, 422);
  }

  private static void renamedDatasetIsRefused(Client beta) throws IOException {
    assertThat(beta.get("/st-1/renamed").status()).isEqualTo(403);
  }

  private Site.Plan plan(RawOrigin origin) {
    String routes =
        """
          - prefix: /st-1/data
            study: st-1
            dataset: data
            origin: {url: "%1$s", version: etag, recheck: 0s, format: csv}
            specification: spec.yaml
          - prefix: /st-1/renamed
            study: st-1
            dataset: other
            origin: {url: "%1$s", version: etag, recheck: 0s, format: csv}
            specification: spec.yaml
        """
            .formatted(origin.url("/data.csv"));
    return new Site.Plan(
        origin.hostAndPort(),
        routes,
        List.of("spec.yaml", SPECIFICATION),
        List.copyOf(rows.keySet()),
        "zip, age, sex, marker",
        "");
  }
}
