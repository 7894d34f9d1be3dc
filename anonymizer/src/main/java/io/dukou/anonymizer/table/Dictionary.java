package io.dukou.anonymizer.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The distinct values of a column in the order of their first occurrence, kept as UTF-8.
 *
 * <p>Strings are made when asked for and then kept: two threads may both make one, which are equal.
 */
final class Dictionary {
  private final byte[] bytes;
  private final int[] offsets;
  private final int missingCode;
  private final @Nullable String[] decoded;
  private volatile @Nullable Map<String, Integer> codes;

  /**
   * Creates a dictionary that owns its arrays.
   *
   * @param bytes the values, one behind the other
   * @param offsets start of each value in {@code bytes}, and the end of the last
   * @param missingCode code of the empty value, or -1 if there is none
   */
  Dictionary(byte[] bytes, int[] offsets, int missingCode) {
    this.bytes = bytes;
    this.offsets = offsets;
    this.missingCode = missingCode;
    this.decoded = new @Nullable String[offsets.length - 1];
  }

  /** Returns the number of distinct values, the missing one included. */
  int size() {
    return decoded.length;
  }

  /** Returns the code of missing cells, or -1 if no cell is missing. */
  int missingCode() {
    return missingCode;
  }

  /** Returns the value of a code; null for the missing one. */
  @Nullable String value(int code) {
    Objects.checkIndex(code, decoded.length);
    if (code == missingCode) {
      return null;
    }
    String text = decoded[code];
    if (text == null) {
      text = new String(bytes, offsets[code], length(code), UTF_8);
      decoded[code] = text;
    }
    return text;
  }

  /** Returns the code of {@code value}, or -1 if no cell holds it; null asks for missing cells. */
  int codeOf(@Nullable String value) {
    if (value == null) {
      return missingCode;
    }
    Map<String, Integer> known = codes;
    if (known == null) {
      known = new HashMap<>(size() * 2);
      for (int code = 0; code < size(); code++) {
        String text = value(code);
        if (text != null) {
          known.put(text, code);
        }
      }
      codes = known;
    }
    return known.getOrDefault(value, -1);
  }

  /** Returns the number of UTF-8 bytes of a value; 0 for the missing one. */
  int length(int code) {
    return offsets[code + 1] - offsets[code];
  }

  /** Returns the array that holds the values; shared, never written. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns where in {@link #bytes} a value starts. */
  int offset(int code) {
    return offsets[code];
  }

  /** Returns a 64-bit hash of a value, the same in every process. */
  long fingerprint(int code) {
    return Words.fingerprint(bytes, offsets[code], length(code));
  }

  /** Adds the values, each with its length, to {@code digest}. */
  void addTo(MessageDigest digest) {
    BigEndian.addInt(digest, size());
    for (int code = 0; code < size(); code++) {
      BigEndian.addInt(digest, length(code));
    }
    digest.update(bytes, 0, offsets[size()]);
  }
}
