package io.dukou.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hospital serves each of the four tables whole, in both forms. */
@Timeout(60)
final class HospitalOriginTest {
  private static final SyntheticStudy STUDY = SyntheticStudy.of(50, 3);

  private static Vertx vertx;
  private static HospitalOrigin hospital;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    hospital =
        HospitalOrigin.start(vertx, STUDY.tables())
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demographics", "visits", "labs", "adverse-events"})
  void table_isServedWholeInBothForms(String name) throws Exception {
    StudyTable table =
        STUDY.tables().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    assertThat(get(name + ".csv").lines())
        .hasSize(1 + table.rows().size())
        .startsWith(String.join(",", table.columns()));
    assertThat(get(name + ".ndjson").lines())
        .hasSize(table.rows().size())
        .allSatisfy(line -> assertThat(line).startsWith("{\"subject\":\"LC014-"));
  }

  private static String get(String file) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(hospital.url() + "/" + file)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }
}
