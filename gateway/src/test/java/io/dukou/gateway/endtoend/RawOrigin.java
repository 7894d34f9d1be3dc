package io.dukou.gateway.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An origin that writes whatever bytes a test wants onto the socket, and remembers each request
 * head as it came. One connection, one answer.
 */
final class RawOrigin implements AutoCloseable {
  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Queue<String> heads = new ConcurrentLinkedQueue<>();

  /** Plays an answer. */
  @FunctionalInterface
  interface Script {
    /** Writes to the connection, which is closed afterwards. */
    void play(String head, OutputStream out) throws IOException;
  }

  RawOrigin() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  /** Answers requests for {@code path} with {@code script} from now on. */
  void on(String path, Script script) {
    scripts.put(path, script);
  }

  /** Answers requests for {@code path} with these bytes. */
  void on(String path, String answer) {
    on(path, (head, out) -> out.write(answer.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns an answer with status 200, these extra head lines and this body. */
  static String ok(String mediaType, String extraHead, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: "
        + mediaType
        + "\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n"
        + extraHead
        + "Connection: close\r\n\r\n"
        + body;
  }

  String hostAndPort() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  String url(String path) {
    return "http://" + hostAndPort() + path;
  }

  /** Returns the request heads so far. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  private void accept() {
    try {
      while (!socket.isClosed()) {
        Socket connection = socket.accept();
        threads.execute(() -> serve(connection));
      }
    } catch (IOException e) {
      // the test is over: the socket was closed
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      String head = readHead(connection.getInputStream());
      if (head.isEmpty()) {
        return;
      }
      heads.add(head);
      String path = head.split(" ", 3)[1];
      Script script = scripts.get(path);
      if (script == null) {
        script =
            (asked, out) ->
                out.write(
                    "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
      }
      if (head.startsWith("HEAD ")) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        script.play(head, whole);
        String answer = whole.toString(StandardCharsets.ISO_8859_1);
        int end = answer.indexOf("\r\n\r\n");
        connection
            .getOutputStream()
            .write(answer.substring(0, end + 4).getBytes(StandardCharsets.ISO_8859_1));
      } else {
        script.play(head, connection.getOutputStream());
      }
      connection.getOutputStream().flush();
    } catch (IOException e) {
      // the gateway has closed the connection, which it may at any time
    }
  }

  private static String readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}
