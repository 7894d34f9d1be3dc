package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.ReceiptVerifier;
import io.dukou.audit.Verification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a gateway answers; the tests share one and leave it as it is. */
final class GatewayAnswersTest {
  private static TestOrigin origin;
  private static TestGateway gateway;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    TestStudy study = TestStudy.of(400, 1);
    origin = TestOrigin.serving(study.csv());
    gateway = TestGateway.in(folder, origin, study).start();
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  @Test
  void table_isReleasedWithoutIdentifiers() {
    HttpResponse<String> answer = gateway.get(TABLE);
    assertThat(answer.statusCode()).isEqualTo(200);
    List<String> rows = answer.body().lines().toList();
    assertThat(rows.get(0)).isEqualTo("age,sex,arm,score");
    assertThat(rows).hasSizeGreaterThan(300);
    assertThat(answer.body()).doesNotContain("S-0").doesNotContain("Name");
  }

  @Test
  void answer_hasTheseFieldsAndNoOthers() {
    HttpResponse<String> answer = gateway.get(TABLE);
    assertThat(answer.headers().map().keySet())
        .containsExactlyInAnyOrder(
            "cache-control",
            "content-length",
            "content-type",
            "dukou-decision",
            "dukou-receipt",
            "repr-digest");
    assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store, no-transform");
  }

  @Test
  void receipt_verifiesOfflineWithTheBody() throws Exception {
    HttpResponse<String> answer = gateway.get(TABLE);
    String proof = proof(answer);
    assertThat(verify(proof, answer.body()).bodyProved()).isTrue();
    assertThat(verify(proof, answer.body() + "x").valid()).isFalse();
  }

  @Test
  void sameTable_hasTheSameBytesForEveryRequest() {
    assertThat(gateway.get(TABLE).body()).isEqualTo(gateway.get(TABLE).body());
    assertThat(gateway.get("rhein-two", TABLE).body()).isEqualTo(gateway.get("aare", TABLE).body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "100001", "x"})
  void limitThatIsNone_isToldTheLargestPage(String limit) {
    HttpResponse<String> answer = gateway.get(TABLE + "?limit=" + limit);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("The limit is a number from 1 to 100000, the largest page of this gateway.");
  }

  @Test
  void pages_joinToTheWholeTable() {
    String whole = gateway.get(TABLE).body();
    StringBuilder joined = new StringBuilder(whole.substring(0, whole.indexOf('\n') + 1));
    String cursor = "";
    do {
      HttpResponse<String> page = gateway.get(TABLE + "?limit=97" + cursor);
      assertThat(page.statusCode()).isEqualTo(200);
      joined.append(page.body().substring(page.body().indexOf('\n') + 1));
      cursor =
          page.headers().firstValue("dukou-next-cursor").map(next -> "&cursor=" + next).orElse("");
    } while (!cursor.isEmpty());
    assertThat(joined.toString()).isEqualTo(whole);
  }

  @Test
  void cursorsOfOthersAndForgedOnes_areAnsweredAlike() {
    String cursor = nextCursor(gateway.get(TABLE + "?limit=10"));
    char last = cursor.charAt(cursor.length() - 1);
    String forged = cursor.substring(0, cursor.length() - 1) + (last == 'A' ? 'B' : 'A');
    List<HttpResponse<String>> answers =
        List.of(
            gateway.get("rhein-two", TABLE + "?limit=10&cursor=" + cursor),
            gateway.get(TABLE + "?limit=11&cursor=" + cursor),
            gateway.get(TABLE + "?limit=10&sex=F&cursor=" + cursor),
            gateway.get(TABLE + "?limit=10&cursor=" + forged),
            gateway.get(TABLE + "?limit=10&cursor=x"),
            gateway.get(TABLE + "?cursor=" + cursor));
    assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(400);
    assertThat(answers)
        .extracting(GatewayAnswersTest::withoutDecision)
        .hasSize(6)
        .containsOnly(withoutDecision(answers.get(0)));
  }

