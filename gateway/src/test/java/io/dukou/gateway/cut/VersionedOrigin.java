package io.dukou.gateway.cut;

import io.dukou.gateway.outbound.RawOrigin;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * An origin of one CSV table, whose entity tag and body a test sets, answer by answer if need be.
 */
final class VersionedOrigin implements AutoCloseable {
  private final RawOrigin origin;
  private final Queue<String> tags = new ArrayDeque<>();
  private String tag = "1";
  private String body;
  private boolean broken;
  private boolean numbered;
  private String contentType = "text/csv";
  private String document = "{}";

  VersionedOrigin(String body) throws IOException {
    this.body = body;
    this.origin = RawOrigin.start(this::answer);
  }

  /** Serves another body under another entity tag from now on. */
  synchronized void change(String nextTag, String nextBody) {
    tag = nextTag;
    body = nextBody;
  }

  /** Names these tags in the next answers, one each, before the lasting one comes again. */
  synchronized void nextTags(String... next) {
    tags.addAll(List.of(next));
  }

  /** Serves under each entity tag a table of its own from now on: with one more row, S-TAG. */
  synchronized void numberBodies() {
    numbered = true;
  }

  /** Answers 500 from now on, or no longer. */
  synchronized void breakDown(boolean down) {
    broken = down;
  }

  /** Announces bodies so from now on. */
  synchronized void announce(String type) {
    contentType = type;
  }

  /** Serves this as the version document. */
  synchronized void document(String json) {
    document = json;
  }

  /** Returns the URL of the version document, which is JSON. */
  URI documentUrl() {
    return origin.url("/version");
  }

  /** Returns the methods of the requests since the last call. */
  List<String> methods(int after) {
    List<String> all = origin.requests();
    return all.subList(after, all.size()).stream()
        .map(head -> head.substring(0, head.indexOf(' ')))
        .toList();
  }

  URI url() {
    return origin.url("/table");
  }

  @Override
  public void close() throws IOException {
    origin.close();
  }

  private synchronized void answer(RawOrigin self, String request, OutputStream out)
      throws IOException {
    String named = tags.isEmpty() ? tag : tags.remove();
    boolean table = request.contains(" /table ");
    String served = numbered ? body + "S-" + named + ",40\n" : body;
    byte[] bytes = (table ? served : document).getBytes(StandardCharsets.UTF_8);
    String status = broken ? "500 Broken" : "200 OK";
    out.write(
        RawOrigin.latin1(
            "HTTP/1.1 %s\r\nContent-Type: %s\r\nETag: \"%s\"\r\nContent-Length: %d\r\n\r\n"
                .formatted(status, table ? contentType : "application/json", named, bytes.length)));
    if (request.startsWith("GET ")) {
      out.write(bytes);
    }
  }
}
