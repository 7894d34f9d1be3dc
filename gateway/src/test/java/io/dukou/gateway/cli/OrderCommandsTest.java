package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.LeafKind;
import io.dukou.gateway.facts.PersonMentions;
import io.dukou.gateway.journal.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Officers at the command line. */
final class OrderCommandsTest {
  private static final Instant LONG_AGO = Instant.parse("2010-01-01T00:00:00Z");
  private static final String PERSON = "resident-id 11010119900307459X";

  @TempDir private Path folder;
  private OfflineSite site;
  private Path order;

  @BeforeEach
  void makeSite() throws Exception {
    site = OfflineSite.in(folder);
    order = folder.resolve("order.txt");
    append(LONG_AGO, "study-1");
    append(LONG_AGO.plusSeconds(1), "study-2");
    append(Instant.now(), "study-3");
  }

  @Test
  void entry_isForgottenByTwoOfficers() throws Exception {
    CommandRun drawn = forget("--entry", "0");
    assertThat(drawn.status()).as(drawn.err()).isZero();
    assertThat(drawn.out()).contains("nothing is done yet: two officers sign");
    assertThat(site.run("log", "execute", order.toString()).status()).isEqualTo(1);
    site.sign(order, "one");
    CommandRun one = site.run("log", "execute", order.toString());
    assertThat(one.status()).isEqualTo(1);
    assertThat(one.err()).contains("takes 2 different officers, and has the signatures of 1");
    site.sign(order, "two");
    CommandRun done = site.run("log", "execute", order.toString());
    assertThat(done.status()).as(done.err()).isZero();
    assertThat(done.out()).contains("recorded by entry 3", "erases   1 domestic parts altogether");
    assertThat(site.check().out()).contains("compared, 1 of them erased", "erasure", "SOUND");
    CommandRun again = site.run("log", "execute", order.toString());
    assertThat(again.out()).contains("recorded by entry 3");
  }

  @Test
  void person_isDescribedInAFileAndNamedNowhereElse() throws Exception {
    Path description = Files.writeString(folder.resolve("person.txt"), PERSON + "\n");
    assertThat(forget("--person", description.toString()).err())
        .contains("for officers only: show an officer's key");
    String key = site.path("one.key").toString();
    CommandRun recent = forget("--person", description.toString(), "--key", key);
    assertThat(recent.status()).isEqualTo(1);
    assertThat(recent.err()).contains("entry 2 is kept until", "article 12");
    assertThat(order).doesNotExist();
    Files.writeString(description, "resident-id 11010119900307459\n");
    CommandRun wrong = forget("--person", description.toString(), "--key", key);
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("line 1: write one of").doesNotContain("1990");
  }

  @Test
  void hold_isLaidListedAndLifted() {
    CommandRun laid =
        site.run(
            "log",
            "hold",
            "add",
            "--id",
            "case-7",
            "--study",
            "study-1",
            "--reason",
            "a claim",
            "--out",
            order.toString());
    assertThat(laid.status()).as(laid.err()).isZero();
    site.sign(order, "two");
    assertThat(site.run("log", "execute", order.toString()).status()).isZero();
    assertThat(site.run("log", "hold", "list").out())
        .isEqualTo("case-7  study study-1, entries 0 to all to come\n");
    CommandRun held = forget("--entry", "0");
    assertThat(held.status()).isEqualTo(1);
    assertThat(held.err()).contains("entry 0 is under the hold case-7");
    site.run(
        "log",
        "hold",
        "remove",
        "--id",
        "case-7",
        "--reason",
        "settled",
        "--out",
        order.toString());
    site.sign(order, "one", "two");
    assertThat(site.run("log", "execute", order.toString()).status()).isZero();
    assertThat(site.run("log", "hold", "list").out()).isEmpty();
    assertThat(forget("--entry", "0").status()).isZero();
    assertThat(site.check().out()).contains("SOUND");
  }

  @Test
  void entryThatIsNotThereAndAReasonThatIsNone_areRefused() {
    CommandRun absent = forget("--entry", "3");
    assertThat(absent.status()).isEqualTo(1);
    assertThat(absent.err()).contains("there is no entry 3");
    CommandRun blank =
        site.run("log", "forget", "--entry", "0", "--reason", " ", "--out", order.toString());
    assertThat(blank.status()).isEqualTo(2);
    assertThat(blank.err()).contains("reason is not one line of text");
  }

  @Test
  void orderThatIsNone_isBadInput() throws Exception {
    Files.writeString(order, "dukou order v1\nlog x\n");
    CommandRun run = site.run("log", "execute", order.toString());
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("order: not an order");
  }

  private CommandRun forget(String... subject) {
    List<String> arguments = new ArrayList<>(List.of("log", "forget"));
    arguments.addAll(List.of(subject));
    arguments.addAll(List.of("--reason", "asked for", "--out", order.toString()));
    return site.run(arguments.toArray(new String[0]));
  }

  private void append(Instant at, String study) {
    List<String> keys =
        List.copyOf(PersonMentions.of(List.of(PERSON), site.keys().counting())).stream()
            .filter(text -> text.length() == 64)
            .toList();
    site.append(
        log ->
            Entry.of(LeafKind.TABLE, at)
                .dataset(study, "adsl")
                .decision(JsonNodeFactory.instance.objectNode(), null)
                .domestic(new DomesticPart(Map.of(), keys))
                .appendTo(log::append)
                .join());
  }
}
