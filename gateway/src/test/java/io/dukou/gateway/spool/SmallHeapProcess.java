package io.dukou.gateway.spool;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/**
 * Started as a process of its own with little memory: takes a long body, sends it again, and checks
 * each byte. Prints {@code whole}, and then holds the spool until it is killed.
 */
final class SmallHeapProcess {
  private SmallHeapProcess() {}

  /**
   * Runs.
   *
   * @param arguments the spool directory, and the length of the body
   */
  public static void main(String[] arguments) throws Exception {
    long length = Long.parseLong(arguments[1]);
    SpoolOptions options = SpoolOptions.in(Path.of(arguments[0]));
    SpoolFactory factory = SpoolFactory.create(options, new SecureRandom());
    Vertx vertx = Vertx.vertx();
    Context context = vertx.getOrCreateContext();
    Promise<Long> checked = Promise.promise();
    context.runOnContext(
        now ->
            SpoolSink.take(new Flood(context, length, 8_192), factory.open(length), context)
                .compose(spool -> check(SpoolSource.create(context, spool)).future())
                .onComplete(checked));
    long right =
        checked.future().toCompletionStage().toCompletableFuture().get(5, TimeUnit.MINUTES);
    System.out.println(right == length ? "whole" : "wrong after " + right);
    Thread.currentThread().join();
  }

  /** Completes with the number of bytes that are those of the flood, up to the first other one. */
  private static Promise<Long> check(SpoolSource source) {
    Promise<Long> checked = Promise.promise();
    long[] position = {0};
    source.exceptionHandler(checked::tryFail);
    source.endHandler(end -> checked.tryComplete(position[0]));
    source.handler(
        chunk -> {
          for (byte sent : chunk.getBytes()) {
            if (sent != Flood.byteAt(position[0])) {
              checked.tryComplete(position[0]);
              return;
            }
            position[0]++;
          }
        });
    return checked;
  }
}
