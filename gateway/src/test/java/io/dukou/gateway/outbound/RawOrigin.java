package io.dukou.gateway.outbound;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server on loopback that answers each connection with bytes of the test's choice. */
public final class RawOrigin implements AutoCloseable {
  private final ServerSocket server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch hungUp = new CountDownLatch(1);
  private volatile Script script;

  private RawOrigin(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "raw-origin");
    thread.setDaemon(true);
    thread.start();
  }

  /** Starts an origin that runs {@code script} for each connection. */
  public static RawOrigin start(Script script) throws IOException {
    return new RawOrigin(script);
  }

  /** Starts an origin that sends {@code bytes} and closes. */
  public static RawOrigin sending(String bytes) throws IOException {
    return start((origin, request, out) -> out.write(latin1(bytes)));
  }

  /** Changes what later connections get. */
  public void script(Script next) {
    script = next;
  }

  /** Returns the URL of {@code path} here. */
  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  /** Returns the heads of all requests so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Waits until a client has closed its connection after a whole answer. */
  public void awaitHangUp() throws InterruptedException {
    hungUp.await();
  }

  /** Waits until this origin is closed: a connection that stalls. */
  public void stall() throws InterruptedException {
    closing.await();
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    server.close();
  }

  /** Returns the bytes of a text whose characters are bytes. */
  public static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> answer(socket), "raw-origin-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      String head = readHead(socket.getInputStream());
      requests.add(head);
      OutputStream out = socket.getOutputStream();
      script.answer(this, head, out);
      out.flush();
      socket.shutdownOutput();
      socket.getInputStream().readAllBytes();
      hungUp.countDown();
    } catch (IOException | InterruptedException e) {
      // the client hung up, which is what some tests want
    }
  }

  private static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** What to send on one connection. */
  @FunctionalInterface
  public interface Script {
    /** Writes an answer to {@code request}; the connection closes afterwards. */
    void answer(RawOrigin origin, String request, OutputStream out)
        throws IOException, InterruptedException;
  }
}
