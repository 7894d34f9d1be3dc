package io.dukou.gateway.yaml;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes.
 *
 * @param bytes the amount, not negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,18}) ?(B|KiB|MiB|GiB|TiB)");
  private static final Map<String, Integer> SHIFTS =
      Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

  /** Checks that the amount is not negative. */
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is not negative");
    }
  }

  /**
   * Reads a size such as {@code 64 MiB}; the units are B, KiB, MiB, GiB and TiB.
   *
   * @throws IllegalArgumentException with the remedy, if the text is no size
   */
  public static ByteSize parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches()) {
      throw new IllegalArgumentException("write a size such as 512 KiB, 64 MiB or 2 GiB");
    }
    long amount = Long.parseLong(written.group(1));
    int shift = SHIFTS.getOrDefault(written.group(2), 0);
    if (amount > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("write a size below 8388608 TiB");
    }
    return new ByteSize(amount << shift);
  }

  /**
   * Returns the amount as an {@code int}.
   *
   * @throws ArithmeticException if it does not fit
   */
  public int toInt() {
    return Math.toIntExact(bytes);
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** Returns the size in the largest unit that writes it exactly. */
  @Override
  public String toString() {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    long amount = bytes;
    while (unit < units.length - 1 && amount != 0 && amount % 1024 == 0) {
      amount /= 1024;
      unit++;
    }
    return amount + " " + units[unit];
  }
}
