package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The Ed25519 key that signs a log's checkpoints. Secret, immutable, usable from any thread.
 *
 * <p>Its file is one line in the form of Go's {@code sumdb/note} signer keys, {@code
 * PRIVATE+KEY+name+hash8+base64(0x01 || seed)}, so that other people's tools can use the same key.
 */
public final class LogKeys implements NoteSigner {
  private static final String PREFIX = "PRIVATE+KEY+";

  private final SecretBytes seed;
  private final VerifierKey vkey;

  private LogKeys(String name, SecretBytes seed) {
    this.seed = seed;
    byte[] secret = seed.reveal();
    byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(secret, 0, publicKey, 0);
    Arrays.fill(secret, (byte) 0);
    this.vkey = VerifierKey.of(name, publicKey);
  }

  /**
   * Makes a key.
   *
   * @param origin the log's identity and the key's name, by recommendation a URL without scheme,
   *     such as {@code dukou.hospital.example/log}; no space, no plus
   * @param random source of the seed
   * @throws MalformedException if the origin cannot be a key name
   */
  public static LogKeys generate(String origin, SecureRandom random) {
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    requireNonNull(random, "random").nextBytes(seed);
    return new LogKeys(VerifierKey.requireName(origin), SecretBytes.copyOf(seed));
  }

  /** Returns the key of a log with this seed of 32 bytes. */
  static LogKeys of(String origin, byte[] seed) {
    return new LogKeys(VerifierKey.requireName(origin), SecretBytes.copyOf(seed));
  }

  /** Returns a copy of the seed, which the caller should overwrite after use. */
  byte[] seed() {
    return seed.reveal();
  }

  /**
   * Reads a key file.
   *
   * @throws KeyFileException if the file is missing, malformed, or readable or writable by others
   */
  public static LogKeys load(Path file) {
    try {
      return parse(OwnerOnlyFile.read(file));
    } catch (MalformedException e) {
      throw new KeyFileException(file + ": " + e.getMessage(), null);
    }
  }

  /**
   * Writes the key to a new file with mode 0600, durably.
   *
   * @throws KeyFileException if the file exists or cannot be written
   */
  public void save(Path file) {
    byte[] typed = StrictText.concat(new byte[] {VerifierKey.ED25519}, seed.reveal());
    String hexId = vkey.toString().split("\\+", 3)[1];
    OwnerOnlyFile.create(
        file, PREFIX + vkey.name() + "+" + hexId + "+" + Base64.getEncoder().encodeToString(typed));
  }

  /** Returns the public half. */
  public VerifierKey vkey() {
    return vkey;
  }

  /** Returns the log's name only. */
  @Override
  public String toString() {
    return "LogKeys[" + vkey.name() + ", secret redacted]";
  }

  @Override
  public NoteKey key() {
    return vkey;
  }

  @Override
  public byte[] signature(String text) {
    return sign(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] sign(byte[] message) {
    byte[] secret = seed.reveal();
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(secret, 0, message, 0, message.length, signature, 0);
    Arrays.fill(secret, (byte) 0);
    return signature;
  }

  private static LogKeys parse(String line) {
    String[] parts =
        line.startsWith(PREFIX) ? line.substring(PREFIX.length()).split("\\+", 3) : null;
    if (parts == null || parts.length != 3) {
      throw new MalformedException("not a signing key");
    }
    byte[] typed = StrictText.base64(parts[2], "signing key");
    StrictText.requireLength(typed, 1 + Ed25519.SECRET_KEY_SIZE, "signing key");
    if (typed[0] != VerifierKey.ED25519) {
      throw new MalformedException("not an Ed25519 signing key");
    }
    byte[] seed = Arrays.copyOfRange(typed, 1, typed.length);
    LogKeys keys = new LogKeys(parts[0], SecretBytes.copyOf(seed));
    if (!keys.vkey.toString().startsWith(parts[0] + "+" + parts[1] + "+")) {
      throw new MalformedException("the hash does not belong to name and key");
    }
    return keys;
  }
}
