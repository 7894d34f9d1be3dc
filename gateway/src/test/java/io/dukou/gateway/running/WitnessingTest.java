package io.dukou.gateway.running;

import static io.dukou.gateway.running.TestGateway.TABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.LogCheck;
import io.dukou.audit.LogKeys;
import io.dukou.audit.LogReport;
import io.dukou.audit.LogStorage;
import io.dukou.audit.ReceiptVerifier;
import io.dukou.audit.Verification;
import io.dukou.audit.VerifierKey;
import io.dukou.audit.Witness;
import io.dukou.audit.WitnessKeys;
import io.dukou.audit.WitnessPolicy;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.witness.WitnessServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A running gateway whose log is cosigned by two witnesses of each kind, over HTTP, and what
 * becomes of it without.
 */
@ParameterizedClass
@EnumSource(WitnessKeys.Kind.class)
final class WitnessingTest {
  private static final TestStudy STUDY = TestStudy.of(40, 7);

  @TempDir private Path folder;

  private final WitnessKeys.Kind kind;
  private final Vertx vertx = Vertx.vertx();
  private final List<WitnessKeys> keys = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private TestOrigin origin;
  private TestGateway gateway;

  WitnessingTest(WitnessKeys.Kind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void prepare() throws IOException {
    origin = TestOrigin.serving(STUDY.csv());
    for (String name : List.of("inside.example/w", "outside.example/w")) {
      keys.add(WitnessKeys.generate(name, kind, new SecureRandom()));
      try (ServerSocket free = new ServerSocket(0)) {
        ports.add(free.getLocalPort());
      }
      Path state = Files.createDirectory(folder.resolve("witness" + keys.size()));
      Witness.create(LogStorage.posix(state), keys.get(keys.size() - 1));
    }
    gateway = TestGateway.in(folder, origin, STUDY);
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
    origin.close();
    for (AutoCloseable each : open) {
      each.close();
    }
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private VerifierKey logKey() {
    return LogKeys.load(GatewayKeys.logKeyFile(folder.resolve("keys"))).vkey();
  }

  /** Starts one of the witnesses, which trusts {@code log}. */
  private void witness(int number, VerifierKey log) {
    Witness witness =
        Witness.open(
            LogStorage.posix(folder.resolve("witness" + (number + 1))),
            null,
            keys.get(number),
            List.of(log),
            Clock.systemUTC());
    WitnessServer server =
        await(
            WitnessServer.start(
                vertx,
                witness,
                new WitnessServer.Listening("127.0.0.1", ports.get(number), "/w", null)));
    open.add(() -> await(server.stop()));
    open.add(witness);
  }

  private String policy() {
    StringBuilder policy = new StringBuilder();
    for (int i = 0; i < keys.size(); i++) {
      policy.append(
          "witness w%d %s http://127.0.0.1:%d/w%n".formatted(i, keys.get(i).vkey(), ports.get(i)));
    }
    return policy + "group both all w0 w1\nquorum both\n";
  }

  private void start(String mode) throws IOException {
    Files.writeString(folder.resolve("w.policy"), policy());
    gateway
        .set(
            "otherHost",
            ", \"127.0.0.1:%d\", \"127.0.0.1:%d\"".formatted(ports.get(0), ports.get(1)))
        .set(
            "witnesses",
            "\n  witnesses: {policy: w.policy, mode: "
                + mode
                + ", timeout: 4s, interval: 1s}\n  tiles: {port: 0}")
        .start();
  }

  private Verification verify(HttpResponse<String> answer) throws IOException {
    String header = answer.headers().firstValue("dukou-receipt").orElseThrow();
    // Cosignatures of ML-DSA-44 do not fit into a header, which then says where the receipt is.
    assertThat(header.startsWith("/")).isEqualTo(kind == WitnessKeys.Kind.ML_DSA_44);
    String receipt =
        header.startsWith("/")
            ? gateway.get(header).body()
            : new String(Base64.getDecoder().decode(header), StandardCharsets.UTF_8);
    return ReceiptVerifier.verify(receipt, logKey(), null, null, WitnessPolicy.parse(policy()));
  }

  private String ready() {
    return read(gateway.gateway().adminPort(), "/readyz");
  }

  /** Returns the checkpoint that monitors are shown. */
  private String shown() {
    return read(gateway.gateway().tilePort().orElseThrow(), "/checkpoint");
  }

  private static long sizeOf(String checkpoint) {
    return Long.parseLong(checkpoint.lines().skip(1).findFirst().orElseThrow());
  }

  private boolean isCosigned(String checkpoint) {
    return WitnessPolicy.parse(policy()).check(checkpoint).isEnough();
  }

  private static String sha256(String text) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return HexFormat.of().formatHex(hash);
  }

  private static String read(int port, String path) {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until something holds, or fails after a minute. */
  private static void until(BooleanSupplier holds) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited in vain").isLessThan(end);
      Thread.sleep(20);
    }
  }

