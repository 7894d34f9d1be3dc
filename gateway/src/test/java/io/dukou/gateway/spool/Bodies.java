package io.dukou.gateway.spool;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Random;

/** Bodies and factories for the tests of spools. */
final class Bodies {
  /** Nothing in memory: everything goes through the file. */
  static final long NO_MEMORY = 0;

  private static final long LARGE = 1L << 40;

  private Bodies() {}

  /** Returns {@code length} bytes that are the same for the same {@code seed}. */
  static byte[] random(long seed, int length) {
    byte[] body = new byte[length];
    new Random(seed).nextBytes(body);
    return body;
  }

  static SpoolFactory factory(MemoryFile file, long memoryLimit) {
    return factory(file, memoryLimit, LARGE);
  }

  static SpoolFactory factory(MemoryFile file, long memoryLimit, long quota) {
    SpoolOptions options = new SpoolOptions(Path.of("unused"), memoryLimit, LARGE, quota);
    return SpoolFactory.create(options, new SecureRandom(), () -> file);
  }

  /** Returns a factory whose spools lie wholly in {@code file}. */
  static SpoolFactory factory(PieceFile file) {
    SpoolOptions options = new SpoolOptions(Path.of("unused"), NO_MEMORY, LARGE, LARGE);
    return SpoolFactory.create(options, new SecureRandom(), () -> file);
  }

  static Spool spool(SpoolFactory factory, byte[] body) throws SpoolException {
    try (SpoolWriter writer = factory.open(LARGE)) {
      writer.write(body);
      return writer.finish();
    }
  }
}
