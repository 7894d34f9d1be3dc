package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.gateway.endtoend.Authority.Identity;
import io.dukou.gateway.keys.OwnerOnly;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Callers who prove themselves by a certificate, over HTTP/2 and HTTP/1.1, to a running proxy. */
@Timeout(120)
final class MutualTlsTest {
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private static Authority servers;
  private static Authority clients;
  private static Identity alpha;
  private static Identity gamma;
  private static RawOrigin origin;
  private static Site site;
  private static RunningSite gateway;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    servers = Authority.create("servers");
    clients = Authority.create("clients");
    alpha = clients.issue("alpha");
    gamma = clients.issue("gamma");
    origin = new RawOrigin();
    origin.on("/data.csv", RawOrigin.ok("text/csv", "", SmallStudy.csv()));
    site = SmallStudy.site(folder, origin.url("/data.csv"), origin.hostAndPort(), "");
    Identity server = servers.issue("localhost");
    Authority.write(folder.resolve("server.pem"), server.certificate());
    Authority.write(folder.resolve("clients.pem"), clients.certificate());
    OwnerOnly.write(
        folder.resolve("server.key"), server.keyPem().getBytes(StandardCharsets.US_ASCII));
    site.edit(
        "dukou.yaml",
        "admin: {port: 0}}",
        "admin: {port: 0}, tls: {certificate: server.pem, key: server.key,"
            + " clientAuthorities: clients.pem}}");
    site.edit("dukou.yaml", "identity:\n", "identity:\n  clientCertificates: true\n");
    register("alpha-1", alpha);
    register("gamma-1", gamma);
    gateway = RunningSite.start(site);
  }

  @AfterAll
  static void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  @Test
  void callerWithItsCertificate_isServedOverHttp2() throws Exception {
    HttpResponse<String> answer = get(alpha, null, HttpClient.Version.HTTP_2);
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(leaf(answer)).contains("\"recipient\":\"alpha\"");
  }

  @Test
  void callerWithItsCertificate_isServedOverHttp1() throws Exception {
    HttpResponse<String> answer = get(alpha, null, HttpClient.Version.HTTP_1_1);
    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(answer.body())
        .isEqualTo(get(alpha, null, HttpClient.Version.HTTP_2).body())
        .startsWith("age,arm\r\n");
  }

  @Test
  void certificateOfAnotherClient_makesItsHolderThatClient() throws Exception {
    assertThat(leaf(get(gamma, null, HttpClient.Version.HTTP_2)))
        .contains("\"recipient\":\"gamma\"");
  }

  @Test
  void certificateAndTokenOfTwoClients_areNobody() throws Exception {
    assertThat(get(gamma, "alpha-1", HttpClient.Version.HTTP_2).statusCode()).isEqualTo(401);
    assertThat(get(alpha, "alpha-1", HttpClient.Version.HTTP_2).statusCode()).isEqualTo(200);
  }

  @Test
  void certificateThatNobodyRegistered_isNobody() throws Exception {
    Identity stranger = clients.issue("alpha"); // the registered name, another certificate
    assertThat(get(stranger, null, HttpClient.Version.HTTP_2).statusCode()).isEqualTo(401);
    assertThat(get(stranger, "alpha-1", HttpClient.Version.HTTP_2).statusCode()).isEqualTo(401);
  }

  @Test
  void tokenWithoutACertificate_isServed() throws Exception {
    assertThat(get(null, "alpha-1", HttpClient.Version.HTTP_2).statusCode()).isEqualTo(200);
    assertThat(get(null, null, HttpClient.Version.HTTP_2).statusCode()).isEqualTo(401);
  }

  @Test
  void certificateOfAnotherAuthority_getsNoConnection() {
    assertNoConnection(Authority.create("clients").issue("alpha"));
    assertNoConnection(Authority.selfSigned("alpha"));
  }

  @Test
  void expiredCertificate_getsNoConnection() {
    assertNoConnection(clients.expired("alpha"));
  }

  private static void assertNoConnection(Identity shown) {
    for (HttpClient.Version version : HttpClient.Version.values()) {
      assertThatThrownBy(() -> get(shown, "alpha-1", version)).isInstanceOf(IOException.class);
    }
  }

  private static void register(String client, Identity identity) throws Exception {
    site.edit(
        "dukou.yaml",
        "token: " + client + "}",
        "token: " + client + ", certificates: [\"" + identity.fingerprint() + "\"]}");
  }

  private static HttpResponse<String> get(
      @Nullable Identity shown, @Nullable String tokenOf, HttpClient.Version version)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("https://localhost:" + gateway.url().getPort() + SmallStudy.TABLE))
            .timeout(ANSWER); // this client can wait for ever after a handshake that failed
    if (tokenOf != null) {
      request.header("Authorization", "Bearer " + site.token(tokenOf));
    }
    return HttpClient.newBuilder()
        .sslContext(Authority.sslContext(shown, servers.certificate()))
        .version(version)
        .build()
        .send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Returns what the receipt of an answer says. */
  private static String leaf(HttpResponse<String> answer) {
    String proof = decode(answer.headers().firstValue("dukou-receipt").orElseThrow());
    return decode(
        proof
            .lines()
            .filter(line -> line.startsWith("extra "))
            .findFirst()
            .orElseThrow()
            .substring("extra ".length()));
  }

  private static String decode(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
