package io.dukou.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dukou.audit.Marked;
import io.dukou.gateway.config.ConfigLoader;
import io.dukou.gateway.keys.GatewayKeys;
import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.keys.SecretAccess;
import io.dukou.gateway.release.SubjectKeyStore;
import io.dukou.gateway.running.LogFolders;
import io.dukou.gateway.spool.SpoolFactory;
import io.dukou.gateway.spool.SpoolOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * What commands print, log and throw never shows a key, password or token, whatever is wrong with
 * the files that hold them, and where somebody wrote one into the configuration itself.
 */
final class SecretOutputTest {
  private static final String TYPED = "MARKER-typed-5h7wq9";

  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @TempDir private Path folder;
  private OfflineSite site;

  @BeforeEach
  void prepare() throws Exception {
    site = OfflineSite.in(folder);
    logged.start();
    root.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    root.detachAppender(logged);
  }

  /** Returns the secrets of a key file, which are what stands behind the heading or last plus. */
  private static Marked secrets(Path file) throws Exception {
    String text = Files.readString(file).strip();
    String secret =
        text.contains("\n")
            ? text.substring(text.indexOf('\n') + 1)
            : text.substring(text.lastIndexOf('+') + 1);
    return new Marked().text(secret);
  }

  private void assertHidden(Marked secrets, String how, CommandRun run) {
    secrets.assertHidden(how, run.out());
    secrets.assertHidden(how, run.err());
    for (ILoggingEvent line : List.copyOf(logged.list)) {
      secrets.assertHidden(how, line.getFormattedMessage());
      if (line.getThrowableProxy() != null) {
        secrets.assertHidden(how, line.getThrowableProxy().getMessage());
      }
    }
    logged.list.clear();
  }

  @ParameterizedTest
  @ValueSource(strings = {"domestic", "counting", "cuts", "cursors", "log"})
  void damagedKeyOfTheGateway_isNotShown(String name) throws Exception {
    Path file = site.path("keys/" + name + ".key");
    Marked secrets = secrets(file);
    Marked.damage(
        file,
        how -> {
          assertHidden(secrets, how, site.run("config", "check", "--debug"));
          assertHidden(secrets, how, site.run("log", "hold", "list", "--debug"));
          assertThrownHidden(secrets, how);
        });
    secrets.assertHidden(GatewayKeys.load(site.path("keys")));
    secrets.assertHidden(ConfigLoader.load(site.config()));
  }

  private void assertThrownHidden(Marked secrets, String how) {
    try {
      GatewayKeys.load(site.path("keys"));
      LogFolders.signers(ConfigLoader.load(site.config()), new SecureRandom());
    } catch (RuntimeException e) {
      secrets.assertHidden(how, e);
    }
  }

  @Test
  void damagedKeyOfAnOfficer_isNotShown() throws Exception {
    Path file = site.path("one.key");
    Path order = folder.resolve("order");
    CommandRun drawn =
        site.run("log", "hold", "add", "--id", "h", "--reason", "r", "--out", order.toString());
    assertThat(drawn.status()).as(drawn.err()).isZero();
    Marked secrets = secrets(file);
    String key = file.toString();
    Marked.damage(
        file,
        how -> {
          assertHidden(
              secrets,
              how,
              CommandRun.of("--debug", "officer", "sign", order.toString(), "--key", key));
          assertHidden(
              secrets, how, site.run("log", "search", "--debug", "--key", key, "--reason", "r"));
        });
  }

  @Test
  void damagedKeyOfPseudonyms_isNotShown() throws Exception {
    Path keys = folder.resolve("subjects");
    SubjectKeyFolder subjects = new SubjectKeyFolder(keys, new SecureRandom());
    subjects.of("st-1", "group", Set.of("S-1"));
    Path file;
    try (Stream<Path> all = Files.list(keys)) {
      file = all.filter(each -> each.toString().endsWith(".key")).findFirst().orElseThrow();
    }
    Marked secrets = secrets(file);
    secrets.assertHidden(subjects);
    Marked.damage(
        file,
        how -> {
          try {
            secrets.assertHidden(subjects.of("st-1", "group", Set.of("S-1", "S-2")));
          } catch (RuntimeException e) {
            secrets.assertHidden(how, e);
          }
        });
  }

