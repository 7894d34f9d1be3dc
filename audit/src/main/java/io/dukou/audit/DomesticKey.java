package io.dukou.audit;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The AES-256 key under which the keys of domestic records are derived. Secret and immutable.
 *
 * <p>Its file is one line, {@code DUKOU+DOMESTIC+KEY+1+} and base64 of 32 bytes.
 */
public final class DomesticKey {
  private static final String PREFIX = "DUKOU+DOMESTIC+KEY+1+";
  private static final int LENGTH = 32;

  private final SecretBytes secret;

  private DomesticKey(byte[] secret) {
    this.secret = SecretBytes.copyOf(secret);
  }

  /** Makes a key. */
  public static DomesticKey generate(SecureRandom random) {
    byte[] secret = new byte[LENGTH];
    random.nextBytes(secret);
    return new DomesticKey(secret);
  }

  /**
   * Returns the key made of these 32 bytes, for those that keep it in a file of their own.
   *
   * @throws IllegalArgumentException if there are fewer or more
   */
  public static DomesticKey of(byte[] secret) {
    if (secret.length != LENGTH) {
      throw new IllegalArgumentException("a domestic key has " + LENGTH + " bytes");
    }
    return new DomesticKey(secret);
  }

  /**
   * Reads a key file.
   *
   * @throws KeyFileException if the file is missing, malformed, or readable or writable by others
   */
  public static DomesticKey load(Path file) {
    String line = OwnerOnlyFile.read(file);
    if (!line.startsWith(PREFIX)) {
      throw new KeyFileException(file + ": not a domestic key", null);
    }
    try {
      byte[] secret = StrictText.base64(line.substring(PREFIX.length()), "domestic key");
      StrictText.requireLength(secret, LENGTH, "domestic key");
      return new DomesticKey(secret);
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
    OwnerOnlyFile.create(file, PREFIX + Base64.getEncoder().encodeToString(secret.reveal()));
  }

  @Override
  public String toString() {
    return "DomesticKey[redacted]";
  }

  SecretBytes secret() {
    return secret;
  }
}
