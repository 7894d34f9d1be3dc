package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.LogKeys;
import io.dukou.audit.ReceiptVerifier;
import io.dukou.audit.VerifierKey;
import io.dukou.gateway.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Officers at the command line, with a gateway that goes on answering meanwhile. */
final class OfficersTest {
  private static final Pattern ENTRY = Pattern.compile("the search is entry ([0-9]+)");
  private static final Duration ELEVEN_YEARS = Duration.ofDays(11 * 366);

  @TempDir private Path folder;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TestStudy study;
  private TestOrigin origin;
  private TestGateway gateway;
  private Path person;
  private Path order;

  @BeforeEach
  void start() throws IOException {
    study = TestStudy.of(60, 7);
    origin = TestOrigin.serving(study.csv());
    gateway = TestGateway.in(folder, origin, study);
    person =
        Files.writeString(
            folder.resolve("person.txt"), "subject lc-001 " + study.subjects().get(3).id() + "\n");
    order = folder.resolve("order.txt");
    gateway.set("witnesses", records("one", "two")).start();
    for (int i = 0; i < 3; i++) {
      assertThat(gateway.get(TABLE + "?limit=10").statusCode()).isEqualTo(200);
    }
  }

  private String records(String... officers) {
    StringBuilder keys = new StringBuilder();
    for (String officer : officers) {
      CommandRun run =
          CommandRun.of(
              "officer",
              "keygen",
              "--name",
              officer + ".officer.example",
              "--out",
              key(officer).toString());
      assertThat(run.status()).as(run.err()).isZero();
      keys.append("\n    - ").append(run.out().strip().replace("verifier key  ", ""));
    }
    return "\nrecords:\n  personSearches: 6\n  api: {port: 0, networks: [127.0.0.0/8]}\n  officers:"
        + keys;
  }

  private Path key(String officer) {
    return folder.resolve(officer + ".key");
  }

  @AfterEach
  void stop() throws IOException {
    threads.shutdownNow();
    gateway.close();
    origin.close();
  }

  @Test
  void aSearch_isAnsweredAndRecordedWhileTheGatewayRuns() {
    CommandRun found = search("--party", "rhein-pharma", "--decision", "allow");
    assertThat(found.status()).as(found.err()).isZero();
    assertThat(found.out()).contains("release  rhein-pharma  lc-001  table", "3 entries, no more");
    var searched = gateway.gateway().log().entry(entryOf(found));
    assertThat(searched.domestic().orElseThrow().fields().toString())
        .contains("one.officer.example", "an inquiry", "rhein-pharma");
    assertThat(search("--page", "1", "--rule", "R999").out()).contains("0 entries, no more");
    assertThat(gateway.get(TABLE + "?limit=10").statusCode()).isEqualTo(200);
    assertThat(search("--party", "rhein-pharma", "--decision", "allow").out())
        .contains("4 entries, no more");
  }

  @Test
  void aPerson_isForgottenWhileTheGatewayRuns() throws Exception {
    try (LogLines lines = LogLines.open()) {
      String found = search("--person", person.toString()).out();
      assertThat(found).contains("release  rhein-pharma", "table  -");
      CommandRun early = forget();
      assertThat(early.status()).as(early.out()).isEqualTo(1);
      assertThat(early.err()).contains("is kept until", "article 12");
      gateway.setTime(TestGateway.START.plus(ELEVEN_YEARS));
      assertThat(forget().status()).isZero();
      assertThat(asks("log", "execute", order.toString()).err())
          .contains("takes 2 different officers, and has the signatures of 0");
      sign("one", "two");
      CommandRun done = asks("log", "execute", order.toString());
      assertThat(done.status()).as(done.err()).isZero();
      assertThat(done.out()).contains("done     recorded by entry");
      assertThat(asks("log", "execute", order.toString()).out()).isEqualTo(done.out());
      assertThat(search("--person", person.toString()).out()).startsWith("0 entries");
      assertThat(forget().err()).contains("no domestic part mentions that person");
      assertThat(lines.take()).isEmpty();
    }
    requireSound();
  }