  @Test
  void damagedPassword_isNotShown() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), TYPED + "\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    Path made = folder.resolve("encrypted");
    assertThat(
            CommandRun.of("init", made.toString(), "--password-file", password.toString()).status())
        .isZero();
    OfflineSite encrypted = OfflineSite.of(made);
    encrypted.issuer();
    CommandRun sound = encrypted.run("config", "check");
    assertThat(sound.out()).as("the key can be read").doesNotContain("log.key");
    Marked secrets = new Marked().text(TYPED);
    Marked.damage(
        password,
        how -> {
          assertHidden(secrets, how, encrypted.run("config", "check", "--debug"));
          assertHidden(
              secrets,
              how,
              CommandRun.of(
                  "init",
                  folder.resolve("never").toString() + how.hashCode(),
                  "--password-file",
                  password.toString()));
        });
  }

  /** Each place of the configuration that names a file of a secret, or an address. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys: {passwordFile: %s}",
        "policy: {engine: opa, opa: {url: 'https://opa.example', tokenFile: %s}}",
        "policy: {engine: opa, opa: {url: 'https://user:%s@opa.example'}}",
        "audit: {database: {url: 'jdbc:postgresql://h/db', user: u, passwordFile: %s}}",
        "audit: {database: {url: 'jdbc:postgresql://u:%s@h/db', user: u}}",
        "audit: {database: {url: 'jdbc:postgresql://h/db?password=%s', user: u}}",
        "audit: {tiles: {port: 0, inspectors: {tokenFile: %s, networks: [10.0.0.0/8]}}}",
        "routes: [{origin: {url: 'https://user:%s@origin.example/x'}}]",
        "routes: [{origin: {url: 'https://user:%s@origin.example/ x'}}]",
        "routes: [{origin: {url: 'ftp://origin.example/?token=%s'}}]",
        "routes: [{origin: {url: 'https://origin.example/x', tokenFile: %s}}]",
      })
  void secretThatWasTypedIntoTheConfiguration_isNotShown(String section) throws Exception {
    String key = section.substring(0, section.indexOf(':'));
    String without = withoutSection(Files.readString(site.config()), key);
    Files.writeString(site.config(), without + "\n" + section.formatted(TYPED) + "\n");
    CommandRun run = site.run("config", "check", "--debug");
    assertThat(run.status()).isEqualTo(2);
    assertHidden(new Marked().text(TYPED), section, run);
  }

  /** Leaves a top-level section out. */
  private static String withoutSection(String yaml, String key) {
    StringBuilder kept = new StringBuilder();
    boolean isIn = false;
    for (String line : yaml.lines().toList()) {
      boolean isBelow = line.isEmpty() || " #-".indexOf(line.charAt(0)) >= 0;
      isIn = line.startsWith(key + ":") || (isIn && isBelow);
      kept.append(isIn ? "" : line + "\n");
    }
    return kept.toString();
  }

  @Test
  void keysOfSpoolAndSubjects_areNotShown() throws Exception {
    byte[] every = new byte[32];
    Arrays.fill(every, (byte) 0x5d);
    SecureRandom always = new Always(every[0]);
    Marked secrets = new Marked().bytes(every);
    Secret secret = Secret.of(every.clone(), SecretAccess.grant());
    secrets.assertHidden(secret);
    secrets.assertHidden(SpoolFactory.create(SpoolOptions.in(folder.resolve("spool")), always));
    secrets.assertHidden(SubjectKeyStore.open(folder.resolve("store"), secret, always));
    secrets.assertHidden(GatewayKeys.random(always));
    assertThatExceptionOfType(AssertionError.class)
        .as("the harness sees through maps")
        .isThrownBy(() -> secrets.assertHidden(Map.of("k", new Shown("5d5d5d5d5d"))));
  }

  /** What a careless class would look like. */
  private record Shown(String text) {}

  /** Gives the same byte for ever. */
  private static final class Always extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte value;

    Always(byte value) {
      this.value = value;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, value);
    }
  }
}
