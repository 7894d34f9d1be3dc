package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Strangers who fail to authenticate as fast as they can: they get no further than the limits, and
 * take nobody who has authenticated with them. Time stands still here, so nothing is forgiven.
 */
@Timeout(60)
final class StrangersTest {
  private static final String ELSEWHERE = "127.0.0.2";

  @Test
  void strangersFromElsewhere_doNotLockOutACaller() throws Exception {
    try (TestServer server = TestServer.start(settings -> settings.failures(1000, 5))) {
      assertThat(ask(server, "Bearer alice")).isEqualTo("200");
      assertThat(failElsewhere(server, 8))
          .containsExactly("401", "401", "401", "401", "401", "429", "429", "429");
      assertThat(ask(server, "Bearer alice")).isEqualTo("200");
      assertThat(ask(server, "Bearer bob")).isEqualTo("200"); // at an address that is known
    }
  }

  @Test
  void strangersFromTheSameAddress_doNotLockOutACaller() throws Exception {
    try (TestServer server = TestServer.start(settings -> settings.failures(3, 1000))) {
      assertThat(ask(server, "Bearer alice")).isEqualTo("200");
      assertThat(fail(server, 5)).containsExactly("401", "401", "401", "429", "429");
      assertThat(ask(server, "Bearer alice")).isEqualTo("200");
    }
  }

  @Test
  void callerWhoIsKnown_isServedFromAnAddressThatIsNot() throws Exception {
    try (TestServer server = TestServer.start(settings -> settings.failures(2, 2))) {
      assertThat(ask(server, "Bearer alice")).isEqualTo("200");
      assertThat(failElsewhere(server, 3)).containsExactly("401", "401", "429");
      assertThat(askElsewhere(server, "Bearer alice")).isEqualTo("200");
    }
  }

  @Test
  void guessesBesideACaller_areLimitedNevertheless() throws Exception {
    try (TestServer server = TestServer.start(settings -> settings.failures(3, 1000))) {
      List<String> guesses = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        assertThat(ask(server, "Bearer alice")).isEqualTo("200");
        guesses.add(ask(server, "Guess " + i));
      }
      assertThat(guesses).filteredOn("401"::equals).hasSize(3);
      assertThat(guesses).filteredOn("429"::equals).hasSize(17);
      assertThat(ask(server, "Bearer right-at-last")).isEqualTo("429");
    }
  }

  private static List<String> fail(TestServer server, int times) throws Exception {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      answers.add(ask(server, "Guess " + i));
    }
    return answers;
  }

  private static List<String> failElsewhere(TestServer server, int times) throws Exception {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      answers.add(askElsewhere(server, "Guess " + i));
    }
    return answers;
  }

  private static String ask(TestServer server, String authorization) throws Exception {
    return status(server.exchange(request(authorization)));
  }

  private static String askElsewhere(TestServer server, String authorization) throws IOException {
    try (RawClient client = RawClient.from(ELSEWHERE, server.port())) {
      return status(client.send(request(authorization)).untilClosed());
    } catch (BindException e) {
      return abort("this machine has no second loopback address");
    }
  }

  private static String request(String authorization) {
    return "GET /s/d HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization: "
        + authorization
        + "\r\n\r\n";
  }

  private static String status(String answer) {
    return answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
  }
}
