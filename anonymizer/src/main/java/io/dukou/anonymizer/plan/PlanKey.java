package io.dukou.anonymizer.plan;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret under which a plan hashes its classes and is sealed. It stays in China beside the
 * plan.
 *
 * <p>Whoever holds a plan without it cannot test whether a certain person's class is released, and
 * cannot change the plan so that {@link ReleasePlan#requireSealedWith} would not notice. Immutable;
 * any thread may use it. {@code toString} shows nothing of it.
 */
public final class PlanKey {
  /** Bytes of a key. */
  public static final int LENGTH = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final String SEAL_KEY_LABEL = "dukou plan seal 1";
  private static final String SEAL_PREFIX = "hmac-sha256:";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final byte[] secret;

  private PlanKey(byte[] secret) {
    if (secret.length != LENGTH) {
      throw new IllegalArgumentException("a plan key has " + LENGTH + " bytes");
    }
    this.secret = secret.clone();
  }

  /** Makes a new key. */
  public static PlanKey generate(SecureRandom random) {
    byte[] bytes = new byte[LENGTH];
    requireNonNull(random, "random").nextBytes(bytes);
    return new PlanKey(bytes);
  }

  /** Returns the key made of these {@link #LENGTH} bytes. */
  public static PlanKey of(byte[] secret) {
    return new PlanKey(secret);
  }

  /**
   * Reads a key file.
   *
   * @throws PlanException if it holds no key, or others than its owner may read it
   */
  public static PlanKey load(Path file) {
    try {
      Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
      if (!OWNER_ONLY.containsAll(granted)) {
        throw new PlanException(
            PlanError.KEY_FILE, file + " is readable by others; set its mode to 0600");
      }
      String text = Files.readString(file, US_ASCII).strip();
      return new PlanKey(HexFormat.of().parseHex(text));
    } catch (IOException | IllegalArgumentException e) {
      throw new PlanException(PlanError.KEY_FILE, file + " holds no readable plan key");
    }
  }

  /**
   * Writes a new key file that only its owner may read.
   *
   * @throws PlanException if the file exists or cannot be written
   */
  public void save(Path file) {
    byte[] text = (HexFormat.of().formatHex(secret) + "\n").getBytes(US_ASCII);
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (SeekableByteChannel channel =
        Files.newByteChannel(file, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      ByteBuffer rest = ByteBuffer.wrap(text);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (FileAlreadyExistsException e) {
      throw new PlanException(
          PlanError.KEY_FILE,
          file + " was made by another program meanwhile; plan again, and it is used");
    } catch (IOException e) {
      throw new PlanException(PlanError.KEY_FILE, "cannot write a new key file at " + file);
    }
  }

  /** Returns a copy of the secret, for those that keep it encrypted. */
  public byte[] secret() {
    return secret.clone();
  }

  /** Returns an HMAC-SHA-256 under this key; one thread's own. */
  Mac mac() {
    return mac(secret);
  }

  /**
   * Returns the seal of the plan called {@code planId}: {@code hmac-sha256:} and 64 hexadecimal
   * digits.
   *
   * <p>A name is the SHA-256 of all a plan says, so its seal is one of the whole plan. The key of
   * seals is derived from this one and used for nothing else.
   */
  String seal(String planId) {
    byte[] sealKey = mac().doFinal(SEAL_KEY_LABEL.getBytes(US_ASCII));
    return SEAL_PREFIX + HexFormat.of().formatHex(mac(sealKey).doFinal(planId.getBytes(UTF_8)));
  }

  /**
   * Refuses {@code seal} unless it is that of the plan called {@code planId}.
   *
   * @throws PlanException if it is not
   */
  void requireSealed(String planId, String seal) {
    if (!hasSealed(planId, seal)) {
      throw new PlanException(
          PlanError.PLAN_FILE,
          "the seal of the plan does not fit: the plan was changed after it was made, or the key"
              + " is that of another plan; use its own key, or plan anew");
    }
  }

  /** Returns whether {@code seal} is that of the plan called {@code planId}; in constant time. */
  boolean hasSealed(String planId, String seal) {
    return MessageDigest.isEqual(seal(planId).getBytes(UTF_8), seal.getBytes(UTF_8));
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PlanKey key && MessageDigest.isEqual(secret, key.secret);
  }

  @Override
  public int hashCode() {
    return PlanKey.class.hashCode();
  }

  @Override
  public String toString() {
    return "PlanKey[secret]";
  }
}
