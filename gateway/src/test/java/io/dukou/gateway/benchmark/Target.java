package io.dukou.gateway.benchmark;

import io.dukou.gateway.config.ConfigLoader;
import io.dukou.gateway.running.Gateway;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ExecutionException;

/**
 * One server under test in a process of its own: prints {@code PORT n} when it listens and ends
 * when its standard input does.
 */
final class Target {
  private Target() {}

  /** Starts the server that the first argument names. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    int port =
        switch (args[0]) {
          case "origin" -> port(origin(vertx, Path.of(args[1]), Path.of(args[2])));
          case "proxy" -> port(Peers.bareProxy(vertx, Integer.parseInt(args[1])));
          case "asking" ->
              port(
                  Peers.askingProxy(
                      vertx,
                      Integer.parseInt(args[1]),
                      URI.create(args[2]),
                      "dukou/main/request",
                      new JsonObject(Files.readString(Path.of(args[3])))));
          case "dukou" -> dukou(vertx, Path.of(args[1]));
          default -> throw new IllegalArgumentException("no such target: " + args[0]);
        };
    System.out.println("PORT " + port);
    while (System.in.read() >= 0) {
      // whoever started this process ends it by closing the stream
    }
    System.exit(0);
  }

  private static Future<HttpServer> origin(Vertx vertx, Path small, Path large) throws IOException {
    return Peers.origin(
        vertx, Buffer.buffer(Files.readAllBytes(small)), Buffer.buffer(Files.readAllBytes(large)));
  }

  private static int dukou(Vertx vertx, Path configuration) throws Exception {
    return await(
            Gateway.start(
                vertx, ConfigLoader.load(configuration), Clock.systemUTC(), new SecureRandom()))
        .port();
  }

  private static int port(Future<HttpServer> server) throws Exception {
    return await(server).actualPort();
  }

  private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException {
    return future.toCompletionStage().toCompletableFuture().get();
  }
}
