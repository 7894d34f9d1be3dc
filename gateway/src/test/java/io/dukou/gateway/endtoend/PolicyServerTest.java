package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.dukou.gateway.running.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
  private static final String READY = "live\nready\n";

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

  @Test
  void serverThatIsGone_isToldToOperatorsUntilItIsBack() throws Exception {
    int port = policy.getAddress().getPort();
    String server = "the policy server at 127.0.0.1:" + port;
    String healthy = bundle(LiveOpa.committedRevision());
    answering(200, healthy);
    try (LogLines lines = LogLines.open();
        RunningSite gateway = RunningSite.start(site())) {
      awaitAdmin(gateway, READY);
      policy.stop(0);
      awaitAdmin(gateway, "not ready\n- policy: " + server + " does not decide");
      lines.take();
      for (int i = 0; i < 10; i++) {
        assertRefused(gateway);
      }
      assertThat(lines.take()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(2);
      policy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      policy.setExecutor(threads);
      policy.start();
      answering(200, healthy);
      awaitAdmin(gateway, READY);
    }
  }

  @Test
  void serverWithOtherRules_isToldToOperatorsWithBothRevisions() throws Exception {
    answering(200, bundle("rev-other"));
    try (LogLines lines = LogLines.open();
        RunningSite gateway = RunningSite.start(site())) {
      assertRefused(gateway);
      assertThat(gateway.adminText()).contains("not ready\n- policy: the policy server at ");
      assertThat(lines.take())
          .singleElement()
          .asString()
          .contains("127.0.0.1:" + policy.getAddress().getPort())
          .contains("decides by revision rev-other")
          .contains("this gateway by revision " + LiveOpa.committedRevision())
          .contains("policy.opa.url");
    }
  }

  private static String bundle(String revision) {
    return "{\"provenance\":{\"bundles\":{\"b\":{\"revision\":\"" + revision + "\"}}}}";
  }

  /** Waits until operators are told {@code text}. */
  private static void awaitAdmin(RunningSite gateway, String text) throws Exception {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!gateway.adminText().contains(text)) {
      assertThat(System.nanoTime()).as(gateway.adminText()).isLessThan(limit);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
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
