package io.dukou.gateway.spool;

import static io.dukou.gateway.spool.PieceCipher.PIECE_BYTES;
import static io.dukou.gateway.spool.SpoolTest.failsWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dukou.gateway.spool.SpoolException.Reason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpoolSourceTest extends ContextTest {
  private final MemoryFile file = new MemoryFile();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, PIECE_BYTES, 3 * PIECE_BYTES, 7 * PIECE_BYTES + 11})
  void body_flowsWhole_fromMemoryAndFile(int length) throws Exception {
    byte[] body = Bodies.random(length, length);
    Spool spool = Bodies.spool(Bodies.factory(file, 2 * PIECE_BYTES), body);
    assertThat(collect(SpoolSource.create(context, spool)).getBytes()).isEqualTo(body);
  }

  @Test
  void range_flowsAsThatPart() throws Exception {
    byte[] body = Bodies.random(1, 4 * PIECE_BYTES);
    Spool spool = Bodies.spool(Bodies.factory(file, PIECE_BYTES), body);
    SpoolSource source = SpoolSource.create(context, spool, 1_000, 2L * PIECE_BYTES);
    assertThat(collect(source).getBytes())
        .isEqualTo(Arrays.copyOfRange(body, 1_000, 1_000 + 2 * PIECE_BYTES));
    assertThatThrownBy(() -> SpoolSource.create(context, spool, 1, 4L * PIECE_BYTES))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void pausedSource_sendsNothing_andFetchedOne_whatIsAsked() throws Exception {
    Spool spool = Bodies.spool(Bodies.factory(file, 0), new byte[6 * PIECE_BYTES]);
    SpoolSource source = SpoolSource.create(context, spool);
    List<Buffer> chunks = new ArrayList<>();
    Promise<Void> second = Promise.promise();
    Promise<Void> ended = Promise.promise();
    source.pause().endHandler(ended::complete);
    run(
        () ->
            source.handler(
                chunk -> {
                  chunks.add(chunk);
                  if (chunks.size() == 2) {
                    second.complete();
                  }
                }));
    settle();
    assertThat(chunks).isEmpty();
    run(() -> source.fetch(1).fetch(1));
    await(second.future());
    settle();
    assertThat(chunks).hasSize(2);
    run(source::resume);
    await(ended.future());
    assertThat(chunks).hasSize(6);
  }

  @Test
  void pauseInsideTheHandler_isObeyedAtOnce() throws Exception {
    Spool spool = Bodies.spool(Bodies.factory(file, 1L << 20), new byte[5 * PIECE_BYTES]);
    SpoolSource source = SpoolSource.create(context, spool);
    List<Buffer> chunks = new ArrayList<>();
    run(
        () ->
            source.handler(
                chunk -> {
                  chunks.add(chunk);
                  source.pause();
                }));
    settle();
    settle();
    assertThat(chunks).hasSize(1);
    assertThatThrownBy(() -> source.fetch(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void damagedFile_failsTheSource_afterWhatIsWhole() throws Exception {
    Spool spool = Bodies.spool(Bodies.factory(file, 0), new byte[3 * PIECE_BYTES]);
    file.bytes[2 * MemoryFile.SEALED] ^= 1;
    List<Buffer> chunks = new ArrayList<>();
    Promise<Void> over = Promise.promise();
    SpoolSource source = SpoolSource.create(context, spool);
    run(
        () ->
            source
                .exceptionHandler(over::tryFail)
                .endHandler(over::tryComplete)
                .handler(chunks::add));
    failsWith(Reason.TAMPERED, () -> await(over.future()));
    assertThat(chunks).hasSize(2);
  }

  @Test
  void closedSpool_failsTheSource() throws Exception {
    Spool inFile = Bodies.spool(Bodies.factory(file, 0), new byte[10]);
    Spool inMemory = Bodies.spool(Bodies.factory(file, 100), new byte[10]);
    inFile.close();
    inMemory.close();
    failsWith(Reason.CLOSED, () -> collect(SpoolSource.create(context, inFile)));
    failsWith(Reason.CLOSED, () -> collect(SpoolSource.create(context, inMemory)));
  }

  @Test
  void handlerTakenAway_stopsTheSource() throws Exception {
    Spool spool = Bodies.spool(Bodies.factory(file, 0), new byte[3 * PIECE_BYTES]);
    SpoolSource source = SpoolSource.create(context, spool);
    List<Buffer> chunks = new ArrayList<>();
    Promise<Void> first = Promise.promise();
    run(
        () ->
            source.handler(
                chunk -> {
                  chunks.add(chunk);
                  source.handler(null);
                  first.complete();
                }));
    await(first.future());
    settle();
    assertThat(chunks).hasSize(1);
  }

  @Test
  void twoSources_ofOneSpool_areIndependent() throws Exception {
    byte[] body = Bodies.random(2, 3 * PIECE_BYTES);
    Spool spool = Bodies.spool(Bodies.factory(file, PIECE_BYTES), body);
    Future<Buffer> first = collected(SpoolSource.create(context, spool));
    Future<Buffer> second = collected(SpoolSource.create(context, spool));
    assertThat(await(first).getBytes()).isEqualTo(body);
    assertThat(await(second).getBytes()).isEqualTo(body);
  }

  private void run(Runnable action) throws Exception {
    onContext(
        () -> {
          action.run();
          return Future.succeededFuture();
        });
  }

  private Buffer collect(SpoolSource source) throws Exception {
    return await(collected(source));
  }

  private Future<Buffer> collected(SpoolSource source) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    context.runOnContext(
        now ->
            source
                .exceptionHandler(whole::tryFail)
                .endHandler(end -> whole.tryComplete(body))
                .handler(body::appendBuffer));
    return whole.future();
  }
}
