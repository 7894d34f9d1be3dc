package io.dukou.anonymizer.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns GB18030 into UTF-8 on the way. Bytes that are no text are reported when everything before
 * them has been read, so that the reader knows the line. Not thread-safe.
 */
final class Gb18030Input extends InputStream {
  private static final int CHUNK = 1 << 15;

  private final InputStream input;
  private final CharsetDecoder decoder =
      CsvOptions.GB18030
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private final ByteBuffer encoded = ByteBuffer.allocate(CHUNK).limit(0);
  private final CharBuffer decoded = CharBuffer.allocate(CHUNK).limit(0);
  private final ByteBuffer plain = ByteBuffer.allocate(CHUNK * 3).limit(0);
  private boolean ended;

  /** Creates a stream over GB18030 bytes. */
  Gb18030Input(InputStream input) {
    this.input = input;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!plain.hasRemaining()) {
      if (!decodeMore()) {
        return -1;
      }
    }
    int count = Math.min(length, plain.remaining());
    plain.get(target, offset, count);
    return count;
  }

  /** Fills {@link #plain} with what can be decoded; returns false at the end. */
  private boolean decodeMore() throws IOException {
    if (ended && !encoded.hasRemaining()) {
      return false;
    }
    if (!ended) {
      encoded.compact();
      int count = input.read(encoded.array(), encoded.position(), encoded.remaining());
      ended = count < 0;
      encoded.position(encoded.position() + Math.max(0, count)).flip();
    }
    decoded.clear();
    CoderResult result = decoder.decode(encoded, decoded, ended);
    decoded.flip();
    if (result.isError() && !decoded.hasRemaining()) {
      result.throwException();
    }
    plain.clear();
    encoder.reset().encode(decoded, plain, true);
    plain.flip();
    return true;
  }
}
