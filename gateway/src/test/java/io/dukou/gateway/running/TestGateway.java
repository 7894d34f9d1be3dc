package io.dukou.gateway.running;

import io.dukou.audit.LogKeys;
import io.dukou.gateway.config.ConfigLoader;
import io.dukou.gateway.keys.GatewayKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A whole gateway on loopback in front of a {@link TestOrigin}, and a client for it. */
final class TestGateway implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-20T02:30:00Z");
  static final String TABLE = "/study/table";
  static final String OTHER_TABLE = "/study/other";

  private final Path folder;
  private final Vertx vertx = Vertx.vertx();
  private final TestTokens tokens = new TestTokens();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, String> values = new HashMap<>();
  private final SecureRandom random;
  private volatile Instant now = START;
  private Gateway gateway;

  private TestGateway(Path folder, SecureRandom random) {
    this.folder = folder;
    this.random = random;
  }

  /** Prepares a gateway whose folder has everything, the contract in force included. */
  static TestGateway in(Path folder, TestOrigin origin, TestStudy study) throws IOException {
    return in(folder, origin, study, new SecureRandom());
  }

  /** Prepares the same with keys that come from {@code random}, then and whenever it runs. */
  static TestGateway in(Path folder, TestOrigin origin, TestStudy study, SecureRandom random)
      throws IOException {
    TestGateway prepared = new TestGateway(folder, random);
    GatewayKeys.random(random).save(folder.resolve("keys"));
    LogKeys.generate("test.dukou.example/log", random)
        .save(GatewayKeys.logKeyFile(folder.resolve("keys")));
    prepared.values.put("origin", origin.url("").toString());
    prepared.values.put("originHost", "127.0.0.1:" + origin.url("/").getPort());
    prepared.values.put("otherHost", "");
    prepared.values.put("timestamps", "");
    prepared.values.put("witnesses", "");
    prepared.values.put("opening", "310");
    prepared.values.put("format", "csv");
    prepared.values.put("answer", "1m");
    prepared.values.put("drain", "2s");
    prepared.values.put("version", "etag");
    prepared.values.put("group", "[aare-biostat]");
    prepared.values.put("k", "11");
    prepared.values.put("models", "");
    prepared.values.put("minorRules", "none");
    prepared.values.put("planner", "optimal");
    prepared.values.put("status", "in-force");
    prepared.values.put("specification", "spec.yaml");
    prepared.values.put("otherTable", "");
    prepared.values.put("identifiability", "deid");
    prepared.values.put("key", "subjkey");
    prepared.values.put("termRole", "sensitive");
    prepared.write("idp.pem", prepared.tokens.publicKeyPem());
    prepared.consents(study.consents(subject -> false));
    prepared.writeTemplates();
    return prepared;
  }

  /** Changes a value of the files before the start, or of the facts before a reload. */
  TestGateway set(String name, String value) throws IOException {
    values.put(name, value);
    writeTemplates();
    return this;
  }

  /** Makes both datasets tables of one set, joined by a key. */
  TestGateway together() throws IOException {
    set("specification", "tables.yaml");
    set("otherTable", "\n    table: events");
    return set("identifiability", "keycoded");
  }

  /** Replaces the consent ledger. */
  void consents(String csv) throws IOException {
    write("consents.csv", csv);
  }

  TestGateway start() {
    gateway =
        await(
            Gateway.start(
                vertx, ConfigLoader.load(folder.resolve("dukou.yaml")), () -> now, random));
    return this;
  }

  /** Stops the gateway and starts another over the same folder. */
  void restart() {
    stop();
    start();
  }

  void stop() {
    await(gateway.stop());
    gateway = null;
  }

  void reload() {
    await(gateway.reload());
  }

  Gateway gateway() {
    return gateway;
  }

  void setTime(Instant instant) {
    now = instant;
  }

  Instant now() {
    return now;
  }

  Path folder() {
    return folder;
  }

  /** Asks as the first client. */
  HttpResponse<String> get(String pathAndQuery) {
    return get("rhein-stats", pathAndQuery);
  }

  HttpResponse<String> get(String caller, String pathAndQuery) {
    return send("GET", caller, pathAndQuery);
  }

  HttpResponse<String> send(String method, String caller, String pathAndQuery) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + gateway.port()).resolve(pathAndQuery))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Authorization", "Bearer " + tokens.token(caller, now))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (gateway != null) {
      await(gateway.stop());
    }
    await(vertx.close());
  }

  private void writeTemplates() throws IOException {
    for (String name : new String[] {"dukou.yaml", "facts.yaml", "spec.yaml", "tables.yaml"}) {
      write(name, filled(name));
    }
  }

  private String filled(String name) throws IOException {
    try (var in = TestGateway.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> value : values.entrySet()) {
        text = text.replace("${" + value.getKey() + "}", value.getValue());
      }
      return text;
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
