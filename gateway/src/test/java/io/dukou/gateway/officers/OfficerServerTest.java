package io.dukou.gateway.officers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.AuditLog;
import io.dukou.audit.DomesticKey;
import io.dukou.audit.DomesticStorage;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LogKeys;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogStorage;
import io.dukou.audit.Officers;
import io.dukou.audit.Retention;
import io.dukou.gateway.cli.CommandRun;
import io.dukou.gateway.config.Cidr;
import io.dukou.gateway.config.RecordsConfig;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.keys.GatewayKeys;
import io.vertx.core.Vertx;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What officers are asked for before they are believed, over real sockets. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class OfficerServerTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final LogKeys OFFICER = LogKeys.generate("one.officer.example", RANDOM);
  private static final LogKeys OTHER = LogKeys.generate("two.officer.example", RANDOM);
  private static final String SEARCH = "{\"reason\":\"an inquiry\",\"study\":\"lc-001\"}";

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private Set<String> names = Set.of();
  private AuditLog log;
  private OfficerServer server;

  @BeforeEach
  void start() throws IOException {
    LogStorage storage = LogStorage.posix(Files.createDirectory(folder.resolve("log")));
    DomesticStorage domestic =
        new DomesticStorage(
            LogStorage.posix(Files.createDirectory(folder.resolve("domestic"))),
            DomesticKey.of(RANDOM.generateSeed(32)));
    LogKeys keys = LogKeys.generate("test.example/log", RANDOM);
    AuditLog.create(storage, domestic, keys);
    log = AuditLog.open(storage, domestic, keys, LogOptions.defaults());
    append(3);
    server = started("127.0.0.0/8", null);
  }

  private void append(int entries) {
    for (int i = 0; i < entries; i++) {
      Entry.of(LeafKind.RELEASE, InstantSource.system().instant())
          .recipient("rhein-pharma", "review")
          .dataset("lc-001", "adsl")
          .decision(JsonNodeFactory.instance.objectNode().put("outcome", "allow"), "r")
          .domestic("note", "x".repeat(2_000))
          .appendTo(log::append)
          .join();
    }
  }

  private OfficerServer started(String network, SelfSignedCertificate certificate) {
    RecordsConfig records =
        new RecordsConfig(
            new Retention(10),
            new Officers(List.of(OFFICER.vkey(), OTHER.vkey())),
            20,
            new RecordsConfig.Api(
                "127.0.0.1",
                0,
                certificate == null ? null : Path.of(certificate.certificatePath()),
                certificate == null ? null : Path.of(certificate.privateKeyPath()),
                List.of(Cidr.parse(network)),
                names));
    LogDesk.Shared desk =
        LogDesk.Shared.of(
            log, records, GatewayKeys.random(RANDOM).counting(), InstantSource.system());
    return OfficerServer.start(vertx, records, desk, InstantSource.system(), RANDOM);
  }

  @AfterEach
  void stop() {
    server.close();
    log.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aSignedRequest_isAnswered_andItsNonceIsUsedUp() throws Exception {
    Call call = new Call("POST", "/v1/search", SEARCH);
    HttpResponse<String> found = call.send();
    assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
    assertThat(new ObjectMapper().readTree(found.body()).path("found")).hasSize(3);
    long size = log.size();
    HttpResponse<String> replayed = call.send();
    assertThat(replayed.statusCode()).isEqualTo(401);
    assertThat(replayed.body()).contains("\"code\":\"officer_unknown_officer\"", "nonce is used");
    assertThat(log.size()).isEqualTo(size);
  }

  @Test
  void whateverIsChangedAboutARequest_makesItNobodys() throws Exception {
    long size = log.size();
    refused(new Call("POST", "/v1/search", SEARCH).with("signature", value -> null));
    refused(new Call("POST", "/v1/search", SEARCH).with("signature-input", value -> null));
    refused(new Call("POST", "/v1/search", SEARCH).with("content-digest", value -> null));
    refused(new Call("POST", "/v1/search", SEARCH).body("{\"reason\":\"another\"}"));
    refused(new Call("POST", "/v1/search", SEARCH).path("/v1/export"));
    refused(new Call("POST", "/v1/search", SEARCH).signedFor("other.example"));
    refused(new Call("POST", "/v1/holds", "").method("GET"));
    refused(new Call("POST", "/v1/search", SEARCH).with("signature-input", this::otherKey));
    refused(
        new Call("POST", "/v1/search", SEARCH)
            .with("signature-input", value -> value.replace(" \"content-digest\"", "")));
    String changed = MessageSignature.digest("{}".getBytes(StandardCharsets.UTF_8));
    refused(new Call("POST", "/v1/search", SEARCH).with("content-digest", value -> changed));
    refused(
        new Call("POST", "/v1/search", SEARCH).body("{}").with("content-digest", value -> changed));
    assertThat(log.size()).isEqualTo(size);
  }

  private String otherKey(String input) {
    return input.replace("one.officer", "two.officer");
  }

  /** What an officer signed for another gateway, handed on by that one. */
  @Test
  void aRequestThatWasSignedForAnotherGateway_isRefused() throws Exception {
    assertThat(
            new Call("POST", "/v1/search", SEARCH)
                .signedFor("other.example")
                .status("other.example"))
        .isEqualTo(401);
    server.close();
    names = Set.of("other.example", "officers.example:8444");
    server = started("127.0.0.0/8", null);
    refused(new Call("POST", "/v1/search", SEARCH));
    assertThat(
            new Call("POST", "/v1/search", SEARCH)
                .signedFor("other.example")
                .status("Other.Example:80"))
        .isEqualTo(200);
  }

  @Test
  void aSignatureThatHasExpired_isRefused() throws Exception {
    Call call = new Call("POST", "/v1/search", SEARCH);
    String nonce = new ObjectMapper().readTree(get("/v1/nonce").body()).path("nonce").asText();
    for (long expires : new long[] {1, 4_000_000_000L}) {
      String inputs =
          "(\"@method\" \"@authority\" \"@path\" \"content-digest\");expires="
              + expires
              + ";keyid=\"one.officer.example\";nonce=\""
              + nonce
              + "\"";
      String base =
          "\"@method\": POST\n\"@authority\": 127.0.0.1:"
              + server.port()
              + "\n\"@path\": /v1/search\n\"content-digest\": "
              + call.headers.get("content-digest")
              + "\n\"@signature-params\": "
              + inputs;
      String signature = Base64.getEncoder().encodeToString(OFFICER.signature(base));
      call.headers.put("signature-input", "a=" + inputs);
      call.headers.put("signature", "a=:" + signature + ":");
      assertThat(call.send().statusCode()).isEqualTo(expires == 1 ? 401 : 200);
    }
  }

  /** Bodies that are held back by one officer leave room for another's, and for little memory. */
  @Test
  void oneOfficer_cannotKeepTheOthersOut() throws Exception {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        Call call = new Call("POST", "/v1/search", SEARCH);
        held.add(call.begun("127.0.0.1:" + server.port(), 1_000));
      }
      int refusals = 0;
      for (Socket socket : held.subList(4, 20)) {
        refusals += status(socket) == 503 ? 1 : 0;
      }
      assertThat(refusals).isEqualTo(16);
      Call other = new Call("POST", "/v1/search", SEARCH, OTHER);
      assertThat(other.send().statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : held) {
        socket.close();
      }
    }
  }

  private static int status(Socket socket) throws IOException {
    socket.setSoTimeout(20_000);
    byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring(9));
  }

  @Test
  void aNonceOfAnEarlierRun_isRefused() throws Exception {
    Call call = new Call("POST", "/v1/search", SEARCH);
    server.close();
    server = started("127.0.0.0/8", null);
    assertThat(call.to(server.port()).send().statusCode()).isEqualTo(401);
  }

  @Test
  void connectionsFromOtherNetworks_areClosed() {
    server.close();
    server = started("10.0.0.0/8", null);
    assertThatThrownBy(() -> new Call("GET", "/v1/holds", "")).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"reason\":7}",
        "{\"reason\":\" \"}",
        "{\"reason\":\"x\",\"reason\":\"y\"}",
        "{\"reason\":\"x\",\"unknown\":1}",
        "{\"reason\":\"x\",\"size\":0}",
        "{\"reason\":\"x\",\"size\":100000}",
        "{\"reason\":\"x\",\"start\":-1}",
        "{\"reason\":\"x\",\"start\":1e9999}",
        "{\"reason\":\"x\",\"from\":\"yesterday\"}",
        "{\"reason\":\"x\",\"person\":\"11010119900307459X\"}",
        "{\"reason\":\"x\",\"person\":[\"resident-id 110101199003074590\"]}",
        "{\"reason\":\"x\",\"person\":[]}",
        "{\"reason\":\"x\"} {}",
        "{\"reason\":\"\\ud800\"}",
        "{\"reason\":\"x\\ny\"}",
        "{\"reason\":\"x\",\"party\":\"\\ud800\"}",
        "{\"reason\":\"x\",\"person\":[\"text \\u001b[1m12345678\"]}",
        "\u0000"
      })
  void whatCannotBeUnderstood_isSaidWithoutRepeatingIt(String body) throws Exception {
    long size = log.size();
    HttpResponse<String> refused = new Call("POST", "/v1/search", body).send();
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
    assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(refused.body()).doesNotContain("1101011990", "yesterday", "unknown");
    assertThat(log.size()).isEqualTo(size);
  }

  /** Random bodies under a right signature: an answer always, and never an error of ours. */
  @Test
  void noBody_makesTheServerFail() throws Exception {
    Random random = new Random(9);
    String[] paths = {"/v1/search", "/v1/orders/draft", "/v1/orders", "/v1/export"};
    String[] seeds = {
      SEARCH,
      "{\"reason\":\"x\",\"forget\":{\"entry\":1}}",
      "{\"reason\":\"x\",\"lay\":{\"id\":\"a\",\"from\":0,\"to\":4}}",
      "{\"reason\":\"x\",\"lift\":\"a\"}",
      "{\"reason\":\"x\",\"from\":0,\"to\":1,\"format\":\"csv\",\"domestic\":false}",
      "dukou order v1\nlog test.example/log\naction hold\nreason x\nhold a 0-5\n"
    };
    for (int i = 0; i < 300; i++) {
      StringBuilder body = new StringBuilder(seeds[random.nextInt(seeds.length)]);
      for (int change = random.nextInt(4); change > 0; change--) {
        body.setCharAt(random.nextInt(body.length()), (char) (32 + random.nextInt(95)));
      }
      String path = paths[random.nextInt(paths.length)];
      int status = new Call("POST", path, body.toString()).send().statusCode();
      assertThat(status).as("%s %s", path, body).isIn(200, 400, 409);
    }
  }

  @Test
  void whatIsNotThere_isNotFound() throws Exception {
    assertThat(get("/v1/elsewhere").statusCode()).isEqualTo(404);
    assertThat(get("/v1/nonce?x=1").statusCode()).isEqualTo(404);
    assertThat(get("/v1/search").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.send(
        HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void aLongExport_isWhole_andOneThatIsGivenUpLeavesTheServerAtWork() throws Exception {
    append(3_000);
    String export = "{\"reason\":\"hand-over\",\"domestic\":true,\"to\":3002}";
    Call givenUp = new Call("POST", "/v1/export", export);
    for (int i = 0; i < 4; i++) {
      try (InputStream some = new Call("POST", "/v1/export", export).open()) {
        assertThat(some.readNBytes(1_000)).hasSize(1_000);
      }
    }
    assertThat(givenUp.send().statusCode()).isEqualTo(200);
    HttpResponse<String> csv =
        new Call("POST", "/v1/export", "{\"reason\":\"x\",\"format\":\"csv\",\"to\":3002}").send();
    assertThat(csv.body().lines()).hasSize(3_004);
    assertThat(csv.headers().firstValue("dukou-entries")).hasValue("0-3002");
    long entry = csv.headers().firstValueAsLong("dukou-entry").orElseThrow();
    assertThat(log.entry(entry).leaf().decision().path("outcome").asText()).isEqualTo("exported");
  }

  @Test
  void aBodyThatDoesNotCome_costsAConnectionAndNothingElse() throws Exception {
    Call call = new Call("POST", "/v1/search", SEARCH);
    try (Socket socket = call.begun("127.0.0.1:" + server.port(), 1_000)) {
      assertThat(socket.isConnected()).isTrue();
      assertThat(new Call("POST", "/v1/search", SEARCH).send().statusCode()).isEqualTo(200);
    }
  }

  @Test
  void overTls_withAnAuthorityOfOnesOwn() throws Exception {
    SelfSignedCertificate certificate = SelfSignedCertificate.create("localhost");
    try (OfficerServer secure = started("127.0.0.0/8", certificate)) {
      Path key = folder.resolve("officer.key");
      OFFICER.save(key);
      String[] command = {
        "log",
        "hold",
        "list",
        "--key",
        key.toString(),
        "--gateway",
        "https://localhost:" + secure.port()
      };
      assertThat(CommandRun.of(command).status()).isEqualTo(70);
      String[] trusting = Arrays.copyOf(command, command.length + 2);
      trusting[command.length] = "--authorities";
      trusting[command.length + 1] = certificate.certificatePath();
      var run = CommandRun.of(trusting);
      assertThat(run.status()).as(run.err()).isZero();
    } finally {
      certificate.delete();
    }
  }

  /** Runs what the documentation says to do with curl and openssl. */
  @Test
  void theCommandsOfTheDocumentation_doIt() throws Exception {
    Path docs = Path.of("../docs/audit-log.md");
    assumeThat(docs).as("the documentation is beside the module").exists();
    for (String tool : List.of("curl", "openssl")) {
      assumeThat(Files.exists(Path.of("/usr/bin", tool))).as(tool + " is there").isTrue();
    }
    String text = Files.readString(docs);
    int start = text.indexOf("```sh\n", text.indexOf("## Officers at a running gateway")) + 6;
    String commands = text.substring(start, text.indexOf("```", start));
    Path key = folder.resolve("officer.key");
    OFFICER.save(key);
    ProcessBuilder shell = new ProcessBuilder("bash", "-euc", commands).redirectErrorStream(true);
    shell.environment().put("gateway", "http://127.0.0.1:" + server.port());
    shell.environment().put("key", key.toString());
    shell.environment().put("path", "/v1/search");
    shell.environment().put("body", SEARCH);
    Process process = shell.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out).contains("\"party\":\"rhein-pharma\"", "\"entry\":3");
  }

  private static void refused(Call call) throws Exception {
    HttpResponse<String> answer = call.send();
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
  }

  /** A signed request, which can be changed before it is sent. */
  private final class Call {
    private final Map<String, String> headers = new HashMap<>();
    private String method;
    private String path;
    private String body;
    private int port = server.port();

    Call(String method, String path, String body) throws Exception {
      this(method, path, body, OFFICER);
    }

    Call(String method, String path, String body, LogKeys officer) throws Exception {
      this.method = method;
      this.path = path;
      this.body = body;
      String digest = MessageSignature.digest(body.getBytes(StandardCharsets.UTF_8));
      String nonce = new ObjectMapper().readTree(get("/v1/nonce").body()).path("nonce").asText();
      headers.put("content-digest", digest);
      headers.putAll(
          MessageSignature.sign(
              officer,
              nonce,
              Map.of(
                      "@method", method,
                      "@path", path,
                      "@authority", "127.0.0.1:" + port,
                      "content-digest", digest)
                  ::get));
    }

    Call with(String name, UnaryOperator<String> change) {
      headers.compute(name, (key, value) -> change.apply(value));
      return this;
    }

    Call body(String other) {
      body = other;
      return this;
    }

    Call path(String other) {
      path = other;
      return this;
    }

    Call method(String other) {
      method = other;
      return this;
    }

    /** Has the request signed for a gateway of another name. */
    Call signedFor(String other) throws Exception {
      String nonce = new ObjectMapper().readTree(get("/v1/nonce").body()).path("nonce").asText();
      headers.putAll(
          MessageSignature.sign(
              OFFICER,
              nonce,
              Map.of(
                      "@method", method,
                      "@path", path,
                      "@authority", other,
                      "content-digest", headers.get("content-digest"))
                  ::get));
      return this;
    }

    /** Sends it with a {@code Host} of its own and returns the status. */
    int status(String host) throws Exception {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      try (Socket socket = begun(host, bytes.length)) {
        socket.getOutputStream().write(bytes, 1, bytes.length - 1);
        socket.getOutputStream().flush();
        return OfficerServerTest.status(socket);
      }
    }

    /** Sends the head and the first byte of the body. */
    Socket begun(String host, int length) throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: " + host);
      headers.forEach((name, value) -> head.append("\r\n" + name + ": " + value));
      head.append("\r\nContent-Length: " + length + "\r\n\r\n{");
      socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return socket;
    }

    Call to(int other) {
      port = other;
      return this;
    }

    HttpResponse<String> send() throws Exception {
      return client.send(request(), HttpResponse.BodyHandlers.ofString());
    }

    InputStream open() throws Exception {
      return client.send(request(), HttpResponse.BodyHandlers.ofInputStream()).body();
    }

    private HttpRequest request() {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .version(HttpClient.Version.HTTP_1_1)
              .method(method, HttpRequest.BodyPublishers.ofString(body));
      headers.forEach(request::header);
      return request.build();
    }
  }
}
