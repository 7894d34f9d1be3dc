package io.dukou.anonymizer.release;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that decides the order of the rows of one protected table, and which persons a repair
 * holds back.
 *
 * <p>A fresh key belongs to each table: under a key used twice the same subject would stand at the
 * same relative place in two tables. It never leaves China; whoever has it can recompute the order
 * from the subjects. The text form hides the secret and comparison takes constant time.
 *
 * <p>Immutable, so usable from any thread.
 */
public final class OrderKey {
  /** Length of the secret in bytes. */
  public static final int BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] secret;

  private OrderKey(byte[] secret) {
    this.secret = secret;
  }

  /** Returns a new key made of {@value #BYTES} bytes of {@code random}. */
  public static OrderKey generate(SecureRandom random) {
    byte[] secret = new byte[BYTES];
    requireNonNull(random, "random").nextBytes(secret);
    return new OrderKey(secret);
  }

  /**
   * Returns the key that {@link #exportSecret()} gave out.
   *
   * @throws IllegalArgumentException unless {@code secret} has {@value #BYTES} bytes
   */
  public static OrderKey of(byte[] secret) {
    if (requireNonNull(secret, "secret").length != BYTES) {
      throw new IllegalArgumentException("an order key has " + BYTES + " bytes");
    }
    return new OrderKey(secret.clone());
  }

  /** Returns a copy of the secret, to be kept encrypted so that a table can be made again. */
  public byte[] exportSecret() {
    return secret.clone();
  }

  /**
   * Returns a MAC for one use of this key: uses with different names are independent.
   *
   * <p>The key of the use is HMAC-SHA-256 of its name, the one-step expansion of RFC 5869 for a
   * secret that is already uniform.
   */
  Mac macFor(String use) {
    return mac(keyFor(use));
  }

  /**
   * Returns the block cipher AES-256 (FIPS 197) for one use of this key, which encrypts each block
   * of 16 bytes for itself; the key of the use is derived as for {@link #macFor}.
   *
   * <p>A pseudorandom permutation of blocks, not a way to encrypt data: equal blocks become equal
   * ones.
   */
  @SuppressWarnings("InsecureCryptoUsage") // the block cipher itself is asked for, not encryption
  Cipher blockCipherFor(String use) {
    try {
      Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keyFor(use), "AES"));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES", e);
    }
  }

  private byte[] keyFor(String use) {
    byte[] name = (requireNonNull(use, "use") + '\u0001').getBytes(StandardCharsets.UTF_8);
    return mac(secret).doFinal(name);
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OrderKey key && MessageDigest.isEqual(secret, key.secret);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(secret);
  }

  @Override
  public String toString() {
    return "OrderKey[secret]";
  }
}
