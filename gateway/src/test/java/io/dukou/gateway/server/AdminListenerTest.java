package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators on this machine see, and nobody else. */
@Timeout(30)
final class AdminListenerTest {
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start();
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void runningServer_isLiveAndReady() throws Exception {
    assertThat(server.admin("/livez")).startsWith("HTTP/1.1 200 ").endsWith("live\n");
    assertThat(server.admin("/readyz")).startsWith("HTTP/1.1 200 ").endsWith("ready\n");
  }

  @Test
  void serverThatLacksSomething_saysWhat() throws Exception {
    server.missing().add("the facts could not be read: line 3");
    assertThat(server.admin("/readyz"))
        .startsWith("HTTP/1.1 503 ")
        .endsWith("not ready\n- the facts could not be read: line 3\n");
    assertThat(server.admin("/livez")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void metrics_countAnswers() throws Exception {
    try (RawClient client = server.connect()) {
      client.send(TestServer.get("/s/d")).answer();
    }
    assertThat(metricsOnceIdle())
        .contains("dukou_http_events_total{event=\"asked\"} 1\n")
        .contains("dukou_requests_in_work 0\n");
  }

  /** Asks again while the answer is out but its end is not yet noted. */
  private String metricsOnceIdle() throws Exception {
    String metrics = server.admin("/metrics");
    for (int i = 0; i < 1000 && !metrics.contains("dukou_requests_in_work 0\n"); i++) {
      metrics = server.admin("/metrics");
    }
    return metrics;
  }

  @Test
  void otherPath_isNotFound() throws Exception {
    assertThat(server.admin("/")).startsWith("HTTP/1.1 404 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/livez", "/readyz", "/metrics"})
  void adminPath_isNotServedToCallers(String path) throws Exception {
    assertThat(server.exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 401 ");
    try (RawClient client = server.connect()) {
      client.send(TestServer.get(path)).answer();
    }
    assertThat(server.pipeline().asked().get(0).path()).isEqualTo(path);
  }
}
