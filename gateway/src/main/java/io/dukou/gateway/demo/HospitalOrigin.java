package io.dukou.gateway.demo;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * A hospital's study server on loopback: it answers a GET of a table with the whole raw table, and
 * remembers what it was asked.
 *
 * <p>Tables are served as CSV, or as NDJSON where the path ends in {@code .ndjson}, each with an
 * entity tag. Methods may be called from any thread; requests are handled on an event loop.
 */
final class HospitalOrigin {
  private static final int SHOWN_TAG_DIGITS = 32;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, Resource> resources;
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  private HospitalOrigin(HttpServer server) {
    this.server = server;
    this.resources = new ConcurrentHashMap<>();
  }

  /**
   * Starts a server for {@code tables} on a free loopback port.
   *
   * @return completes with the running server, or fails when no port can be opened
   */
  static Future<HospitalOrigin> start(Vertx vertx, List<StudyTable> tables) {
    HospitalOrigin origin = new HospitalOrigin(requireNonNull(vertx, "vertx").createHttpServer());
    tables.forEach(origin::publish);
    return origin
        .server
        .requestHandler(origin::answer)
        .listen(0, "127.0.0.1")
        .map(listening -> origin);
  }

  /** Offers {@code table} under its name, in place of what the name offered before. */
  void publish(StudyTable table) {
    resources.put("/" + table.name() + ".csv", Resource.of("text/csv; charset=utf-8", csv(table)));
    resources.put(
        "/" + table.name() + ".ndjson", Resource.of("application/x-ndjson", ndjson(table)));
  }

  /** Returns the address of the server, without a trailing slash. */
  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Returns what has been asked so far, each as method and path. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  /** Stops the server; completes when its port is closed. */
  Future<Void> stop() {
    return server.close();
  }

  private void answer(HttpServerRequest request) {
    requests.add(request.method() + " " + request.uri());
    HttpServerResponse response = request.response();
    Resource resource = resources.get(request.path());
    if (resource == null) {
      response.setStatusCode(404).end();
      return;
    }
    response.putHeader("Content-Type", resource.mediaType()).putHeader("ETag", resource.tag());
    if (request.method().equals(HttpMethod.HEAD)) {
      response.putHeader("Content-Length", Integer.toString(resource.body().length())).end();
    } else if (request.method().equals(HttpMethod.GET)) {
      response.end(resource.body());
    } else {
      response.setStatusCode(405).end();
    }
  }

  private static String csv(StudyTable table) {
    StringBuilder text = new StringBuilder(String.join(",", table.columns())).append("\r\n");
    for (List<String> row : table.rows()) {
      text.append(row.stream().map(HospitalOrigin::quoted).collect(Collectors.joining(",")));
      text.append("\r\n");
    }
    return text.toString();
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  private static String ndjson(StudyTable table) {
    StringBuilder text = new StringBuilder();
    for (List<String> row : table.rows()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (int column = 0; column < row.size(); column++) {
        object.put(table.columns().get(column), row.get(column));
      }
      text.append(print(object)).append('\n');
    }
    return text.toString();
  }

  private static String print(ObjectNode object) {
    try {
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an object of strings cannot be written as JSON", e);
    }
  }

  /** Bytes with their media type and entity tag. */
  private record Resource(String mediaType, String tag, Buffer body) {
    static Resource of(String mediaType, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return new Resource(mediaType, '"' + digest(bytes) + '"', Buffer.buffer(bytes));
    }

    private static String digest(byte[] bytes) {
      try {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
        return HexFormat.of().formatHex(hash).substring(0, SHOWN_TAG_DIGITS);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java runtime has SHA-256", e);
      }
    }
  }
}
