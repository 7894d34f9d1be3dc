package io.dukou.gateway.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stands before the parser of HTTP/1 and spoils what that forgives but another program on the way
 * may read otherwise, so that the parser refuses it, in its turn among pipelined requests:
 *
 * <ul>
 *   <li>a field line that begins with a blank, which continues the one before (RFC 9112, 5.2), or
 *       is a field of its own to some;
 *   <li>a request line whose three parts are not parted by exactly one space each, or that begins
 *       or ends with a blank (3);
 *   <li>a CR in either that does not end the line (2.2).
 * </ul>
 *
 * <p><b>Spoiling</b> overwrites the line from the doubtful byte on with DEL, which may stand
 * neither in a method, a version nor a field name. No byte is added or taken away.
 *
 * <p>It does not know bodies and takes the lines of one for lines of heads. That is harmless: a
 * request that announces a body is the last of its connection, and nothing behind its head is read.
 *
 * <p>Confined to the event loop of its connection.
 */
final class HeadGuard extends ChannelInboundHandlerAdapter {
  private static final byte DEL = 0x7f;

  /** Spaces in a request line. */
  private static final int SPACES = 2;

  private boolean inFields;
  private boolean doubtful;
  private boolean blankLine = true;
  private byte last = '\n';
  private int spaces;

  /** Creates a guard of a connection on which nothing has come. */
  HeadGuard() {}

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      for (int at = bytes.readerIndex(); at < bytes.writerIndex(); at++) {
        byte next = bytes.getByte(at);
        look(next);
        if (doubtful && next != '\n') {
          bytes.setByte(at, DEL);
        }
      }
    }
    context.fireChannelRead(message);
  }

  /** Looks at the next byte, which the parser has not seen yet. */
  private void look(byte next) {
    if (next == '\n') {
      endLine();
      return;
    }
    doubtful |= last == '\r' || (inFields ? continuesField(next) : breaksRequestLine(next));
    blankLine &= next == '\r';
    last = next;
  }

  private boolean continuesField(byte next) {
    return last == '\n' && isBlank(next);
  }

  private boolean breaksRequestLine(byte next) {
    if (next == '\r') {
      return last == ' ';
    }
    boolean misplaced = next == ' ' && (last == ' ' || last == '\n' || ++spaces > SPACES);
    return misplaced || (next >= 0 && next < ' ');
  }

  private void endLine() {
    inFields = !blankLine; // an empty line ends a head; one before a request line means nothing
    doubtful = false;
    blankLine = true;
    spaces = 0;
    last = '\n';
  }

  private static boolean isBlank(byte next) {
    return next == ' ' || next == '\t';
  }
}
