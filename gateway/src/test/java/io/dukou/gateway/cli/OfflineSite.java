package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.AuditLog;
import io.dukou.audit.DomesticKey;
import io.dukou.audit.DomesticStorage;
import io.dukou.audit.LogKeys;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogStorage;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.keys.SecretAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/** A gateway that is not running: its configuration, its keys, two officers and a log. */
final class OfflineSite {
  private final Path folder;

  private OfflineSite(Path folder) {
    this.folder = folder;
  }

  /** Makes a site in {@code folder}, with an empty log. */
  static OfflineSite in(Path folder) throws Exception {
    OfflineSite site = new OfflineSite(folder.resolve("site"));
    assertThat(CommandRun.of("init", site.folder.toString()).status()).isZero();
    site.issuer();
    String officers =
        "\nrecords:\n  officers:\n    - %s\n    - %s\n"
            .formatted(site.officer("one"), site.officer("two"));
    Files.writeString(site.config(), Files.readString(site.config()) + officers);
    Files.createDirectories(site.path("audit/log"));
    Files.createDirectories(site.path("audit/domestic"));
    AuditLog.create(site.logStorage(), site.domestic(), site.logKeys());
    return site;
  }

  /** Returns the site that {@code dukou init} made in a folder. */
  static OfflineSite of(Path folder) {
    return new OfflineSite(folder);
  }

  /** Writes the public key of the tokens' issuer, which {@code dukou init} leaves out. */
  void issuer() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2048);
    byte[] issuer = rsa.generateKeyPair().getPublic().getEncoded();
    Files.createDirectories(path("identity"));
    Files.writeString(
        path("identity/issuer.pem"),
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(issuer)
            + "\n-----END PUBLIC KEY-----\n");
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Path config() {
    return path("dukou.yaml");
  }

  GatewayKeys keys() {
    return GatewayKeys.load(path("keys"));
  }

  LogKeys logKeys() {
    return LogKeys.load(GatewayKeys.logKeyFile(path("keys")));
  }

  /** Writes entries. */
  void append(Consumer<AuditLog> entries) {
    try (AuditLog log = AuditLog.open(logStorage(), domestic(), logKeys(), LogOptions.defaults())) {
      entries.accept(log);
    }
  }

  /** Runs a command with {@code --config}. */
  CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--config");
    all.add(config().toString());
    return CommandRun.of(all.toArray(new String[0]));
  }

  /** Has officers sign an order. */
  void sign(Path order, String... officers) {
    for (String officer : officers) {
      CommandRun run =
          CommandRun.of(
              "officer", "sign", order.toString(), "--key", path(officer + ".key").toString());
      assertThat(run.status()).as(run.err()).isZero();
    }
  }

  /** Checks the log with its domestic parts. */
  CommandRun check() {
    return CommandRun.of(
        "log",
        "check",
        path("audit/log").toString(),
        "--vkey",
        logKeys().vkey().toString(),
        "--domestic",
        path("audit/domestic").toString(),
        "--keys",
        path("keys").toString());
  }

  private String officer(String name) {
    CommandRun run =
        CommandRun.of(
            "officer",
            "keygen",
            "--name",
            name + ".officer.example",
            "--out",
            path(name + ".key").toString());
    assertThat(run.status()).as(run.err()).isZero();
    return run.out().strip().replace("verifier key  ", "");
  }

  LogStorage logStorage() {
    return LogStorage.posix(path("audit/log"));
  }

  DomesticStorage domestic() {
    DomesticKey key = DomesticKey.of(keys().domestic().toByteArray(SecretAccess.grant()));
    return new DomesticStorage(LogStorage.posix(path("audit/domestic")), key);
  }

  /** Returns a file of the site as text. */
  String read(String name) throws IOException {
    return Files.readString(path(name));
  }
}
