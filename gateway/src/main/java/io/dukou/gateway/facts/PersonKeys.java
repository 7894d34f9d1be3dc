package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.keys.SecretAccess;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * Makes the opaque keys under which persons are counted. Safe for use by several threads.
 *
 * <p>A key is the HMAC of the normalised identifier where there is one, else of study and subject,
 * which can only count a person more than once. What goes into the HMAC is a list of texts, each
 * behind its length in bytes (4 bytes, big-endian), the first saying what follows; so two different
 * lists never look the same.
 */
public final class PersonKeys {
  private static final String SUBJECT = "subject";

  private final Secret secret;
  private final Digest digest;

  private PersonKeys(Secret secret, Digest digest) {
    this.secret = secret;
    this.digest = digest;
  }

  /** The digest under the HMAC. */
  public enum Digest {
    /** SHA-256. */
    SHA_256,
    /** SM3, GB/T 32905. */
    SM3
  }

  /** What a key is for; keys for different uses cannot be linked without the secret. */
  public enum Use {
    /** Counting persons. */
    COUNTING,
    /** Committing to a set of persons in the log. */
    COMMITMENT
  }

  /** Returns the maker of keys for {@code use} under the counting secret. */
  public static PersonKeys of(Secret counting, Use use, Digest digest) {
    requireNonNull(digest, "digest");
    return new PersonKeys(
        counting.derive("dukou person " + use.name().toLowerCase(Locale.ROOT)), digest);
  }

  /**
   * Returns the key of a person, 64 hexadecimal digits.
   *
   * @param study the study
   * @param subject the subject in the study
   * @param identifier an identifier beyond the study, or null when there is none
   */
  public String key(String study, String subject, @Nullable PersonIdentifier identifier) {
    return identifier == null
        ? mac(SUBJECT, study, subject)
        : mac(identifier.kind().name(), identifier.normalised());
  }

  /** Returns a text that tells nothing. */
  @Override
  public String toString() {
    return "PersonKeys[redacted]";
  }

  private String mac(String... texts) {
    HMac mac = new HMac(digest == Digest.SM3 ? new SM3Digest() : new SHA256Digest());
    byte[] key = secret.toByteArray(SecretAccess.grant());
    mac.init(new KeyParameter(key));
    Arrays.fill(key, (byte) 0);
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array(), 0, Integer.BYTES);
      mac.update(bytes, 0, bytes.length);
    }
    byte[] result = new byte[mac.getMacSize()];
    mac.doFinal(result, 0);
    return HexFormat.of().formatHex(result);
  }
}
