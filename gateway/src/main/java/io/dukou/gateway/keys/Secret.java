package io.dukou.gateway.keys;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * 32 secret bytes. They are given out only against a {@link SecretAccess}, are not printed by
 * {@link #toString}, and are compared in constant time. Safe for use by several threads.
 */
public final class Secret {
  /** The number of bytes. */
  public static final int LENGTH = 32;

  private static final String HMAC = "HmacSHA256";

  private final byte[] bytes;

  private Secret(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Returns a secret with a copy of {@code bytes}, which must be {@link #LENGTH} long. */
  public static Secret of(byte[] bytes, SecretAccess access) {
    requireNonNull(access, "access");
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a secret has " + LENGTH + " bytes, not " + bytes.length);
    }
    return new Secret(bytes.clone());
  }

  /** Returns a fresh secret. */
  public static Secret random(SecureRandom random) {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    return new Secret(bytes);
  }

  /**
   * Returns a secret for one use, from which neither this one nor that for another label can be
   * found: HKDF-Expand of RFC 5869 with SHA-256, the label as {@code info}, one block.
   */
  public Secret derive(String label) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(bytes, HMAC));
      mac.update(label.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 1);
      return new Secret(mac.doFinal());
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java runtime has " + HMAC, e);
    }
  }

  /** Returns a copy of the bytes. */
  public byte[] toByteArray(SecretAccess access) {
    requireNonNull(access, "access");
    return bytes.clone();
  }

  /** Compares in constant time. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
  }

  /** Returns the same number for every secret, so that it tells nothing. */
  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  /** Returns a text that tells nothing. */
  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
