package io.dukou.gateway.demo;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Somebody abroad with a token and an ordinary HTTP client. */
final class DemoCaller {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI gateway;
  private final String token;

  /** Creates a caller that shows {@code token} to the gateway at {@code gateway}. */
  DemoCaller(URI gateway, String token) {
    this.gateway = requireNonNull(gateway, "gateway");
    this.token = requireNonNull(token, "token");
  }

  /** What came back. */
  static final class Answer {
    private final int status;
    private final String decision;
    private final String receipt;
    private final byte[] body;

    private Answer(int status, String decision, String receipt, byte[] body) {
      this.status = status;
      this.decision = decision;
      this.receipt = receipt;
      this.body = body;
    }

    /** Returns the HTTP status. */
    int status() {
      return status;
    }

    /** Returns the number of the decision in the log. */
    String decision() {
      return decision;
    }

    /** Returns the receipt, as the text of a tlog-proof. */
    String receipt() {
      return receipt;
    }

    /** Returns a copy of the body. */
    byte[] body() {
      return body.clone();
    }

    /** Returns the body as text. */
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** Sends a GET and reads the whole answer. */
  Answer get(String pathAndQuery) throws IOException {
    HttpResponse<byte[]> response = send(pathAndQuery);
    String receipt = response.headers().firstValue("Dukou-Receipt").orElse("");
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Dukou-Decision").orElse("none"),
        receipt.startsWith("/")
            ? new String(send(receipt).body(), StandardCharsets.UTF_8)
            : new String(Base64.getDecoder().decode(receipt), StandardCharsets.UTF_8),
        response.body());
  }

  private HttpResponse<byte[]> send(String pathAndQuery) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.resolve(pathAndQuery))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the gateway", e);
    }
  }
}
