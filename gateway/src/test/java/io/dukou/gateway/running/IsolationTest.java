package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two recipients hand each other everything that names something: what is the other's answers like
 * what is nobody's.
 */
final class IsolationTest {
  private static final String MINE = "rhein-stats";
  private static final String THEIRS = "aare";
  private static final String RECEIPTS = "/.well-known/dukou/receipts/";
  private static final ObjectMapper JSON = new ObjectMapper();

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

  private HttpResponse<String> released(String caller) {
    HttpResponse<String> answer = gateway.get(caller, TABLE + "?limit=10");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow();
  }

  /** Returns status, fields and body, but for what is of this one answer alone. */
  private static List<Object> seen(HttpResponse<String> answer) throws IOException {
    TreeMap<String, List<String>> fields = new TreeMap<>(answer.headers().map());
    List.of("date", "dukou-decision", "dukou-receipt", "content-length").forEach(fields::remove);
    ObjectNode body = (ObjectNode) JSON.readTree(answer.body());
    assertThat(body.path("type").asText()).isNotEmpty();
    body.remove("instance");
    body.remove("decision");
    body.remove("receipt");
    return List.of(answer.statusCode(), fields, body);
  }

  @Test
  void receiptOfAnother_answersLikeOneThatIsNotThere() throws Exception {
    String mine = header(released(MINE), "dukou-decision");
    String theirs = header(released(THEIRS), "dukou-decision");
    assertThat(gateway.get(MINE, RECEIPTS + mine).statusCode()).isEqualTo(200);
    assertThat(gateway.get(THEIRS, RECEIPTS + theirs).statusCode()).isEqualTo(200);

    List<Object> absent = seen(gateway.get(MINE, RECEIPTS + "999999"));
    assertThat(absent.get(0)).isEqualTo(404);
    for (String index : List.of(theirs, "0", "1", "00", "x", theirs + "0", "-1")) {
      assertThat(seen(gateway.get(MINE, RECEIPTS + index))).as(index).isEqualTo(absent);
      assertThat(seen(gateway.get(THEIRS, RECEIPTS + (index.equals(theirs) ? mine : index))))
          .as(index)
          .isEqualTo(seen(gateway.get(THEIRS, RECEIPTS + "999999")));
    }
  }

  @Test
  void cursorOfAnother_answersLikeNone() throws Exception {
    String mine = header(released(MINE), "dukou-next-cursor");
    String theirs = header(released(THEIRS), "dukou-next-cursor");
    assertThat(mine).isNotEqualTo(theirs);
    assertThat(gateway.get(MINE, TABLE + "?limit=10&cursor=" + mine).statusCode()).isEqualTo(200);

    byte[] noise = new byte[Base64.getUrlDecoder().decode(theirs).length];
    new Random(4).nextBytes(noise);
    List<Object> absent =
        seen(cursor(MINE, Base64.getUrlEncoder().withoutPadding().encodeToString(noise)));
    assertThat(absent.get(0)).isEqualTo(400);
    List<String> others = new ArrayList<>(List.of(theirs));
    others.add(mine.substring(0, mine.length() / 2) + theirs.substring(mine.length() / 2));
    for (String other : others) {
      assertThat(seen(cursor(MINE, other))).isEqualTo(absent);
    }
    assertThat(seen(cursor(THEIRS, mine))).isEqualTo(absent);
  }

  private HttpResponse<String> cursor(String caller, String cursor) {
    return gateway.get(caller, TABLE + "?limit=10&cursor=" + cursor);
  }

  /** Paths beside the routes answer alike, whether they are somebody's, or near something. */
  @Test
  void pathsThatAreNotTheirs_answerAlike() throws Exception {
    List<Object> absent = seen(gateway.get(MINE, "/nothing"));
    for (String path :
        List.of(
            RECEIPTS + "x",
            RECEIPTS + "1/2",
            "/.well-known/dukou",
            "/study",
            "/study/table2",
            "/readyz",
            "/metrics")) {
      assertThat(seen(gateway.get(MINE, path))).as(path).isEqualTo(absent);
    }
  }
}
