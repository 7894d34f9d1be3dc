package io.dukou.gateway.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.AuditLog;
import io.dukou.audit.DomesticKey;
import io.dukou.audit.DomesticStorage;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LogKeys;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogStorage;
import io.dukou.audit.Witness;
import io.dukou.audit.WitnessKeys;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.running.LogLines;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A witness over HTTP and whoever asks it without end. */
final class WitnessServerTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int QUESTIONS = 100;

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final LogKeys key = LogKeys.generate("ferry.example/log", RANDOM);
  private volatile Instant now = Instant.parse("2026-03-01T04:00:00Z");
  private Witness witness;
  private WitnessServer server;

  @BeforeEach
  void start() throws IOException {
    WitnessKeys keys =
        WitnessKeys.generate("witness.example/w", WitnessKeys.Kind.ML_DSA_44, RANDOM);
    LogStorage state = storage("state");
    Witness.create(state, keys);
    witness = Witness.open(state, null, keys, List.of(key.vkey()), () -> now);
    WitnessServer.Listening listening = new WitnessServer.Listening("127.0.0.1", 0, "/w", null);
    server = await(WitnessServer.start(vertx, witness, listening, () -> now));
  }

  @AfterEach
  void stop() {
    await(server.stop());
    witness.close();
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private LogStorage storage(String name) throws IOException {
    return LogStorage.posix(Files.createDirectory(folder.resolve(name)));
  }

  /** Returns the question about a log of one entry, which differs from log to log. */
  private byte[] question(String name, long old) throws IOException {
    LogStorage storage = storage(name);
    DomesticStorage domestic =
        new DomesticStorage(storage(name + "-domestic"), DomesticKey.generate(RANDOM));
    AuditLog.create(storage, domestic, key);
    try (AuditLog log = AuditLog.open(storage, domestic, key, LogOptions.defaults())) {
      Entry.of(LeafKind.START, now)
          .decision(JsonNodeFactory.instance.objectNode().put("outcome", name), null)
          .appendTo(log::append)
          .join();
      return log.witnessQuestion(old, log.publish());
    }
  }

  private int ask(byte[] question) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/w/add-checkpoint");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofByteArray(question))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void forksWithoutEnd_haveALineOfTheLogAMinute() throws Exception {
    byte[] fork = question("fork", 1);
    assertThat(ask(question("log", 0))).isEqualTo(200);
    try (LogLines lines = LogLines.open()) {
      for (int i = 0; i < QUESTIONS; i++) {
        assertThat(ask(fork)).isEqualTo(422);
      }
      assertThat(lines.take()).singleElement().asString().contains("does not begin with the");
      now = now.plusSeconds(60);
      assertThat(ask(fork)).isEqualTo(422);
      assertThat(ask(fork)).isEqualTo(422);
      assertThat(lines.take()).hasSize(1);
    }
  }
}
