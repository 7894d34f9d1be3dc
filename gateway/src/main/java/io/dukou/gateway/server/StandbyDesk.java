package io.dukou.gateway.server;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.config.ServerConfig.Admin;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.BindException;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Answers operators in the place of a gateway that stands by: it lives, and is not ready. Opening
 * and closing block.
 *
 * <p>A gateway of the same Vert.x that listens on the same port meanwhile shares it, so this can be
 * closed after that one has opened, and no question finds nobody there.
 */
public final class StandbyDesk implements AutoCloseable {
  private final HttpServer server;
  private final Supplier<String> reason;

  private StandbyDesk(Vertx vertx, Supplier<String> reason) {
    this.reason = reason;
    this.server = vertx.createHttpServer(ListenOptions.plain()).requestHandler(this::answer);
  }

  /**
   * Starts listening.
   *
   * @param reason says at any time why the gateway is not ready
   * @throws CannotListenException if the port is taken
   */
  public static StandbyDesk open(Vertx vertx, Admin admin, Supplier<String> reason) {
    StandbyDesk desk = new StandbyDesk(vertx, requireNonNull(reason, "reason"));
    try {
      desk.server
          .listen(admin.port(), admin.host())
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof BindException taken) {
        throw new CannotListenException("server.admin", admin.host(), admin.port(), taken);
      }
      throw e;
    }
    return desk;
  }

  /** Returns the port that operators connect to. */
  public int port() {
    return server.actualPort();
  }

  private void answer(HttpServerRequest request) {
    AdminDesk.answerStandingBy(request, reason.get());
  }

  /** Stops listening. */
  @Override
  public void close() {
    server.close().otherwiseEmpty().toCompletionStage().toCompletableFuture().join();
  }
}
