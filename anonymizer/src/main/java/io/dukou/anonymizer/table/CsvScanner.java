package io.dukou.anonymizer.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * Splits UTF-8 bytes into the fields and rows of RFC 4180, strictly.
 *
 * <p>Eight bytes are looked at together; a byte that matters is found by the zero-byte test of
 * Hacker's Delight, section 6-1, which is exact for the first match. The buffer ends in a line feed
 * of our own, so that no scan runs past it, and in {@link Words#SLACK} more bytes. All bytes that
 * matter are ASCII, so none of them is ever part of another character in UTF-8.
 *
 * <p>Beside the buffer, which grows to one field of the longest length allowed, no memory is used.
 * Not thread-safe.
 */
final class CsvScanner implements FaultSite {
  /** A field was followed by a delimiter. */
  static final int FIELD = 0;

  /** A field was followed by a line end or by the end of the input. */
  static final int ROW = 1;

  private static final int CHUNK = 1 << 18;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LINE_FEEDS = '\n' * ONES;
  private static final long CARRIAGE_RETURNS = '\r' * ONES;
  private static final long QUOTES = '"' * ONES;

  private final InputStream input;
  private final CsvLimits limits;
  private final String source;
  private final byte delimiter;
  private final long delimiters;

  private byte[] buffer = new byte[CHUNK + 2 * Words.SLACK];
  private int position;
  private int limit;
  private boolean ended;
  private long bytesRead;

  private LineEnd lineEnd = LineEnd.UNKNOWN;
  private long line = 1;
  private int field;
  private int fieldStart;
  private int fieldLength;

  /** Creates a scanner and refuses a byte order mark. */
  CsvScanner(InputStream input, char delimiter, CsvLimits limits, String source) {
    this.input = input;
    this.limits = limits;
    this.source = source;
    this.delimiter = (byte) delimiter;
    this.delimiters = delimiter * ONES;
    refuseByteOrderMark();
  }

  private void refuseByteOrderMark() {
    while (limit < 3 && refill(0)) {
      // as many reads as it takes to see three bytes
    }
    boolean utf8 = limit >= 3 && startsWith(0xEF, 0xBB) && (buffer[2] & 0xFF) == 0xBF;
    boolean utf16 = limit >= 2 && (startsWith(0xFE, 0xFF) || startsWith(0xFF, 0xFE));
    if (utf8 || utf16) {
      throw fault(TableError.BYTE_ORDER_MARK);
    }
  }

  private boolean startsWith(int first, int second) {
    return (buffer[0] & 0xFF) == first && (buffer[1] & 0xFF) == second;
  }

  /** Returns whether the input ends here; to be asked between rows. */
  boolean atEnd() {
    return position == limit && !refill(position);
  }

  /** Returns the array that holds the last field, with {@link Words#SLACK} bytes behind it. */
  byte[] bytes() {
    return buffer;
  }

  /** Returns where in {@link #bytes} the last field starts. */
  int start() {
    return fieldStart;
  }

  /** Returns the number of bytes of the last field. */
  int length() {
    return fieldLength;
  }

  /** Returns the line on which the next field starts, counted from 1. */
  long line() {
    return line;
  }

  @Override
  public TableException fault(TableError error) {
    return new TableException(error, source, line, field + 1);
  }

  /** Reads a field and what ends it: {@link #FIELD} or {@link #ROW}. */
  int next() {
    if (position == limit && !refill(position)) {
      fieldStart = position;
      fieldLength = 0;
      return endRow();
    }
    return buffer[position] == '"' ? nextQuoted() : nextPlain();
  }

  private int nextPlain() {
    fieldStart = position;
    int at = position;
    while (true) {
      at = findSpecial(at);
      if (at < limit) {
        break;
      }
      int scanned = at - fieldStart;
      refuseLongField(scanned);
      boolean more = refill(fieldStart);
      at = fieldStart + scanned;
      if (!more) {
        break;
      }
    }
    fieldLength = at - fieldStart;
    refuseLongField(fieldLength);
    return endField(at, TableError.QUOTE_IN_PLAIN_FIELD);
  }

  /** Returns the place of the next delimiter, quote, CR or LF, at most {@code limit}. */
  private int findSpecial(int from) {
    int at = from;
    while (true) {
      long word = Words.load(buffer, at);
      long found =
          zeroBytes(word ^ delimiters)
              | zeroBytes(word ^ LINE_FEEDS)
              | zeroBytes(word ^ CARRIAGE_RETURNS)
              | zeroBytes(word ^ QUOTES);
      if (found != 0) {
        return at + (Long.numberOfTrailingZeros(found) >>> 3);
      }
      at += Long.BYTES;
    }
  }

  private static long zeroBytes(long word) {
    return (word - ONES) & ~word & HIGH_BITS;
  }

  /** Ends the field before {@code at}; anything but a delimiter or a line end is {@code other}. */
  private int endField(int at, TableError other) {
    if (at == limit) {
      position = at;
      return endRow();
    }
    byte end = buffer[at];
    if (end == delimiter) {
      position = at + 1;
      field++;
      return FIELD;
    }
    if (end == '\n') {
      position = at + 1;
      return endRow(LineEnd.LF);
    }
    if (end == '\r') {
      return endCarriageReturn(at);
    }
    throw fault(other);
  }

  private int endCarriageReturn(int at) {
    int found = at;
    if (found + 1 == limit) {
      int offset = found - fieldStart;
      refill(fieldStart);
      found = fieldStart + offset;
    }
    if (found + 1 == limit || buffer[found + 1] != '\n') {
      throw fault(TableError.BARE_CARRIAGE_RETURN);
    }
    position = found + 2;
    return endRow(LineEnd.CR_LF);
  }

  private int endRow(LineEnd found) {
    if (lineEnd != found) {
      if (lineEnd != LineEnd.UNKNOWN) {
        throw fault(TableError.MIXED_LINE_ENDS);
      }
      lineEnd = found;
    }
    line++;
    return endRow();
  }

  private int endRow() {
    field = 0;
    return ROW;
  }

  /** Reads a quoted field; quotes in it are undoubled within the buffer. */
  private int nextQuoted() {
    fieldStart = position + 1;
    int at = fieldStart;
    int doubled = 0;
    long fieldLine = line;
    while (true) {
      at = findQuote(at, doubled, fieldLine);
      if (at + 1 == limit) {
        int offset = at - fieldStart;
        refill(fieldStart);
        at = fieldStart + offset;
      }
      if (at + 1 == limit || buffer[at + 1] != '"') {
        break;
      }
      doubled++;
      at += 2;
    }
    fieldLength = at - fieldStart - doubled;
    refuseLongField(fieldLength);
    int result = endField(at + 1, TableError.TEXT_AFTER_QUOTE);
    if (doubled > 0) {
      undouble(fieldLength + doubled);
    }
    return result;
  }

  private int findQuote(int from, int doubled, long fieldLine) {
    int at = from;
    while (true) {
      if (at >= limit) {
        int offset = at - fieldStart;
        refuseLongField(limit - fieldStart - doubled);
        if (!refill(fieldStart)) {
          line = fieldLine;
          throw fault(TableError.UNTERMINATED_QUOTE);
        }
        at = fieldStart + offset;
      }
      byte found = buffer[at];
      if (found == '"') {
        return at;
      }
      if (found == '\n') {
        line++;
      }
      at++;
    }
  }

  private void undouble(int rawLength) {
    int target = fieldStart;
    for (int at = fieldStart; at < fieldStart + rawLength; at++) {
      buffer[target++] = buffer[at];
      if (buffer[at] == '"') {
        at++;
      }
    }
  }

  private void refuseLongField(int length) {
    if (length > limits.maxFieldBytes()) {
      throw fault(TableError.FIELD_TOO_LONG);
    }
  }

  /**
   * Moves what stands from {@code keep} to the front and reads more behind it; {@link #fieldStart}
   * moves along.
   *
   * @return false at the end of the input
   */
  private boolean refill(int keep) {
    if (ended) {
      return false;
    }
    if (keep > 0) {
      System.arraycopy(buffer, keep, buffer, 0, limit - keep);
      limit -= keep;
      position -= keep;
      fieldStart -= keep;
    }
    int room = buffer.length - 2 * Words.SLACK - limit;
    if (room < CHUNK / 2) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
      room = buffer.length - 2 * Words.SLACK - limit;
    }
    int count = read(room);
    ended = count < 0;
    limit += Math.max(0, count);
    buffer[limit] = '\n';
    return !ended;
  }

  private int read(int room) {
    try {
      int count = input.read(buffer, limit, room);
      bytesRead += Math.max(0, count);
      if (bytesRead > limits.maxBytes()) {
        throw fault(TableError.TOO_MANY_BYTES);
      }
      return count;
    } catch (CharacterCodingException e) {
      throw fault(TableError.UNDECODABLE_BYTES);
    } catch (IOException e) {
      throw new TableException(TableError.INPUT_OUTPUT, source, line, e);
    }
  }

  /** How rows end. */
  private enum LineEnd {
    UNKNOWN,
    LF,
    CR_LF
  }
}
