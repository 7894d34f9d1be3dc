package io.dukou.audit;

/** Where the hashes of perfect subtrees come from. */
@FunctionalInterface
interface NodeSource {
  /**
   * Returns the hash of the perfect subtree over leaves {@code position * 2^height} up to, not
   * including, {@code (position + 1) * 2^height}.
   */
  byte[] node(int height, long position);
}
