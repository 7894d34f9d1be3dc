package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.config.ServerConfig;
import io.dukou.gateway.pipeline.Answer;
import io.dukou.gateway.pipeline.Misuse;
import io.dukou.gateway.server.Counters.Event;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much work and time a caller can cost. */
@Timeout(60)
final class LimitsTest {
  private final BlockingQueue<Promise<Answer>> waiting = new LinkedBlockingQueue<>();

  @Test
  void requestBeyondTheLimit_isTurnedAwayAndCounted() throws Exception {
    try (TestServer server = TestServer.start(settings -> settings.inWork(2, 2))) {
      holdAnswers(server);
      try (RawClient one = server.connect();
          RawClient two = server.connect();
          RawClient three = server.connect()) {
        one.send(TestServer.get("/1"));
        Promise<Answer> first = next();
        two.send(TestServer.get("/2"));
        next();
        String refused = three.send(TestServer.get("/3")).answer();
        assertThat(refused).startsWith("HTTP/1.1 503 ").contains("\"code\":\"busy\"");
        assertThat(server.count(Event.BUSY)).isEqualTo(1);
        first.complete(answer(server));
        assertThat(one.answer()).startsWith("HTTP/1.1 200 ");
        one.send(TestServer.get("/3"));
        next().complete(answer(server));
        assertThat(one.answer()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void clientBeyondItsShare_isRefusedAndRecorded() throws Exception {
    try (TestServer server = TestServer.start(settings -> settings.inWork(10, 1))) {
      holdAnswers(server);
      try (RawClient one = server.connect();
          RawClient two = server.connect();
          RawClient other = server.connect()) {
        one.send(TestServer.get("/1"));
        Promise<Answer> first = next();
        assertThat(two.send(TestServer.get("/2")).answer()).startsWith("HTTP/1.1 429 ");
        assertThat(server.pipeline().misuse()).contains(Misuse.TOO_MANY_REQUESTS);
        other.send(TestServer.get("/3").replace("alice", "bob"));
        next().complete(answer(server));
        assertThat(other.answer()).startsWith("HTTP/1.1 200 ");
        first.complete(answer(server));
        assertThat(one.answer()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void abandonedRequest_keepsItsPlaceUntilItIsAnswered() throws Exception {
    try (TestServer server = TestServer.start(settings -> settings.inWork(1, 1))) {
      holdAnswers(server);
      try (RawClient one = server.connect()) {
        one.send(TestServer.get("/1"));
        next();
        one.reset();
      }
      try (RawClient two = server.connect()) {
        assertThat(two.send(TestServer.get("/2")).answer()).startsWith("HTTP/1.1 503 ");
      }
    }
  }

  @Test
  void headThatComesDropByDrop_isTimedOut() throws Exception {
    try (TestServer server = hasty();
        RawClient client = server.connect()) {
      client.send("GET /s/d HTTP/1.1\r\nHost: h\r\nX-A");
      assertThat(client.untilClosed())
          .startsWith("HTTP/1.1 408 ")
          .contains("application/problem+json")
          .contains("connection: close");
      assertThat(server.count(Event.REQUEST_TIMED_OUT)).isEqualTo(1);
    }
  }

  @Test
  void dropsOfAHead_buyNoTime() throws Exception {
    try (TestServer server = hasty();
        RawClient client = server.connect()) {
      client.send("GET /s/d HTTP/1.1\r\n");
      long start = System.nanoTime();
      long drops = 0;
      while (server.count(Event.REQUEST_TIMED_OUT) == 0) {
        client.trySend("X-" + drops++ + ": y\r\n");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void connectionThatAsksNothingMore_isClosed() throws Exception {
    try (TestServer server = hasty();
        RawClient client = server.connect()) {
      assertThat(client.send(TestServer.get("/s/d")).answer()).startsWith("HTTP/1.1 200 ");
      assertThat(client.untilClosed()).isEmpty();
    }
  }

  @Test
  void requestInWork_isNotTimedOut() throws Exception {
    try (TestServer server = hasty();
        RawClient client = server.connect()) {
      holdAnswers(server);
      client.send(TestServer.get("/s/d"));
      Promise<Answer> held = next();
      server.vertx().setTimer(900, id -> held.complete(answer(server)));
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void peerThatFailedTooOften_isTurnedAwayUnheard() throws Exception {
    try (TestServer server = TestServer.start(settings -> settings.failuresPerPeer(3))) {
      String wrong = "GET /s/d HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        answers.add(server.exchange(wrong).substring(9, 12));
      }
      assertThat(answers).containsExactly("401", "401", "401", "429");
      assertThat(
              server.exchange(
                  TestServer.get("/s/d").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")))
          .startsWith("HTTP/1.1 429 ");
      assertThat(server.pipeline().asked()).isEmpty();
    }
  }

  @Test
  void peersBehindOneProgramThatEndsTls_areHeldByTheCommonLimitAlone() throws Exception {
    try (TestServer server =
        TestServer.start(
            settings ->
                settings.with(new ServerConfig.TerminatedElsewhere("nginx")).failures(3, 6))) {
      String wrong = "GET /s/d HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
      for (int i = 0; i < 6; i++) {
        assertThat(server.exchange(wrong)).startsWith("HTTP/1.1 401 ");
      }
      assertThat(server.exchange(wrong)).startsWith("HTTP/1.1 429 ");
    }
  }

  private static TestServer hasty() throws Exception {
    return TestServer.start(settings -> settings.requestTime(Duration.ofMillis(400)));
  }

  private void holdAnswers(TestServer server) {
    server
        .pipeline()
        .script(
            request -> {
              Promise<Answer> promise = Promise.promise();
              waiting.add(promise);
              return promise.future();
            });
  }

  private Promise<Answer> next() throws Exception {
    Promise<Answer> promise = waiting.poll(10, TimeUnit.SECONDS);
    assertThat(promise).isNotNull();
    return promise;
  }

  private static Answer answer(TestServer server) {
    return FakePipeline.release(server.pipeline().asked().get(0), TestBody.of("x"));
  }
}
