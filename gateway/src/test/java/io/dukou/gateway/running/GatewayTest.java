package io.dukou.gateway.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole gateway, from a request to its answer. */
final class GatewayTest {
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
  void table_isReleasedWithoutIdentifiers() {
    HttpResponse<String> answer = gateway.get(TestGateway.TABLE);
    assertThat(answer.statusCode()).isEqualTo(200);
    List<String> rows = answer.body().lines().toList();
    assertThat(rows.get(0)).isEqualTo("age,sex,arm,score");
    assertThat(rows).hasSizeGreaterThan(300);
    assertThat(answer.body()).doesNotContain("S-0").doesNotContain("Name");
  }
}
