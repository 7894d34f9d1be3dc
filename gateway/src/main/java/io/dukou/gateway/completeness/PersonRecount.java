package io.dukou.gateway.completeness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.Leaf;
import io.dukou.gateway.journal.Closing.Outcome;
import io.dukou.gateway.release.PersonTally.Bucket;
import io.dukou.gateway.release.ReleaseMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts the distinct persons of released tables out of nothing but the log: of each table the keys
 * in its entry, once a release of it is recorded that was not ended with nothing having left. It
 * shares no code with the counters that decide, so that an error there shows.
 *
 * <p>Of the hash of a key 64 bits are kept; that two of a million are taken for one has a
 * probability below 10^-7. One thread at a time.
 */
final class PersonRecount {
  private final Map<Long, Made> tables = new HashMap<>();
  private final Map<Long, Given> releases = new HashMap<>();
  private final Map<Bucket, Map<Made, Integer>> times = new HashMap<>();
  private final Map<Bucket, Map<Long, Integer>> tablesOf = new HashMap<>(); // of each person

  /** Takes in an entry. */
  void entry(long index, Leaf leaf, Optional<DomesticPart> domestic) {
    switch (leaf.kind()) {
      case TABLE -> domestic.ifPresent(part -> made(index, part));
      case RELEASE -> domestic.ifPresent(part -> released(index, leaf, part));
      case CLOSE -> closed(leaf.decision());
      default -> {} // of nobody
    }
  }

  /** Returns the distinct persons of each exporter and year in China. */
  Map<Bucket, Long> counts() {
    Map<Bucket, Long> counts = new HashMap<>();
    tablesOf.forEach((bucket, persons) -> counts.put(bucket, (long) persons.size()));
    return counts;
  }

  private void made(long index, DomesticPart part) {
    JsonNode parameters = part.fields().getOrDefault("table", MissingNode.getInstance());
    String exporter = parameters.path("exporter").textValue();
    boolean isErased = exporter == null || !parameters.path("study").isTextual();
    if (!isErased) {
      long[] persons = part.persons().stream().mapToLong(PersonRecount::short64).toArray();
      tables.put(index, new Made(exporter, parameters.path("sensitive").asBoolean(), persons));
    }
  }

  private static long short64(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(hash).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private void released(long index, Leaf leaf, DomesticPart part) {
    JsonNode named = part.fields().get(ReleaseMemory.TABLE_FIELD);
    Made table = named == null ? null : tables.get(named.longValue());
    if (table != null) {
      Bucket bucket = new Bucket(table.exporter, ReleaseMemory.yearOf(leaf.at()), table.sensitive);
      releases.put(index, new Given(table, bucket));
      add(bucket, table, 1);
    }
  }

  private void closed(JsonNode decision) {
    Given release = releases.remove(decision.path("of").asLong(-1));
    if (release != null && decision.path("outcome").asText().equals(Outcome.NOTHING_LEFT.word())) {
      add(release.bucket, release.table, -1);
    }
  }

  /** Costs something only where a table begins or ceases to count. */
  private void add(Bucket bucket, Made table, int change) {
    Map<Made, Integer> ofBucket = times.computeIfAbsent(bucket, unseen -> new HashMap<>());
    int tables = ofBucket.size();
    addUp(ofBucket, table, change);
    if (ofBucket.size() != tables) {
      Map<Long, Integer> persons = tablesOf.computeIfAbsent(bucket, unseen -> new HashMap<>());
      for (long person : table.persons) {
        addUp(persons, person, change);
      }
    }
  }

  private static <K> void addUp(Map<K, Integer> numbers, K key, int change) {
    numbers.merge(key, change, (one, other) -> one + other == 0 ? null : one + other);
  }

  /** A table with its persons; no two are equal. */
  private static final class Made {
    private final String exporter;
    private final boolean sensitive;
    private final long[] persons;

    Made(String exporter, boolean sensitive, long[] persons) {
      this.exporter = exporter;
      this.sensitive = sensitive;
      this.persons = persons;
    }
  }

  /** Which table was released, and where it counts. */
  private record Given(Made table, Bucket bucket) {}
}
