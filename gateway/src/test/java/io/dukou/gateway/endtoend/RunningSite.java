package io.dukou.gateway.endtoend;

import io.dukou.audit.VerifierKey;
import io.dukou.gateway.config.ConfigLoader;
import io.dukou.gateway.running.Gateway;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real gateway over a {@link Site}, in this process. */
public final class RunningSite implements AutoCloseable {
  private final Vertx vertx;
  private final Gateway gateway;

  private RunningSite(Vertx vertx, Gateway gateway) {
    this.vertx = vertx;
    this.gateway = gateway;
  }

  public static RunningSite start(Site site) throws IOException {
    Vertx vertx = Vertx.vertx();
    return new RunningSite(
        vertx,
        await(
            Gateway.start(
                vertx,
                ConfigLoader.load(site.configuration()),
                Clock.systemUTC(),
                new SecureRandom())));
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + gateway.port());
  }

  VerifierKey key() {
    return gateway.verifierKey();
  }

  void reload() throws IOException {
    await(gateway.reload());
  }

  /** Returns what operators are told. */
  String adminText() throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    HttpClient client = HttpClient.newHttpClient();
    for (String path : new String[] {"/livez", "/readyz", "/metrics"}) {
      URI uri = URI.create("http://127.0.0.1:" + gateway.adminPort() + path);
      text.append(
          client
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
              .body());
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    await(gateway.stop());
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws IOException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IOException("the gateway did not do as asked", e);
    }
  }
}
