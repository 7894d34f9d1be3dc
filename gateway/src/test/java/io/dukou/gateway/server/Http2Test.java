package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.gateway.config.ServerConfig.Tls;
import io.dukou.gateway.pipeline.Body.Ending;
import io.dukou.gateway.pipeline.Misuse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 and HTTP/1.1 over TLS, with clients that are not ours. */
@Timeout(60)
final class Http2Test {
  /** A client that nobody refers to any more is closed by the garbage collector. */
  private static final Queue<HttpClient> CLIENTS = new ConcurrentLinkedQueue<>();

  private static SelfSignedCertificate certificate;
  private TestServer server;

  @BeforeAll
  static void makeCertificate() {
    certificate = SelfSignedCertificate.create("localhost");
  }

  @AfterAll
  static void deleteCertificate() {
    certificate.delete();
  }

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(settings -> settings.with(tls()));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void release_overHttp2HasExactlyTheseFields() throws Exception {
    HttpResponse<String> answer = get(java.net.http.HttpClient.Version.HTTP_2, "/s/d");
    assertThat(answer.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_2);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("a,b\n1,2\n");
    assertThat(answer.headers().map().keySet())
        .containsExactlyInAnyOrder(
            ":status",
            "content-type",
            "content-length",
            "cache-control",
            "dukou-decision",
            "dukou-receipt",
            "repr-digest");
  }

  @Test
  void release_overTlsWithoutHttp2IsTheSame() throws Exception {
    HttpResponse<String> answer = get(java.net.http.HttpClient.Version.HTTP_1_1, "/s/d");
    assertThat(answer.version()).isEqualTo(java.net.http.HttpClient.Version.HTTP_1_1);
    assertThat(answer.body()).isEqualTo("a,b\n1,2\n");
  }

  @Test
  void headRequest_overHttp2HasNeitherLengthNorDigest() throws Exception {
    HttpResponse<Void> answer =
        client(java.net.http.HttpClient.Version.HTTP_2)
            .send(
                request("/s/d").method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
                BodyHandlers.discarding());
    assertThat(answer.headers().map().keySet())
        .containsExactlyInAnyOrder(
            ":status", "content-type", "cache-control", "dukou-decision", "dukou-receipt");
  }

