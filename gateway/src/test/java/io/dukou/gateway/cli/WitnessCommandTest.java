package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.Checkpoint;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LogStorage;
import io.dukou.audit.Witness;
import io.dukou.audit.WitnessKeys;
import io.dukou.gateway.journal.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WitnessCommandTest {
  private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");

  @TempDir private Path folder;

  private CommandRun init(String... more) throws IOException {
    Files.createDirectories(folder.resolve("state"));
    String[] words = {
      "witness",
      "init",
      "--name",
      "witness.example/w",
      "--key",
      path("key"),
      "--state",
      path("state")
    };
    List<String> all = new java.util.ArrayList<>(List.of(words));
    all.addAll(List.of(more));
    return CommandRun.of(all.toArray(new String[0]));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ml-dsa-44"})
  void witnessOfEachKind_cosignsWhatVerifyAccepts(String kind) throws Exception {
    CommandRun made = init("--kind", kind);
    assertThat(made.status()).as(made.err()).isZero();
    String vkey = made.out().strip().replace("verifier key  ", "");
    WitnessKeys keys = WitnessKeys.load(folder.resolve("key"));
    assertThat(keys.vkey()).hasToString(vkey);
    String policy = path("witnesses.policy");
    Files.writeString(Path.of(policy), "witness one " + vkey + "\nquorum one\n");

    OfflineSite site = OfflineSite.in(folder);
    site.append(log -> cosignedReceipt(log, site, keys));
    String[] verify = {
      "verify", path("receipt"), "--vkey", site.logKeys().vkey().toString(), "--policy", policy,
    };
    CommandRun run = CommandRun.of(verify);
    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains(
            "Enough witnesses were shown the same log, by their own clocks: one at 2026-03-01")
        .endsWith("VALID\n");

    String right = Files.readString(Path.of(path("receipt")));
    String last = right.substring(right.lastIndexOf(' ') + 1).strip();
    String wrong =
        last.substring(0, 30) + (last.charAt(30) == 'A' ? 'B' : 'A') + last.substring(31);
    Files.writeString(Path.of(path("receipt")), right.replace(last, wrong));
    CommandRun changed = CommandRun.of(verify);
    assertThat(changed.status()).isEqualTo(1);
    assertThat(changed.out()).contains("the cosignature by witness.example/w is wrong");
    Files.writeString(
        Path.of(path("receipt")), right.substring(0, right.lastIndexOf("\u2014 witness.example")));
    assertThat(CommandRun.of(verify).out()).contains("Too few witnesses");
  }

  private void cosignedReceipt(io.dukou.audit.AuditLog log, OfflineSite site, WitnessKeys keys) {
    Entry.of(LeafKind.START, NOON)
        .decision(JsonNodeFactory.instance.objectNode().put("outcome", "x"), null)
        .appendTo(log::append)
        .join();
    Checkpoint published = log.publish();
    LogStorage state = LogStorage.posix(folder.resolve("state"));
    try (Witness witness =
        Witness.open(state, null, keys, List.of(site.logKeys().vkey()), () -> NOON)) {
      Witness.Reply reply = witness.addCheckpoint(log.witnessQuestion(0, published));
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      Checkpoint cosigned = published.with(witness.vkey(), reply.body());
      Files.writeString(folder.resolve("receipt"), log.receipt(0, cosigned).tlogProof());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void unknownKind_isRefused_andNothingIsMade() throws Exception {
    CommandRun run = init("--kind", "sm2");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--kind is ed25519 or ml-dsa-44");
    assertThat(folder.resolve("key")).doesNotExist();
  }
}
