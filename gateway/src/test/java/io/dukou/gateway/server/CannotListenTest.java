package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A port that another program holds is named, and whose it is in the configuration. */
@Timeout(30)
final class CannotListenTest {
  private final Vertx vertx = Vertx.vertx();
  private ServerSocket other;

  @BeforeEach
  void takePort() throws IOException {
    other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void givePortBack() throws IOException {
    other.close();
    TestServer.await(vertx.close());
  }

  @Test
  void portOfCallers_isNamed() throws Exception {
    assertThat(TestServer.failureToListen(vertx, other.getLocalPort(), 0))
        .isInstanceOf(CannotListenException.class)
        .hasMessage(
            "cannot listen on port %d of 127.0.0.1: stop what listens there, or set another"
                + " server.port or server.host",
            other.getLocalPort());
  }

  @Test
  void portOfOperators_isNamed() throws Exception {
    assertThat(TestServer.failureToListen(vertx, 0, other.getLocalPort()))
        .isInstanceOf(CannotListenException.class)
        .hasMessage(
            "cannot listen on port %d of 127.0.0.1: stop what listens there, or set another"
                + " server.admin.port or server.admin.host",
            other.getLocalPort());
  }

  @Test
  void portThatWasFree_isGivenBack() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(TestServer.failureToListen(vertx, free, other.getLocalPort()))
        .hasMessageContaining("server.admin.port");
    try (ServerSocket again = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
      assertThat(again.isBound()).isTrue();
    }
  }
}
