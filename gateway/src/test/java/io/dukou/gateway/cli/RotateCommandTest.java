package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.AuditLog;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogSigners;
import io.dukou.gateway.journal.Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dukou log rotate}, and keys that are encrypted, as those who use them see it. */
final class RotateCommandTest {
  private static final Instant AT = Instant.parse("2026-03-01T04:00:00Z");

  @TempDir private Path folder;

  private static void append(AuditLog log, int entries) {
    for (int i = 0; i < entries; i++) {
      Entry entry = Entry.of(LeafKind.START, AT);
      log.append(entry.leaf(), DomesticPart.empty()).join();
    }
  }

  private static CommandRun check(OfflineSite site, String keys) {
    return CommandRun.of("log", "check", site.path("audit/log").toString(), "--vkey", keys);
  }

  @Test
  void rotatedLog_isCheckedWithTheList_andReceiptsOfOldVerify() throws Exception {
    OfflineSite site = OfflineSite.in(folder);
    String first = site.logKeys().vkey().toString();
    site.append(log -> append(log, 4));
    Path receipt = folder.resolve("receipt");
    assertThat(
            CommandRun.of(
                    "log",
                    "receipt",
                    site.path("audit/log").toString(),
                    "1",
                    "--vkey",
                    first,
                    "--out",
                    receipt.toString())
                .status())
        .isZero();

    CommandRun run = site.run("log", "rotate", "--overlap", "2");
    assertThat(run.status()).as(run.err()).isZero();
    Path list = site.path("keys/log.vkeys");
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.err()).contains("the new key to every witness");
    assertThat(Files.readString(list)).endsWith(run.out()).contains(first + " 0 6");

    LogSigners signers =
        LogSigners.load(site.path("keys"), site.logKeys().vkey().name(), null, new SecureRandom());
    try (AuditLog log =
        AuditLog.open(site.logStorage(), site.domestic(), signers, LogOptions.defaults())) {
      append(log, 6);
    }
    assertThat(check(site, list.toString()).out()).contains("SOUND").doesNotContain("NOT SOUND");
    assertThat(check(site, first).status()).isEqualTo(1);
    CommandRun old = CommandRun.of("verify", receipt.toString(), "--vkey", list.toString());
    assertThat(old.status()).as(old.out()).isZero();
    assertThat(site.run("log", "rotate", "--overlap", "-1").status()).isEqualTo(2);
    assertThat(site.run("log", "rotate").out().lines()).hasSize(3);
  }

  @Test
  void keysMadeWithAPassword_areEncrypted_andOpenedWithIt() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "a long one\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    Path site = folder.resolve("site");
    CommandRun run =
        CommandRun.of(
            "init",
            site.toString(),
            "--log-name",
            "log.example/a",
            "--sm2",
            "--password-file",
            password.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("log.vkeys");

    assertThat(Files.readString(site.resolve("keys/log.key"))).contains("ENCRYPTED PRIVATE KEY");
    assertThat(LogSigners.areEncrypted(site.resolve("keys"))).isTrue();
    Files.createDirectories(site.resolve("identity"));
    Files.writeString(site.resolve("identity/issuer.pem"), "none");
    Path config = site.resolve("dukou.yaml");
    CommandRun with = CommandRun.of("config", "check", "--config", config.toString());
    assertThat(with.out() + with.err()).doesNotContain("log.key", "log.vkeys");
    String named = "keys: {passwordFile: '" + password.toAbsolutePath() + "'}";
    Files.writeString(config, Files.readString(config).replace(named, ""));
    CommandRun without = CommandRun.of("config", "check", "--config", config.toString());
    assertThat(without.out() + without.err())
        .contains("log.key: is encrypted; name the file of its password");
  }
}
