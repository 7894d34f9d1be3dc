package io.dukou.anonymizer.table;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Numbers as they enter a digest: most significant byte first. */
final class BigEndian {
  private BigEndian() {}

  /** Adds four bytes. */
  static void addInt(MessageDigest digest, int value) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value).flip());
  }
}