  @Test
  void aPerson_isNotFoundOnceErased_howeverFastOthersSearch() throws Exception {
    gateway.stop();
    gateway.set("witnesses", records("three", "four").replace("Searches: 6", "Searches: 10000"));
    gateway.start();
    gateway.setTime(TestGateway.START.plus(ELEVEN_YEARS));
    AtomicBoolean goOn = new AtomicBoolean(true);
    CountDownLatch foundOnce = new CountDownLatch(1);
    Future<?> searching =
        threads.submit(
            () -> {
              while (goOn.get()) {
                CommandRun run = searchAs("three", "--person", person.toString());
                assertThat(run.status()).as(run.err()).isZero();
                if (!run.out().startsWith("0 entries")) {
                  foundOnce.countDown();
                }
              }
              return null;
            });
    assertThat(foundOnce.await(1, TimeUnit.MINUTES)).as("found before the erasure").isTrue();
    CommandRun drawn = forgetAs("four");
    assertThat(drawn.status()).as(drawn.err()).isZero();
    sign("three", "four");
    assertThat(asksAs("four", "log", "execute", order.toString()).status()).isZero();
    for (int i = 0; i < 5; i++) {
      assertThat(searchAs("four", "--person", person.toString()).out()).startsWith("0 entries");
    }
    goOn.set(false);
    searching.get();
    requireSound();
    assertThat(searchAs("four", "--person", person.toString()).out()).startsWith("0 entries");
  }

  @Test
  void lookingForAPerson_isCounted_whateverItIsFor() {
    for (int i = 0; i < 3; i++) {
      assertThat(search("--person", person.toString()).status()).isZero();
      assertThat(forget().err()).contains("is kept until");
    }
    assertThat(search("--person", person.toString()).err())
        .contains("has searched for persons by 6 identifiers in 24 hours");
    assertThat(forget().err()).contains("has searched for persons by 6 identifiers in 24 hours");
    assertThat(search("--party", "rhein-pharma").status()).isZero();
    gateway.setTime(gateway.now().plus(Duration.ofHours(25)));
    assertThat(search("--person", person.toString()).status()).isZero();
  }

  @Test
  void aHold_isLaidListedAndLifted() throws Exception {
    List<String> add = List.of("log", "hold", "add", "--id", "case-7", "--study", "lc-001");
    assertThat(ordering(add, "a claim").status()).isZero();
    sign("two");
    assertThat(asks("log", "execute", order.toString()).status()).isZero();
    assertThat(asks("log", "hold", "list").out())
        .isEqualTo("case-7  study lc-001, entries 0 to all to come\n");
    gateway.setTime(TestGateway.START.plus(ELEVEN_YEARS));
    assertThat(forget().err()).contains("is under the hold case-7");
    assertThat(ordering(List.of("log", "hold", "remove", "--id", "case-7"), "settled").status())
        .isZero();
    sign("one");
    assertThat(asks("log", "execute", order.toString()).status()).isEqualTo(1);
    sign("two");
    assertThat(asks("log", "execute", order.toString()).status()).isZero();
    assertThat(asks("log", "hold", "list").out()).isEmpty();
    assertThat(ordering(List.of("log", "hold", "remove", "--id", "case-7"), "again").err())
        .contains("no such hold is in force");
    requireSound();
  }

