package io.dukou.gateway.spool;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;

/** A Vert.x for each test, and one of its event loops. */
abstract class ContextTest {
  private static final long PATIENCE_SECONDS = 60;

  final Vertx vertx = Vertx.vertx();
  final Context context = vertx.getOrCreateContext();

  @AfterEach
  final void closeVertx() throws Exception {
    await(vertx.close());
  }

  /** Runs {@code action} on the event loop and waits for what it returns. */
  final <T> T onContext(Supplier<Future<T>> action) throws Exception {
    Promise<T> result = Promise.promise();
    context.runOnContext(now -> action.get().onComplete(result));
    return await(result.future());
  }

  /** Waits until everything that the event loop has to do by now is done. */
  final void settle() throws Exception {
    onContext(Future::succeededFuture);
  }

  static <T> T await(Future<T> future) throws Exception {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
