package io.dukou.anonymizer.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;

/**
 * The keyed order of released rows.
 *
 * <p>A row's place is a pseudorandom function, under the table's {@link OrderKey}, of its subject
 * and of its ordinal among the subject's released rows; all 128 bits decide. Ordinals follow the
 * released content of the rows (by {@link RowGroups}), so neither the origin's order nor anything
 * that is not released takes part. Rows of one subject with the same released content are
 * interchangeable, so it does not matter which of their ordinals each of them has.
 *
 * <p>Without a subject column the hash of the released content stands in for the subject: rows of
 * one hash are then told apart by their ordinals, and again are interchangeable.
 *
 * <h2>The function</h2>
 *
 * <pre>
 * tag(subject)          = the first 96 bits of HMAC-SHA-256(K1, name of the subject)
 * place(subject, i)     = AES-256(K2, tag(subject) || i as 32 bits)
 * place(content, i)     = AES-256(K2, 0 as 64 bits || hash of the content as 32 bits || i)
 * </pre>
 *
 * <p>K1 and K2 are independent keys of the table. One HMAC for each subject and one block of AES
 * for each row is many times cheaper than an HMAC for each row.
 *
 * <p>It is the keyed order that one HMAC for each row would give, as far as anyone without the key
 * can tell. HMAC-SHA-256 is a pseudorandom function (Bellare, "New Proofs for NMAC and HMAC",
 * CRYPTO 2006), also when truncated, so tags are as good as random and two of n subjects share one
 * with a chance below n² / 2^97: 2^-47 for 33 million subjects. Then all blocks of a table differ,
 * and AES under a secret key is a pseudorandom permutation of blocks (FIPS 197): the ciphertexts of
 * different blocks are different and as good as drawn at random, and an order of such draws is any
 * order with the same chance. This is the usual extension of a block cipher to long input by
 * hashing it first (Shoup, "On Fast and Provably Secure Message Authentication Based on Universal
 * Hashing", CRYPTO 1996), with HMAC for the hash. docs/adr/0010 says what else was weighed.
 */
final class RowOrder {
  private static final String TAGS = "dukou/row-order/subjects";
  private static final String PLACES = "dukou/row-order/places";
  private static final int BLOCK = 16;
  private static final int TAG = BLOCK - Integer.BYTES;

  /** Blocks encrypted at a time. */
  private static final int CHUNK = 1_024;

  private final RowGroups grouped;
  private final long[] high;
  private final long[] low;

  private RowOrder(RowGroups grouped) {
    this.grouped = grouped;
    this.high = new long[grouped.size()];
    this.low = new long[grouped.size()];
  }

  /** Returns {@code rows} in keyed order. */
  static int[] of(int[] rows, RowSubjects selection, RowContent content, OrderKey key) {
    RowOrder order = new RowOrder(RowGroups.of(rows, selection, content));
    order.fillBlocks(selection, key.macFor(TAGS));
    order.encryptBlocks(key.blockCipherFor(PLACES));
    return order.sorted();
  }

  /** Sets the two halves of each row's block. */
  private void fillBlocks(RowSubjects selection, Mac mac) {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    for (int group = 0, place = 0; group < grouped.count(); group++) {
      int end = grouped.end(group);
      if (place < end) {
        fillTag(block.clear(), selection, group, mac);
      }
      for (int ordinal = 0; place < end; place++) {
        high[place] = block.getLong(0);
        low[place] = block.getLong(Long.BYTES) | ordinal++;
      }
    }
  }

  /** Fills a block with the tag of a group that has rows, and ordinal 0. */
  private void fillTag(ByteBuffer block, RowSubjects selection, int group, Mac mac) {
    if (selection.hasNamedSubjects()) {
      String subject = requireNonNull(selection.nameOfSubject(group), "subject");
      block.put(mac.doFinal(subject.getBytes(UTF_8)), 0, TAG);
    } else {
      block.putLong(0).putInt(grouped.hash(grouped.end(group) - 1));
    }
    block.putInt(0);
  }

  private void encryptBlocks(Cipher cipher) {
    ByteBuffer blocks = ByteBuffer.allocate(CHUNK * BLOCK);
    for (int start = 0; start < high.length; start += CHUNK) {
      int end = Math.min(high.length, start + CHUNK);
      blocks.clear();
      for (int place = start; place < end; place++) {
        blocks.putLong(high[place]).putLong(low[place]);
      }
      encrypt(cipher, blocks.array(), blocks.position());
      blocks.clear();
      for (int place = start; place < end; place++) {
        high[place] = blocks.getLong();
        low[place] = blocks.getLong();
      }
    }
  }

  private static void encrypt(Cipher cipher, byte[] blocks, int length) {
    try {
      cipher.update(blocks, 0, length, blocks, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("whole blocks take as much room encrypted", e);
    }
  }

  /** Sorts by few bits, which leaves hardly a pair out of place, and then settles the rest. */
  private int[] sorted() {
    long[] words = new long[high.length];
    for (int place = 0; place < words.length; place++) {
      words[place] = RadixSort.word(RadixSort.key(high[place]), place);
    }
    long[] order = RadixSort.sorted(words);
    for (int i = 1; i < order.length; i++) {
      for (int j = i; j > 0 && isBefore(order[j], order[j - 1]); j--) {
        long moved = order[j];
        order[j] = order[j - 1];
        order[j - 1] = moved;
      }
    }
    int[] rows = new int[order.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = grouped.row((int) order[i]);
    }
    return rows;
  }

  /** Compares two words of a place and the highest bits of its block. */
  private boolean isBefore(long word, long other) {
    if (RadixSort.key(word) != RadixSort.key(other)) {
      return Integer.compareUnsigned(RadixSort.key(word), RadixSort.key(other)) < 0;
    }
    int place = (int) word;
    int otherPlace = (int) other;
    return high[place] == high[otherPlace]
        ? Long.compareUnsigned(low[place], low[otherPlace]) < 0
        : Long.compareUnsigned(high[place], high[otherPlace]) < 0;
  }
}