  @Test
  void filterOnReleasedValue_selectsItsRows() {
    List<String> whole = gateway.get(TABLE).body().lines().skip(1).toList();
    String interval = whole.get(0).substring(1, whole.get(0).indexOf('"', 1));
    String encoded = URLEncoder.encode(interval, StandardCharsets.UTF_8);
    HttpResponse<String> answer = gateway.get(TABLE + "?age=" + encoded + "&sex=F");
    assertThat(answer.body().lines().skip(1).toList())
        .isEqualTo(
            whole.stream().filter(row -> row.startsWith("\"" + interval + "\",F,")).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"age=34", "age%3E=34", "age=%3E34", "name=Name", "subject=S-00001", "nosuch=1"})
  void filterOnRawValueOrHiddenColumnOrOperator_isRefusedInTheSameWords(String filter) {
    HttpResponse<String> answer = gateway.get(TABLE + "?" + filter);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(withoutDecision(answer)).isEqualTo(withoutDecision(gateway.get(TABLE + "?x=1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=-1", "limit=x", "limit=999999999", "limit=1&limit=1"})
  void unusableQuery_isBadRequest(String query) {
    assertThat(gateway.get(TABLE + "?" + query).statusCode()).isEqualTo(400);
  }

  @Test
  void head_isRecordedWithoutLengthOrDigest() {
    HttpResponse<String> head = gateway.send("HEAD", "rhein-stats", TABLE);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().map().keySet())
        .containsExactlyInAnyOrder(
            "cache-control", "content-type", "dukou-decision", "dukou-receipt");
    assertThat(proof(head)).isNotEmpty();
    assertThat(new String(Base64.getDecoder().decode(extra(proof(head))), StandardCharsets.UTF_8))
        .contains("\"digests\":{}")
        .contains("\"chunkRoot\":null");
  }

  @Test
  void unknownPath_isNotFoundAndRecorded() {
    HttpResponse<String> answer = gateway.get("/study/nothing");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.headers().firstValue("dukou-decision")).isPresent();
    assertThat(gateway.get(TABLE + "/more").statusCode()).isEqualTo(404);
  }

  @Test
  void otherMethod_isRefusedAndRecorded() {
    HttpResponse<String> answer = gateway.send("DELETE", "rhein-stats", TABLE);
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("dukou-decision")).isPresent();
  }

  @Test
  void operator_readsNoRelease() {
    assertThat(gateway.get("watcher", TABLE).statusCode()).isEqualTo(403);
  }

  @Test
  void receiptByUrl_isForItsOwnRecipientOnly() {
    HttpResponse<String> answer = gateway.get(TABLE);
    String decision = answer.headers().firstValue("dukou-decision").orElseThrow();
    String url = "/.well-known/dukou/receipts/" + decision;
    assertThat(gateway.get(url).body()).startsWith("c2sp.org/tlog-proof@v1");
    HttpResponse<String> foreign = gateway.get("other", url);
    HttpResponse<String> absent = gateway.get("other", "/.well-known/dukou/receipts/99999");
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(withoutDecision(foreign)).isEqualTo(withoutDecision(absent));
    assertThat(gateway.get("rhein-two", url).statusCode()).as("of one recipient").isEqualTo(200);
    assertThat(gateway.get("watcher", url).statusCode()).isEqualTo(403);
    assertThat(gateway.get("/.well-known/dukou/receipts/0").statusCode()).isEqualTo(404);
  }

  @Test
  void refusal_isAlsoProvenByAReceipt() throws Exception {
    HttpResponse<String> answer = gateway.get("/study/nothing");
    assertThat(verify(proof(answer), null).valid()).isTrue();
  }

  private static Verification verify(String proof, String body) throws IOException {
    return ReceiptVerifier.verify(
        proof,
        gateway.gateway().verifierKey(),
        body == null ? null : new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
  }

  private static String proof(HttpResponse<String> answer) {
    String receipt = answer.headers().firstValue("dukou-receipt").orElseThrow();
    return new String(Base64.getDecoder().decode(receipt), StandardCharsets.UTF_8);
  }

  private static String extra(String proof) {
    return proof
        .lines()
        .filter(line -> line.startsWith("extra "))
        .findFirst()
        .orElseThrow()
        .substring("extra ".length());
  }

  private static String nextCursor(HttpResponse<String> page) {
    return page.headers().firstValue("dukou-next-cursor").orElseThrow();
  }

  private static String withoutDecision(HttpResponse<String> answer) {
    return answer.body().replaceAll("\"decision\":[0-9]+", "");
  }
}
