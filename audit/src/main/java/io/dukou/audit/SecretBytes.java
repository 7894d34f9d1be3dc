package io.dukou.audit;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Key material. Its text form says nothing; comparison takes constant time. */
final class SecretBytes {
  private final byte[] bytes;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  static SecretBytes copyOf(byte[] bytes) {
    return new SecretBytes(bytes.clone());
  }

  /** Returns a copy of the secret, which the caller should overwrite after use. */
  byte[] reveal() {
    return bytes.clone();
  }

  int length() {
    return bytes.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SecretBytes secret && MessageDigest.isEqual(bytes, secret.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(TreeHash.sha256().digest(bytes));
  }

  @Override
  public String toString() {
    return "SecretBytes[redacted]";
  }
}
