package io.dukou.anonymizer.plan;

import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The keyed hash of an equivalence class: tells nothing about the class without its {@link
 * PlanKey}.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record ClassHash(String hex) implements Comparable<ClassHash> {
  /** Bytes of the HMAC-SHA-256 that are kept. */
  public static final int LENGTH = 16;

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  /** Refuses anything but 32 lower-case hexadecimal digits. */
  public ClassHash {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("a class hash is 32 lower-case hexadecimal digits");
    }
  }

  /** Returns the hash whose first {@link #LENGTH} bytes are those of {@code mac}. */
  static ClassHash of(byte[] mac) {
    return new ClassHash(HexFormat.of().formatHex(mac, 0, LENGTH));
  }

  @Override
  public int compareTo(ClassHash other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
