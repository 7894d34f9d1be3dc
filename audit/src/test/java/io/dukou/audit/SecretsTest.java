package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dukou.audit.Pkcs11Calls.At;
import io.dukou.audit.postgres.PostgresHome;
import io.dukou.audit.postgres.PostgresOptions;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.concurrent.Callable;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No secret shows in an exception, with all that caused it, nor in the words of any object, when
 * the files that hold secrets are used as they are, with other passwords, and damaged.
 */
final class SecretsTest {
  private static final String PASSWORD = "MARKER-pass-8f3k2q";
  private static final LogKeys KEYS = LogKeys.generate(Fixture.ORIGIN, Fixture.random(11));

  @TempDir private Path folder;

  /** Uses a file and looks at what is thrown, or at what comes of it. */
  private static void use(Marked secrets, String how, Callable<?> reading) throws Exception {
    try {
      Object read = reading.call();
      if (read != null) {
        secrets.assertHidden(read);
      }
    } catch (RuntimeException e) {
      assertThat(e).as(how).isInstanceOf(AuditException.class);
      secrets.assertHidden(how, e);
    }
  }

  private static void useAllWays(Marked secrets, Path file, Callable<?> reading) throws Exception {
    secrets.assertHidden(reading.call());
    Marked.damage(file, how -> use(secrets, how, reading));
  }

