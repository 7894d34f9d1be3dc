package io.dukou.gateway.format;

/**
 * Tells compressed files from text by their first bytes, so that a body which would unfold to any
 * size is refused by a name of its own.
 */
final class CompressedBody {
  /** Bytes that {@link #startsWith} looks at. */
  static final int HEAD_BYTES = 10;

  private static final int[][] MAGICS = {
    {0x1F, 0x8B}, // gzip
    {'P', 'K', 3, 4}, // zip
    {'P', 'K', 5, 6}, // zip without members
    {'P', 'K', 7, 8}, // zip in parts
    {'B', 'Z', 'h', -1, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59}, // bzip2; -1: the block size
    {0xFD, '7', 'z', 'X', 'Z', 0}, // xz
    {0x28, 0xB5, 0x2F, 0xFD}, // zstd
    {0x04, 0x22, 0x4D, 0x18}, // lz4
    {'7', 'z', 0xBC, 0xAF, 0x27, 0x1C}, // 7z
  };

  private CompressedBody() {}

  /** Returns whether the first {@code length} bytes of a body are those of a compressed file. */
  static boolean startsWith(byte[] head, int length) {
    for (int[] magic : MAGICS) {
      if (matches(magic, head, length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(int[] magic, byte[] head, int length) {
    if (length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (magic[i] >= 0 && magic[i] != (head[i] & 0xFF)) {
        return false;
      }
    }
    return true;
  }
}
