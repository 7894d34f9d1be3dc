package io.dukou.gateway.release;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Counts the distinct persons that each exporter has provided, or is about to provide, in a year.
 *
 * <p>A table counts with all its persons from its first release of the year on, whatever part of it
 * was asked for, since the rest can be asked for at any time. A release reserves first: from then
 * on the persons count for everyone else, so two releases at once cannot pass a threshold together
 * that neither passes alone. The reservation then either becomes a release or is taken back.
 *
 * <p>Any thread; all methods take their turns.
 */
public final class PersonTally {
  private final Map<Bucket, Persons> buckets = new HashMap<>();

  /** Creates a tally of nobody. */
  public PersonTally() {}

  /** Reserves the persons of a table. */
  public synchronized Reservation reserve(Bucket bucket, long table, Set<String> persons) {
    Persons tally = buckets.computeIfAbsent(bucket, key -> new Persons());
    Held held = tally.hold(table, persons);
    held.reservations++;
    return new Reservation(bucket, table, tally.distinct());
  }

  /** Counts a release that the log shows; for start-up. */
  synchronized void replayRelease(Bucket bucket, long table, Set<String> persons) {
    buckets.computeIfAbsent(bucket, key -> new Persons()).hold(table, persons).releases++;
  }

  /** Takes back one release of a table of which it is certain that no byte went. */
  synchronized void disprove(Bucket bucket, long table) {
    Persons tally = buckets.get(bucket);
    Held held = tally == null ? null : tally.tables.get(table);
    if (tally != null && held != null && held.releases > 0) {
      held.releases--;
      tally.dropIfUnused(table, held);
    }
  }

  /** Returns the distinct persons counted now, reservations included. */
  public synchronized long distinct(Bucket bucket) {
    Persons tally = buckets.get(bucket);
    return tally == null ? 0 : tally.distinct();
  }

  /** Returns the distinct persons of released tables, without reservations; empty buckets not. */
  public synchronized Map<Bucket, Long> released() {
    Map<Bucket, Long> released = new HashMap<>();
    buckets.forEach(
        (bucket, persons) -> {
          long count = persons.released();
          if (count > 0) {
            released.put(bucket, count);
          }
        });
    return released;
  }

  private synchronized void end(Reservation reservation, boolean released) {
    Persons tally = buckets.get(reservation.bucket);
    Held held = tally == null ? null : tally.tables.get(reservation.table);
    if (tally == null || held == null) {
      throw new IllegalStateException("a reservation ended twice");
    }
    held.reservations--;
    held.releases += released ? 1 : 0;
    tally.dropIfUnused(reservation.table, held);
  }

  /**
   * What is counted together.
   *
   * @param exporter the exporter
   * @param year the year in Asia/Shanghai
   * @param sensitive whether the persons come with sensitive personal information
   */
  public record Bucket(String exporter, int year, boolean sensitive) {}

  /** Persons that count although their release is not recorded yet. Ended exactly once. */
  public final class Reservation {
    private final Bucket bucket;
    private final long table;
    private final long distinct;
    private boolean ended;

    private Reservation(Bucket bucket, long table, long distinct) {
      this.bucket = bucket;
      this.table = table;
      this.distinct = distinct;
    }

    /** Returns the distinct persons that counted when this was made, its own included. */
    public long distinct() {
      return distinct;
    }

    /** Returns what is counted together. */
    public Bucket bucket() {
      return bucket;
    }

    /** Makes it a release; call when that is durable. */
    public synchronized void commit() {
      finish(true);
    }

    /** Takes it back; does nothing after {@link #commit}. */
    public synchronized void cancel() {
      finish(false);
    }

    private void finish(boolean released) {
      if (!ended) {
        ended = true;
        end(this, released);
      }
    }
  }

  /** A table whose persons count. */
  private static final class Held {
    private final Set<String> persons;
    private int reservations;
    private int releases;

    Held(Set<String> persons) {
      this.persons = persons;
    }
  }

  /** The persons of one bucket, each with the number of tables that hold it. */
  private static final class Persons {
    private final Map<Long, Held> tables = new HashMap<>();
    private final Map<String, Integer> holders = new HashMap<>();

    Held hold(long table, Set<String> persons) {
      Held known = tables.get(table);
      if (known != null) {
        return known;
      }
      Held held = new Held(persons);
      tables.put(table, held);
      persons.forEach(person -> holders.merge(person, 1, Integer::sum));
      return held;
    }

    void dropIfUnused(long table, Held held) {
      if (held.reservations == 0 && held.releases == 0) {
        tables.remove(table);
        held.persons.forEach(
            person ->
                holders.computeIfPresent(person, (key, count) -> count > 1 ? count - 1 : null));
      }
    }

    long distinct() {
      return holders.size();
    }

    long released() {
      if (tables.values().stream().allMatch(held -> held.releases > 0)) {
        return distinct();
      }
      Set<String> released = new HashSet<>();
      for (Held held : tables.values()) {
        if (held.releases > 0) {
          released.addAll(held.persons);
        }
      }
      return released.size();
    }
  }
}
