package io.dukou.anonymizer.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/**
 * The keyed order of released rows.
 *
 * <p>A row's place is the HMAC-SHA-256, under the table's {@link OrderKey}, of its subject and of
 * its ordinal among the subject's released rows; the first 128 bits decide. Ordinals follow the
 * released content of the rows (by {@link RowContent}), so neither the origin's order nor anything
 * that is not released takes part. Rows of one subject with the same released content are
 * interchangeable, so it does not matter which of their ordinals each of them has.
 *
 * <p>Without a subject column the hash of the released content stands in for the subject: rows of
 * equal content are then told apart by their ordinals, and again are interchangeable.
 *
 * <p>One MAC for each row is the greater part of the cost.
 */
final class RowOrder {
  private static final String USE = "dukou/row-order";

  private final RowGroups grouped;
  private final long[] high;
  private final long[] low;

  private RowOrder(RowGroups grouped) {
    this.grouped = grouped;
    this.high = new long[grouped.size()];
    this.low = new long[grouped.size()];
  }

  /** Returns {@code rows} in keyed order. */
  static int[] of(int[] rows, CutSelection selection, RowContent content, OrderKey key) {
    RowOrder order = new RowOrder(RowGroups.of(rows, selection, content));
    order.fillPlaces(selection, key.macFor(USE));
    return order.sorted();
  }

  private void fillPlaces(CutSelection selection, Mac mac) {
    byte[] message = new byte[0];
    byte[] digest = new byte[mac.getMacLength()];
    ByteBuffer digestView = ByteBuffer.wrap(digest);
    int ordinal = 0;
    for (int place = 0; place < grouped.size(); place++) {
      if (grouped.startsAt(place)) {
        message = message(selection, grouped.group(place));
        ordinal = 0;
      }
      ByteBuffer.wrap(message).putInt(ordinal++);
      digest(mac, message, digest);
      high[place] = digestView.getLong(0);
      low[place] = digestView.getLong(Long.BYTES);
    }
  }

  /** Returns four bytes for the ordinal, and the name of the group. */
  private static byte[] message(CutSelection selection, long group) {
    if (!selection.hasNamedSubjects()) {
      return ByteBuffer.allocate(Integer.BYTES + Long.BYTES).putLong(Integer.BYTES, group).array();
    }
    String subject = requireNonNull(selection.nameOfSubject((int) group), "subject");
    byte[] name = subject.getBytes(UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + name.length).put(Integer.BYTES, name).array();
  }

  private static void digest(Mac mac, byte[] message, byte[] digest) {
    try {
      mac.update(message);
      mac.doFinal(digest, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the digest has room for the MAC", e);
    }
  }

  /** Sorts by few bits, which leaves hardly a pair out of place, and then settles the rest. */
  private int[] sorted() {
    int[] order = RadixSort.orderByHighBits(high);
    for (int i = 1; i < order.length; i++) {
      for (int j = i; j > 0 && isBefore(order[j], order[j - 1]); j--) {
        int moved = order[j];
        order[j] = order[j - 1];
        order[j - 1] = moved;
      }
    }
    for (int i = 0; i < order.length; i++) {
      order[i] = grouped.row(order[i]);
    }
    return order;
  }

  private boolean isBefore(int place, int other) {
    return high[place] == high[other]
        ? Long.compareUnsigned(low[place], low[other]) < 0
        : Long.compareUnsigned(high[place], high[other]) < 0;
  }
}
