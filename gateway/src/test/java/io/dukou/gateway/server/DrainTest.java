package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.gateway.pipeline.Answer;
import io.dukou.gateway.pipeline.Body.Ending;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a server stops: nobody new, everybody let in is answered, within a time. */
@Timeout(60)
final class DrainTest {
  @Test
  void requestInWork_isAnsweredBeforeTheServerStops() throws Exception {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect()) {
      Held held = new Held(server);
      client.send(TestServer.get("/s/d"));
      held.awaitRequest();
      Future<Void> stopped = server.stop();
      awaitRefusedConnections(server);
      assertThat(stopped.isComplete()).isFalse();
      TestBody body = held.answer();
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
      assertThat(body.ending().ending()).isEqualTo(Ending.COMPLETE);
      TestServer.await(stopped);
      assertThat(client.untilClosed()).isEmpty();
    }
  }

  @Test
  void idleConnection_isClosedAtOnce() throws Exception {
    try (TestServer server = TestServer.start();
        RawClient client = server.connect()) {
      client.send(TestServer.get("/s/d")).answer();
      TestServer.await(server.stop());
      assertThat(client.untilClosed()).isEmpty();
    }
  }

  @Test
  void answerThatOutlastsTheDrainTime_isAborted() throws Exception {
    try (TestServer server =
            TestServer.start(settings -> settings.drainTime(Duration.ofMillis(200)));
        RawClient client = server.connect()) {
      TestBody body = server.pipeline().releasing(TestBody.ofLength(1L << 30));
      client.send(TestServer.get("/s/d")).head();
      TestServer.await(server.stop());
      assertThat(body.isClosed()).isTrue();
      assertThat(body.ending().ending()).isEqualTo(Ending.ABORTED);
    }
  }

  @Test
  void decisionThatOutlastsTheDrainTime_releasesNothing() throws Exception {
    try (TestServer server =
            TestServer.start(settings -> settings.drainTime(Duration.ofMillis(100)));
        RawClient client = server.connect()) {
      Held held = new Held(server);
      client.send(TestServer.get("/s/d"));
      held.awaitRequest();
      TestServer.await(server.stop());
      TestBody body = held.answer();
      assertThat(body.ending()).isEqualTo(new TestBody.Closed(Ending.NOTHING_LEFT, 0));
    }
  }

  @Test
  void stopping_recordsALastSummary() throws Exception {
    try (TestServer server = TestServer.start()) {
      server.exchange("GET /s/d HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      server.exchange("nonsense\r\n\r\n");
      TestServer.await(server.stop());
      assertThat(server.summaries())
          .containsExactly(Map.of("no_credentials", 1L, "malformed_request", 1L));
    }
  }

  private static void awaitRefusedConnections(TestServer server) {
    assertThatThrownBy(
            () -> {
              while (true) {
                server.connect().close();
              }
            })
        .isInstanceOf(IOException.class);
  }

  /** Requests that wait for the test to answer them. */
  private static final class Held {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final Promise<Answer> answer = Promise.promise();
    private final TestServer server;

    Held(TestServer server) {
      this.server = server;
      server
          .pipeline()
          .script(
              request -> {
                asked.countDown();
                return answer.future();
              });
    }

    void awaitRequest() throws Exception {
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    }

    TestBody answer() {
      TestBody body = TestBody.of("late");
      answer.complete(FakePipeline.release(server.pipeline().asked().get(0), body));
      return body;
    }
  }
}
