package io.dukou.gateway.running;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A source of randomness that gives every key the same bytes, so that two gateways can be compared
 * byte for byte. Whatever is not as long as a key, such as salts and nonces, stays random.
 */
class RepeatedKeys extends SecureRandom {
  private static final long serialVersionUID = 1L;
  private static final int KEY_BYTES = 32;

  @Override
  public void nextBytes(byte[] bytes) {
    if (bytes.length == KEY_BYTES) {
      Arrays.fill(bytes, (byte) 42);
    } else {
      super.nextBytes(bytes);
    }
  }
}
