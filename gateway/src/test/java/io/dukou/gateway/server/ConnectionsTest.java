package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.dukou.gateway.server.Counters.Event;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many connections one peer may have open, whatever it does with them. */
@Timeout(60)
final class ConnectionsTest {
  private static final String ELSEWHERE = "127.0.0.2";
  private static final int PER_PEER = 3;

  private static TestTls tls;
  private final List<Socket> open = new ArrayList<>();
  private TestServer server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = new TestTls();
  }

  @AfterAll
  static void deleteCertificate() {
    tls.close();
  }

  @BeforeEach
  void start() throws Exception {
    server =
        TestServer.start(
            settings -> settings.with(tls.transport()).connections(PER_PEER + 2, PER_PEER));
  }

  @AfterEach
  void stop() throws Exception {
    closeAll();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /s/d HTTP/1.1\r\nX-A: and so on"})
  void peerWithManyConnections_leavesRoomForCallersElsewhere(String said) throws Exception {
    for (int i = 0; i < 10; i++) {
      hold(said);
    }
    while (server.count(Event.CONNECTION_REFUSED) < 10 - PER_PEER) {
      Thread.onSpinWait();
    }
    assertThat(server.gauge("connections_open")).isEqualTo(PER_PEER);
    assertThat(served(server)).isTrue();
    closeAll();
    server.awaitGauge("connections_open", 0);
    hold(said);
    server.awaitGauge("connections_open", 1);
  }

  @Test
  void peerThatNeverShakesHands_keepsNobodyOutAndIsTimedOut() throws Exception {
    try (TestServer hasty =
        TestServer.start(
            settings -> settings.with(tls.transport()).requestTime(Duration.ofSeconds(3)))) {
      for (int i = 0; i < 50; i++) {
        open.add(silent(hasty.port()));
      }
      assertThat(served(hasty)).isTrue();
      for (Socket socket : open) {
        assertThat(socket.getInputStream().read()).isNegative();
      }
      assertThat(hasty.count(Event.CONNECTION_FAILED)).isEqualTo(50);
    }
  }

  private static Socket silent(int port) throws IOException {
    try {
      InetAddress server = InetAddress.getLoopbackAddress();
      Socket socket = new Socket(server, port, InetAddress.getByName(ELSEWHERE), 0);
      socket.setSoTimeout(20_000);
      return socket;
    } catch (BindException e) {
      return abort("this machine has no second loopback address");
    }
  }

  private void hold(String said) throws IOException {
    SSLSocket socket = connect(ELSEWHERE);
    open.add(socket);
    try {
      socket.startHandshake();
      socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      socket.close(); // turned away
    }
  }

  private static boolean served(TestServer server) throws Exception {
    try (RawHttp2 caller = new RawHttp2(tls.trusting(), server.port())) {
      String[] head = {
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
      return caller.head(1, head).outcome(1).startsWith("200 ");
    }
  }

  private SSLSocket connect(String from) throws IOException {
    try {
      return TestTls.connect(tls.trusting(), from, server.port());
    } catch (BindException e) {
      return abort("this machine has no second loopback address");
    }
  }

  private void closeAll() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    open.clear();
  }
}
