package io.dukou.gateway.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A caller that takes no more of an answer than it is told to. */
final class SlowCaller implements AutoCloseable {
  private static final int RECEIVE_BYTES = 4096;

  private final Socket socket;
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

  private SlowCaller(Socket socket) {
    this.socket = socket;
  }

  /** Asks for {@code path} over a connection that holds little that was not taken. */
  static SlowCaller ask(URI gateway, String token, String path) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(RECEIVE_BYTES);
    socket.setSoTimeout(60_000);
    socket.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
    socket
        .getOutputStream()
        .write(Client.request("GET", path, token, "").getBytes(StandardCharsets.ISO_8859_1));
    return new SlowCaller(socket);
  }

  /** Takes the head of the answer. */
  void readHead() throws IOException {
    InputStream in = socket.getInputStream();
    while (!taken.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the answer ended in its head");
      }
      taken.write(next);
    }
  }

  /** Takes what is left; returns the whole answer. */
  Client.Seen rest() throws IOException {
    socket.getInputStream().transferTo(taken);
    return Client.Seen.of(taken.toByteArray());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
