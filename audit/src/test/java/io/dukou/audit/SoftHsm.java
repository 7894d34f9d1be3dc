package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of SoftHSM 2 and keys that OpenSC's {@code pkcs11-tool} makes in them, with Debian's
 * packages softhsm2 and opensc; tests skip where they are not.
 *
 * <p>SoftHSM reads where its tokens are from a variable of the environment, once for each process,
 * so whoever uses a token runs in a process of its own that is given {@link #environment}.
 */
public final class SoftHsm {
  /** The right PIN. */
  public static final String PIN = "471-10815";

  private final Path folder;
  private final Path module;

  private SoftHsm(Path folder, Path module) {
    this.folder = folder;
    this.module = module;
  }

  /** Makes a place for tokens; skips the test where there is no SoftHSM. */
  public static SoftHsm in(Path folder) throws IOException {
    Path module =
        Stream.of("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/libsofthsm2.so")
            .map(Path::of)
            .filter(Files::exists)
            .findFirst()
            .orElse(null);
    assumeTrue(
        module != null && Files.exists(Path.of("/usr/bin/pkcs11-tool")),
        "SKIPPED: there is no SoftHSM with OpenSC on this machine");
    Path tokens = Files.createDirectories(folder.resolve("tokens"));
    Files.writeString(
        folder.resolve("softhsm2.conf"),
        "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    return new SoftHsm(folder, module);
  }

  /** Returns the variable of the environment, as name and value joined by an equals sign. */
  public String environment() {
    return "SOFTHSM2_CONF=" + folder.resolve("softhsm2.conf");
  }

  /** Returns the folder of the tokens; without it there are none. */
  public Path tokens() {
    return folder.resolve("tokens");
  }

  /** Makes a token. */
  public void token(String label) throws IOException, InterruptedException {
    run(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        label,
        "--so-pin",
        "12345678",
        "--pin",
        PIN);
  }

  /** Makes a key that cannot leave its token. */
  public void key(String token, String label, String id) throws IOException, InterruptedException {
    key(token, label, id, "EC:edwards25519");
  }

  /** Makes a key of a type, as {@code pkcs11-tool} calls it. */
  public void key(String token, String label, String id, String type)
      throws IOException, InterruptedException {
    tool(token, "--keypairgen", "--key-type", type, "--label", label, "--id", id);
  }

  /** Logs in with the right PIN, after which the token forgets that wrong ones were tried. */
  public void login(String token) throws IOException, InterruptedException {
    objects(token);
  }

  /** Returns what OpenSC says of the objects in a token. */
  public String objects(String token) throws IOException, InterruptedException {
    return tool(token, "--list-objects");
  }

  /** Returns a public key as OpenSC reads it out: SubjectPublicKeyInfo in DER. */
  public byte[] publicKey(String token, String label) throws IOException, InterruptedException {
    Path file = folder.resolve("public-key");
    String to = file.toString();
    tool(token, "--read-object", "--type", "pubkey", "--label", label, "--output-file", to);
    byte[] read = Files.readAllBytes(file);
    String pem = new String(read, StandardCharsets.ISO_8859_1); // which newer versions write
    return pem.startsWith("-----BEGIN")
        ? Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""))
        : read;
  }

  private String tool(String token, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of("pkcs11-tool", "--module", module.toString(), "--token-label", token));
    command.addAll(List.of("--login", "--pin", PIN));
    command.addAll(List.of(more));
    return run(command.toArray(new String[0]));
  }

  /** Returns the URI of a key; {@code more} are further attributes, each behind a semicolon. */
  public String uri(String token, String more) throws IOException {
    return "pkcs11:token=" + token + more + "?module-path=" + module + "&pin-source=" + pin(PIN);
  }

  /** Writes a PIN into a file that only its owner can read. */
  public Path pin(String pin) throws IOException {
    Path file = folder.resolve("pin-" + pin.length());
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(file, pin + "\n");
    return file;
  }

  private String run(String... command) throws IOException, InterruptedException {
    Process process = start(List.of(command));
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private Process start(List<String> command) throws IOException {
    List<String> all = new ArrayList<>(List.of("env", environment()));
    all.addAll(command);
    return new ProcessBuilder(all).redirectErrorStream(true).start();
  }

  /** Runs a main method in a process that sees the tokens; returns its output. */
  String java(Class<?> main, @Nullable String... arguments)
      throws IOException, InterruptedException {
    return end(List.of(), main.getName(), arguments).said();
  }

  /** Runs a main method with options of the JVM in a process that sees the tokens. */
  public Ended end(List<String> options, String main, @Nullable String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    for (String argument : arguments) {
      command.add(String.valueOf(argument));
    }
    Process process = start(command);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }

  /**
   * How a process ended.
   *
   * @param status the exit status
   * @param said what it wrote to either output
   */
  public record Ended(int status, String said) {}
}
