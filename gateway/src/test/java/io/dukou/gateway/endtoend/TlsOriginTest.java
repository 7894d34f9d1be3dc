package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.dukou.gateway.endtoend.Authority.Identity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose word the gateway takes for an origin's: a running proxy before an origin over TLS. */
@Timeout(120)
final class TlsOriginTest {
  private static Authority authority;

  private final AtomicInteger reads = new AtomicInteger();

  @TempDir Path folder;

  @BeforeAll
  static void create() {
    authority = Authority.create("hospital-root");
  }

  @Test
  void originOfTheConfiguredAuthority_isRead() throws Exception {
    Client.Seen answer = answer(authority.issue("localhost"), "authorities: ca.pem");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.rows()).hasSize(60);
    assertThat(reads).hasPositiveValue();
  }

  @Test
  void selfSignedOrigin_isRefused() throws Exception {
    assertRefused(answer(Authority.selfSigned("localhost"), "authorities: ca.pem"));
  }

  @Test
  void originOfAnotherAuthority_isRefused() throws Exception {
    Authority other = Authority.create("hospital-root"); // the same name, another key
    assertRefused(answer(other.issue("localhost"), "authorities: ca.pem"));
  }

  @Test
  void originOfAnotherName_isRefused() throws Exception {
    assertRefused(answer(authority.issue("other.example"), "authorities: ca.pem"));
  }

  @Test
  void originWithAnExpiredCertificate_isRefused() throws Exception {
    assertRefused(answer(authority.expired("localhost"), "authorities: ca.pem"));
  }

  @Test
  void originOfAnAuthorityThatNobodyConfigured_isRefused() throws Exception {
    assertRefused(answer(authority.issue("localhost"), "maxBytes: 1 MiB"));
  }

  private void assertRefused(Client.Seen answer) {
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.body()).contains("origin_failed").doesNotContain("certificate");
    assertThat(reads).as("requests that reached the origin").hasValue(0);
  }

  /** Returns what a caller gets when the origin shows {@code shown}. */
  private Client.Seen answer(Identity shown, String setting) throws Exception {
    Authority.write(folder.resolve("ca.pem"), authority.certificate());
    HttpsServer origin =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.setHttpsConfigurator(
        new HttpsConfigurator(Authority.sslContext(shown, authority.certificate())));
    origin.createContext(
        "/data.csv",
        exchange -> {
          reads.incrementAndGet();
          byte[] body = SmallStudy.csv().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/csv");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    origin.start();
    try {
      String host = "localhost:" + origin.getAddress().getPort();
      Site site = SmallStudy.site(folder, "https://" + host + "/data.csv", host, ", " + setting);
      try (RunningSite gateway = RunningSite.start(site)) {
        return new Client(gateway.url(), site.token("alpha-1")).get(SmallStudy.TABLE);
      }
    } finally {
      origin.stop(0);
    }
  }
}
