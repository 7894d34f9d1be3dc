package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.LogCheck;
import io.dukou.audit.LogReport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a running gateway, read over HTTP by those who may and those who may not. */
final class TileServerTest {
  private static final String TOKEN = "a-token-of-inspectors";

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private TestOrigin origin;
  private TestGateway gateway;

  @BeforeEach
  void start() throws IOException {
    TestStudy study = TestStudy.of(40, 7);
    origin = TestOrigin.serving(study.csv());
    Path token = Files.writeString(folder.resolve("inspectors.token"), TOKEN + "\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    gateway = TestGateway.in(folder, origin, study);
    start("127.0.0.0/8");
    for (int i = 0; i < 4; i++) {
      assertThat(gateway.get(TABLE + "?limit=10").statusCode()).isEqualTo(200);
    }
    gateway.gateway().log().publish();
  }

  private void start(String networks) throws IOException {
    gateway
        .set(
            "witnesses",
            "\n  tiles: {port: 0, inspectors: {tokenFile: inspectors.token, networks: [\""
                + networks
                + "\"]}}")
        .start();
  }

  @AfterEach
  void stop() throws IOException {
    gateway.close();
    origin.close();
  }

  private HttpResponse<byte[]> get(String path, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + gateway.gateway().tilePort().orElseThrow() + path));
    if (token != null) {
      request.header("authorization", "Bearer " + token);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> tiles() throws IOException {
    Path log = folder.resolve("audit/log");
    try (Stream<Path> files = Files.walk(log.resolve("tile"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> "/" + log.relativize(file))
          .sorted()
          .toList();
    }
  }

  @Test
  void logReadOverHttp_isSound_andNothingButItIsThere() throws Exception {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    HttpResponse<byte[]> checkpoint = get("/checkpoint", null);
    assertThat(checkpoint.headers().firstValue("cache-control")).contains("no-store");
    List<String> paths = new ArrayList<>(tiles());
    assertThat(paths).hasSizeGreaterThan(1);
    Files.write(copy.resolve("checkpoint"), checkpoint.body());
    for (String path : paths) {
      HttpResponse<byte[]> tile = get(path, TOKEN);
      assertThat(tile.statusCode()).as(path).isEqualTo(200);
      assertThat(tile.headers().firstValue("content-type")).contains("application/octet-stream");
      assertThat(tile.headers().firstValue("cache-control").orElseThrow())
          .contains(path.contains("entries") ? "no-store" : "immutable");
      Path file = copy.resolve(path.substring(1));
      Files.createDirectories(file.getParent());
      Files.write(file, tile.body());
      assertThat(file)
          .hasSameBinaryContentAs(folder.resolve("audit/log").resolve(path.substring(1)));
    }
    LogReport report = LogCheck.check(copy, gateway.gateway().verifierKey());
    assertThat(report.sound()).as(report.findings().toString()).isTrue();
    assertThat(report.size()).isGreaterThan(3);
  }

  @Test
  void entries_areThereForInspectorsOnly_andForOthersLikeWhatIsNot() throws Exception {
    String bundle =
        tiles().stream().filter(path -> path.contains("entries")).findFirst().orElseThrow();
    HttpResponse<byte[]> absent = get("/tile/entries/999", TOKEN);
    assertThat(absent.statusCode()).isEqualTo(404);
    for (String token : new String[] {null, "", "other", TOKEN + "x", TOKEN.substring(1)}) {
      HttpResponse<byte[]> refused = get(bundle, token);
      assertThat(refused.statusCode()).isEqualTo(404);
      assertThat(refused.body()).isEqualTo(absent.body());
      assertThat(refused.headers().map().keySet()).isEqualTo(absent.headers().map().keySet());
    }
    assertThat(get(bundle, TOKEN).statusCode()).isEqualTo(200);
    gateway.stop();
    start("10.9.0.0/16");
    assertThat(get(bundle, TOKEN).statusCode()).isEqualTo(404);
    assertThat(get("/checkpoint", null).statusCode()).isEqualTo(200);
  }

  @Test
  void otherPathsAndMethods_showNothing() throws Exception {
    for (String path :
        List.of(
            "/",
            "/lock",
            "/journal",
            "/tile",
            "/tile/0",
            "/tile/0/000/",
            "/checkpoint?x",
            "/tile/0/%30%30%30",
            "/../checkpoint",
            "//checkpoint",
            "/tile/0/..%2f..%2fcheckpoint")) {
      assertThat(raw(request("GET", path))).as(path).startsWith("HTTP/1.1 404");
    }
    assertThat(raw(request("POST", "/checkpoint")))
        .startsWith("HTTP/1.1 405")
        .contains("allow: GET, HEAD");
    String head = raw(request("HEAD", "/checkpoint"));
    assertThat(head).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
  }

  private static String request(String method, String target) {
    return method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  }

  private String raw(String request) throws IOException {
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), gateway.gateway().tilePort().orElseThrow())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}
