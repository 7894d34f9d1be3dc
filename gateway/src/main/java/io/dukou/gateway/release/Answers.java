package io.dukou.gateway.release;

import io.dukou.anonymizer.release.FilterCheck;
import io.dukou.audit.BodyDigest;
import io.dukou.audit.BodyDigester;
import io.dukou.audit.DigestSuite;
import io.dukou.gateway.format.AnswerRows;
import io.dukou.gateway.keys.Secret;
import io.dukou.gateway.release.CursorSeal.Bearer;
import io.dukou.gateway.release.SelectionException.Kind;
import io.dukou.gateway.spool.Spool;
import io.dukou.gateway.spool.SpoolFactory;
import io.dukou.gateway.spool.SpoolWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes answers: selections of a live table, serialised, digested and lying ready. Any thread;
 * serialising runs on the workers, and bodies asked for lately are at hand at once.
 */
public final class Answers {
  private static final int AT_ONCE = 256 << 10;
  private static final long CACHE_BYTES = 64L << 20;
  private static final int CACHED_SPOOLS = 8;

  private final SpoolFactory spools;
  private final DigestSuite suite;
  private final CursorSeal cursors;
  private final Executor workers;
  private final BodyCache cache = new BodyCache(CACHE_BYTES, CACHED_SPOOLS);

  private Answers(SpoolFactory spools, DigestSuite suite, CursorSeal cursors, Executor workers) {
    this.spools = spools;
    this.suite = suite;
    this.cursors = cursors;
    this.workers = workers;
  }

  /**
   * Creates a maker of answers.
   *
   * @param cursorKey the key under which cursors are sealed
   */
  public static Answers create(
      SpoolFactory spools, DigestSuite suite, Secret cursorKey, Executor workers) {
    return new Answers(spools, suite, new CursorSeal(cursorKey), workers);
  }

  /**
   * Returns the answer to a selection; the caller frees its body.
   *
   * @param client the client registration that asks
   * @param recipient its recipient
   * @return fails with a {@link SelectionException} where the selection cannot be given
   */
  public CompletionStage<PreparedAnswer> prepare(
      LiveTable table, Selection selection, String client, String recipient) {
    try {
      check(table, selection);
      Bearer bearer = new Bearer(client, recipient, table.index(), table.dataset());
      String cursor = selection.cursor();
      int first = cursor == null ? 0 : cursors.open(bearer, selection, cursor);
      BodyCache.Key key = BodyCache.Key.of(table, selection, first);
      Optional<ReadyBody> ready = cache.take(key);
      return ready.isPresent()
          ? CompletableFuture.completedFuture(answer(bearer, selection, ready.get()))
          : CompletableFuture.supplyAsync(
              () -> answer(bearer, selection, made(table, selection, key)), workers);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private PreparedAnswer answer(Bearer bearer, Selection selection, ReadyBody body) {
    String next = body.nextRow() < 0 ? null : cursors.seal(bearer, selection, body.nextRow());
    return new PreparedAnswer(body, next);
  }

  /** Says no in words that depend on the plan alone. */
  private static void check(LiveTable table, Selection selection) {
    for (Map.Entry<String, String> filter : selection.filters().entrySet()) {
      if (table.table().check(filter.getKey(), filter.getValue()) != FilterCheck.OK) {
        throw new SelectionException(Kind.FILTER);
      }
    }
  }

  private ReadyBody made(LiveTable table, Selection selection, BodyCache.Key key) {
    int[] rows = matching(table, selection);
    int available = rows == null ? table.table().rowCount() : rows.length;
    if (key.firstRow() > available) {
      throw new SelectionException(Kind.CURSOR);
    }
    Integer limit = selection.limit();
    int count = available - key.firstRow();
    count = limit == null ? count : Math.min(limit, count);
    int next = key.firstRow() + count < available ? key.firstRow() + count : -1;
    AnswerRows part =
        rows == null
            ? AnswerRows.range(key.firstRow(), count)
            : AnswerRows.of(rows, key.firstRow(), count);
    ReadyBody body = write(table, part, next);
    body.take();
    cache.put(key, body);
    return body;
  }

  /** Returns the rows that hold the values asked for, or null for all rows. */
  private static int @Nullable [] matching(LiveTable table, Selection selection) {
    int[] rows = null;
    for (Map.Entry<String, String> filter : selection.filters().entrySet()) {
      int[] holding = table.table().rowsWhere(filter.getKey(), filter.getValue());
      rows = rows == null ? holding : common(rows, holding);
    }
    return rows;
  }

  private static int[] common(int[] one, int[] other) {
    return Arrays.stream(one).filter(row -> Arrays.binarySearch(other, row) >= 0).toArray();
  }

  private ReadyBody write(LiveTable table, AnswerRows rows, int next) {
    try (SpoolWriter writer = spools.open(Long.MAX_VALUE)) {
      BodyDigester digester = new BodyDigester(suite);
      table.writer().write(rows, new DigestedBody(writer, digester));
      BodyDigest digest = digester.finish();
      Spool spool = writer.finish();
      if (digest.length() > AT_ONCE) {
        return ReadyBody.spooled(digest, spool, next);
      }
      try (spool;
          InputStream in = spool.open()) {
        return ReadyBody.inMemory(digest, in.readAllBytes(), next);
      }
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  /** Digests a body on its way into the spool. */
  private static final class DigestedBody extends OutputStream {
    private final OutputStream target;
    private final BodyDigester digester;

    DigestedBody(OutputStream target, BodyDigester digester) {
      this.target = target;
      this.digester = digester;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      target.write(bytes, offset, length);
      digester.update(bytes, offset, length);
    }
  }
}