  @Test
  void entries_areHandedOverAsAfterAStop() throws Exception {
    Path archive = folder.resolve("archive.zip");
    CommandRun run =
        asks(
            "log",
            "export",
            "--domestic",
            "--reason",
            "an inspection",
            "--to",
            "4",
            "--out",
            archive.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("entries 0 to 4 are in", "; the export is entry");
    CommandRun judged =
        CommandRun.of(
            "log",
            "verify-archive",
            archive.toString(),
            "--vkey",
            gateway.gateway().verifierKey().toString());
    assertThat(judged.out())
        .contains("proved     5 domestic parts are what their entries commit to")
        .endsWith("VALID\n");
    for (String format : List.of("csv", "fhir")) {
      Path running = folder.resolve("running." + format);
      assertThat(
              asks(
                      "log",
                      "export",
                      "--reason",
                      "x",
                      "--format",
                      format,
                      "--to",
                      "4",
                      "--out",
                      running.toString())
                  .status())
          .isZero();
    }
    assertThat(
            asks("log", "export", "--reason", "x", "--from", "99", "--out", archive.toString())
                .status())
        .isEqualTo(2);
    gateway.stop();
    for (String format : List.of("csv", "fhir")) {
      Path stopped = folder.resolve("stopped." + format);
      CommandRun offline =
          CommandRun.of(
              "log",
              "export",
              "--config",
              folder.resolve("dukou.yaml").toString(),
              "--format",
              format,
              "--to",
              "4",
              "--out",
              stopped.toString());
      assertThat(offline.status()).as(offline.err()).isZero();
      assertThat(stopped).hasSameBinaryContentAs(folder.resolve("running." + format));
    }
    gateway.start();
  }

  @Test
  void aStranger_getsNothing() {
    CommandRun.of("officer", "keygen", "--name", "x.example", "--out", key("stranger").toString());
    CommandRun run = searchAs("stranger", "--party", "rhein-pharma");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no officer of records.officers has signed this request");
    CommandRun nowhere = holdsAt("http://127.0.0.1:1");
    assertThat(nowhere.status()).isEqualTo(70);
    assertThat(nowhere.err()).contains("nothing answers at 127.0.0.1:1");
    assertThat(holdsAt("http://example.com").status()).isEqualTo(2);
  }

  private CommandRun holdsAt(String address) {
    return CommandRun.of(
        "log", "hold", "list", "--key", key("one").toString(), "--gateway", address);
  }

  @Test
  void receiptsOfBefore_stayValid() throws Exception {
    List<String> receipts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      receipts.add(gateway.gateway().log().receipt(i).tlogProof());
    }
    gateway.setTime(TestGateway.START.plus(ELEVEN_YEARS));
    assertThat(forget().status()).isZero();
    sign("one", "two");
    assertThat(asks("log", "execute", order.toString()).status()).isZero();
    VerifierKey key = gateway.gateway().verifierKey();
    for (String receipt : receipts) {
      assertThat(ReceiptVerifier.verify(receipt, key, null).valid()).isTrue();
    }
  }

  /** Stops the gateway and checks its log, domestic parts included. */
  private void requireSound() {
    gateway.stop();
    CommandRun check =
        CommandRun.of(
            "log",
            "check",
            folder.resolve("audit/log").toString(),
            "--vkey",
            LogKeys.load(folder.resolve("keys/log.key")).vkey().toString(),
            "--domestic",
            folder.resolve("audit/domestic").toString(),
            "--keys",
            folder.resolve("keys").toString());
    assertThat(check.out()).contains("SOUND").doesNotContain("NOT SOUND");
    gateway.start();
  }

  private CommandRun search(String... criteria) {
    return searchAs("one", criteria);
  }

  private CommandRun searchAs(String officer, String... criteria) {
    List<String> all = new ArrayList<>(List.of("log", "search", "--reason", "an inquiry"));
    all.addAll(List.of(criteria));
    return asksAs(officer, all.toArray(new String[0]));
  }

  private CommandRun forget() {
    return forgetAs("one");
  }

  private CommandRun forgetAs(String officer) {
    return asksAs(
        officer,
        "log",
        "forget",
        "--person",
        person.toString(),
        "--reason",
        "asked for",
        "--out",
        order.toString());
  }

  private CommandRun ordering(List<String> command, String reason) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("--reason", reason, "--out", order.toString()));
    return asks(all.toArray(new String[0]));
  }

  private CommandRun asks(String... command) {
    return asksAs("one", command);
  }

  private CommandRun asksAs(String officer, String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    int port = gateway.gateway().officerPort().orElseThrow();
    all.addAll(List.of("--gateway", "http://127.0.0.1:" + port, "--key", key(officer).toString()));
    return CommandRun.of(all.toArray(new String[0]));
  }

  private void sign(String... officers) throws IOException {
    for (String officer : officers) {
      CommandRun run =
          CommandRun.of("officer", "sign", order.toString(), "--key", key(officer).toString());
      assertThat(run.status()).as(run.err()).isZero();
    }
    assertThat(Files.readString(order, StandardCharsets.UTF_8)).contains("dukou order v1");
  }

  private static long entryOf(CommandRun run) {
    Matcher matcher = ENTRY.matcher(run.out());
    assertThat(matcher.find()).as(run.out()).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
