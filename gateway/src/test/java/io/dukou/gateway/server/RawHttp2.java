package io.dukou.gateway.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection of HTTP/2 that sends header blocks of the test's choice, right or wrong: each field
 * as a literal without indexing (RFC 7541, 6.2.2).
 */
final class RawHttp2 implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final byte CANCEL = 8;
  private static final byte INITIAL_WINDOW_SIZE = 4;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;
  private static final int PRIORITY = 0x20;

  /** The octets of a stream's priority before its header block (RFC 9113, 6.2). */
  private static final int PRIORITY_OCTETS = 5;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();

  RawHttp2(SSLContext context, int port) throws IOException {
    this(TestTls.connect(context, null, port));
  }

  /** Connects from another address of this machine; not every system has more than one. */
  static RawHttp2 from(String address, SSLContext context, int port) throws IOException {
    return new RawHttp2(TestTls.connect(context, address, port));
  }

  private RawHttp2(SSLSocket socket) throws IOException {
    this.socket = socket;
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(20_000);
    socket.startHandshake();
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    frame(SETTINGS, 0, 0, new byte[0]);
  }

  /** Sends a request that ends with its head; names and values alternate. */
  RawHttp2 head(int stream, String... fields) throws IOException {
    return headers(END_STREAM | END_HEADERS, stream, fields);
  }

  /** Sends the head of a request whose end is still to come. */
  RawHttp2 open(int stream, String... fields) throws IOException {
    return headers(END_HEADERS, stream, fields);
  }

  /** Sends a piece of a request's body, or its end. */
  RawHttp2 data(int stream, String text, boolean end) throws IOException {
    frame(DATA, end ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Resets a stream. */
  RawHttp2 reset(int stream) throws IOException {
    frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, CANCEL});
    return this;
  }

  /** Says that no more requests will come, the last of which was none of the server's. */
  RawHttp2 sayGoodbye() throws IOException {
    frame(GOAWAY, 0, 0, new byte[8]);
    return this;
  }

  /** Takes no octet of a body until told otherwise. */
  RawHttp2 shutWindow() throws IOException {
    frame(SETTINGS, 0, 0, new byte[] {0, INITIAL_WINDOW_SIZE, 0, 0, 0, 0});
    return this;
  }

  /** Ends the connection in the middle, so that the server sees a reset. */
  void abort() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private RawHttp2 headers(int flags, int stream, String... fields) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      block.write(0);
      literal(block, fields[i]);
      literal(block, fields[i + 1]);
    }
    frame(HEADERS, flags, stream, block.toByteArray());
    return this;
  }

  /**
   * Returns what the server makes of a stream: the status and the body of an answer, {@code reset},
   * {@code goaway} or {@code closed}.
   */
  String outcome(int stream) throws IOException, Http2Exception {
    StringBuilder outcome = new StringBuilder();
    try {
      while (true) {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int of = in.readInt();
        byte[] payload = in.readNBytes(length);
        if (type == SETTINGS && (flags & ACK) == 0) {
          frame(SETTINGS, ACK, 0, new byte[0]);
        } else if (type == GOAWAY) {
          return outcome + "goaway";
        } else if (of == stream) {
          outcome.append(read(stream, type, flags, payload));
          if (type == RST_STREAM || (type <= HEADERS && (flags & END_STREAM) != 0)) {
            return outcome.toString();
          }
        }
      }
    } catch (EOFException | SocketException e) {
      return outcome + "closed";
    }
  }

  private String read(int stream, int type, int flags, byte[] payload) throws Http2Exception {
    return switch (type) {
      case HEADERS -> {
        int skipped = (flags & PRIORITY) == 0 ? 0 : PRIORITY_OCTETS;
        ByteBuf block = Unpooled.wrappedBuffer(payload, skipped, payload.length - skipped);
        yield decoder.decodeHeaders(stream, block).status() + " ";
      }
      case DATA -> new String(payload, StandardCharsets.UTF_8);
      case RST_STREAM -> "reset";
      default -> "";
    };
  }

  private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    out.write(frame.array());
    out.flush();
  }

  /** Writes a string of up to 2^14 octets without Huffman coding (RFC 7541, 5.2). */
  private static void literal(ByteArrayOutputStream block, String text) {
    byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
    int rest = octets.length - 127;
    if (rest < 0) {
      block.write(octets.length);
    } else {
      block.write(127);
      while (rest >= 128) {
        block.write((rest & 127) | 128);
        rest >>= 7;
      }
      block.write(rest);
    }
    block.writeBytes(octets);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
