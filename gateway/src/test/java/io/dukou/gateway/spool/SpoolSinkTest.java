package io.dukou.gateway.spool;

import static io.dukou.gateway.spool.PieceCipher.PIECE_BYTES;
import static io.dukou.gateway.spool.SpoolTest.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.gateway.spool.SpoolException.Reason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SpoolSinkTest extends ContextTest {
  private static final long LARGE = 1L << 40;

  private final MemoryFile file = new MemoryFile();

  @Test
  void bodyInMemory_isTakenWithoutAWorker() throws Exception {
    SpoolFactory factory = Bodies.factory(file, 1_000);
    SpoolSink sink = SpoolSink.create(context, factory.open(LARGE));
    boolean done =
        onContext(
            () -> {
              boolean written = sink.write(Buffer.buffer("abc")).succeeded();
              boolean ended = sink.end(Buffer.buffer("def")).succeeded();
              return Future.succeededFuture(written && ended && sink.spool().succeeded());
            });
    assertThat(done).isTrue();
    assertThat(await(sink.spool()).open().readAllBytes()).asString().isEqualTo("abcdef");
  }

  @Test
  void longBody_arrivesWhole() throws Exception {
    int length = 40 * PIECE_BYTES + 123;
    Flood flood = new Flood(context, length, 9_999);
    try (Spool spool = take(flood, Bodies.factory(file, PIECE_BYTES))) {
      assertThat(spool.size()).isEqualTo(length);
      requireFlood(spool);
    }
  }

  @Test
  void emptyBody_isASpool() throws Exception {
    try (Spool spool = take(new Flood(context, 0, 1), Bodies.factory(file, 0))) {
      assertThat(spool.size()).isZero();
    }
  }

  @Test
  void slowDisk_holdsTheSourceBack() throws Exception {
    CountDownLatch diskWorks = new CountDownLatch(1);
    SpoolFactory factory = slowFactory(diskWorks);
    int chunk = PIECE_BYTES + 1; // the first alone needs the disk
    Flood flood = new Flood(context, 10_000_000, chunk);
    Future<Spool> taken = onContextWithoutWaiting(flood, factory);
    settle();
    assertThat(flood.paused()).isTrue();
    assertThat(flood.sent).isLessThanOrEqualTo(SpoolSink.DEFAULT_QUEUE_BYTES + chunk);
    diskWorks.countDown();
    try (Spool spool = await(taken)) {
      requireFlood(spool);
      assertThat(flood.pauses).isGreaterThan(10);
    }
  }

  @Test
  void queueLimit_isTheCallers() throws Exception {
    CountDownLatch diskWorks = new CountDownLatch(1);
    SpoolSink sink = SpoolSink.create(context, slowFactory(diskWorks).open(LARGE));
    AtomicInteger drained = new AtomicInteger();
    boolean full =
        onContext(
            () -> {
              sink.setWriteQueueMaxSize(5).drainHandler(now -> drained.incrementAndGet());
              sink.write(Buffer.buffer(new byte[2 * PIECE_BYTES]));
              return Future.succeededFuture(sink.writeQueueFull());
            });
    assertThat(full).isTrue();
    diskWorks.countDown();
    onContext(sink::end);
    assertThat(onContext(() -> Future.succeededFuture(drained.get()))).isPositive();
    assertThatThrownBy(() -> sink.setWriteQueueMaxSize(0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eventLoop_neverTouchesTheFile() throws Exception {
    AtomicInteger onEventLoop = new AtomicInteger();
    MemoryFile watched = new MemoryFile();
    SpoolFactory factory =
        Bodies.factory(
            new ForwardingFile(watched) {
              @Override
              void called() {
                onEventLoop.addAndGet(Context.isOnEventLoopThread() ? 1 : 0);
              }
            });
    Spool spool = take(new Flood(context, 30 * PIECE_BYTES, 5_000), factory);
    SpoolSource source = SpoolSource.create(context, spool);
    onContext(() -> source.collect(Collectors.counting()));
    onContext(() -> spool.close(context));
    SpoolSink aborted = SpoolSink.create(context, factory.open(LARGE));
    onContext(() -> aborted.write(Buffer.buffer(new byte[3 * PIECE_BYTES])));
    onContext(
        () -> {
          aborted.abort(new IOException("reset"));
          return aborted.spool().otherwiseEmpty();
        });
    assertThat(onEventLoop).hasValue(0);
    assertThat(factory.stats().open()).isZero();
  }

  @Test
  void tooLongBody_isThrownAway_andItsSourcePaused() throws Exception {
    SpoolFactory factory = Bodies.factory(file, 0);
    Flood flood = new Flood(context, 1L << 30, 10_000);
    failsWith(
        Reason.TOO_LARGE,
        () -> onContext(() -> SpoolSink.take(flood, factory.open(1_000_000), context)));
    settle();
    assertThat(flood.paused()).isTrue();
    assertThat(flood.sent).isLessThan(2_000_000);
    assertThat(factory.stats().open()).isZero();
  }

  @Test
  void tooLongBody_inMemory_isThrownAway() {
    SpoolFactory factory = Bodies.factory(file, 1L << 20);
    Flood flood = new Flood(context, 50_000, 10_000);
    failsWith(
        Reason.TOO_LARGE,
        () -> onContext(() -> SpoolSink.take(flood, factory.open(49_999), context)));
    assertThat(factory.stats().open()).isZero();
  }

  @Test
  void brokenSource_isNoWholeBody() {
    SpoolFactory factory = Bodies.factory(file, PIECE_BYTES);
    IOException reset = new IOException("connection reset");
    Flood flood = new Flood(context, 300_000, 10_000, reset);
    assertThatThrownBy(() -> onContext(() -> SpoolSink.take(flood, factory.open(LARGE), context)))
        .isSameAs(reset);
    assertThat(factory.stats()).isEqualTo(new SpoolStats(0, 0, 0, LARGE));
  }

  @Test
  void fullDisk_failsTheBodyAndEveryWrite() throws Exception {
    file.failsToWrite = true;
    SpoolFactory factory = Bodies.factory(file, 0);
    SpoolSink sink = SpoolSink.create(context, factory.open(LARGE));
    AtomicInteger told = new AtomicInteger();
    onContext(() -> Future.succeededFuture(sink.exceptionHandler(e -> told.incrementAndGet())));
    Buffer chunk = Buffer.buffer(new byte[2 * PIECE_BYTES]);
    failsWith(Reason.STORAGE, () -> onContext(() -> sink.write(chunk)));
    failsWith(Reason.STORAGE, () -> onContext(() -> sink.write(chunk)));
    failsWith(Reason.STORAGE, () -> onContext(sink::end));
    failsWith(Reason.STORAGE, () -> await(sink.spool()));
    assertThat(told).hasValue(1);
    assertThat(factory.stats().open()).isZero();
  }

  @Test
  void abort_whileTheDiskIsBusy_throwsEverythingAwayWhenItIsBack() throws Exception {
    CountDownLatch diskWorks = new CountDownLatch(1);
    SpoolFactory factory = slowFactory(diskWorks);
    SpoolSink sink = SpoolSink.create(context, factory.open(LARGE));
    IOException reason = new IOException("caller left");
    onContext(
        () -> {
          sink.write(Buffer.buffer(new byte[2 * PIECE_BYTES]));
          sink.write(Buffer.buffer(new byte[2 * PIECE_BYTES]));
          sink.abort(reason);
          sink.abort(new IOException("again"));
          return Future.succeededFuture();
        });
    diskWorks.countDown();
    assertThatThrownBy(() -> await(sink.spool())).isSameAs(reason);
    assertThat(factory.stats().open()).isZero();
    assertThatThrownBy(() -> onContext(sink::end)).isSameAs(reason);
  }

  @Test
  void abort_afterTheEnd_doesNothing() throws Exception {
    SpoolSink sink = SpoolSink.create(context, Bodies.factory(file, 10).open(LARGE));
    onContext(sink::end);
    onContext(
        () -> {
          sink.abort(new IOException("late"));
          return Future.succeededFuture();
        });
    assertThat(await(sink.spool()).size()).isZero();
  }

  @Test
  void write_afterTheEnd_fails() throws Exception {
    SpoolSink sink = SpoolSink.create(context, Bodies.factory(file, 10).open(LARGE));
    onContext(sink::end);
    assertThatThrownBy(() -> onContext(() -> sink.write(Buffer.buffer("x"))))
        .isInstanceOf(IllegalStateException.class);
  }

  private Spool take(Flood flood, SpoolFactory factory) throws Exception {
    return onContext(() -> SpoolSink.take(flood, factory.open(LARGE), context));
  }

  private Future<Spool> onContextWithoutWaiting(Flood flood, SpoolFactory factory)
      throws Exception {
    return onContext(
        () -> Future.succeededFuture(SpoolSink.take(flood, factory.open(LARGE), context)));
  }

  private SpoolFactory slowFactory(CountDownLatch diskWorks) {
    return Bodies.factory(
        new ForwardingFile(file) {
          @Override
          void called() throws IOException {
            try {
              diskWorks.await();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        });
  }

  private static void requireFlood(Spool spool) throws IOException {
    try (InputStream stream = spool.open()) {
      byte[] body = stream.readAllBytes();
      for (int i = 0; i < body.length; i++) {
        if (body[i] != Flood.byteAt(i)) {
          throw new AssertionError("another byte at " + i);
        }
      }
    }
  }
}
