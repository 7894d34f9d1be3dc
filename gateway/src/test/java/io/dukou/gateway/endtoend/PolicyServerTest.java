package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A running proxy whose policy server does not decide: nothing is read and nothing leaves. */
@Timeout(120)
final class PolicyServerTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer policy;
  private RawOrigin origin;
  private Site site;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    policy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    policy.setExecutor(threads);
    policy.start();
    origin = new RawOrigin();
    origin.on("/data.csv", RawOrigin.ok("text/csv", "", SmallStudy.csv()));
  }

  @AfterEach
  void stop() throws IOException {
    over.countDown();
    policy.stop(0);
    threads.shutdownNow();
    origin.close();
  }

  @Test
  void serverThatFails_refuses() throws Exception {
    answering(500, "{}");
    assertRefused();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"result\":{}}",
        "not json",
        "{\"result\":{\"outcome\":\"allow\",\"reasons\":[],\"obligations\":[],\"evaluated\":[]},"
            + "\"provenance\":{\"bundles\":{\"b\":{\"revision\":\"another\"}}}}",
        "{\"result\":{\"outcome\":\"allow\",\"reasons\":[],\"obligations\":[],\"evaluated\":[]}}"
      })
  void answerThatIsNoDecisionOfTheseRules_refuses(String answer) throws Exception {
    answering(200, answer);
    assertRefused();
  }

  @Test
  void serverThatRedirects_refuses() throws Exception {
    policy.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
          exchange.sendResponseHeaders(307, -1);
          exchange.close();
        });
    assertRefused();
  }

  @Test
  void serverThatHangs_refuses() throws Exception {
    policy.createContext(
        "/",
        exchange -> {
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    assertRefused();
  }

  @Test
  void serverThatIsGone_refuses() throws Exception {
    try (RunningSite gateway = RunningSite.start(site())) {
      policy.stop(0);
      assertRefused(gateway);
    }
  }

  private void answering(int status, String body) {
    policy.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private void assertRefused() throws Exception {
    try (RunningSite gateway = RunningSite.start(site())) {
      assertRefused(gateway);
    }
  }

  private void assertRefused(RunningSite gateway) throws IOException {
    Client.Seen answer = new Client(gateway.url(), site.token("alpha-1")).get(SmallStudy.TABLE);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("policy_unavailable").doesNotContain("age,arm");
    assertThat(answer.headers()).containsKey("dukou-decision");
    assertThat(origin.heads()).isEmpty();
  }

  private Site site() throws IOException {
    site = SmallStudy.site(folder, origin.url("/data.csv"), origin.hostAndPort(), "");
    return SmallStudy.decidedBy("127.0.0.1:" + policy.getAddress().getPort(), site);
  }
}
