package io.dukou.gateway.release;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that were asked for lately, within a bound on their memory and on the number of spooled
 * ones. A body belongs to one table, whose index is never used again, so nothing stale can be
 * given. Any thread.
 */
final class BodyCache {
  private final long memoryLimit;
  private final int spoolLimit;
  private final LinkedHashMap<Key, ReadyBody> bodies = new LinkedHashMap<>(16, 0.75f, true);
  private long memory;
  private int spools;

  BodyCache(long memoryLimit, int spoolLimit) {
    this.memoryLimit = memoryLimit;
    this.spoolLimit = spoolLimit;
  }

  /** Returns a body, taken for one answer. */
  synchronized Optional<ReadyBody> take(Key key) {
    ReadyBody body = bodies.get(key);
    return body != null && body.take() ? Optional.of(body) : Optional.empty();
  }

  /** Keeps a body, whose first use belongs to the cache from now on; may free others. */
  void put(Key key, ReadyBody body) {
    List<ReadyBody> out = new ArrayList<>();
    synchronized (this) {
      ReadyBody replaced = bodies.put(key, body);
      count(body, 1);
      if (replaced != null) {
        count(replaced, -1);
        out.add(replaced);
      }
      evict(out);
    }
    out.forEach(ReadyBody::free);
  }

  private void evict(List<ReadyBody> out) {
    Iterator<ReadyBody> oldest = bodies.values().iterator();
    while (oldest.hasNext() && bodies.size() > 1 && (memory > memoryLimit || spools > spoolLimit)) {
      ReadyBody body = oldest.next();
      oldest.remove();
      count(body, -1);
      out.add(body);
    }
  }

  private void count(ReadyBody body, int sign) {
    memory += sign * body.memory();
    spools += body.spool().isPresent() ? sign : 0;
  }

  /**
   * Which bytes.
   *
   * @param table index of the table's entry
   * @param dataset which of the tables of that entry it is
   * @param filters the filters of the selection
   * @param firstRow the row of the selection it begins with
   * @param limit the most rows, or null for all
   */
  record Key(
      long table,
      String dataset,
      SortedMap<String, String> filters,
      int firstRow,
      @Nullable Integer limit) {
    static Key of(LiveTable table, Selection selection, int firstRow) {
      return new Key(
          table.index(), table.dataset(), selection.filters(), firstRow, selection.limit());
    }
  }
}
