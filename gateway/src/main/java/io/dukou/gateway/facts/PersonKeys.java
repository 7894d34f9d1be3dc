package io.dukou.gateway.facts;

import io.dukou.gateway.keys.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Makes the opaque keys under which persons are counted. Safe for use by several threads.
 *
 * <p>A key is the HMAC of the normalised identifier where there is one, else of study and subject,
 * which can only count a person more than once.
 */
public final class PersonKeys {
  private PersonKeys() {}

  /** The digest under the HMAC. */
  public enum Digest {
    /** SHA-256. */
    SHA_256,
    /** SM3. */
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
    return java.util.Optional.<PersonKeys>empty().orElseThrow();
  }

  /**
   * Returns the key of a person, 64 hexadecimal digits.
   *
   * @param study the study
   * @param subject the subject in the study
   * @param identifier an identifier beyond the study, or null when there is none
   */
  public String key(String study, String subject, @Nullable PersonIdentifier identifier) {
    return java.util.Optional.<String>empty().orElseThrow();
  }
}
