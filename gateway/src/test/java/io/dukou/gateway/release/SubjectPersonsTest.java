package io.dukou.gateway.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import io.dukou.gateway.config.RouteConfig.PersonColumn;
import io.dukou.gateway.config.RouteConfig.PersonKind;
import io.dukou.gateway.cut.TableSet;
import io.dukou.gateway.cut.TestRoutes;
import io.dukou.gateway.facts.PersonIdentifier;
import io.dukou.gateway.facts.PersonKeys;
import io.dukou.gateway.keys.Secret;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Persons are counted over all tables of a set, by whichever table names them. */
final class SubjectPersonsTest {
  private static final String SPEC =
      """
      subject: id
      tables:
        people: {attributes: {AGE: {role: quasi-identifier}}}
        events: {attributes: {AGE: {role: quasi-identifier}}}
      models: [{type: k-anonymity, k: 2}]
      """;
  private static final PersonColumn INDEX = new PersonColumn("MPI", PersonKind.MASTER_INDEX);

  private final PersonKeys keys =
      PersonKeys.of(
          Secret.random(new SecureRandom()), PersonKeys.Use.COUNTING, PersonKeys.Digest.SHA_256);

  @Test
  void subject_isThePersonWhomAnyTableNames_andElseCountsOnceInItsStudy() {
    Table people = table("S1", "", "S2", "P2", "S3", "");
    Table events = table("S1", "P1", "S2", "P9", "S4", "P1");
    Map<String, String> persons =
        SubjectPersons.of(set(INDEX, INDEX), Map.of("people", people, "events", events), keys);
    assertThat(persons)
        .containsOnly(
            Map.entry("S1", person("S1", "P1")),
            Map.entry("S2", person("S2", "P2")),
            Map.entry("S3", keys.key("st-1", "S3", null)),
            Map.entry("S4", person("S4", "P1")));
    assertThat(persons.get("S1")).as("one person").isEqualTo(persons.get("S4"));
  }

  @Test
  void columnOfOneTable_namesThePersonsOfBoth() {
    Table people = table("S1", "P1");
    Table events = table("S1", "unused", "S2", "unused");
    assertThat(
            SubjectPersons.of(set(INDEX, null), Map.of("people", people, "events", events), keys))
        .containsOnly(
            Map.entry("S1", person("S1", "P1")), Map.entry("S2", keys.key("st-1", "S2", null)));
  }

  private String person(String subject, String written) {
    return keys.key(
        "st-1", subject, PersonIdentifier.of(PersonKind.MASTER_INDEX, written).orElseThrow());
  }

  private static TableSet set(PersonColumn ofPeople, PersonColumn ofEvents) {
    return TableSet.of(
            List.of(
                TestRoutes.route("st-1", "people", null, SPEC, ofPeople),
                TestRoutes.route("st-1", "events", null, SPEC, ofEvents)))
        .get(0);
  }

  private static Table table(String... cells) {
    TableBuilder rows = Table.builder(List.of("id", "MPI"));
    for (int i = 0; i < cells.length; i += 2) {
      rows.add(0, cells[i]);
      rows.add(1, cells[i + 1].isEmpty() ? null : cells[i + 1]);
      rows.endRow();
    }
    return rows.build();
  }
}
