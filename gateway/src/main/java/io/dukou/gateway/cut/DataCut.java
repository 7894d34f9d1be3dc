package io.dukou.gateway.cut;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.format.ParsedTable;
import java.lang.ref.SoftReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An immutable snapshot of a dataset. Its rows are kept in memory as long as there is room, and
 * else read again from disk.
 */
public final class DataCut {
  private final CutRecord cut;
  private final Supplier<ParsedTable> reader;
  private SoftReference<@Nullable ParsedTable> rows;

  DataCut(CutRecord cut, @Nullable ParsedTable rows, Supplier<ParsedTable> reader) {
    this.cut = requireNonNull(cut, "cut");
    this.reader = requireNonNull(reader, "reader");
    this.rows = new SoftReference<>(rows);
  }

  /** Returns number, source and digest. */
  public CutRecord cut() {
    return cut;
  }

  /** Returns the rows; may read the disk, so worker threads only. */
  public synchronized ParsedTable rows() {
    ParsedTable kept = rows.get();
    if (kept == null) {
      kept = reader.get();
      rows = new SoftReference<>(kept);
    }
    return kept;
  }
}
