package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.pipeline.Misuse;
import io.dukou.gateway.server.Counters.Event;
import io.vertx.core.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults of the gateway, errors included: each ends in an answer and holds no place. */
@Timeout(60)
final class FaultTest {
  private TestServer server;

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 32_000})
  void pathOfManySegments_isReadLikeAnyOther(int segments) throws Exception {
    server = TestServer.start(settings -> settings.urlBytes("64 KiB"));
    assertThat(ask("/a".repeat(segments))).startsWith("HTTP/1.1 200 ");
    assertThat(ask("/a".repeat(segments) + "/..")).startsWith("HTTP/1.1 400 ");
    assertThat(server.pipeline().misuse()).contains(Misuse.TARGET);
    assertNothingHeld();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a?b=", "/a?", "/.a", "/a"})
  void longestTarget_isReadLikeAnyOther(String start) throws Exception {
    server = TestServer.start(settings -> settings.urlBytes("64 KiB"));
    String target = start + "c".repeat(64 * 1024 - start.length());
    assertThat(ask(target)).startsWith("HTTP/1.1 200 ");
    assertNothingHeld();
  }

  @Test
  void errorWhileTheCallerIsFoundOut_isAnsweredAndHoldsNothing() throws Exception {
    server = TestServer.start();
    String answer = server.exchange(get("/s/d").replace("alice", TestServer.FAULT));
    assertThat(answer).startsWith("HTTP/1.1 500 ").contains("\"code\":\"internal\"");
    assertFaultIsOver();
  }

  @Test
  void errorOfThePipeline_isAnsweredAndHoldsNothing() throws Exception {
    server = TestServer.start();
    server
        .pipeline()
        .script(
            request -> {
              throw new StackOverflowError("as the test wants it");
            });
    assertThat(ask("/s/d")).startsWith("HTTP/1.1 500 ");
    assertFaultIsOver();
  }

  @Test
  void errorWhileAnAnswerIsWritten_isAnsweredAndHoldsNothing() throws Exception {
    server = TestServer.start();
    server.pipeline().script(request -> Future.succeededFuture(null));
    assertThat(ask("/s/d")).startsWith("HTTP/1.1 500 ");
    assertFaultIsOver();
  }

  private void assertFaultIsOver() throws Exception {
    assertNothingHeld();
    assertThat(server.count(Event.INTERNAL_FAULT)).isEqualTo(1);
  }

  private void assertNothingHeld() throws Exception {
    server.awaitGauge("requests_unfinished", 0);
    server.awaitGauge("requests_in_work", 0);
  }

  private String ask(String target) throws Exception {
    return server.exchange(get(target));
  }

  private static String get(String target) {
    return TestServer.get(target).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
  }
}
