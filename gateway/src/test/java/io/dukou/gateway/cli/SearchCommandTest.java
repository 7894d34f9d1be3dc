package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.LeafKind;
import io.dukou.gateway.facts.PersonMentions;
import io.dukou.gateway.journal.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SearchCommandTest {
  private static final Instant LONG_AGO = Instant.parse("2010-03-01T04:00:00Z");
  private static final String PERSON = "resident-id 11010119900307459X";

  @TempDir private Path folder;
  private OfflineSite site;
  private Path person;

  @BeforeEach
  void writeEntries() throws Exception {
    site = OfflineSite.in(folder);
    person = Files.writeString(folder.resolve("person.txt"), PERSON);
    List<String> keys =
        PersonMentions.of(List.of(PERSON), site.keys().counting()).stream()
            .filter(text -> text.length() == 64)
            .toList();
    site.append(
        log -> {
          for (int i = 0; i < 9; i++) {
            ObjectNode decision =
                JsonNodeFactory.instance.objectNode().put("outcome", i % 2 == 0 ? "allow" : "deny");
            ObjectNode whole = JsonNodeFactory.instance.objectNode();
            whole.putArray("reasons").addObject().put("rule", "R" + (40 + i % 3));
            Entry.of(LeafKind.RELEASE, LONG_AGO.plusSeconds(60L * i))
                .recipient("party-" + i % 3, "review")
                .dataset("study-" + i % 2, "adsl")
                .decision(decision, "r")
                .domestic("decision", whole)
                .domestic(new DomesticPart(Map.of(), i % 4 == 0 ? keys : List.of()))
                .appendTo(log::append)
                .join();
          }
        });
  }

  @Test
  void entries_areFoundByEachCriterionAndByAllTogether() {
    assertThat(found("--since", "2010-03-01T12:05:00+08:00")).startsWith("5 ", "6 ", "7 ", "8 ");
    assertThat(found("--until", "2010-03-01T04:01:00Z")).containsExactly("0 ");
    assertThat(found("--party", "party-1")).containsExactly("1 ", "4 ", "7 ");
    assertThat(found("--study", "study-1", "--rule", "R41")).containsExactly("1 ", "7 ");
    assertThat(found("--decision", "deny")).containsExactly("1 ", "3 ", "5 ", "7 ");
    assertThat(found("--person", person.toString())).containsExactly("0 ", "4 ", "8 ");
    assertThat(found("--person", person.toString(), "--party", "party-1")).containsExactly("4 ");
  }

  @Test
  void pages_followOneAnother() {
    CommandRun first = search("--page", "2", "--party", "party-1");
    assertThat(first.out()).contains("2 entries, more with --start 7; the search is entry 9");
    CommandRun second = search("--page", "2", "--party", "party-1", "--start", "7");
    assertThat(second.out()).contains("1 entries, no more; the search is entry 10");
  }

  @Test
  void searchesForPersons_areRecordedWithoutThePersonAndLimited() throws IOException {
    String text = Files.readString(site.config());
    Files.writeString(site.config(), text.replace("records:\n", "records:\n  personSearches: 2\n"));
    assertThat(search("--person", person.toString()).status()).isZero();
    assertThat(search("--person", person.toString(), "--start", "5").status()).isZero();
    CommandRun third = search("--person", person.toString());
    assertThat(third.status()).isEqualTo(1);
    assertThat(third.err()).contains("has searched for persons by 2 identifiers in 24 hours");
    assertThat(search("--party", "party-1").status()).isZero();
    site.append(
        log ->
            assertThat(log.entry(9).domestic().orElseThrow().fields().toString())
                .contains("one.officer.example", "\"person\":true", "an inquiry")
                .doesNotContainPattern("[0-9a-f]{64}|[0-9]{17}"));
  }

  @Test
  void strangersSearchNothing() {
    CommandRun.of(
        "officer", "keygen", "--name", "x.example", "--out", site.path("x.key").toString());
    CommandRun run =
        site.run("log", "search", "--key", site.path("x.key").toString(), "--reason", "curiosity");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("the key is of no officer");
  }

  @Test
  void indexIsKeptAndGoesWithThePerson() throws IOException {
    assertThat(found("--person", person.toString())).containsExactly("0 ", "4 ", "8 ");
    assertThat(indexes()).containsExactly("search-0000000000000009.dki");
    Path order = folder.resolve("order.txt");
    assertThat(
            site.run(
                    "log",
                    "forget",
                    "--person",
                    person.toString(),
                    "--key",
                    site.path("two.key").toString(),
                    "--reason",
                    "asked for",
                    "--out",
                    order.toString())
                .status())
        .isZero();
    site.sign(order, "one", "two");
    assertThat(site.run("log", "execute", order.toString()).status()).isZero();
    assertThat(indexes()).isEmpty();
    assertThat(found("--person", person.toString())).isEmpty();
    assertThat(found("--party", "party-1")).containsExactly("1 ", "4 ", "7 ");
    assertThat(site.check().out()).contains("SOUND");
  }

  @Test
  void indexThatWasDamaged_isMadeAnew() throws IOException {
    search();
    Path index = site.path("audit/domestic").resolve(indexes().get(0));
    byte[] bytes = Files.readAllBytes(index);
    bytes[bytes.length / 2] ^= 1;
    Files.write(index, bytes);
    assertThat(found("--party", "party-1")).containsExactly("1 ", "4 ", "7 ");
  }

  private List<String> indexes() throws IOException {
    try (Stream<Path> files = Files.list(site.path("audit/domestic"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".dki"))
          .toList();
    }
  }

  /** Returns the indices of what is found, of the entries there were at first. */
  private List<String> found(String... criteria) {
    CommandRun run = search(criteria);
    assertThat(run.status()).as(run.err()).isZero();
    return run.out()
        .lines()
        .map(line -> line.substring(0, line.indexOf(' ') + 1))
        .limit(run.out().lines().count() - 1)
        .filter(index -> index.length() == 2)
        .toList();
  }

  private CommandRun search(String... criteria) {
    List<String> arguments = new ArrayList<>(List.of("log", "search", "--reason", "an inquiry"));
    arguments.addAll(List.of("--key", site.path("one.key").toString()));
    arguments.addAll(List.of(criteria));
    return site.run(arguments.toArray(new String[0]));
  }
}
