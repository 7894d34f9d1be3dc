package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.AuditLog;
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
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WitnessCommandTest {
  private static final SecureRandom RANDOM = new SecureRandom();
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
    List<String> all = new ArrayList<>(List.of(words));
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

  @Test
  void keptCheckpoint_isJudgedInTheLogAndInArchives() throws Exception {
    assertThat(init().status()).isZero();
    WitnessKeys keys = WitnessKeys.load(folder.resolve("key"));
    String policy = path("witnesses.policy");
    Files.writeString(Path.of(policy), "witness one " + keys.vkey() + "\nquorum one\n");
    OfflineSite site = OfflineSite.in(folder);
    site.append(WitnessCommandTest::append);
    CommandRun nothing = check(site, policy);
    assertThat(nothing.status()).isEqualTo(1);
    assertThat(nothing.out())
        .contains("cosigned by witnesses      nothing that is kept here")
        .endsWith("SOUND, BUT TOO FEW WITNESSES\n");

    site.append(log -> cosignedReceipt(log, site, keys));
    CommandRun all = check(site, policy);
    assertThat(all.status()).as(all.out()).isZero();
    assertThat(all.out())
        .contains("cosigned by witnesses      the first 2 entries, all")
        .contains("  enough for the policy    one at 2026-03-01T04:00:00Z")
        .endsWith("\nSOUND\n");
    site.append(WitnessCommandTest::append);
    assertThat(check(site, policy).out())
        .contains("the first 2 entries, 1 are newer")
        .endsWith("\nSOUND\n");

    CommandRun seen = archive(site, policy, "1");
    assertThat(seen.status()).as(seen.out()).isZero();
    assertThat(seen.out()).contains("proved     Enough witnesses were shown the same log");
    CommandRun newer = archive(site, policy, "2");
    assertThat(newer.status()).isEqualTo(1);
    assertThat(newer.out()).contains("FAILED     Witnesses cosigned the first 2 entries");
    String others = path("others.policy");
    String other =
        WitnessKeys.generate("o.example", WitnessKeys.Kind.ED25519, RANDOM).vkey() + "\n";
    Files.writeString(Path.of(others), "witness o " + other + "quorum o\n");
    assertThat(check(site, others).out())
        .contains("  too few for the policy   none")
        .endsWith("SOUND, BUT TOO FEW WITNESSES\n");
    assertThat(archive(site, others, "1").status()).isEqualTo(1);
  }

  private static CommandRun check(OfflineSite site, String policy) {
    String vkey = site.logKeys().vkey().toString();
    String log = site.path("audit/log").toString();
    return CommandRun.of("log", "check", log, "--vkey", vkey, "--policy", policy);
  }

  /** Exports the entries up to one, and returns what is found in the archive. */
  private CommandRun archive(OfflineSite site, String policy, String last) {
    CommandRun run = site.run("log", "export", "--to", last, "--out", path("archive.zip"));
    assertThat(run.status()).as(run.err()).isZero();
    String vkey = site.logKeys().vkey().toString();
    return CommandRun.of(
        "log", "verify-archive", path("archive.zip"), "--vkey", vkey, "--policy", policy);
  }

  private static void append(AuditLog log) {
    Entry.of(LeafKind.START, NOON)
        .decision(JsonNodeFactory.instance.objectNode().put("outcome", "x"), null)
        .appendTo(log::append)
        .join();
  }

  private void cosignedReceipt(AuditLog log, OfflineSite site, WitnessKeys keys) {
    append(log);
    Checkpoint published = log.publish();
    LogStorage state = LogStorage.posix(folder.resolve("state"));
    try (Witness witness =
        Witness.open(state, null, keys, List.of(site.logKeys().vkey()), () -> NOON)) {
      Witness.Reply reply = witness.addCheckpoint(log.witnessQuestion(0, published));
      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      Checkpoint cosigned = published.with(witness.vkey(), reply.body());
      log.keepCosigned(cosigned);
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
