package io.dukou.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The proof that some consecutive chunks belong to a body, for someone who is given these and its
 * receipt and is not to have the rest.
 *
 * <p>Its text is {@code dukou-part@v1}, {@code first INDEX}, {@code count CHUNKS}, {@code total
 * CHUNKS}, then the hashes of the largest subtrees outside the part, from left to right in base64,
 * a line each.
 *
 * <p>RFC 6962 trees of different sizes can have one root, so where the part stands is proved only
 * together with the length of the body, which receipts state.
 */
public final class BodyPart {
  private static final String FIRST_LINE = "dukou-part@v1";

  private final RangeProof range;

  private BodyPart(RangeProof range) {
    this.range = range;
  }

  /**
   * Makes the proof of the chunks that hold some bytes of a body.
   *
   * @param body the whole body, read to its end and left open
   * @param offset the first byte
   * @param length how many bytes
   * @throws IOException if the stream cannot be read
   * @throws MalformedException if the body does not have these bytes
   */
  public static BodyPart of(InputStream body, long offset, long length) throws IOException {
    EdgeTree tree = new EdgeTree();
    long bytes = 0;
    byte[] chunk = body.readNBytes(BodyDigester.CHUNK_BYTES);
    while (chunk.length > 0) {
      tree.add(tree.leafHash(chunk));
      bytes += chunk.length;
      chunk = body.readNBytes(BodyDigester.CHUNK_BYTES);
    }
    if (offset < 0 || length < 1 || offset > bytes - length) {
      throw new MalformedException("part: not within the body, which has " + bytes + " bytes");
    }
    long first = offset / BodyDigester.CHUNK_BYTES;
    long last = (offset + length - 1) / BodyDigester.CHUNK_BYTES;
    return new BodyPart(RangeProof.of(first, last + 1 - first, tree.size(), tree));
  }

  /** Returns the index of the first chunk. */
  public long first() {
    return range.first();
  }

  /** Returns how many chunks it has. */
  public long count() {
    return range.count();
  }

  /** Returns how many chunks the body has. */
  public long total() {
    return range.total();
  }

  /** Returns where the part begins in the body, in bytes. */
  public long offset() {
    return range.first() * BodyDigester.CHUNK_BYTES;
  }

  /**
   * Returns the longest that the part can be, in bytes; only at the end of a body it is shorter.
   */
  public long longest() {
    return range.count() * BodyDigester.CHUNK_BYTES;
  }

  /**
   * Returns how many bytes the part has in a body of some length: whole chunks, but for the body's
   * last.
   *
   * @param length the length of the body in its receipt, in bytes
   */
  public long bytes(long length) {
    return Math.min(longest(), length - offset());
  }

  /**
   * Tells whether a part stands in a body where the proof says. The part has exactly the {@link
   * #bytes(long)} that its chunks have: a tree may be signed over chunks that are shorter than they
   * should be, and then no range of bytes would be true of them.
   *
   * @param part the bytes of the part, left open
   * @param chunkRoot the chunk root of the body's receipt
   * @param length the length of the body in its receipt, in bytes
   * @throws IOException if the stream cannot be read
   */
  public boolean binds(InputStream part, String chunkRoot, long length) throws IOException {
    if (range.total() != chunks(length)) {
      return false;
    }
    TreeHash hash = new TreeHash();
    AtomicLong bytes = new AtomicLong();
    try {
      byte[] root = range.root(() -> nextChunk(part, hash, bytes));
      return bytes.get() == bytes(length) && Arrays.equals(root, StrictText.fromHex(chunkRoot));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Returns the text that {@link #parse} reads. */
  public String text() {
    return range.text(FIRST_LINE);
  }

  /**
   * Reads a proof.
   *
   * @throws MalformedException if the form is not exactly that
   */
  public static BodyPart parse(String text) {
    return new BodyPart(RangeProof.parse(text, FIRST_LINE));
  }

  /** Returns how many chunks so many bytes have. */
  private static long chunks(long length) {
    long whole = length / BodyDigester.CHUNK_BYTES;
    return length % BodyDigester.CHUNK_BYTES == 0 ? whole : whole + 1;
  }

  private static byte @Nullable [] nextChunk(InputStream part, TreeHash hash, AtomicLong bytes) {
    try {
      byte[] chunk = part.readNBytes(BodyDigester.CHUNK_BYTES);
      bytes.addAndGet(chunk.length);
      return chunk.length == 0 ? null : hash.leaf(chunk);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
