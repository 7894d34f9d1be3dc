package io.dukou.gateway.journal;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.AuditException;
import io.dukou.audit.AuditLog;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LoggedEntry;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Searches a log, for officers in China. Whatever is read of domestic parts is an entry of its own,
 * durable before anything is shown: who asked, why, by what, and how much was found; of a person
 * only that one was asked for. Blocks on the disk. Any thread; searches take their turns, so that
 * none is counted too late.
 */
public final class LogSearch {
  /** How long a search for a person counts against the limit. */
  public static final Duration WINDOW = Duration.ofHours(24);

  private static final String OFFICER = "officer";
  private static final String PERSON = "person";
  private static final String IDENTIFIERS = "identifiers";
  private static final String CRITERIA = "criteria";

  private final AuditLog log;
  private final int personSearches;
  private final InstantSource clock;
  private SoftReference<Known> known = new SoftReference<>(null);

  /**
   * Creates the search of an open log.
   *
   * @param personSearches how many searches for persons an officer has in {@link #WINDOW}
   */
  public LogSearch(AuditLog log, int personSearches, InstantSource clock) {
    this.log = requireNonNull(log, "log");
    this.personSearches = personSearches;
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * What is looked for; what is null or empty limits nothing.
   *
   * @param from the first time
   * @param until the time behind the last
   * @param party a recipient
   * @param study a study
   * @param outcome how it was decided or ended
   * @param rule number of a rule that did not simply allow
   * @param persons keys of one person
   * @param identifiers by how many identifiers the person was described
   */
  public record Criteria(
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable String party,
      @Nullable String study,
      @Nullable String outcome,
      @Nullable String rule,
      Set<String> persons,
      int identifiers) {
    /** Copies the set. */
    public Criteria {
      persons = Set.copyOf(persons);
    }

    private boolean fits(IndexedEntry item) {
      return (from == null || !item.at().isBefore(from))
          && (until == null || item.at().isBefore(until))
          && (party == null || party.equals(item.party()))
          && (study == null || study.equals(item.study()))
          && (outcome == null || outcome.equals(item.outcome()))
          && (rule == null || item.rules().contains(rule));
    }

    /** Returns what the entry of the search says; a person only as that there is one. */
    private ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      put(json, "from", from == null ? null : from.toString());
      put(json, "until", until == null ? null : until.toString());
      put(json, "party", party);
      put(json, "study", study);
      put(json, "outcome", outcome);
      put(json, "rule", rule);
      return person(json, identifiers);
    }

    private static ObjectNode person(ObjectNode json, int identifiers) {
      return json.put(PERSON, identifiers > 0).put(IDENTIFIERS, identifiers);
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
      if (value != null) {
        json.put(name, value);
      }
    }
  }

  /**
   * Who searches, and why.
   *
   * @param officer name of the officer's key
   * @param reason why; it is kept, so it names nobody
   */
  public record Searcher(String officer, String reason) {
    /** Checks that a reason is given. */
    public Searcher {
      if (reason.isBlank()) {
        throw new IllegalArgumentException("say why the log is searched");
      }
    }
  }

  /**
   * A page of what was found.
   *
   * @param found the entries, oldest first
   * @param next where the next page begins; empty when this is the last
   * @param entry index of the entry that records the search
   */
  public record Page(List<IndexedEntry> found, OptionalLong next, long entry) {
    /** Copies the list. */
    public Page {
      found = List.copyOf(found);
    }
  }

  /**
   * Searches and records the search.
   *
   * @param start the first entry that is looked at
   * @param size how many entries a page has at most
   * @throws TooManySearchesException when the officer has searched for persons too often
   */
  public synchronized Page search(Criteria criteria, Searcher searcher, long start, int size) {
    SearchIndex index = index();
    if (!criteria.persons().isEmpty()) {
      requireRoom(index, searcher.officer(), criteria.identifiers());
    }
    Set<Long> ofPerson = index.entriesOf(criteria.persons());
    List<IndexedEntry> found = new ArrayList<>();
    OptionalLong next = OptionalLong.empty();
    for (long i = Math.max(0, start); i < index.items().size() && next.isEmpty(); i++) {
      IndexedEntry item = index.items().get((int) i);
      boolean fits = criteria.fits(item) && (criteria.persons().isEmpty() || ofPerson.contains(i));
      if (fits && found.size() == size) {
        next = OptionalLong.of(i);
      } else if (fits) {
        found.add(item);
      }
    }
    return new Page(found, next, record("searched", searcher, criteria.toJson(), found.size()));
  }

