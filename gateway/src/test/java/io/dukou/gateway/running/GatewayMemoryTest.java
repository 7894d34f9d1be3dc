package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.OTHER_TABLE;
import static io.dukou.gateway.running.TestGateway.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.running.TestStudy.Subject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway remembers, across changes of facts and data and across a restart. */
final class GatewayMemoryTest {
  @TempDir Path folder;

  private final TestStudy study = TestStudy.of(400, 1);
  private TestOrigin origin;
  private TestGateway gateway;

  @BeforeEach
  void start() throws IOException {
    origin = TestOrigin.serving(study.csv());
    gateway = TestGateway.in(folder, origin, study).start();
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  @Test
  void restart_servesTheSameBytes() {
    String before = gateway.get(TABLE).body();
    long reads = wholeReads();
    gateway.restart();
    assertThat(gateway.get(TABLE).body()).isEqualTo(before);
    assertThat(wholeReads()).isEqualTo(reads);
  }

  @Test
  void secondDatasetOfAStudy_isRefusedToTheGroup() {
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
    HttpResponse<String> answer = gateway.get("aare", OTHER_TABLE);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("second_table_of_study");
    gateway.restart();
    assertThat(gateway.get(OTHER_TABLE).statusCode()).isEqualTo(403);
  }

  @Test
  void missingContract_isDeniedWithReasonsInBothLanguages() throws IOException {
    gateway.set("status", "ended");
    gateway.reload();
    HttpResponse<String> answer = gateway.get(TABLE);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("\"rule\":\"R40\"").contains("text_en").contains("text_zh");
    assertThat(origin.requests()).isEmpty();
  }

  @Test
  void withdrawal_retiresTheTable() throws IOException {
    String before = gateway.get(TABLE).body();
    gateway.consents(study.consents(subject -> subject.id().endsWith("7")));
    gateway.reload();
    HttpResponse<String> after = gateway.get(TABLE);
    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(after.body().lines().count()).isLessThan(before.lines().count());
  }

  @Test
  void withdrawalOfOne_takesOthersOfItsClassOut() throws IOException {
    long before = gateway.get(TABLE).body().lines().count();
    gateway.consents(study.consents(subject -> subject.id().equals("S-00007")));
    gateway.reload();
    long after = gateway.get(TABLE).body().lines().count();
    assertThat(before - after).isBetween(11L, 60L);
  }

  @Test
  void newcomer_waitsUntilThereAreEnough() throws IOException {
    String before = gateway.get(TABLE).body();
    TestStudy grown = study.with(new Subject("S-99999", 45, "F", 1));
    change(grown);
    assertThat(sorted(gateway.get(TABLE).body())).isEqualTo(sorted(before));
  }

  @Test
  void studyThatGrowsForLong_goesOnReleasingWhomItHasReleased() throws IOException {
    int before = 0;
    for (int size = 300; size <= 4_800; size *= 2) {
      change(TestStudy.of(size, 1));
      HttpResponse<String> answer = gateway.get(TABLE);
      assertThat(answer.statusCode()).as("of %d", size).isEqualTo(200);
      int released = (int) answer.body().lines().count() - 1;
      assertThat(released).as("of %d", size).isGreaterThan(before);
      before = released;
    }
    assertThat(before).isGreaterThan(4_000);
  }

  @Test
  void columnThatTheOriginLost_doesNotHoldUpLaterTables() throws IOException {
    gateway.stop();
    edit("facts.yaml", "[age, sex,", "[site, age, sex,");
    edit("dukou.yaml", "overrides: [", "overrides: [{warning: keep, column: site, reason: x}, ");
    edit("spec.yaml", "models:", "others: keep\nmodels:");
    origin.change(study.csv().replace("\n", ",north\n").replaceFirst(",north", ",site"));
    gateway.start();
    assertThat(gateway.get(TABLE).body()).contains("north");
    change(study);
    HttpResponse<String> answer = gateway.get(TABLE);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("north");
  }

  private void edit(String file, String from, String to) throws IOException {
    Path path = folder.resolve(file);
    String before = Files.readString(path);
    assertThat(before).contains(from);
    Files.writeString(path, before.replace(from, to));
  }

  @Test
  void cursorOfARetiredTable_isRefused() throws IOException {
    String cursor = nextCursor(gateway.get(TABLE + "?limit=10"));
    change(TestStudy.of(500, 1));
    assertThat(gateway.get(TABLE + "?limit=10&cursor=" + cursor).statusCode()).isEqualTo(400);
  }

  @Test
  void groupsThatJoin_shareTheirMemory() throws IOException {
    assertThat(gateway.get("other", OTHER_TABLE).statusCode()).isEqualTo(200);
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
    gateway.set("group", "[aare-biostat, other-pharma]");
    gateway.reload();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(403);
    gateway.set("group", "[aare-biostat]");
    gateway.reload();
    assertThat(gateway.get("aare", OTHER_TABLE).statusCode()).isEqualTo(403);
  }

  @Test
  void tenThousandthPerson_needsAnAssessment() throws IOException {
    gateway.set("opening", "9601"); // with the 400 of the study 10,001
    gateway.reload();
    HttpResponse<String> answer = gateway.get(TABLE);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("\"rule\":\"R29\"").doesNotContain("400");
    gateway.set("opening", "9599");
    gateway.reload();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
  }

  private void change(TestStudy next) throws IOException {
    gateway.consents(next.consents(subject -> false));
    gateway.reload();
    origin.change(next.csv());
    gateway.setTime(gateway.now().plusSeconds(5));
  }

  private long wholeReads() {
    return origin.requests().stream().filter(request -> request.startsWith("GET")).count();
  }

  private static String nextCursor(HttpResponse<String> page) {
    return page.headers().firstValue("dukou-next-cursor").orElseThrow();
  }

  private static List<String> sorted(String body) {
    return body.lines().sorted().toList();
  }
}
