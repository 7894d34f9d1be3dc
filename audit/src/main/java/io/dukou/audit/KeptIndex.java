package io.dukou.audit;

/**
 * An index over the first entries of a log and their domestic parts, as whoever made it wrote it.
 */
public final class KeptIndex {
  private final long size;
  private final byte[] content;

  /**
   * Creates an index.
   *
   * @param size how many entries it is over
   * @param content its bytes, which are copied
   */
  public KeptIndex(long size, byte[] content) {
    if (size < 0) {
      throw new IllegalArgumentException("an index is over no negative number of entries");
    }
    this.size = size;
    this.content = content.clone();
  }

  /** Returns how many entries it is over. */
  public long size() {
    return size;
  }

  /** Returns a copy of its bytes. */
  public byte[] content() {
    return content.clone();
  }

  /** Returns the size only. */
  @Override
  public String toString() {
    return "KeptIndex[" + size + " entries]";
  }
}
