package io.dukou.gateway.cli;

import java.util.Arrays;
import java.util.Random;

/** Changes bytes as a careless editor or a bad disk does. */
final class Mutations {
  private static final int MOST_CHANGES = 4;
  private static final byte[] TELLING = {'"', '{', '}', '[', ']', ',', ':', '0', '-', 'e', 0, -1};

  private Mutations() {}

  /** Returns a copy with some bytes changed, taken out, doubled or cut off. */
  static byte[] of(byte[] original, Random random) {
    byte[] changed = original.clone();
    for (int change = 1 + random.nextInt(MOST_CHANGES);
        change > 0 && changed.length > 0;
        change--) {
      int at = random.nextInt(changed.length);
      changed =
          switch (random.nextInt(16)) {
            case 0 -> Arrays.copyOf(changed, at);
            case 1, 2 -> spliced(changed, at, Math.min(changed.length, at + random.nextInt(30)));
            case 3, 4 -> spliced(changed, at, Math.max(0, at - random.nextInt(30)));
            case 5, 6, 7 -> with(changed, at, (byte) random.nextInt(256));
            default -> with(changed, at, TELLING[random.nextInt(TELLING.length)]);
          };
    }
    return changed;
  }

  /** Returns the bytes before {@code to} and those from {@code from} on. */
  private static byte[] spliced(byte[] bytes, int to, int from) {
    byte[] spliced = Arrays.copyOf(bytes, to + bytes.length - from);
    System.arraycopy(bytes, from, spliced, to, bytes.length - from);
    return spliced;
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    byte[] changed = bytes.clone();
    changed[at] = value;
    return changed;
  }
}
