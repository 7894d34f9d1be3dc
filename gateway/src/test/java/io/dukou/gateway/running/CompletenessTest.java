package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.TABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.LeafKind;
import io.dukou.audit.LoggedEntry;
import io.dukou.gateway.cli.CommandRun;
import io.dukou.gateway.journal.Closing;
import io.dukou.gateway.journal.Closing.Outcome;
import io.dukou.gateway.journal.Entry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway and its outsiders find out about what is missing. */
@Timeout(180)
final class CompletenessTest {
  private static final String MINE = "rhein-stats";
  private static final String THEIRS = "aare";
  private static final String RECEIPTS = "/.well-known/dukou/receipts/";

  @TempDir Path folder;

  private final TestStudy study = TestStudy.of(200, 3).where(subject -> subject.age() < 60);
  private TestOrigin origin;
  private TestGateway gateway;

  @BeforeEach
  void start() throws IOException {
    origin = TestOrigin.serving(study.csv());
    gateway = TestGateway.in(folder, origin, study).set("group", "[]").start();
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  /** Pages, heads, refusals and receipts of two recipients, before and after a restart. */
  @Test
  void everythingThatIsAnswered_agrees() throws Exception {
    use();
    until(() -> figure("completeness_releases_open") == 0);
    assertThat(figure("completeness_answers")).isEqualTo(figure("completeness_releases") - 1);
    assertThat(figure("completeness_persons")).isGreaterThan(100);
    assertAgreement();
    gateway.restart();
    use();
    until(() -> figure("completeness_answers") > 4 && figure("completeness_releases_open") == 0);
    assertAgreement();
    gateway.stop();
    CommandRun run = CommandRun.of("log", "reconcile", "--config", config());
    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .containsPattern("releases \\d+: \\d+ complete, 0 aborted, 2 of which nothing left, 0 with")
        .containsPattern("persons of \\S+ in \\d+, with sensitive information: \\d+")
        .endsWith("EVERYTHING FITS\n");
  }

  private void use() {
    for (String caller : List.of(MINE, THEIRS, MINE)) {
      HttpResponse<String> answer = gateway.get(caller, TABLE + "?limit=10");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      gateway.get(caller, RECEIPTS + answer.headers().firstValue("dukou-decision").orElseThrow());
    }
    gateway.get(MINE, "/nothing");
    gateway.send("HEAD", MINE, TABLE);
  }

  private void assertAgreement() {
    assertThat(figure("completeness_differences")).isZero();
    assertThat(figure("completeness_lasting_differences")).isZero();
    assertThat(figure("completeness_last_look_seconds")).isPositive();
    assertThat(admin("/readyz")).isEqualTo("ready\n");
  }

  /** Somebody who can append, but not answer, says that a body left; and one left unsaid. */
  @Test
  void entriesThatNoAnswerHas_raiseTheAlarm() throws Exception {
    use();
    until(() -> figure("completeness_releases_open") == 0);
    long forged = append(Entry.of(LeafKind.RELEASE, gateway.now()));
    append(
        Entry.of(LeafKind.CLOSE, gateway.now())
            .decision(new Closing(Outcome.COMPLETE, forged, 0).toJson(), null));
    until(() -> figure("completeness_differences") == 1);
    assertThat(admin("/readyz"))
        .startsWith("ready\n- answers, log and counters do not agree in 1 points")
        .contains("of entry " + forged + " the log says complete");
    until(() -> entries(LeafKind.COMPLETENESS).size() == 1);
    LoggedEntry alarm = entries(LeafKind.COMPLETENESS).get(0);
    assertThat(alarm.leaf().decision().path("outcome").asText()).isEqualTo("differs");
    assertThat(alarm.domestic().orElseThrow().fields().get("differences").get(0).asText())
        .contains("entry " + forged);
    gateway.stop();
    append2(forged);
    CommandRun run = CommandRun.of("log", "reconcile", "--config", config());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("FAULT", "ends entry " + forged + ", which is not open");
  }

  /** A recipient who has every receipt but one finds out which, asks for it, and has all. */
  @Test
  void recipient_findsWhichOfItsReceiptsAreMissing_andNothingOfOthers() throws Exception {
    use();
    until(() -> figure("completeness_releases_open") == 0);
    Path receipts = Files.createDirectory(folder.resolve("receipts"));
    HttpResponse<String> newest = gateway.get(MINE, TABLE + "?limit=10");
    Files.writeString(receipts.resolve("newest.tlog-proof"), receipt(newest));
    CommandRun run = chain(receipts);
    List<Long> asked = new ArrayList<>();
    while (run.status() == 1) {
      String missing = run.out().replaceAll("(?s).*Not in the folder: entry (\\d+).*", "$1");
      HttpResponse<String> answer = gateway.get(MINE, RECEIPTS + missing);
      assertThat(answer.statusCode()).as(run.out()).isEqualTo(200);
      assertThat(gateway.get(THEIRS, RECEIPTS + missing).statusCode()).isEqualTo(404);
      Files.writeString(receipts.resolve(missing + ".tlog-proof"), answer.body());
      asked.add(Long.valueOf(missing));
      run = chain(receipts);
    }
    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("proved     These " + (asked.size() + 1) + " are all entries of this recipient")
        .endsWith("COMPLETE\n");
    long own =
        entries(null).stream()
            .filter(entry -> MINE_RECIPIENT.equals(entry.leaf().recipient()))
            .filter(entry -> entry.index() <= decision(newest))
            .count();
    assertThat(asked).hasSize((int) own - 1);
    assertThat(chain(receipts, "--newest", decision(newest) + "").out())
        .contains("proved     The entry that the gateway named, " + decision(newest))
        .endsWith("\nCOMPLETE\n");
    HttpResponse<String> later = gateway.get(MINE, TABLE + "?limit=10");
    CommandRun behind = chain(receipts, "--newest", decision(later) + "");
    assertThat(behind.status()).isEqualTo(1);
    assertThat(behind.out())
        .contains("FAILED     Not in the folder: entry " + decision(later) + ", the newest.");
    Files.writeString(receipts.resolve("wrong.tlog-proof"), "no receipt");
    assertThat(chain(receipts).out()).contains("FAILED     wrong.tlog-proof is not a valid");
  }

  private static final String MINE_RECIPIENT = "rhein-pharma";

  private static long decision(HttpResponse<String> answer) {
    return Long.parseLong(answer.headers().firstValue("dukou-decision").orElseThrow());
  }

  private static String receipt(HttpResponse<String> answer) {
    String field = answer.headers().firstValue("dukou-receipt").orElseThrow();
    return new String(Base64.getDecoder().decode(field), UTF_8);
  }

  private CommandRun chain(Path receipts, String... more) {
    List<String> arguments = new ArrayList<>(List.of("chain", receipts.toString(), "--vkey"));
    arguments.add(gateway.gateway().verifierKey().toString());
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private String config() {
    return folder.resolve("dukou.yaml").toString();
  }

  private long append(Entry entry) {
    return entry.appendTo(gateway.gateway().log()::append).join().index();
  }

  private void append2(long forged) {
    gateway.start();
    append(
        Entry.of(LeafKind.CLOSE, gateway.now())
            .decision(new Closing(Outcome.COMPLETE, forged, 0).toJson(), null));
    gateway.stop();
  }

  private List<LoggedEntry> entries(@Nullable LeafKind kind) {
    List<LoggedEntry> found = new ArrayList<>();
    gateway
        .gateway()
        .log()
        .replay(
            entry -> {
              if (kind == null || entry.leaf().kind() == kind) {
                found.add(entry);
              }
            });
    return found;
  }

  private long figure(String name) {
    return admin("/metrics")
        .lines()
        .filter(line -> line.startsWith("dukou_" + name + " "))
        .mapToLong(line -> Long.parseLong(line.split(" ", 2)[1]))
        .findFirst()
        .orElseThrow();
  }

  private String admin(String path) {
    URI uri = URI.create("http://127.0.0.1:" + gateway.gateway().adminPort() + path);
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void until(BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      Thread.sleep(50);
    }
  }
}
