package io.dukou.gateway.endtoend;

import static io.dukou.gateway.outbound.RawOrigin.latin1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An origin with a script for each path. A HEAD request gets the head of what GET would get; a path
 * without a script is answered with 404.
 */
final class RawOrigin implements AutoCloseable {
  private final io.dukou.gateway.outbound.RawOrigin origin;
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();

  /** Plays an answer. */
  @FunctionalInterface
  interface Script {
    /** Writes to the connection, which is closed afterwards. */
    void play(String head, OutputStream out) throws IOException;
  }

  RawOrigin() throws IOException {
    origin = io.dukou.gateway.outbound.RawOrigin.start((self, head, out) -> answer(head, out));
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
    return origin.url("/").getAuthority();
  }

  String url(String path) {
    return origin.url(path).toString();
  }

  /** Returns the request heads so far. */
  List<String> heads() {
    return origin.requests().stream().filter(head -> !head.isEmpty()).toList();
  }

  private void answer(String head, OutputStream out) throws IOException {
    if (head.isEmpty()) {
      return;
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    Script script = scripts.get(head.split(" ", 3)[1]);
    if (script == null) {
      out.write(latin1("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"));
    } else if (head.startsWith("HEAD ")) {
      script.play(head, whole);
      String text = whole.toString(StandardCharsets.ISO_8859_1);
      out.write(latin1(text.substring(0, text.indexOf("\r\n\r\n") + 4)));
    } else {
      script.play(head, out);
    }
  }

  @Override
  public void close() throws IOException {
    origin.close();
  }
}
