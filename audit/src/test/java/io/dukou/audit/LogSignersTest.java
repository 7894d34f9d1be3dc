package io.dukou.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that follow each other, keys of two kinds, and keys in files that others wrote. */
final class LogSignersTest {
  private static final String NAME = Fixture.ORIGIN;
  private static final char[] PASSWORD = "correct horse battery".toCharArray();

  @TempDir private Path folder;

  private final SecureRandom random = new SecureRandom();
  private final PowerCutDisk disk = new PowerCutDisk();

  private AuditLog open(LogSigners signers) {
    return AuditLog.open(disk.storage("log"), Fixture.domestic(disk), signers, Fixture.eager());
  }

  private static Verification verify(Receipt receipt, LogVerifier key) throws Exception {
    return ReceiptVerifier.verify(receipt.tlogProof(), key, null);
  }

  private static void refused(Receipt receipt, LogVerifier key, String words) throws Exception {
    Verification verification = verify(receipt, key);
    assertThat(verification.valid()).isFalse();
    assertThat(verification.statements().toString()).contains(words);
  }

  @Test
  void newKeyFollowsTheOldOne_oldProofsVerify_andTheOldKeySignsNothingNew() throws Exception {
    LogSigners first = LogSigners.create(folder, NAME, false, PASSWORD, random);
    AuditLog.create(disk.storage("log"), Fixture.domestic(disk), first);
    List<Receipt> before;
    try (AuditLog log = open(first)) {
      before = Fixture.appendTogether(log, 0, 5);
    }
    first.rotate(folder, 5, 3, LogSigners.Kind.ED25519, PASSWORD, random);
    LogSigners both = LogSigners.load(folder, NAME, PASSWORD, random);
    Receipt during;
    Receipt after;
    try (AuditLog log = open(both)) {
      during = Fixture.appendTogether(log, 5, 7).get(1);
      after = Fixture.appendTogether(log, 7, 12).get(4);
    }
    VerifierKeys list = VerifierKeys.parse(Files.readString(folder.resolve("log.vkeys")));
    assertThat(list.toString()).isEqualTo(both.verifier().toString());

    for (Receipt receipt : List.of(before.get(0), during, after)) {
      assertThat(verify(receipt, list).valid()).isTrue();
    }
    assertThat(verify(during, first.newest()).valid()).isTrue();
    assertThat(verify(during, both.newest()).valid()).isTrue();
    assertThat(verify(after, both.newest()).valid()).isTrue();
    refused(after, first.newest(), "not signed by");
    refused(before.get(0), both.newest(), "not signed by");
    assertThat(LogCheck.check(disk.storage("log"), list, Fixture.domestic(disk)).sound()).isTrue();
    assertThat(LogCheck.check(disk.storage("log"), first.newest(), null).sound()).isFalse();
    try (AuditLog again = open(both)) {
      assertThat(again.size()).isEqualTo(12);
    }
  }

  @Test
  void retiredKey_mayBeDeleted() throws Exception {
    LogSigners first = LogSigners.create(folder, NAME, false, PASSWORD, random);
    AuditLog.create(disk.storage("log"), Fixture.domestic(disk), first);
    first.rotate(folder, 0, 1, LogSigners.Kind.ED25519, PASSWORD, random);
    try (AuditLog log = open(LogSigners.load(folder, NAME, PASSWORD, random))) {
      Fixture.appendTogether(log, 0, 3);
    }
    Files.delete(folder.resolve("log.key"));
    LogSigners left = LogSigners.load(folder, NAME, PASSWORD, random);
    try (AuditLog log = open(left)) {
      Receipt receipt = Fixture.appendTogether(log, 3, 4).get(0);
      assertThat(verify(receipt, left.verifier()).valid()).isTrue();
    }
  }

