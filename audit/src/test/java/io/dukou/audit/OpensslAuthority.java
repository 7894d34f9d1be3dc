package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A time stamping authority made with the {@code openssl} program: a root, a certificate for time
 * stamping below it, and another below the root that is for something else.
 */
final class OpensslAuthority {
  private static final String CONFIG =
      """
      [req]
      distinguished_name = dn
      [dn]
      [root]
      basicConstraints = critical, CA:true
      keyUsage = critical, keyCertSign
      [stamping]
      extendedKeyUsage = critical, timeStamping
      keyUsage = critical, digitalSignature
      [serving]
      extendedKeyUsage = critical, serverAuth
      [tsa]
      default_tsa = tsa1
      [tsa1]
      serial = serial
      signer_cert = %1$s.pem
      signer_key = %1$s.key
      certs = root.pem
      signer_digest = sha256
      default_policy = 1.2.3.4.1
      digests = sha256, sha512
      accuracy = secs:1, millisecs:500, microsecs:100
      ess_cert_id_alg = sha256
      """;

  private final Path folder;
  private final AtomicInteger files = new AtomicInteger();

  private OpensslAuthority(Path folder) {
    this.folder = folder;
  }

  /** Makes one in a folder; skips the test where there is no openssl. */
  static OpensslAuthority in(Path folder) throws IOException, InterruptedException {
    boolean there =
        Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "openssl")));
    assumeTrue(there, "SKIPPED: no openssl on the path");
    OpensslAuthority made = new OpensslAuthority(Files.createDirectories(folder));
    Files.writeString(folder.resolve("serial"), "01\n");
    for (String name : List.of("stamping", "serving")) {
      Files.writeString(folder.resolve(name + ".cnf"), CONFIG.formatted(name));
    }
    made.key("root");
    made.run(
        "req",
        "-x509",
        "-new",
        "-key",
        "root.key",
        "-subj",
        "/CN=Root",
        "-days",
        "3650",
        "-config",
        "stamping.cnf",
        "-extensions",
        "root",
        "-out",
        "root.pem");
    made.issue("stamping");
    made.issue("serving");
    return made;
  }

  /** Returns the file of the root certificate. */
  Path root() {
    return folder.resolve("root.pem");
  }

  TimeStampTrust trust() {
    return TimeStampTrust.load(root());
  }

  /** Answers a question as the authority. */
  byte[] reply(byte[] query) throws IOException, InterruptedException {
    return reply(query, "stamping");
  }

  private byte[] reply(byte[] query, String certificate) throws IOException, InterruptedException {
    String name = "q" + files.incrementAndGet();
    Files.write(folder.resolve(name + ".tsq"), query);
    run(
        "ts",
        "-reply",
        "-queryfile",
        name + ".tsq",
        "-config",
        certificate + ".cnf",
        "-out",
        name + ".tsr");
    return Files.readAllBytes(folder.resolve(name + ".tsr"));
  }

  /** Makes a question about bytes with openssl, and answers it. */
  byte[] stamp(byte[] message, String... options) throws IOException, InterruptedException {
    String name = "m" + files.incrementAndGet();
    Files.write(folder.resolve(name), message);
    List<String> query =
        new ArrayList<>(List.of("ts", "-query", "-data", name, "-out", name + ".tsq"));
    query.addAll(List.of(options));
    run(query.toArray(String[]::new));
    return reply(Files.readAllBytes(folder.resolve(name + ".tsq")));
  }

  /** Asserts that openssl verifies an answer about the content of a file. */
  void verify(Path data, Path reply) throws IOException, InterruptedException {
    String said =
        run(
            "ts",
            "-verify",
            "-data",
            data.toString(),
            "-in",
            reply.toString(),
            "-CAfile",
            "root.pem");
    assertThat(said).contains("Verification: OK");
  }

  private void issue(String name) throws IOException, InterruptedException {
    key(name);
    run(
        "req",
        "-new",
        "-key",
        name + ".key",
        "-subj",
        "/C=CN/CN=Test " + name,
        "-config",
        name + ".cnf",
        "-out",
        name + ".csr");
    run(
        "x509",
        "-req",
        "-in",
        name + ".csr",
        "-CA",
        "root.pem",
        "-CAkey",
        "root.key",
        "-CAcreateserial",
        "-days",
        "3650",
        "-extfile",
        name + ".cnf",
        "-extensions",
        name,
        "-out",
        name + ".pem");
  }

  private void key(String name) throws IOException, InterruptedException {
    run(
        "genpkey",
        "-algorithm",
        "EC",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-out",
        name + ".key");
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + ": " + said).isZero();
    return said;
  }
}
