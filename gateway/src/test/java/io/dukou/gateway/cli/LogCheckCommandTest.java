package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.AuditLog;
import io.dukou.audit.DomesticKey;
import io.dukou.audit.DomesticStorage;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LogKeys;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogStorage;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.keys.SecretAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogCheckCommandTest {
  private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");

  @TempDir Path folder;

  private final SecureRandom random = new SecureRandom();
  private final LogKeys keys = LogKeys.generate("test.dukou.example/log", random);

  @Test
  void logWithALongRequest_isSoundAndSaysNothingOfTheClock() throws IOException {
    write(
        new LeafKind[] {LeafKind.START, LeafKind.FETCH, LeafKind.CLOSE, LeafKind.RELEASE},
        new int[] {0, 190, 200, 7});
    CommandRun run = check();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("longest request, at least  3m13s (its entry bears the time at which it came)")
        .contains("SOUND")
        .doesNotContain("clock");
  }

  @Test
  void logOverAClockThatWentBack_isSoundAndSaysByHowMuch() throws IOException {
    write(
        new LeafKind[] {LeafKind.START, LeafKind.CLOSE, LeafKind.START, LeafKind.SUMMARY},
        new int[] {7200, 7260, 60, 30});
    CommandRun run = check();
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("clock went back            2 times, by at most 2h")
        .contains("SOUND")
        .doesNotContain("longest request");
  }

  @Test
  void domesticParts_areComparedWhereTheirFolderAndKeysAreGiven() throws IOException {
    write(new LeafKind[] {LeafKind.START, LeafKind.REFUSAL}, new int[] {0, 1});
    CommandRun sound = checkWithDomestic();
    assertThat(sound.status()).isZero();
    assertThat(sound.out()).contains("domestic parts             compared, 0 of them erased");

    Path parts = folder.resolve("domestic").resolve("0000000000000000.dkd");
    byte[] bytes = Files.readAllBytes(parts);
    int last = bytes.length - 1;
    while (bytes[last] == 0) {
      last--; // behind the records there is room
    }
    bytes[last] ^= 2;
    Files.write(parts, bytes);
    assertThat(check().status()).isZero();
    CommandRun damaged = checkWithDomestic();
    assertThat(damaged.status()).isEqualTo(1);
    assertThat(damaged.out()).contains("0000000000000000.dkd", "record 1", "NOT SOUND");
  }

  @Test
  void domesticPartsWithoutKeys_areBadInput() throws IOException {
    write(new LeafKind[] {LeafKind.START}, new int[] {0});
    CommandRun run = check("--domestic", folder.resolve("domestic").toString());
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--domestic and --keys go together");
  }

  @Test
  void configuration_namesTheLogAndItsDomesticParts() throws IOException {
    write(new LeafKind[] {LeafKind.START, LeafKind.REFUSAL}, new int[] {0, 1});
    Files.writeString(folder.resolve("jwks.json"), "{}");
    Files.writeString(folder.resolve("facts.yaml"), "");
    Path config =
        Files.writeString(
            folder.resolve("dukou.yaml"),
            """
            identity:
              jwt: {issuer: i, audience: a, algorithm: ES256, maxLifetime: 1h, expiryLeeway: 0s,
                jwks: jwks.json}
            facts: {files: [facts.yaml]}
            audit: {directory: log, domestic: domestic, origin: test.dukou.example/log}
            """);
    String[] arguments = {
      "log", "check", "--config", config.toString(), "--vkey", keys.vkey().toString()
    };
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("domestic parts             compared", "SOUND");
    CommandRun both = check("--config", config.toString());
    assertThat(both.status()).isEqualTo(2);
    assertThat(both.err()).contains("either DIR or --config");
  }

  private CommandRun checkWithDomestic() {
    return check(
        "--domestic",
        folder.resolve("domestic").toString(),
        "--keys",
        folder.resolve("keys").toString());
  }

  private void write(LeafKind[] kinds, int[] seconds) throws IOException {
    LogStorage log = LogStorage.posix(Files.createDirectory(folder.resolve("log")));
    Path inChina = Files.createDirectory(folder.resolve("domestic"));
    GatewayKeys gatewayKeys = GatewayKeys.random(random);
    gatewayKeys.save(folder.resolve("keys"));
    DomesticKey key = DomesticKey.of(gatewayKeys.domestic().toByteArray(SecretAccess.grant()));
    DomesticStorage domestic = new DomesticStorage(LogStorage.posix(inChina), key);
    AuditLog.create(log, domestic, keys);
    try (AuditLog open = AuditLog.open(log, domestic, keys, LogOptions.defaults())) {
      for (int i = 0; i < kinds.length; i++) {
        Entry.of(kinds[i], NOON.plusSeconds(seconds[i]))
            .decision(JsonNodeFactory.instance.objectNode().put("outcome", "x"), null)
            .appendTo(open::append)
            .join();
      }
    }
  }

  private CommandRun check(String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("log", "check", folder.resolve("log").toString(), "--vkey"));
    arguments.add(keys.vkey().toString());
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(new String[0]));
  }
}
