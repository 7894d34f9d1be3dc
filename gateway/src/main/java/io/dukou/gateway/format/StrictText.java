package io.dukou.gateway.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * Passes a body on while it is short enough, uncompressed, UTF-8 as RFC 3629 defines it, and, where
 * lines matter, uniform in its line ends and without blank lines.
 *
 * <p>A JSON parser is more lenient than that: it guesses UTF-16 and UTF-32, skips a byte order mark
 * and takes overlong forms and encoded surrogates. A refusal leaves {@code read} as a {@link
 * RefusedText}. One thread.
 */
final class StrictText extends InputStream {
  private static final int CARRIAGE_RETURN = '\r';
  private static final int LINE_FEED = '\n';

  private final InputStream body;
  private final ReadOptions options;
  private final boolean lineByLine;

  private long size;
  private long line = 1;
  private boolean started;

  /** Bytes of a UTF-8 sequence that are still to come, and the range of the next one. */
  private int pending;

  private int lowest = 0x80;
  private int highest = 0xBF;

  private int previous = LINE_FEED;
  private boolean blank = true;
  private boolean endsKnown;
  private boolean endsWithReturn;

  StrictText(InputStream body, ReadOptions options, boolean lineByLine) {
    this.body = body;
    this.options = options;
    this.lineByLine = lineByLine;
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    int count = started ? body.read(target, offset, length) : readStart(target, offset, length);
    if (count < 0) {
      checkEnd();
      return -1;
    }
    size += count;
    if (size > options.limits().maxBytes()) {
      throw refused(BadTableCode.TOO_MANY_BYTES);
    }
    check(target, offset, offset + count);
    return count;
  }

  /** Reads at least the bytes that tell a compressed body, if there are as many. */
  private int readStart(byte[] target, int offset, int length) throws IOException {
    if (length < CompressedBody.HEAD_BYTES) {
      throw new IllegalArgumentException("the first read must be of some length");
    }
    started = true;
    int count = body.readNBytes(target, offset, length);
    byte[] head =
        Arrays.copyOfRange(target, offset, offset + Math.min(count, CompressedBody.HEAD_BYTES));
    if (CompressedBody.startsWith(head, head.length)) {
      throw refused(BadTableCode.COMPRESSED_BODY);
    }
    if (startsWithMark(head)) {
      throw refused(BadTableCode.BYTE_ORDER_MARK);
    }
    return count == 0 ? -1 : count;
  }

  /** The marks of UTF-8, and of UTF-16 and UTF-32 in both orders. */
  private static boolean startsWithMark(byte[] head) {
    int first = head.length > 0 ? head[0] & 0xFF : -1;
    int second = head.length > 1 ? head[1] & 0xFF : -1;
    int third = head.length > 2 ? head[2] & 0xFF : -1;
    return (first == 0xEF && second == 0xBB && third == 0xBF)
        || (first == 0xFE && second == 0xFF)
        || (first == 0xFF && second == 0xFE);
  }

  private void check(byte[] bytes, int from, int end) throws RefusedText {
    for (int at = from; at < end; at++) {
      int octet = bytes[at];
      if (pending > 0 || octet < 0) {
        checkSequence(octet & 0xFF);
      } else if (octet == 0) {
        throw refused(BadTableCode.NUL_CHARACTER);
      }
      if (lineByLine) {
        checkLineEnd(octet);
      }
      if (octet == LINE_FEED) {
        line++;
      }
    }
  }

  private void checkSequence(int octet) throws RefusedText {
    if (pending == 0) {
      startSequence(octet);
    } else if (octet < lowest || octet > highest) {
      throw refused(BadTableCode.UNDECODABLE_BYTES);
    } else {
      pending--;
      lowest = 0x80;
      highest = 0xBF;
    }
  }

  /** Table 3-7 of the Unicode Standard: four leads restrict the byte that follows them. */
  private void startSequence(int lead) throws RefusedText {
    if (lead < 0xC2 || lead > 0xF4) {
      throw refused(BadTableCode.UNDECODABLE_BYTES);
    }
    pending = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  }

  private void checkLineEnd(int octet) throws RefusedText {
    boolean afterReturn = previous == CARRIAGE_RETURN;
    if (afterReturn && octet != LINE_FEED) {
      throw refused(BadTableCode.BARE_CARRIAGE_RETURN);
    }
    if (octet == LINE_FEED) {
      endLine(afterReturn);
    } else {
      blank &= octet == ' ' || octet == '\t' || octet == CARRIAGE_RETURN;
    }
    previous = octet;
  }

  private void endLine(boolean withReturn) throws RefusedText {
    if (blank) {
      throw refused(BadTableCode.BLANK_LINE);
    }
    if (endsKnown && endsWithReturn != withReturn) {
      throw refused(BadTableCode.MIXED_LINE_ENDS);
    }
    endsKnown = true;
    endsWithReturn = withReturn;
    blank = true;
  }

  private void checkEnd() throws RefusedText {
    if (pending > 0) {
      throw refused(BadTableCode.UNDECODABLE_BYTES);
    }
    if (lineByLine && previous == CARRIAGE_RETURN) {
      throw refused(BadTableCode.BARE_CARRIAGE_RETURN);
    }
    if (lineByLine && blank && previous != LINE_FEED) {
      throw refused(BadTableCode.BLANK_LINE);
    }
  }

  private RefusedText refused(BadTableCode code) {
    return new RefusedText(new BadTableException(options.source(), code, Place.line(line)));
  }

  /** Carries a refusal through a parser that only knows the failures of a stream. */
  static final class RefusedText extends IOException {
    private static final long serialVersionUID = 1L;

    private final BadTableException refusal;

    RefusedText(BadTableException refusal) {
      this.refusal = refusal;
    }

    BadTableException refusal() {
      return refusal;
    }
  }
}
