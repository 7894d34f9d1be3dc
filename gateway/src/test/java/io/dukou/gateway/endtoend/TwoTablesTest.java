package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.LogCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A recipient group that joins two tables, over many cuts, with a key and without one: it must not
 * be able to tell fewer than k subjects apart, and its key must be the same over kills and another
 * than that of another group.
 */
@Timeout(300)
final class TwoTablesTest {
  private static final Histories.Look LOOK = new Histories.Look("marker", List.of("class"));
  private static final int ROUNDS = 5;
  private static final int KILLS = Integer.getInteger("dukou.gateway.kills", 3);

  /** About as long as the first tables take to be made. */
  private static final int MAKING_MILLIS = 3000;

  private final Random random = new Random(KILLS);

  /** The key of each marker, in all tables of a group that were ever given. */
  private final Map<String, String> keys = new HashMap<>();

  private final Map<String, String> otherKeys = new HashMap<>();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void joinedHistoryOfAGroup_isolatesNoGroupOfFewerThanKSubjects(boolean key) throws Exception {
    try (TwoTables study = new TwoTables(400)) {
      Site site = study.site(folder, key);
      try (RunningSite gateway = RunningSite.start(site)) {
        Histories histories = attack(study, site, gateway, key);
        for (int given = 1; given <= histories.size(); given++) {
          assertThat(histories.sharedBy(given)).isGreaterThanOrEqualTo(TwoTables.K);
        }
      }
    }
  }

  private Histories attack(TwoTables study, Site site, RunningSite gateway, boolean key)
      throws IOException {
    Client alpha = new Client(gateway.url(), site.token("alpha-1"));
    Client beta = new Client(gateway.url(), site.token("beta-1"));
    Histories histories = new Histories(LOOK);
    int different = 0;
    String before = "";
    for (int round = 0; round < ROUNDS; round++) {
      Client.Seen people = alpha.get(TwoTables.PEOPLE);
      Client.Seen events = beta.get(TwoTables.EVENTS);
      if (people.status() == 200) {
        assertThat(events.status()).as(events.body()).isEqualTo(200);
        assertThat(people.body().startsWith("SUBJKEY,")).isEqualTo(key);
        histories.add(TwoTables.joined(people.rows(), events.rows()));
        different += people.body().equals(before) ? 0 : 1;
        before = people.body();
        if (key) {
          take(people, keys);
          take(events, keys);
        }
      }
      study.enrol(round % 2 == 1 ? 150 : 1);
      study.withdraw();
      study.report();
      study.publish();
      study.consents(site);
      gateway.reload();
    }
    assertThat(different).as("tables that differ").isGreaterThan(1);
    return histories;
  }

  /** Kills it between the tables of a set, and at random moments while the set is made. */
  @Test
  void kills_changeNoKey_andLeaveTheTablesOfASetTogether() throws Exception {
    try (TwoTables study = new TwoTables(400)) {
      Site site = study.site(folder, true);
      Histories histories = new Histories(LOOK);
      for (int kill = 0; kill < KILLS; kill++) {
        killWithin(random.nextInt(MAKING_MILLIS), site);
        Client.Seen people = killAfter(site, TwoTables.PEOPLE);
        Client.Seen events = killAfter(site, TwoTables.EVENTS);
        histories.add(TwoTables.joined(people.rows(), events.rows()));
        take(people, keys);
        take(events, keys);
        study.enrol(150);
        study.consents(site);
        study.publish();
      }
      assertThat(histories.sharedBy(histories.size())).isGreaterThanOrEqualTo(TwoTables.K);
      assertThat(LogCheck.check(site.log(), site.verifierKey(), site.domestic()).findings())
          .isEmpty();
      assertThat(Stream.concat(keys.values().stream(), otherKeys.values().stream()))
          .doesNotHaveDuplicates();
      assertThat(keys).hasSizeGreaterThan(350);
      assertThat(otherKeys).hasSizeGreaterThan(350);
    }
  }

  /** Takes one table of one group and one of another, and kills it at once. */
  private Client.Seen killAfter(Site site, String path) throws Exception {
    try (ServeProcess gateway = ServeProcess.start(site)) {
      Client.Seen seen = new Client(gateway.url(), site.token("alpha-1")).get(path);
      assertThat(seen.status()).as(seen.body() + gateway.output()).isEqualTo(200);
      take(new Client(gateway.url(), site.token("gamma-1")).get(path), otherKeys);
      gateway.kill();
      gateway.awaitEnd();
      return seen;
    }
  }

  private void killWithin(int millis, Site site) throws Exception {
    try (ServeProcess gateway = ServeProcess.start(site)) {
      Client alpha = new Client(gateway.url(), site.token("alpha-1"));
      CompletableFuture<Client.Seen> asked =
          CompletableFuture.supplyAsync(() -> tried(alpha, TwoTables.PEOPLE));
      TimeUnit.MILLISECONDS.sleep(millis);
      gateway.kill();
      gateway.awaitEnd();
      Client.Seen seen = asked.join();
      if (seen != null) {
        take(seen, keys);
      }
    }
  }

  /** Returns what came whole before the kill, or null. */
  private static Client.Seen tried(Client client, String path) {
    try {
      Client.Seen seen = client.get(path);
      int promised = Integer.parseInt(seen.headers().getOrDefault("content-length", "-1"));
      return seen.body().length() == promised ? seen : null;
    } catch (IOException | RuntimeException e) {
      return null; // the kill came first
    }
  }

  private static void take(Client.Seen table, Map<String, String> keyOf) {
    assertThat(table.status()).as(table.body()).isEqualTo(200);
    for (Map<String, String> row : table.rows()) {
      String known = keyOf.putIfAbsent(row.get("marker"), row.get("SUBJKEY"));
      assertThat(known == null || known.equals(row.get("SUBJKEY"))).as("one key").isTrue();
    }
  }
}
