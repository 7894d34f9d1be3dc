package io.dukou.gateway.benchmark;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A closed loop of HTTP clients: each sends its next request when it has the whole answer to the
 * last. Every answer must be 200 and have the expected length, or the run fails.
 */
final class Load {
  private static final int MOST_SAMPLES = 4_000_000;

  private final HttpClient client;
  private final RequestOptions request;
  private final long[] nanos = new long[MOST_SAMPLES];
  private int samples;
  private long bytes;

  private Load(HttpClient client, RequestOptions request) {
    this.client = client;
    this.request = request;
  }

  /**
   * What one loop measured.
   *
   * @param answers answers read to their end
   * @param requestsPerSecond answers read to their end, each second
   * @param p50 median time from sending to the last byte
   * @param p99 the time that 99 of 100 answers keep
   * @param megabytesPerSecond body bytes in units of 10^6, each second
   */
  record Result(
      int answers,
      double requestsPerSecond,
      Duration p50,
      Duration p99,
      double megabytesPerSecond) {}

  /** Runs {@code connections} clients against {@code url} for {@code duration}. */
  static Result run(
      Vertx vertx, String url, Map<String, String> headers, int connections, Duration duration)
      throws Exception {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true).setPipelining(false),
            new PoolOptions().setHttp1MaxSize(connections).setEventLoopSize(1));
    RequestOptions request = new RequestOptions().setAbsoluteURI(url).setMethod(HttpMethod.GET);
    headers.forEach(request::addHeader);
    try {
      return new Load(client, request).measure(vertx, connections, duration);
    } finally {
      client.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private Result measure(Vertx vertx, int connections, Duration duration) throws Exception {
    long start = System.nanoTime();
    long end = start + duration.toNanos();
    AtomicLong running = new AtomicLong(connections);
    Promise<Void> done = Promise.promise();
    // One context for all loops: the samples need no lock.
    vertx.runOnContext(
        started -> {
          for (int i = 0; i < connections; i++) {
            loop(end)
                .onFailure(done::tryFail)
                .onSuccess(
                    finished -> {
                      if (running.decrementAndGet() == 0) {
                        done.tryComplete();
                      }
                    });
          }
        });
    done.future()
        .toCompletionStage()
        .toCompletableFuture()
        .get(duration.toSeconds() + 120, TimeUnit.SECONDS);
    return result((System.nanoTime() - start) / 1e9);
  }

  private Future<Void> loop(long end) {
    Promise<Void> finished = Promise.promise();
    next(end, finished);
    return finished.future();
  }

  private void next(long end, Promise<Void> finished) {
    long sent = System.nanoTime();
    if (sent >= end) {
      finished.complete();
      return;
    }
    once()
        .onFailure(finished::fail)
        .onSuccess(
            length -> {
              if (samples < nanos.length) {
                nanos[samples++] = System.nanoTime() - sent;
              }
              bytes += length;
              next(end, finished);
            });
  }

  private Future<Long> once() {
    return client
        .request(request)
        .compose(sending -> sending.send())
        .compose(
            response ->
                response.statusCode() == 200
                    ? count(response)
                    : Future.failedFuture("status " + response.statusCode()));
  }

  private static Future<Long> count(HttpClientResponse response) {
    long[] length = new long[1];
    response.handler(buffer -> length[0] += buffer.length());
    return response.end().map(ended -> length[0]);
  }

  private Result result(double seconds) {
    long[] sorted = Arrays.copyOf(nanos, samples);
    Arrays.sort(sorted);
    return new Result(
        samples,
        samples / seconds,
        quantile(sorted, 0.5),
        quantile(sorted, 0.99),
        bytes / seconds / 1e6);
  }

  private static Duration quantile(long[] sorted, double share) {
    if (sorted.length == 0) {
      throw new IllegalStateException("not one answer");
    }
    return Duration.ofNanos(
        sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))]);
  }
}
