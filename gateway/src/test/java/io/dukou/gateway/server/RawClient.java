package io.dukou.gateway.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A socket to a server on loopback; sends bytes of the test's choice, right or wrong. */
final class RawClient implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  RawClient(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(20_000);
    in = socket.getInputStream();
  }

  /** Connects from another address of this machine; not every system has more than one. */
  static RawClient from(String address, int port) throws IOException {
    return new RawClient(
        new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(address), 0));
  }

  /** Sends {@code request} on a connection of its own and returns everything until it is closed. */
  static String exchange(int port, String request) throws IOException {
    try (RawClient client = new RawClient(port)) {
      return client.send(request).untilClosed();
    }
  }

  /** Sends characters as bytes. */
  RawClient send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Sends characters as bytes unless the server has closed. */
  void trySend(String bytes) {
    try {
      send(bytes);
    } catch (IOException e) {
      // closed by the server, which the test sees in another way
    }
  }

  /** Returns everything until the server closes; what came before a reset counts as well. */
  String untilClosed() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        all.write(buffer, 0, n);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      // reset by the server: nothing more comes
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  /** Returns the next answer of a connection that stays open. */
  String answer() throws IOException {
    String head = head();
    int at = head.indexOf("content-length: ");
    int length =
        at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf('\r', at)).strip());
    return head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  /** Returns the next head, with the empty line that ends it. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Reads up to {@code count} bytes and returns how many came before the end. */
  long read(long count) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long total = 0;
    while (total < count) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, count - total));
      if (n < 0) {
        break;
      }
      total += n;
    }
    return total;
  }

  /** Says that nothing more will be sent. */
  void finish() throws IOException {
    socket.shutdownOutput();
  }

  /** Closes so that the server sees a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
