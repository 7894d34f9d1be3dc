package io.dukou.gateway.running;

import java.nio.ByteBuffer;

/** Also draws the same pseudonyms, one after the other. */
final class RepeatedPseudonyms extends RepeatedKeys {
  private static final long serialVersionUID = 1L;
  private static final int PSEUDONYM_BYTES = 16;

  private long drawn;

  @Override
  public void nextBytes(byte[] bytes) {
    if (bytes.length == PSEUDONYM_BYTES) {
      drawn++;
      ByteBuffer.wrap(bytes).putLong(drawn);
    } else {
      super.nextBytes(bytes);
    }
  }
}