  /**
   * Lets something look for a person in the domestic parts, as a search for a person that is
   * counted and recorded, however it ends.
   *
   * @param purpose what for, a word for the entry
   * @param identifiers by how many identifiers the person is described
   * @param look what looks, and returns what it found
   * @param size tells how many entries that is
   * @throws TooManySearchesException when the officer has searched for persons too often
   */
  public synchronized <T> T lookForPerson(
      String purpose,
      Searcher searcher,
      int identifiers,
      Supplier<T> look,
      ToLongFunction<T> size) {
    requireRoom(index(), searcher.officer(), identifiers);
    ObjectNode criteria =
        Criteria.person(JsonNodeFactory.instance.objectNode().put("for", purpose), identifiers);
    T found;
    try {
      found = look.get();
    } catch (RuntimeException e) {
      record("searched", searcher, criteria, 0); // its message may tell that there is something
      throw e;
    }
    record("searched", searcher, criteria, size.applyAsLong(found));
    return found;
  }

  /**
   * Records that entries are about to be handed out.
   *
   * @param what what is handed out, as JSON that names nobody
   * @param entries how many entries
   * @return the index of the entry, which is durable
   */
  public synchronized long recordExport(Searcher searcher, ObjectNode what, long entries) {
    return record("exported", searcher, what, entries);
  }

  /** Lets go of what is in memory, which has persons in it that were erased since. */
  public synchronized void forget() {
    known.clear();
  }

  private long record(String outcome, Searcher searcher, ObjectNode criteria, long found) {
    Entry entry = Entry.of(LeafKind.SEARCH, clock.instant());
    entry
        .decision(JsonNodeFactory.instance.objectNode().put("outcome", outcome), null)
        .domestic(OFFICER, searcher.officer())
        .domestic("reason", searcher.reason())
        .domestic(CRITERIA, criteria)
        .domestic("found", found);
    try {
      return entry.appendTo(log::append).join().index();
    } catch (CompletionException e) {
      throw e.getCause() instanceof AuditException cause ? cause : e;
    }
  }

  /** Returns the index as of now. */
  private SearchIndex index() {
    long erasures = log.erasures();
    Known last = known.get();
    known.clear(); // where reading on fails, nothing half read stays
    SearchIndex index =
        last != null && last.erasures == erasures ? last.index : SearchIndex.kept(log);
    index.readOn(log, erasures);
    known = new SoftReference<>(new Known(index, erasures));
    return index;
  }

  /** Counts from the log, so that starting anew starts no new count. */
  private void requireRoom(SearchIndex index, String officer, int identifiers) {
    Instant since = clock.instant().minus(WINDOW);
    long counted =
        index.items().stream()
            .filter(item -> item.kind() == LeafKind.SEARCH && item.at().isAfter(since))
            .mapToLong(item -> identifiers(log.entry(item.index()), officer))
            .sum();
    if (counted + identifiers > personSearches) {
      throw new TooManySearchesException(
          officer
              + " has searched for persons by %d identifiers in 24 hours, and %d more are over the"
                  .formatted(counted, identifiers)
              + " limit of %d (records.personSearches)".formatted(personSearches));
    }
  }

  /** A search whose record was erased counts: it is not known to have been for something else. */
  private static long identifiers(LoggedEntry entry, String officer) {
    Map<String, JsonNode> fields = entry.domestic().map(DomesticPart::fields).orElse(Map.of());
    JsonNode criteria = fields.get(CRITERIA);
    JsonNode by = fields.get(OFFICER);
    if (criteria == null || by == null) {
      return 1;
    }
    boolean isOfPerson = criteria.path(PERSON).booleanValue() && officer.equals(by.textValue());
    return isOfPerson ? Math.max(1, criteria.path(IDENTIFIERS).asLong(1)) : 0;
  }

  /** What is in memory between searches: given up where memory is short, or something is erased. */
  private record Known(SearchIndex index, long erasures) {}
}
