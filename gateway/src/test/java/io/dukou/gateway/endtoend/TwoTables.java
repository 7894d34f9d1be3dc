package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Subjects and their events behind one origin, as tables of one set, and what somebody makes of
 * them who can follow every subject: a marker, different for each, is released in both. One thread.
 */
final class TwoTables implements AutoCloseable {
  static final String PEOPLE = "/st-1/adsl";
  static final String EVENTS = "/st-1/adae";
  static final int K = 11;

  private static final String SPECIFICATION =
      """
      subject: subject
      %stables:
        adsl:
          attributes:
            age:    {role: quasi-identifier, hierarchy: {intervals: {start: 0, width: 10, factors: [2, 2]}}}
            sex:    {role: quasi-identifier, hierarchy: {redact: {from: right, char: "*", length: 1}}}
            marker: {role: sensitive}
        adae:
          attributes:
            day:    {role: quasi-identifier, hierarchy: {date: [day, month, year]}}
            marker: {role: sensitive}
      models:
        - {type: k-anonymity, k: 11}
      suppressionLimit: 0.1
      """;

  private final RawOrigin origin = new RawOrigin();
  private final Random random = new Random(20261126);
  private final Map<String, String> people = new TreeMap<>();
  private final Map<String, List<String>> events = new TreeMap<>();
  private final Set<String> withdrawn = new HashSet<>();
  private int last;
  private int version;

  /** Opens a study of so many subjects. */
  TwoTables(int subjects) throws IOException {
    enrol(subjects);
    publish();
  }

  /** Lets so many subjects enrol; a third of them have no event, a few have two. */
  void enrol(int subjects) {
    for (int i = 0; i < subjects; i++) {
      last++;
      String subject = "S" + last;
      int age = 20 + random.nextInt(50);
      String sex = random.nextBoolean() ? "F" : "M";
      people.put(subject, String.join(",", subject, Integer.toString(age), sex, "m" + last));
      List<String> own = new ArrayList<>();
      int count = random.nextInt(3) == 0 ? 0 : random.nextInt(8) == 0 ? 2 : 1;
      for (int event = 0; event < count; event++) {
        own.add(event(subject));
      }
      events.put(subject, own);
    }
  }

  /** Lets somebody withdraw. */
  void withdraw() {
    withdrawn.add("S" + (1 + random.nextInt(last)));
  }

  /** Gives somebody one more event. */
  void report() {
    String subject = "S" + (1 + random.nextInt(last));
    events.get(subject).add(event(subject));
  }

  private String event(String subject) {
    return "%s,2026-0%d-%02d,m%s"
        .formatted(subject, 1 + random.nextInt(3), 1 + random.nextInt(28), subject.substring(1));
  }

  /** Serves both tables as they are now. */
  void publish() {
    version++;
    String tag = "ETag: \"v" + version + "\"\r\n";
    List<String> rows = events.values().stream().flatMap(List::stream).toList();
    origin.on(
        "/adsl",
        RawOrigin.ok("text/csv", tag, "subject,age,sex,marker\n" + lines(people.values())));
    origin.on("/adae", RawOrigin.ok("text/csv", tag, "subject,day,marker\n" + lines(rows)));
  }

  private static String lines(Iterable<String> rows) {
    return String.join("\n", rows) + "\n";
  }

  /** Writes the folder of a gateway that serves both tables. */
  Site site(Path folder, boolean key) throws IOException {
    String route =
        """
          - prefix: /st-1/%1$s
            study: st-1
            dataset: %1$s
            origin: {url: "%2$s", version: etag, recheck: 0s, format: csv}
            specification: spec.yaml
        """;
    Site site =
        Site.write(
            folder,
            new Site.Plan(
                origin.hostAndPort(),
                route.formatted("adsl", origin.url("/adsl"))
                    + route.formatted("adae", origin.url("/adae")),
                List.of("spec.yaml", SPECIFICATION.formatted(key ? "key: SUBJKEY\n" : "")),
                List.copyOf(people.keySet()),
                "SUBJKEY, age, sex, day, marker",
                ""));
    site.edit("facts.yaml", "identifiability: deid", "identifiability: keycoded");
    return site;
  }

  /** Writes the ledger as it is now. */
  void consents(Site site) throws IOException {
    site.consents(
        List.copyOf(people.keySet()),
        subject -> withdrawn.contains(subject) ? "2026-02-01T00:00:00+08:00" : "");
  }

  /** Returns one row for each subject of two tables: its marker, and its rows of both as class. */
  static List<Map<String, String>> joined(
      List<Map<String, String>> people, List<Map<String, String>> events) {
    Map<String, List<String>> tuples = new HashMap<>();
    for (Map<String, String> row : people) {
      tuples
          .computeIfAbsent(row.get("marker"), unseen -> new ArrayList<>())
          .add(row.get("age") + row.get("sex"));
    }
    for (Map<String, String> row : events) {
      assertThat(tuples).as("subjects leave with all their rows").containsKey(row.get("marker"));
      tuples.get(row.get("marker")).add(row.get("day"));
    }
    List<Map<String, String>> joined = new ArrayList<>();
    tuples.forEach(
        (marker, rows) -> {
          rows.sort(null);
          joined.add(Map.of("marker", marker, "class", rows.toString()));
        });
    return joined;
  }

  @Override
  public void close() throws IOException {
    origin.close();
  }
}
