package io.dukou.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.config.Cidr;
import io.dukou.gateway.config.HostPort;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which answers of a policy server are taken for one. */
final class OpaCallsTest {
  private static Vertx vertx;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "taken",
      value = {
        "Content-Type: application/json|taken",
        "Content-Type: Application/JSON; charset=utf-8|taken",
        "Content-Type: text/html|CONTENT_TYPE",
        "Content-Type: application/json\\r\\nContent-Type: text/html|CONTENT_TYPE",
        "X-Nothing: here|CONTENT_TYPE"
      })
  void answer_isTakenWhereItIsAnnouncedAsJson(String field, OutboundException.Failure failure)
      throws IOException {
    String head = "HTTP/1.1 200 OK\r\n" + field.replace("\\r\\n", "\r\n");
    try (RawOrigin server = RawOrigin.sending(head + "\r\nContent-Length: 2\r\n\r\n{}")) {
      assertThat(failureOf(server)).isEqualTo(failure);
    }
  }

  private static OutboundException.Failure failureOf(RawOrigin server) {
    OutboundRules rules =
        new OutboundRules(Set.of(HostPort.of(server.url("/"))), List.of(Cidr.parse("127.0.0.0/8")));
    OpaCalls.Target target =
        new OpaCalls.Target(
            server.url("/"), OutboundRequest.Trust.PLATFORM, Duration.ofSeconds(30));
    try (OpaCalls calls = OpaCalls.create(vertx, rules, target)) {
      return calls
          .post("/v1/data", "{}".getBytes(StandardCharsets.UTF_8))
          .handle((body, thrown) -> thrown instanceof OutboundException e ? e.failure() : null)
          .toCompletableFuture()
          .join();
    }
  }
}
