package io.dukou.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash functions of RFC 6962, section 2.1, with SHA-256: a leaf is hashed behind a zero byte, a
 * node behind a one byte. Not thread-safe; each thread makes its own.
 */
final class TreeHash {
  /** Bytes in a hash. */
  static final int LENGTH = 32;

  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final MessageDigest sha256 = sha256();

  /** Returns a fresh SHA-256. */
  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns the root of the tree without leaves, SHA-256 of nothing. */
  byte[] empty() {
    return sha256.digest();
  }

  byte[] leaf(byte[] data) {
    return leaf(data, 0, data.length);
  }

  byte[] leaf(byte[] data, int offset, int length) {
    sha256.update(LEAF);
    sha256.update(data, offset, length);
    return sha256.digest();
  }

  byte[] node(byte[] left, byte[] right) {
    sha256.update(NODE);
    sha256.update(left, 0, LENGTH);
    sha256.update(right, 0, LENGTH);
    return sha256.digest();
  }
}