  private List<String> entries() {
    List<String> found = new ArrayList<>();
    gateway
        .gateway()
        .log()
        .replay(
            entry ->
                found.add(
                    entry.leaf().kind().wireName()
                        + " "
                        + entry.leaf().decision().path("outcome").asText()));
    return found;
  }

  @Test
  void releasesCarryEnoughCosignatures_andSoDoReceiptsAskedForLater() throws Exception {
    witness(0, logKey());
    witness(1, logKey());
    start("required");

    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer = gateway.get(TABLE);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(verify(answer).valid()).isTrue();
    }
    HttpResponse<String> refused = gateway.get(TABLE + "?limit=none");
    assertThat(refused.statusCode()).isEqualTo(400);

    String index = gateway.get(TABLE).headers().firstValue("dukou-decision").orElseThrow();
    HttpResponse<String> later = gateway.get("/.well-known/dukou/receipts/" + index);
    assertThat(
            ReceiptVerifier.verify(
                    later.body(), logKey(), null, null, WitnessPolicy.parse(policy()))
                .valid())
        .isTrue();
    assertThat(ready()).isEqualTo("ready\n");
  }

  @Test
  void cosignedCheckpoint_isKept_andShownToMonitors_afterARestartToo() throws Exception {
    witness(0, logKey());
    witness(1, logKey());
    start("required");
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
    until(() -> isCosigned(shown()));
    long size = 0;
    for (int i = 0; i < 3; i++) {
      assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
      long now = sizeOf(shown());
      assertThat(now).isGreaterThanOrEqualTo(size);
      size = now;
    }
    gateway.stop();
    Path kept = folder.resolve("audit/log/cosigned");
    assertThat(isCosigned(Files.readString(kept))).isTrue();
    assertThat(sizeOf(Files.readString(kept))).isGreaterThanOrEqualTo(size);
    LogReport report =
        LogCheck.check(
            folder.resolve("audit/log"),
            logKey(),
            new LogCheck.Also(null, null, WitnessPolicy.parse(policy())));
    assertThat(report.sound()).as("%s", report.findings()).isTrue();
    assertThat(report.cosigned().orElseThrow().witnessed().orElseThrow().isEnough()).isTrue();

    gateway.start();
    assertThat(sizeOf(shown())).isGreaterThanOrEqualTo(size);
    assertThat(gateway.gateway().log().cosigned()).isPresent();
    until(() -> isCosigned(shown()));
    assertThat(sizeOf(shown())).isGreaterThan(size);
  }

  @Test
  void withoutARequiredWitness_nothingIsReleased_untilItComes() throws Exception {
    witness(0, logKey());
    start("required");

    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(503);
    assertThat(ready()).contains("too few witnesses cosign: w1: ");
    until(() -> entries().containsAll(List.of("close nothing_left", "witness degraded")));

    witness(1, logKey());
    until(() -> gateway.get(TABLE).statusCode() == 200);
    until(() -> entries().contains("witness witnessed"));
    assertThat(ready()).isEqualTo("ready\n");
  }

  @Test
  void bestEffort_releasesWithWhatThereIs_andSaysSo() throws Exception {
    witness(0, logKey());
    start("best-effort");

    HttpResponse<String> answer = gateway.get(TABLE);
    assertThat(answer.statusCode()).isEqualTo(200);
    Verification verification = verify(answer);
    assertThat(verification.valid()).isFalse();
    assertThat(verification.statements().toString()).contains("Too few witnesses", "w0 at ");
    assertThat(ready()).contains("too few witnesses cosign: w1: ");
    until(() -> entries().contains("witness degraded"));
    until(() -> sizeOf(shown()) > 2);
    assertThat(isCosigned(shown())).isFalse();

    // Until the one there is has seen all that there is: from then on the log does not grow.
    String seen = "/w/" + sha256("test.dukou.example/log") + "/checkpoint";
    until(() -> sizeOf(read(ports.get(0), seen)) == gateway.gateway().log().size());

    witness(1, logKey()); // and nobody asks the gateway for anything
    until(() -> !ready().contains("too few"));
    until(() -> entries().contains("witness witnessed"));
    until(() -> isCosigned(shown()));
  }

  @Test
  void logThatLostItsEntries_isAnAlarm_andNothingIsReleased() throws Exception {
    witness(0, logKey());
    witness(1, logKey());
    start("required");
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(200);
    gateway.stop();
    // An older copy of everything: a log that starts anew under its old key.
    for (String name : List.of("audit", "state")) {
      try (var files = Files.walk(folder.resolve(name))) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    gateway.start();
    assertThat(gateway.get(TABLE).statusCode()).isEqualTo(503);
    assertThat(ready()).containsAnyOf("a fork", "has cosigned a larger tree");
  }
}
