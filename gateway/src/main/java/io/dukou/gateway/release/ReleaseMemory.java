package io.dukou.gateway.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.anonymizer.release.ReleaseHistory;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.Leaf;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LoggedEntry;
import io.dukou.gateway.facts.Facts;
import io.dukou.gateway.facts.RecipientGroups;
import io.dukou.gateway.journal.Closing;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.release.PersonTally.Bucket;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every recipient group has been given, and how many persons every exporter has provided.
 * Rebuilt from the log at start-up by {@link #replay}; after that, what is appended to the log is
 * told here too. Any thread; all methods take their turns.
 *
 * <p>A table has been given from its first release entry on, even where that release turns out to
 * have moved no byte: histories may remember too much, never too little. The count of persons is
 * corrected then. A table whose record was erased since can be compared with nothing, so whoever
 * was given it gets no other of its study.
 */
public final class ReleaseMemory {
  /** The field of a release's domestic part that names the entry of its table. */
  public static final String TABLE_FIELD = Entry.TABLE_FIELD;

  private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

  private final Map<Long, Given> tables = new TreeMap<>();
  private final Map<Long, Counted> open = new HashMap<>();
  private final Map<String, Set<String>> forgotten = new HashMap<>(); // recipients by study
  private final PersonTally tally;
  private @Nullable RecipientGroups groups;
  private String groupsRevision = "";

  /** Creates a memory of nothing that counts persons in {@code tally}. */
  public ReleaseMemory(PersonTally tally) {
    this.tally = tally;
  }

  /** Returns the year of an instant in China, in which counters run. */
  public static int yearOf(Instant at) {
    return at.atOffset(CHINA).getYear();
  }

  /** Takes in an entry of the log; at start-up, in the order of the log. */
  public void replay(LoggedEntry entry) {
    LeafKind kind = entry.leaf().kind();
    boolean tells = kind == LeafKind.TABLE || kind == LeafKind.RELEASE;
    replay(entry.index(), entry.leaf(), tells ? entry.domestic() : Optional.empty());
  }

  /**
   * Takes in an entry of the log; at start-up, in the order of the log.
   *
   * @param domestic the domestic part of a table or release, unless it was erased
   */
  public synchronized void replay(long index, Leaf leaf, Optional<DomesticPart> domestic) {
    switch (leaf.kind()) {
      case TABLE ->
          domestic.filter(MadeTable::readable).ifPresent(part -> made(MadeTable.read(index, part)));
      case RELEASE -> replayRelease(index, leaf, domestic);
      case CLOSE -> replayClose(leaf);
      default -> {} // tells nothing about what was given
    }
  }

  /** Remembers that a release of a table is durable; its persons were reserved before. */
  public synchronized void released(long release, long table, PersonTally.Reservation persons) {
    Given given = tables.get(table);
    if (given == null) {
      throw new IllegalStateException("a table was released that was never made");
    }
    given.released = true;
    persons.commit();
    open.put(release, new Counted(table, persons.bucket()));
  }

  /** Remembers how a release ended. */
  public synchronized void closed(long release, Closing.Outcome outcome) {
    Counted counted = open.remove(release);
    if (counted != null && outcome == Closing.Outcome.NOTHING_LEFT) {
      tally.disprove(counted.bucket, counted.table);
    }
  }

  /** Remembers that a table was made. */
  synchronized void made(MadeTable table) {
    tables.put(table.index(), new Given(table));
    groups = null;
  }

  /** Returns the group of a recipient under the facts, and whoever was treated as one before. */
  synchronized SortedSet<String> group(Facts facts, String recipient) {
    RecipientGroups known = groups;
    if (known == null || !facts.revision().equals(groupsRevision)) {
      List<SortedSet<String>> recorded =
          tables.values().stream().map(given -> given.table.group()).toList();
      known = facts.recipientGroups().with(recorded);
      groups = known;
      groupsRevision = facts.revision();
    }
    return known.of(recipient);
  }

  /** Returns what a group has been given of a study. */
  synchronized ReleaseHistory history(String study, SortedSet<String> group) {
    ReleaseHistory history = ReleaseHistory.empty();
    for (Given given : tables.values()) {
      if (given.released && given.concerns(study, group)) {
        history = history.plus(given.table.k(), given.table.classOf(), given.table.values());
      }
    }
    return history;
  }

  /**
   * Refuses tables that are not planned together with everything the group was given of the study,
   * and all tables where what it was given is forgotten.
   *
   * @throws TableRefusedException SECOND_TABLE_OF_STUDY
   */
  synchronized void requireAllGiven(String study, Set<String> datasets, SortedSet<String> group) {
    if (!Collections.disjoint(forgotten.getOrDefault(study, Set.of()), group)) {
      throw new TableRefusedException(
          TableRefusedException.Kind.SECOND_TABLE_OF_STUDY,
          "the group has been given a table of "
              + study
              + " whose record was erased by an order, so no other can be compared with it");
    }
    for (Given given : tables.values()) {
      boolean others = !datasets.containsAll(given.table.datasets());
      if (given.released && others && given.concerns(study, group)) {
        throw new TableRefusedException(
            TableRefusedException.Kind.SECOND_TABLE_OF_STUDY,
            "the group has been given "
                + String.join(", ", given.table.datasets())
                + ", which are not planned together with this: name all of them as tables of one"
                + " specification");
      }
    }
  }

  /** Returns how many of these subjects of a study, given by their keys, a group has been given. */
  synchronized long given(String study, SortedSet<String> group, Set<String> subjects) {
    Set<String> found = new HashSet<>();
    for (Given given : tables.values()) {
      if (given.released && given.concerns(study, group)) {
        subjects.stream().filter(given.table.subjects()::contains).forEach(found::add);
      }
    }
    return found.size();
  }

  /** Returns a table that was made. */
  synchronized @Nullable MadeTable table(long index) {
    Given given = tables.get(index);
    return given == null ? null : given.table;
  }

  private void replayRelease(long index, Leaf leaf, Optional<DomesticPart> domestic) {
    JsonNode named = domestic.map(part -> part.fields().get(TABLE_FIELD)).orElse(null);
    Given given = named == null ? null : tables.get(named.longValue());
    if (given != null) {
      MadeTable table = given.table;
      Bucket bucket = new Bucket(table.exporter(), yearOf(leaf.at()), table.sensitive());
      given.released = true;
      tally.replayRelease(bucket, table.index(), table.classOf().keySet());
      open.put(index, new Counted(table.index(), bucket));
    } else if (leaf.length() != null && leaf.study() != null && leaf.recipient() != null) {
      forgotten.computeIfAbsent(leaf.study(), unseen -> new HashSet<>()).add(leaf.recipient());
    }
  }

  private void replayClose(Leaf leaf) {
    String word = leaf.decision().path("outcome").asText();
    long of = leaf.decision().path("of").asLong(-1);
    for (Closing.Outcome outcome : Closing.Outcome.values()) {
      if (outcome.word().equals(word)) {
        closed(of, outcome);
      }
    }
  }

  /** A table and whether any of it was released. */
  private static final class Given {
    private final MadeTable table;
    private boolean released;

    Given(MadeTable table) {
      this.table = table;
    }

    boolean concerns(String study, SortedSet<String> group) {
      return table.study().equals(study) && !Collections.disjoint(table.group(), group);
    }
  }

  /** What a release under way counts for. */
  private record Counted(long table, Bucket bucket) {}
}
