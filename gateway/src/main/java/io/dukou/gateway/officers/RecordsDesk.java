package io.dukou.gateway.officers;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.Hold;
import io.dukou.audit.MalformedException;
import io.dukou.audit.Order;
import io.dukou.audit.SignedOrder;
import io.dukou.gateway.journal.LogSearch;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one officer can do with a log, in this process or at a gateway that runs elsewhere. Methods
 * block. What is refused is told by {@link DeskRefusal}.
 */
public interface RecordsDesk {
  /** Entries of a page at most. */
  int LONGEST_PAGE = 1_000;

  /**
   * Searches the log; the search is an entry.
   *
   * @throws DeskRefusal if it cannot be answered
   */
  LogSearch.Page search(Search search);

  /**
   * Draws up an order to erase something. Where it is about a person, that is an entry, and counts
   * as a search for them.
   *
   * @throws DeskRefusal if that may not be erased
   */
  Order forget(Subject subject, String reason);

  /**
   * Draws up an order to lay a hold.
   *
   * @throws DeskRefusal if it cannot be laid
   */
  Order lay(Hold hold, String reason);

  /**
   * Draws up an order to lift a hold.
   *
   * @param id name of the hold
   * @throws DeskRefusal if no such hold is in force
   */
  Order lift(String id, String reason);

  /** Returns the holds in force, in the order of their names. */
  List<Hold> holds();

  /**
   * Carries out an order that officers have signed.
   *
   * @return the index of the order's entry
   * @throws DeskRefusal if it may not be carried out
   */
  long execute(SignedOrder order);

  /**
   * Hands out entries, once that is an entry itself.
   *
   * @param where takes what is handed out; asked for its stream once nothing can be refused any
   *     more
   * @throws DeskRefusal if there are no such entries
   * @throws IOException if the stream cannot be written
   */
  void export(Export export, Target where) throws IOException;

  /**
   * What is searched for; what is null or empty limits nothing.
   *
   * @param from the first time
   * @param until the time behind the last
   * @param party a recipient
   * @param study a study
   * @param decision how it was decided or ended
   * @param rule number of a rule that did not simply allow
   * @param person lines that describe a person, as {@link io.dukou.gateway.facts.PersonMentions}
   *     reads them
   * @param reason why; it is kept, so it names nobody
   * @param start the first entry that is looked at
   * @param size how many entries a page has at most, 1 to {@link #LONGEST_PAGE}
   */
  record Search(
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable String party,
      @Nullable String study,
      @Nullable String decision,
      @Nullable String rule,
      List<String> person,
      String reason,
      long start,
      int size) {
    /**
     * Copies the list.
     *
     * @throws DeskRefusal if there is no reason, or no such page
     */
    public Search {
      person = List.copyOf(person);
      requireReason(reason);
      if (start < 0 || size < 1 || size > LONGEST_PAGE) {
        throw DeskRefusal.malformed("a page begins at 0 or later and has 1 to 1,000 entries");
      }
    }

    /** Returns the description of nobody: it would show a person. */
    @Override
    public String toString() {
      return "Search[from " + start + ", " + (person.isEmpty() ? "of nobody" : "of a person") + "]";
    }
  }

  /**
   * What is to be forgotten: an entry or a person.
   *
   * @param entry index of an entry, or null
   * @param person lines that describe a person, or none
   */
  record Subject(@Nullable Long entry, List<String> person) {
    /**
     * Copies the list.
     *
     * @throws DeskRefusal if it is neither or both
     */
    public Subject {
      person = List.copyOf(person);
      if ((entry == null) == person.isEmpty()) {
        throw DeskRefusal.malformed("say what is to be forgotten: an entry, or a person");
      }
    }

    /** Returns which kind it is. */
    @Override
    public String toString() {
      return entry == null ? "Subject[a person]" : "Subject[entry " + entry + "]";
    }
  }

  /**
   * What is handed out.
   *
   * @param from the first entry
   * @param to the last entry, or null for the newest
   * @param format in what form
   * @param domestic whether the domestic parts are in it, in plain
   * @param reason why; it is kept, so it names nobody
   */
  record Export(long from, @Nullable Long to, Format format, boolean domestic, String reason) {
    /**
     * Checks the parts.
     *
     * @throws DeskRefusal if there is no reason, or domestic parts are asked for in a form that has
     *     none
     */
    public Export {
      requireNonNull(format, "format");
      requireReason(reason);
      if (domestic && format != Format.ARCHIVE) {
        throw DeskRefusal.malformed("domestic parts go into an archive only");
      }
    }
  }

  /** The form in which entries are handed out. */
  enum Format {
    /** Leaves with proofs. */
    ARCHIVE("application/zip"),
    /** FHIR AuditEvents, one a line. */
    FHIR("application/fhir+ndjson"),
    /** A sheet. */
    CSV("text/csv; charset=utf-8");

    private final String mediaType;

    Format(String mediaType) {
      this.mediaType = mediaType;
    }

    /** Returns its media type. */
    public String mediaType() {
      return mediaType;
    }

    /** Returns its word, as in requests and on the command line. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the format of a word. */
    public static Optional<Format> of(String word) {
      return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
    }
  }

  /** Takes what is handed out. */
  @FunctionalInterface
  interface Target {
    /**
     * Opens the stream; asked once.
     *
     * @param handOver which entries it will be
     */
    OutputStream open(HandOver handOver) throws IOException;
  }

  /**
   * Which entries are handed out.
   *
   * @param from the first
   * @param to the last
   * @param entry index of the entry that records it, or empty where nobody is known who asked
   */
  record HandOver(long from, long to, Optional<Long> entry) {}

  private static void requireReason(String reason) {
    try {
      Order.requireReason(reason);
    } catch (MalformedException e) {
      throw DeskRefusal.malformed("give a reason in one line, of 500 characters at most");
    }
  }
}
