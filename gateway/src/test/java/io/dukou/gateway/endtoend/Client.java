package io.dukou.gateway.endtoend;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A caller on a plain socket, who sees every byte that the gateway sends. */
final class Client {
  private final URI gateway;
  private final String token;

  Client(URI gateway, String token) {
    this.gateway = gateway;
    this.token = token;
  }

  Seen get(String path) throws IOException {
    return send("GET", path, "");
  }

  /** Asks as {@code client} and keeps what came as a {@link Load} does. */
  Taken take(String client, String path) throws IOException {
    return Taken.of(client, path, exchange("GET", path, ""));
  }

  /** Sends one request on a connection of its own and reads until the gateway closes it. */
  Seen send(String method, String path, String extraHead) throws IOException {
    return Seen.of(exchange(method, path, extraHead));
  }

  private byte[] exchange(String method, String path, String extraHead) throws IOException {
    try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
      socket.setSoTimeout(60_000);
      String request = request(method, path, token, extraHead);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(all);
      return all.toByteArray();
    }
  }

  /** Returns a request after which the gateway closes the connection. */
  static String request(String method, String path, String token, String extraHead) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
        + token
        + "\r\nConnection: close\r\n"
        + extraHead
        + "\r\n";
  }

  /** Everything that came back. */
  static final class Seen {
    private final byte[] all;
    private final int status;
    private final Map<String, String> headers;
    private final String body;

    private Seen(byte[] all, int status, Map<String, String> headers, String body) {
      this.all = all;
      this.status = status;
      this.headers = headers;
      this.body = body;
    }

    /** Reads an answer whose head is whole. */
    static Seen of(byte[] all) {
      String text = new String(all, StandardCharsets.ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      String[] lines = text.substring(0, end).split("\r\n", -1);
      Map<String, String> headers = new TreeMap<>();
      for (int i = 1; i < lines.length; i++) {
        int colon = lines[i].indexOf(':');
        headers.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
      byte[] body = text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
      return new Seen(
          all,
          Integer.parseInt(lines[0].split(" ", 3)[1]),
          headers,
          new String(body, StandardCharsets.UTF_8));
    }

    /** Returns head and body as they came, and the receipt's text beside its base64. */
    byte[] everything() {
      ByteArrayOutputStream more = new ByteArrayOutputStream();
      more.writeBytes(all);
      String receipt = headers.getOrDefault("dukou-receipt", "");
      if (!receipt.isEmpty() && !receipt.startsWith("/")) {
        more.writeBytes(Base64.getDecoder().decode(receipt));
      }
      return more.toByteArray();
    }

    int status() {
      return status;
    }

    Map<String, String> headers() {
      return headers;
    }

    String body() {
      return body;
    }

    List<Map<String, String>> rows() {
      List<Map<String, String>> rows = new ArrayList<>();
      CsvReader.builder()
          .ofNamedCsvRecord(body)
          .forEach(record -> rows.add(record.getFieldsAsMap()));
      return rows;
    }
  }
}