  private Path written(String name, byte[] content) throws Exception {
    Path file = Files.write(folder.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  private static Marked marked(LogKeys keys) {
    return new Marked().bytes(keys.seed()).text(PASSWORD);
  }

  private LogSigners load(char[] password) {
    return LogSigners.load(folder, Fixture.ORIGIN, password, Fixture.random(12));
  }

  private static char[] other() {
    return "MARKER-pass-8f3k2r".toCharArray();
  }

  @Test
  void harness_finds_what_shows() {
    Marked secrets = new Marked().text(PASSWORD).bytes(KEYS.seed());
    Throwable told = new IllegalStateException("x", new IllegalArgumentException(PASSWORD));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> secrets.assertHidden("", told));
    record Shown(String password) {}
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> secrets.assertHidden(new Shown("<" + PASSWORD + ">")));
    String base64 = java.util.Base64.getEncoder().encodeToString(KEYS.seed());
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> secrets.assertHidden("", base64.substring(13, 30)));
  }

  @Test
  void line_of_a_log_key_is_hidden() throws Exception {
    Path file = folder.resolve("log.key");
    KEYS.save(file);
    useAllWays(marked(KEYS), file, () -> load(null));
  }

  @Test
  void officers_key_is_hidden() throws Exception {
    Path file = folder.resolve("officer.key");
    KEYS.save(file);
    useAllWays(marked(KEYS), file, () -> LogKeys.load(file));
  }

  @Test
  void domestic_key_is_hidden() throws Exception {
    Path file = folder.resolve("domestic.key");
    Fixture.DOMESTIC_KEY.save(file);
    Marked secrets = new Marked().bytes(Fixture.DOMESTIC_KEY.secret().reveal());
    useAllWays(secrets, file, () -> DomesticKey.load(file));
    secrets.assertHidden(new DomesticStorage(LogStorage.posix(folder), Fixture.DOMESTIC_KEY));
  }

  @Test
  void pem_in_plain_is_hidden() throws Exception {
    PrivateKeyInfo info = PrivateKeyInfoFactory.createPrivateKeyInfo(ed25519());
    String body = java.util.Base64.getMimeEncoder().encodeToString(info.getEncoded());
    String pem = "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
    Path file = written("log.key", pem.getBytes(StandardCharsets.US_ASCII));
    useAllWays(marked(KEYS), file, () -> load(null));
  }

  private static Ed25519PrivateKeyParameters ed25519() {
    return new Ed25519PrivateKeyParameters(KEYS.seed(), 0);
  }

  @Test
  void encrypted_pem_and_its_password_are_hidden() throws Exception {
    Path file = folder.resolve("log.key");
    PrivateKeyFile.save(file, KEYS, PASSWORD.toCharArray(), Fixture.random(13));
    Marked secrets = marked(KEYS);
    useAllWays(secrets, file, () -> load(PASSWORD.toCharArray()));
    use(secrets, "another password", () -> load(other()));
    use(secrets, "no password", () -> load(null));
  }

  @Test
  void sm2_and_ml_dsa_keys_are_hidden() throws Exception {
    Sm2Keys sm2 = Sm2Keys.generate(Fixture.ORIGIN, Fixture.random(14));
    MlDsaKeys mlDsa =
        MlDsaKeys.generate(Fixture.ORIGIN, Fixture.random(15), InstantSource.system());
    Marked secrets =
        new Marked().bytes(sm2.secret().toByteArray()).bytes(mlDsa.parameters().getSeed());
    for (NoteSigner each : new NoteSigner[] {sm2, mlDsa}) {
      Path file = folder.resolve(each.getClass().getSimpleName());
      PrivateKeyFile.save(file, each, null, Fixture.random(16));
      useAllWays(
          secrets, file, () -> PrivateKeyFile.load(file, Fixture.ORIGIN, null, Fixture.random(17)));
    }
  }

  private static Certificate certificate(PrivateKey key) throws Exception {
    SubjectPublicKeyInfo shown =
        SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(ed25519().generatePublicKey());
    X500Name name = new X500Name("CN=log");
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(Fixture.NOON),
            Date.from(Fixture.NOON.plusSeconds(60)),
            name,
            shown);
    ContentSigner signer =
        new JcaContentSignerBuilder("Ed25519").setProvider(new BouncyCastleProvider()).build(key);
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  @Test
  void pkcs12_and_its_password_are_hidden() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12", new BouncyCastleProvider());
    store.load(null, null);
    PrivateKeyInfo info = PrivateKeyInfoFactory.createPrivateKeyInfo(ed25519());
    PrivateKey key = BouncyCastleProvider.getPrivateKey(info);
    store.setKeyEntry("log", key, null, new Certificate[] {certificate(key)});
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, PASSWORD.toCharArray());
    Path file = written("log.key", bytes.toByteArray());
    Marked secrets = marked(KEYS);
    useAllWays(secrets, file, () -> load(PASSWORD.toCharArray()));
    use(secrets, "another password", () -> load(other()));
    use(secrets, "no password", () -> load(null));
  }

  @Test
  void pin_of_a_token_is_hidden_whatever_fails() throws Exception {
    Path pin = written("pin", (FakeToken.PIN + "\n").getBytes(StandardCharsets.US_ASCII));
    Marked secrets = new Marked().text(FakeToken.PIN);
    String text = "pkcs11:token=fake;object=log?module-path=/m&pin-source=" + pin;
    TokenUri uri = TokenUri.parse(text);
    Marked.damage(pin, how -> useToken(secrets, how, uri, FakeToken.withKey()));
    for (At function : At.values()) {
      for (long result = 1; result < 0x110; result++) {
        useToken(secrets, function + " " + result, uri, FakeToken.withKey().fail(function, result));
      }
    }
    String inside = text.replace(";object", ";pin-value=" + FakeToken.PIN + ";object");
    for (String wrong : new String[] {inside, text + "&pin-value=" + FakeToken.PIN}) {
      assertThatExceptionOfType(KeyFileException.class)
          .isThrownBy(() -> TokenKey.open("here", wrong, Fixture.ORIGIN))
          .satisfies(e -> secrets.assertHidden("PIN in the URI", e));
    }
  }

  private static void useToken(Marked secrets, String how, TokenUri uri, FakeToken token)
      throws Exception {
    try {
      TokenKey key = TokenKey.open(new Pkcs11(token), uri, Fixture.ORIGIN);
      assertThat(key.signature("x")).hasSize(64);
      assertThat(key.toString()).doesNotContain(FakeToken.PIN);
    } catch (TokenException | AuditException e) {
      secrets.assertHidden(how, e);
    }
  }

  @Test
  void password_of_a_database_is_hidden() throws Exception {
    Path file = written("password", (PASSWORD + "\n").getBytes(StandardCharsets.US_ASCII));
    Marked secrets = new Marked().text(PASSWORD);
    PostgresOptions nobody =
        PostgresOptions.of("jdbc:postgresql://127.0.0.1:1/none", "dukou", file)
            .withTimes(Duration.ofSeconds(3), Duration.ofSeconds(1));
    secrets.assertHidden(nobody);
    use(secrets, "nobody listens", () -> PostgresHome.open(nobody));
    Marked.damage(file, how -> use(secrets, how, () -> PostgresHome.open(nobody)));
    for (String url :
        new String[] {
          "jdbc:postgresql://dukou:" + PASSWORD + "@127.0.0.1:1/none",
          "jdbc:postgresql://127.0.0.1:1/none?password=" + PASSWORD,
          "jdbc:postgresql://127.0.0.1:x/" + PASSWORD + "?user=dukou&password=" + PASSWORD,
        }) {
      assertThatExceptionOfType(RuntimeException.class)
          .isThrownBy(() -> PostgresOptions.of(url, "dukou", file))
          .satisfies(e -> secrets.assertHidden("a password in the URL", e));
    }
  }
}
