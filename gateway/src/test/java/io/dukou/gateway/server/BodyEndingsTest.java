package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.pipeline.Answer;
import io.dukou.gateway.pipeline.Body.Ending;
import io.dukou.gateway.server.TestBody.Closed;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is claimed about how much of a body left: never less than what the caller got. */
@Timeout(60)
final class BodyEndingsTest {
  private static final long LARGE = 256L * 1024 * 1024;

  /** What two socket buffers and the queues between them may hold. */
  private static final long IN_FLIGHT = 24L * 1024 * 1024;

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
  void bodySentToItsEnd_isComplete() throws Exception {
    TestBody body = server.pipeline().releasing(TestBody.ofLength(1_000_000));
    try (RawClient client = server.connect()) {
      client.send(TestServer.get("/s/d")).head();
      assertThat(client.read(1_000_000)).isEqualTo(1_000_000);
    }
    assertThat(body.ending()).isEqualTo(new Closed(Ending.COMPLETE, 1_000_000));
  }

  @Test
  void largeBody_waitsForItsReader() throws Exception {
    TestBody body = server.pipeline().releasing(TestBody.ofLength(LARGE));
    try (RawClient client = server.connect()) {
      client.send(TestServer.get("/s/d")).head();
      for (long read = 0; read < LARGE; read += 16 * 1024 * 1024) {
        assertThat(client.read(16 * 1024 * 1024)).isEqualTo(16 * 1024 * 1024);
        assertThat(body.produced()).isLessThan(read + 16 * 1024 * 1024 + IN_FLIGHT);
      }
    }
    assertThat(body.ending()).isEqualTo(new Closed(Ending.COMPLETE, LARGE));
  }

  @Test
  void callerThatGoesMidway_leavesAnAbortedBody() throws Exception {
    TestBody body = server.pipeline().releasing(TestBody.ofLength(LARGE));
    long got;
    try (RawClient client = server.connect()) {
      client.send(TestServer.get("/s/d")).head();
      got = client.read(3_000_000);
      client.reset();
    }
    Closed closed = body.ending();
    assertThat(closed.ending()).isEqualTo(Ending.ABORTED);
    assertThat(closed.bytes()).isBetween(got, got + IN_FLIGHT);
    assertThat(closed.bytes()).isLessThanOrEqualTo(body.produced());
  }

  @Test
  void callerThatIsGoneBeforeTheAnswer_getsNothing() throws Exception {
    TestBody body = TestBody.ofLength(1000);
    Promise<Answer> answer = Promise.promise();
    CountDownLatch asked = new CountDownLatch(1);
    server
        .pipeline()
        .script(
            request -> {
              asked.countDown();
              return answer.future();
            });
    try (RawClient client = server.connect()) {
      client.send(TestServer.get("/s/d"));
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      client.reset();
    }
    // The connection is seen closed before a later one is answered on every event loop.
    awaitClosedConnection();
    answer.complete(FakePipeline.release(server.pipeline().asked().get(0), body));
    assertThat(body.ending()).isEqualTo(new Closed(Ending.NOTHING_LEFT, 0));
    assertThat(body.produced()).isZero();
  }

  @Test
  void bodyThatFailsBeforeItsFirstByte_leavesNothing() throws Exception {
    TestBody body = server.pipeline().releasing(TestBody.failingAfter(1000, 0));
    assertThat(server.exchange(TestServer.get("/s/d"))).isEmpty();
    assertThat(body.ending()).isEqualTo(new Closed(Ending.NOTHING_LEFT, 0));
  }

  @Test
  void bodyThatFailsMidway_isAbortedAndCutOff() throws Exception {
    TestBody body = server.pipeline().releasing(TestBody.failingAfter(1_000_000, 640 * 1024));
    String answer = server.exchange(TestServer.get("/s/d"));
    assertThat(answer).contains("content-length: 1000000\r\n").hasSizeLessThan(1_000_000);
    Closed closed = body.ending();
    assertThat(closed.ending()).isEqualTo(Ending.ABORTED);
    assertThat(closed.bytes()).isBetween(bodyLength(answer), 640L * 1024);
  }

  @Test
  void bodyShorterThanItsLength_isAbortedAndCutOff() throws Exception {
    TestBody body = server.pipeline().releasing(TestBody.lying(1_000_000, 640 * 1024));
    assertThat(server.exchange(TestServer.get("/s/d"))).hasSizeLessThan(1_000_000);
    assertThat(body.ending().ending()).isEqualTo(Ending.ABORTED);
  }

  @Test
  void bodyLongerThanItsLength_sendsNoByteTooMany() throws Exception {
    TestBody body = server.pipeline().releasing(TestBody.lying(300_000, 400_000));
    String answer = server.exchange(TestServer.get("/s/d"));
    assertThat(bodyLength(answer)).isLessThan(300_000);
    assertThat(body.ending().ending()).isEqualTo(Ending.ABORTED);
  }

  @Test
  void callerThatStopsReading_isCutOffAfterTheIdleTime() throws Exception {
    try (TestServer hasty =
            TestServer.start(settings -> settings.idleTime(Duration.ofMillis(300)));
        RawClient client = new RawClient(hasty.port())) {
      TestBody body = hasty.pipeline().releasing(TestBody.ofLength(LARGE));
      client.send(TestServer.get("/s/d")).head();
      Closed closed = body.ending();
      assertThat(closed.ending()).isEqualTo(Ending.ABORTED);
      assertThat(closed.bytes()).isGreaterThanOrEqualTo(client.untilClosed().length());
    }
  }

  @Test
  void callerThatReadsTooSlowly_isCutOffAfterTheAnswerTime() throws Exception {
    try (TestServer hasty =
            TestServer.start(settings -> settings.answerTime(Duration.ofMillis(300)));
        RawClient client = new RawClient(hasty.port())) {
      TestBody body = hasty.pipeline().releasing(TestBody.ofLength(LARGE));
      client.send(TestServer.get("/s/d")).head();
      while (!body.isClosed()) {
        client.read(1000);
      }
      assertThat(body.ending().ending()).isEqualTo(Ending.ABORTED);
    }
  }

  @Test
  void headRequest_touchesNoBody() throws Exception {
    TestBody body = server.pipeline().releasing(TestBody.ofLength(1000));
    server.exchange("HEAD /s/d HTTP/1.1\r\n" + TestServer.KNOWN + "Connection: close\r\n\r\n");
    assertThat(body.isClosed()).isFalse();
  }

  private void awaitClosedConnection() throws Exception {
    while (server.openConnections() > 0) {
      Thread.onSpinWait();
    }
  }

  private static long bodyLength(String answer) {
    int at = answer.indexOf("\r\n\r\n");
    return at < 0 ? 0 : answer.length() - at - 4;
  }
}
