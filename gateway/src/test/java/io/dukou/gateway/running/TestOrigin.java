package io.dukou.gateway.running;

import io.dukou.gateway.outbound.RawOrigin;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A well-behaved origin of one table at every path, or of others at some, until a test makes it
 * behave otherwise.
 */
final class TestOrigin implements AutoCloseable {
  private final RawOrigin origin;
  private volatile String body;
  private volatile String contentType = "text/csv";
  private final AtomicInteger version = new AtomicInteger(1);
  private final Map<String, Other> others = new ConcurrentHashMap<>();

  private TestOrigin(String body) throws IOException {
    this.body = body;
    this.origin = RawOrigin.start(this::serve);
  }

  static TestOrigin serving(String body) throws IOException {
    return new TestOrigin(body);
  }

  /** Serves another table from now on, under another entity tag. */
  void change(String next) {
    body = next;
    version.incrementAndGet();
  }

  /** Serves another table at this path from now on, under another entity tag. */
  void change(String path, String next) {
    Other before = others.get(path);
    others.put(path, new Other(next, before == null ? 1 : before.version + 1));
  }

  /** Fails for requests of this path, and for no others, from now on. */
  void breakDown(String path) {
    misbehave(
        (self, request, out) -> {
          if (request.contains(" " + path + " ")) {
            out.write(RawOrigin.latin1("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n"));
          } else {
            serve(self, request, out);
          }
        });
  }

  /** Serves bodies of another type. */
  TestOrigin as(String mediaType) {
    contentType = mediaType;
    return this;
  }

  /** Answers otherwise from now on. */
  void misbehave(RawOrigin.Script script) {
    origin.script(script);
  }

  /** Answers properly again. */
  void behave() {
    origin.script(this::serve);
  }

  URI url(String path) {
    return origin.url(path);
  }

  List<String> requests() {
    return origin.requests();
  }

  @Override
  public void close() throws IOException {
    origin.close();
  }

  private void serve(RawOrigin self, String request, OutputStream out) throws IOException {
    Other other = others.get(request.split(" ", 3)[1]);
    byte[] bytes = (other == null ? body : other.body).getBytes(StandardCharsets.UTF_8);
    out.write(
        RawOrigin.latin1(
            "HTTP/1.1 200 OK\r\nContent-Type: "
                + contentType
                + "\r\nETag: \""
                + (other == null ? version.get() : other.version)
                + "\"\r\nX-Secret: canary\r\nContent-Length: "
                + bytes.length
                + "\r\n\r\n"));
    if (request.startsWith("GET ")) {
      out.write(bytes);
    }
  }

  /** What is served at a path of its own. */
  private record Other(String body, int version) {}
}