  @Test
  void forkByARetiredKey_isRefused() throws Exception {
    LogSigners first = LogSigners.create(folder, NAME, false, null, random);
    LogSigners both = first.rotate(folder, 5, 3, LogSigners.Kind.ED25519, null, random);
    PowerCutDisk other = new PowerCutDisk();
    AuditLog.create(other.storage("log"), Fixture.domestic(other), first);
    try (AuditLog fork =
        AuditLog.open(other.storage("log"), Fixture.domestic(other), first, Fixture.eager())) {
      Receipt receipt = Fixture.appendTogether(fork, 0, 20).get(19);
      assertThat(verify(receipt, first.newest()).valid()).isTrue();
      refused(
          receipt, both.verifier(), "signed by a key that may sign trees of 0 to 8 entries only");
    }
  }

  @Test
  void sm2SignsBeside_andBothAreAskedFor() throws Exception {
    LogSigners signers = LogSigners.create(folder, NAME, true, PASSWORD, random);
    LogSigners read = LogSigners.load(folder, NAME, PASSWORD, random);
    AuditLog.create(disk.storage("log"), Fixture.domestic(disk), read);
    try (AuditLog log = open(read)) {
      Receipt receipt = Fixture.appendTogether(log, 0, 3).get(1);
      String note = log.checkpoint().note();
      List<String> lines = note.lines().toList();

      assertThat(lines.stream().filter(line -> line.startsWith("\u2014"))).hasSize(2);
      assertThat(verify(receipt, signers.verifier()).valid()).isTrue();
      assertThat(verify(receipt, signers.newest()).valid()).isTrue();

      String withoutSm2 = String.join("\n", lines.subList(0, lines.size() - 1)) + "\n";
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> Checkpoint.open(withoutSm2, signers.verifier()))
          .withMessageContaining("no SM2 signature");
      String damaged = note.substring(0, note.length() - 8) + "AAAAAA=\n";
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> Checkpoint.open(damaged, signers.verifier()));
    }
  }

  @Test
  void sm2CanBeginLater() throws Exception {
    LogSigners first = LogSigners.create(folder, NAME, false, null, random);
    AuditLog.create(disk.storage("log"), Fixture.domestic(disk), first);
    Receipt before;
    try (AuditLog log = open(first)) {
      before = Fixture.appendTogether(log, 0, 4).get(0);
    }
    LogSigners both = first.rotate(folder, 4, 0, LogSigners.Kind.SM2, null, random);
    try (AuditLog log = open(both)) {
      Receipt after = Fixture.appendTogether(log, 4, 6).get(0);
      assertThat(verify(before, both.verifier()).valid()).isTrue();
      assertThat(verify(after, both.verifier()).valid()).isTrue();
      assertThat(after.tlogProof().lines().filter(line -> line.startsWith("\u2014"))).hasSize(2);
    }
  }

  @Test
  void mlDsaCanBeginLater_andIsReadBackFromItsFile() throws Exception {
    LogSigners first = LogSigners.create(folder, NAME, false, PASSWORD, random);
    AuditLog.create(disk.storage("log"), Fixture.domestic(disk), first);
    try (AuditLog log = open(first)) {
      Fixture.appendTogether(log, 0, 4);
    }
    first.rotate(folder, 4, 0, LogSigners.Kind.ML_DSA_44, PASSWORD, random);
    LogSigners both = LogSigners.load(folder, NAME, PASSWORD, random);
    try (AuditLog log = open(both)) {
      Receipt receipt = Fixture.appendTogether(log, 4, 6).get(1);
      assertThat(verify(receipt, both.verifier()).valid()).isTrue();
      assertThat(verify(receipt, both.newest()).valid()).isTrue();
      String note = log.checkpoint().note();
      String without = note.substring(0, note.lastIndexOf('\u2014'));
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> Checkpoint.open(without, both.verifier()))
          .withMessageContaining("no ML-DSA-44 signature");
      byte[] damaged = note.getBytes(UTF_8);
      damaged[damaged.length - 1_000] ^= 1;
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> Checkpoint.open(new String(damaged, UTF_8), both.verifier()));
    }
    try (AuditLog again = open(both)) {
      assertThat(again.size()).isEqualTo(6);
    }
    assertThat(LogCheck.check(disk.storage("log"), both.verifier(), null).sound()).isTrue();
  }

  /** GB/T 32918.5-2017, A.2: the example of a signature on the recommended curve. */
  @Test
  void sm2_verifiesTheExampleOfTheStandard() {
    String secret = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
    String r = "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3";
    String s = "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA";
    Sm2Keys keys = Sm2Keys.of(NAME, new BigInteger(secret, 16), random);

    assertThat(keys.key().coordinates()[0].toString(16).toUpperCase(java.util.Locale.ROOT))
        .isEqualTo("9F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020");
    byte[] signature = der(r, s);
    assertThat(keys.key().verifies("message digest".getBytes(UTF_8), signature, Sm2Key.USER_ID))
        .isTrue();
    assertThat(keys.key().verifies("message digest", signature)).isTrue();
    assertThat(
            keys.key()
                .verifies(
                    "message digest".getBytes(UTF_8),
                    signature,
                    "ALICE123@YAHOO.COM".getBytes(UTF_8)))
        .isFalse();
    assertThat(keys.key().verifies("message digest", der(s, r))).isFalse();
    assertThat(keys.key().verifies("message digest", new byte[] {1})).isFalse();
    assertThat(Sm2Key.parse(keys.key().toString())).isEqualTo(keys.key());
  }

  private static byte[] der(String r, String s) {
    try {
      return new DERSequence(
              new ASN1Integer[] {
                new ASN1Integer(new BigInteger(r, 16)), new ASN1Integer(new BigInteger(s, 16))
              })
          .getEncoded();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing",
        "KEY 5",
        "KEY 5 4",
        "KEY 05 -",
        "KEY 0 x",
        "KEY 0 -\nKEY 1 -",
        "KEY 0 - -",
        "KEYx 0 -",
        "KEY 0 9\nOTHER 3 -"
      })
  void listThatIsNone_isRefused(String text) {
    String other = LogKeys.generate("other.example", random).vkey().toString();
    String list = text.replace("KEY", Fixture.VKEY.toString()).replace("OTHER", other);
    assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> VerifierKeys.parse(list));
  }

  @Test
  void keysThatOpensslWrote_areRead() throws Exception {
    assumeTrue(onPath("openssl"), "SKIPPED: there is no openssl on this machine");
    String password = new String(PASSWORD);
    Path pem = folder.resolve("log.key");
    run(
        "openssl",
        "genpkey",
        "-algorithm",
        "ed25519",
        "-aes256",
        "-pass",
        "pass:" + password,
        "-out",
        pem.toString());
    ownerOnly(pem);
    VerifierKey vkey = LogSigners.load(folder, NAME, PASSWORD, random).newest();
    assertThat(publicKey(pem, password)).isEqualTo(vkey.publicKey());
    assertThat(LogSigners.areEncrypted(folder)).isTrue();

    Path certificate = folder.resolve("c.pem");
    Path store = folder.resolve("store.p12");
    run(
        "openssl",
        "req",
        "-x509",
        "-key",
        pem.toString(),
        "-passin",
        "pass:" + password,
        "-subj",
        "/CN=log",
        "-out",
        certificate.toString());
    run(
        "openssl",
        "pkcs12",
        "-export",
        "-inkey",
        pem.toString(),
        "-passin",
        "pass:" + password,
        "-in",
        certificate.toString(),
        "-passout",
        "pass:" + password,
        "-out",
        store.toString());
    Files.delete(pem);
    Files.move(store, pem);
    ownerOnly(pem);
    assertThat(LogSigners.load(folder, NAME, PASSWORD, random).newest()).isEqualTo(vkey);
    assertThat(LogSigners.areEncrypted(folder)).isTrue();

    assertUnusable("wrong".toCharArray(), "the password is another");
    assertUnusable(null, "keys.passwordFile");
    byte[] damaged = Files.readAllBytes(pem);
    damaged[damaged.length / 2] ^= 1;
    Files.write(pem, damaged);
    assertUnusable(PASSWORD, "or the file is damaged");

    Files.delete(pem);
    run("openssl", "genpkey", "-algorithm", "rsa", "-out", pem.toString());
    ownerOnly(pem);
    assertUnusable(PASSWORD, "neither an Ed25519 key");
    Files.writeString(pem, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertUnusable(PASSWORD, "log.key");
  }

  private void assertUnusable(char[] password, String words) {
    assertThatExceptionOfType(KeyFileException.class)
        .isThrownBy(() -> LogSigners.load(folder, NAME, password, random))
        .withMessageContaining("log.key")
        .withMessageContaining(words);
  }

  @Test
  void ourSm2Signature_isVerifiedByOpenssl() throws Exception {
    assumeTrue(onPath("openssl"), "SKIPPED: there is no openssl on this machine");
    Sm2Keys keys = Sm2Keys.generate(NAME, random);
    Path pem = folder.resolve("sm2.pem");
    PrivateKeyFile.save(pem, keys, null, random);
    Path message = Files.writeString(folder.resolve("message"), "a checkpoint\n");
    Path signature = Files.write(folder.resolve("signature"), keys.signature("a checkpoint\n"));
    String[] command = {
      "openssl",
      "pkeyutl",
      "-verify",
      "-rawin",
      "-digest",
      "sm3",
      "-inkey",
      pem.toString(),
      "-in",
      message.toString(),
      "-sigfile",
      signature.toString(),
      "-pkeyopt",
      "distid:1234567812345678"
    };
    assertThat(run(command)).contains("Signature Verified Successfully");
    Files.writeString(message, "a checkpoin\n");
    Process wrong = new ProcessBuilder(command).redirectErrorStream(true).start();
    wrong.getInputStream().readAllBytes();
    assertThat(wrong.waitFor()).isNotZero();
  }

  /** No secret shows in any text that a key or a failure has. */
  @Test
  void secrets_areInNoText() throws Exception {
    LogSigners signers = LogSigners.create(folder, NAME, true, PASSWORD, random);
    LogKeys keys = (LogKeys) PrivateKeyFile.load(folder.resolve("log.key"), NAME, PASSWORD, random);
    Sm2Keys sm2 = Sm2Keys.generate(NAME, random);
    List<String> secrets = new ArrayList<>(List.of(new String(PASSWORD)));
    for (byte[] secret : List.of(keys.seed(), sm2.secret().toByteArray())) {
      secrets.add(HexFormat.of().formatHex(secret));
      secrets.add(Base64.getEncoder().encodeToString(secret));
      secrets.add(new BigInteger(1, secret).toString());
    }
    StringWriter said = new StringWriter();
    said.append(signers.toString()).append(keys.toString()).append(sm2.toString());
    for (Path file : files()) {
      byte[] right = Files.readAllBytes(file);
      for (int change = 0; change < 5; change++) {
        byte[] damaged = right.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
        Files.write(file, damaged);
        for (char[] password : new char[][] {PASSWORD, "other".toCharArray(), null}) {
          try {
            said.append(LogSigners.load(folder, NAME, password, random).toString());
          } catch (AuditException e) {
            e.printStackTrace(new PrintWriter(said, true));
          }
        }
        Files.write(file, right);
      }
    }
    assertThat(secrets).noneMatch(secret -> said.toString().contains(secret));
    assertThat(said.toString()).contains("the password is another", "redacted");
  }

  private List<Path> files() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static void ownerOnly(Path file) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static byte[] publicKey(Path pem, String password) throws Exception {
    Process process =
        new ProcessBuilder(
                "openssl",
                "pkey",
                "-in",
                pem.toString(),
                "-passin",
                "pass:" + password,
                "-pubout",
                "-outform",
                "DER")
            .start();
    byte[] der = process.getInputStream().readAllBytes();
    return java.util.Arrays.copyOfRange(der, der.length - 32, der.length);
  }

  private static boolean onPath(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
  }

  private static String run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
