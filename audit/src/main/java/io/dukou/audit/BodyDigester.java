package io.dukou.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.jspecify.annotations.Nullable;

/**
 * Digests a body as it streams by. One thread at a time; used once.
 *
 * <p>The chunk tree is the tree of RFC 6962, section 2.1, with SHA-256, whose leaves are the body's
 * consecutive pieces of 64 KiB, the last one shorter; an empty body has no piece and the root of
 * the empty tree.
 *
 * <pre>{@code
 * BodyDigester digester = new BodyDigester(DigestSuite.SHA256);
 * digester.update(bytes, 0, bytes.length);
 * BodyDigest digest = digester.finish();
 * }</pre>
 */
public final class BodyDigester {
  /** Bytes in a chunk. */
  public static final int CHUNK_BYTES = 64 * 1024;

  static final String SHA_256 = "sha-256";
  static final String SM3 = "sm3";

  private final MessageDigest sha256 = TreeHash.sha256();
  private final @Nullable SM3Digest sm3;
  private final TreeHash hash = new TreeHash();
  private final CompactTree chunks = new CompactTree(hash);
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private int filled;
  private long length;

  /** Starts a digest. */
  public BodyDigester(DigestSuite suite) {
    this.sm3 = suite == DigestSuite.SHA256_AND_SM3 ? new SM3Digest() : null;
  }

  /**
   * Digests a whole stream and leaves it open.
   *
   * @throws IOException if the stream cannot be read
   */
  public static BodyDigest digest(InputStream body, DigestSuite suite) throws IOException {
    BodyDigester digester = new BodyDigester(suite);
    byte[] buffer = new byte[CHUNK_BYTES];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      digester.update(buffer, 0, count);
    }
    return digester.finish();
  }

  /** Adds bytes. */
  public void update(byte[] bytes, int offset, int count) {
    sha256.update(bytes, offset, count);
    if (sm3 != null) {
      sm3.update(bytes, offset, count);
    }
    length += count;
    addToChunks(bytes, offset, count);
  }

  /** Adds what remains in the buffer and consumes it. */
  public void update(ByteBuffer bytes) {
    if (bytes.hasArray()) {
      update(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      bytes.position(bytes.limit());
      return;
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    update(copy, 0, copy.length);
  }

  /** Returns the digests of all bytes added; nothing can be added afterwards. */
  public BodyDigest finish() {
    if (filled > 0) {
      chunks.add(hash.leaf(chunk, 0, filled));
      filled = 0;
    }
    Map<String, String> digests = new TreeMap<>();
    digests.put(SHA_256, StrictText.hex(sha256.digest()));
    if (sm3 != null) {
      byte[] digest = new byte[sm3.getDigestSize()];
      sm3.doFinal(digest, 0);
      digests.put(SM3, StrictText.hex(digest));
    }
    return new BodyDigest(length, digests, StrictText.hex(chunks.root()));
  }

  private void addToChunks(byte[] bytes, int offset, int count) {
    int from = offset;
    int left = count;
    while (left > 0) {
      int taken = Math.min(left, CHUNK_BYTES - filled);
      if (taken == CHUNK_BYTES) {
        chunks.add(hash.leaf(bytes, from, taken));
      } else {
        System.arraycopy(bytes, from, chunk, filled, taken);
        filled += taken;
        if (filled == CHUNK_BYTES) {
          chunks.add(hash.leaf(chunk, 0, filled));
          filled = 0;
        }
      }
      from += taken;
      left -= taken;
    }
  }
}
