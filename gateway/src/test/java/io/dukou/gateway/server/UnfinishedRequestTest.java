package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.pipeline.Answer;
import io.dukou.gateway.server.Counters.Event;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests of which only the head comes: what they may hold, that it is given back however they
 * end, and that strangers with many of them keep no caller out.
 */
@Timeout(60)
final class UnfinishedRequestTest {
  private static final String[] STRANGER = {
    ":method", "GET", ":scheme", "https", ":authority", "localhost", ":path", "/s/d"
  };
  private static final String[] KNOWN = {
    ":method",
    "GET",
    ":scheme",
    "https",
    ":authority",
    "localhost",
    ":path",
    "/s/d",
    "authorization",
    "Bearer alice"
  };

  private static TestTls tls;
  private final List<RawHttp2> clients = new ArrayList<>();
  private TestServer server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = new TestTls();
  }

  @AfterAll
  static void deleteCertificate() {
    tls.close();
  }

  @AfterEach
  void stop() throws Exception {
    for (RawHttp2 client : clients) {
      client.close();
    }
    server.close();
  }

  /** How half a request over HTTP/2 ends. */
  private enum End {
    RESET_BY_PEER,
    CLOSED_CONNECTION,
    ABORTED_CONNECTION,
    GOODBYE,
    BODY,
    WHOLE_AFTER_ALL;

    void happen(RawHttp2 client) throws Exception {
      switch (this) {
        case RESET_BY_PEER -> client.reset(1);
        case CLOSED_CONNECTION -> client.close();
        case ABORTED_CONNECTION -> client.abort();
        case GOODBYE -> client.sayGoodbye().close();
        case BODY -> assertThat(client.data(1, "x", false).outcome(1)).startsWith("415 ");
        case WHOLE_AFTER_ALL -> assertThat(client.data(1, "", true).outcome(1)).startsWith("200 ");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void unfinishedRequest_givesItsPlaceBackHoweverItEnds(End end) throws Exception {
    start(settings -> settings);
    RawHttp2 client = connect().open(1, KNOWN);
    server.awaitGauge("requests_unfinished", 1);
    assertThat(server.gauge("requests_in_work")).isZero();
    end.happen(client);
    assertNothingHeld();
  }

  @Test
  void unfinishedRequest_isTimedOutAndGivesItsPlaceBack() throws Exception {
    start(settings -> settings.requestTime(Duration.ofSeconds(1)));
    assertThat(connect().open(1, STRANGER).outcome(1)).startsWith("408 ");
    assertNothingHeld();
  }

  @Test
  void abandonedRequests_areCountedAndSummarised() throws Exception {
    start(settings -> settings);
    RawHttp2 client = connect().open(1, STRANGER).open(3, STRANGER);
    server.awaitGauge("requests_unfinished", 2);
    client.reset(1).reset(3);
    assertNothingHeld();
    assertThat(server.count(Event.REQUEST_ABANDONED)).isEqualTo(2);
    TestServer.await(server.stop());
    assertThat(server.summaries()).anyMatch(counts -> counts.containsKey("request_abandoned"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void requestInWork_givesItsPlaceBackOnceItIsAnswered(boolean byReset) throws Exception {
    start(settings -> settings);
    BlockingQueue<Promise<Answer>> held = holdAnswers();
    RawHttp2 client = connect().head(1, KNOWN);
    Promise<Answer> answer = held.poll(20, TimeUnit.SECONDS);
    assertThat(server.gauge("requests_in_work")).isEqualTo(1);
    if (byReset) {
      client.reset(1);
    } else {
      client.abort();
    }
    assertThat(server.gauge("requests_in_work")).isEqualTo(1);
    TestBody body = TestBody.of("late");
    answer.complete(FakePipeline.release(server.pipeline().asked().get(0), body));
    assertNothingHeld();
    assertThat(body.isClosed()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /s/d HTTP/1.1\r\nHost: h\r\nX-A",
        "GET /s/d HTTP/1.1\r\n" + TestServer.KNOWN + "Content-Length: 9\r\n\r\nabc",
        "GET /s/d HTTP/1.1\r\n" + TestServer.KNOWN + "Transfer-Encoding: chunked\r\n\r\n9\r\nab"
      })
  void halfARequestOverHttp1_leavesNothingHeld(String half) throws Exception {
    server = TestServer.start();
    try (RawClient client = server.connect()) {
      client.send(half).reset();
    }
    assertNothingHeld();
    assertThat(server.exchange(TestServer.get("/s/d").replace("Host", "Connection: close\r\nHost")))
        .startsWith("HTTP/1.1 200 ");
  }

  @Test
  void floodOfUnfinishedRequests_leavesCallersServed() throws Exception {
    start(settings -> settings.inWork(32, 16));
    for (int connection = 0; connection < 6; connection++) {
      RawHttp2 stranger = connect();
      for (int stream = 0; stream < 16; stream++) {
        stranger.open(1 + 2 * stream, STRANGER);
      }
    }
    server.awaitGauge("requests_unfinished", 16); // what one peer may have; it has sent 96
    assertThat(connect().head(1, KNOWN).outcome(1)).startsWith("200 ");
    assertThat(server.gauge("requests_in_work_limit")).isEqualTo(32);
    assertThat(server.gauge("requests_unfinished_limit")).isEqualTo(32);
    for (RawHttp2 client : clients) {
      client.abort();
    }
    assertNothingHeld();
  }

  @Test
  void refusalsThatStrangersDoNotTake_leaveCallersServed() throws Exception {
    start(settings -> settings.inWork(4, 4));
    RawHttp2 stranger = connect().shutWindow();
    for (int stream = 1; stream < 8; stream += 2) {
      stranger.head(stream, STRANGER);
    }
    while (server.count(Event.UNAUTHENTICATED) < 4) {
      Thread.onSpinWait();
    }
    assertThat(connect().head(1, KNOWN).outcome(1)).startsWith("200 ");
  }

  @Test
  void streamsBeyondTheLimit_areRefusedThoughItWasNeverAcknowledged() throws Exception {
    start(settings -> settings.inWork(100, 5));
    BlockingQueue<Promise<Answer>> held = holdAnswers();
    RawHttp2 client = connect();
    for (int stream = 1; stream < 40; stream += 2) {
      client.head(stream, KNOWN);
    }
    assertThat(client.outcome(39)).isEqualTo("reset");
    assertThat(server.pipeline().asked()).hasSize(5);
    held.forEach(answer -> answer.fail("enough"));
    assertNothingHeld();
  }

  @Test
  void streamsOpenedAndReset_endTheirConnectionAndLeaveCallersServed() throws Exception {
    start(settings -> settings);
    RawHttp2 stranger = connect();
    assertThat(resetMany(stranger)).isIn("goaway", "closed");
    assertThat(connect().head(1, KNOWN).outcome(1)).startsWith("200 ");
    assertNothingHeld();
  }

  private static String resetMany(RawHttp2 client) throws Exception {
    try {
      for (int stream = 1; stream < 4000; stream += 2) {
        client.head(stream, KNOWN).reset(stream);
      }
    } catch (IOException e) {
      return "closed"; // by the server, in the midst of it
    }
    return client.outcome(4001);
  }

  private void start(UnaryOperator<TestServer.Settings> change) throws Exception {
    server = TestServer.start(settings -> change.apply(settings.with(tls.transport())));
  }

  private RawHttp2 connect() throws IOException {
    RawHttp2 client = new RawHttp2(tls.trusting(), server.port());
    clients.add(client);
    return client;
  }

  private void assertNothingHeld() throws Exception {
    server.awaitGauge("requests_unfinished", 0);
    server.awaitGauge("requests_in_work", 0);
  }

  private BlockingQueue<Promise<Answer>> holdAnswers() {
    BlockingQueue<Promise<Answer>> held = new LinkedBlockingQueue<>();
    server
        .pipeline()
        .script(
            request -> {
              Promise<Answer> promise = Promise.promise();
              held.add(promise);
              return promise.future();
            });
    return held;
  }
}
