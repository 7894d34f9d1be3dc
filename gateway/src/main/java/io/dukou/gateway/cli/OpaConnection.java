package io.dukou.gateway.cli;

import static java.util.Objects.requireNonNull;

import io.dukou.policies.OpaTransport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks an OPA server for a command that asks once and ends. The running gateway does not use it:
 * its connections go through the one client with its host list.
 */
final class OpaConnection implements OpaTransport {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(PATIENCE)
          .build();
  private final URI server;

  /** Creates a connection to the server at {@code server}. */
  OpaConnection(URI server) {
    this.server = requireNonNull(server, "server");
  }

  @Override
  public CompletionStage<byte[]> post(String pathAndQuery, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(pathAndQuery))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .thenCompose(OpaConnection::bodyOf);
  }

  private static CompletionStage<byte[]> bodyOf(HttpResponse<byte[]> response) {
    if (response.statusCode() != OK) {
      return CompletableFuture.failedFuture(
          new IOException("the OPA server answered " + response.statusCode()));
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    return type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")
        ? CompletableFuture.completedFuture(response.body())
        : CompletableFuture.failedFuture(new IOException("the OPA server's answer is not JSON"));
  }
}