  @Test
  void largeBody_overHttp2IsComplete() throws Exception {
    TestBody body = server.pipeline().releasing(TestBody.ofLength(20_000_000));
    assertThat(get(java.net.http.HttpClient.Version.HTTP_2, "/s/d").body()).hasSize(20_000_000);
    assertThat(body.ending()).isEqualTo(new TestBody.Closed(Ending.COMPLETE, 20_000_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
  void announcedBody_isRefused(String method) throws Exception {
    HttpResponse<String> answer =
        client(java.net.http.HttpClient.Version.HTTP_2)
            .send(
                request("/s/d")
                    .method(method, HttpRequest.BodyPublishers.ofString("hello"))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(server.pipeline().misuse()).contains(Misuse.REQUEST_BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
  void dataThatNobodyAnnounced_isRefused(String method) throws Exception {
    HttpClientResponse answer =
        TestServer.await(
            open(HttpMethod.valueOf(method))
                .compose(
                    request -> {
                      request.setChunked(true).write(Buffer.buffer("hello"));
                      return request.response();
                    }));
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(server.pipeline().misuse()).contains(Misuse.REQUEST_BODY);
  }

  @Test
  void requestThatNeverEnds_isTimedOut() throws Exception {
    try (TestServer hasty =
        TestServer.start(settings -> settings.with(tls()).requestTime(Duration.ofSeconds(3)))) {
      HttpClientResponse answer =
          TestServer.await(
              open(hasty, HttpMethod.GET)
                  .compose(
                      request -> {
                        request.setChunked(true).sendHead();
                        return request.response();
                      }));
      assertThat(answer.statusCode()).isEqualTo(408);
      assertThat(hasty.pipeline().asked()).isEmpty();
    }
  }

  @Test
  void callerThatResetsItsStream_leavesAnAbortedBody() throws Exception {
    TestBody body = server.pipeline().releasing(TestBody.ofLength(1L << 30));
    HttpClientRequest request = TestServer.await(open(HttpMethod.GET));
    HttpClientResponse answer =
        TestServer.await(request.send().onSuccess(HttpClientResponse::pause));
    assertThat(answer.statusCode()).isEqualTo(200);
    request.reset(8);
    TestBody.Closed closed = body.ending();
    assertThat(closed.ending()).isEqualTo(Ending.ABORTED);
    assertThat(closed.bytes()).isPositive().isLessThan(1L << 26);
  }

  @Test
  void callerThatDoesNotRead_holdsTheBodyBack() throws Exception {
    TestBody body = server.pipeline().releasing(TestBody.ofLength(1L << 30));
    HttpClientRequest request = TestServer.await(open(HttpMethod.GET));
    TestServer.await(request.send().onSuccess(HttpClientResponse::pause));
    server.pipeline().releasing(TestBody.of("other"));
    HttpResponse<String> other = get(java.net.http.HttpClient.Version.HTTP_2, "/s/e");
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(body.produced()).isLessThan(1L << 26);
  }

  @Test
  void otherMethod_overHttp2IsRefused() throws Exception {
    HttpClientResponse answer =
        TestServer.await(open(HttpMethod.POST).compose(HttpClientRequest::send));
    assertThat(answer.statusCode()).isEqualTo(405);
  }

  @Test
  void connect_overHttp2IsRefused() throws Exception {
    HttpClientResponse answer =
        TestServer.await(
            open(HttpMethod.CONNECT)
                .compose(
                    request -> {
                      request.sendHead();
                      return request.response();
                    }));
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(server.pipeline().misuse()).contains(Misuse.METHOD_NOT_ALLOWED);
  }

  @Test
  void plainTextOnTheTlsPort_getsNoAnswer() throws Exception {
    assertThat(server.exchange(TestServer.get("/s/d"))).doesNotContain("200");
    assertThat(server.pipeline().asked()).isEmpty();
  }

  @Test
  void certificateThatIsReplaced_isUsedForNewConnections() throws Exception {
    get(java.net.http.HttpClient.Version.HTTP_2, "/s/d");
    SelfSignedCertificate next = SelfSignedCertificate.create("localhost");
    copy(next.certificatePath(), certificate.certificatePath());
    copy(next.privateKeyPath(), certificate.privateKeyPath());
    java.net.http.HttpClient before = client(java.net.http.HttpClient.Version.HTTP_2);
    assertThatThrownBy(() -> before.send(request("/s/d").build(), BodyHandlers.ofString()))
        .isInstanceOf(java.io.IOException.class);
    TestServer.await(server.reloadCertificate());
    assertThat(get(java.net.http.HttpClient.Version.HTTP_2, "/s/d").statusCode()).isEqualTo(200);
    next.delete();
  }

  private static void copy(String from, String to) throws Exception {
    Files.write(Path.of(to), Files.readAllBytes(Path.of(from)));
  }

  private static Tls tls() {
    return new Tls(
        Path.of(certificate.certificatePath()), Path.of(certificate.privateKeyPath()), null);
  }

  private HttpResponse<String> get(java.net.http.HttpClient.Version version, String path)
      throws Exception {
    return client(version).send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + path))
        .header("authorization", "Bearer alice");
  }

  private static java.net.http.HttpClient client(java.net.http.HttpClient.Version version)
      throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(Path.of(certificate.certificatePath()))) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return java.net.http.HttpClient.newBuilder().sslContext(context).version(version).build();
  }

  private Future<HttpClientRequest> open(HttpMethod method) {
    return open(server, method);
  }

  private static Future<HttpClientRequest> open(TestServer to, HttpMethod method) {
    HttpClient client =
        to.vertx()
            .createHttpClient(
                new HttpClientOptions()
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setAlpnVersions(List.of(HttpVersion.HTTP_2))
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setTrustOptions(certificate.trustOptions()));
    CLIENTS.add(client);
    return client.request(
        new RequestOptions()
            .setMethod(method)
            .setHost("localhost")
            .setPort(to.port())
            .setURI("/s/d")
            .putHeader("authorization", "Bearer alice"));
  }
}
