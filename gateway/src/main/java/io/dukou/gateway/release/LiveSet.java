package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.release.ProtectedTable;
import io.dukou.gateway.cut.RouteTable;
import io.dukou.gateway.cut.TableSet;
import io.dukou.gateway.format.FormatMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The protected tables of a set, made together, from which answers are given. Immutable but for
 * what it remembers having checked; any thread.
 */
final class LiveSet {
  private final StoredTable stored;
  private final MadeTable made;
  private final Set<String> subjects;
  private final ConsentWatch consents;
  private final Map<String, LiveTable> tables = new HashMap<>();

  LiveSet(TableSet set, StoredTable stored, MadeTable made, Content content) {
    this.stored = requireNonNull(stored, "stored");
    this.made = requireNonNull(made, "made");
    this.subjects = Set.copyOf(content.subjects());
    this.consents = new ConsentWatch(subjects);
    for (RouteTable route : set.tables()) {
      tables.put(
          route.name(),
          new LiveTable(
              this,
              route,
              requireNonNull(content.tables().get(route.name()), "table"),
              requireNonNull(content.metadata().get(route.name()), "metadata")));
    }
  }

  /** Returns the index of the tables' entry in the log, which names them. */
  long index() {
    return made.index();
  }

  /** Returns the table of a route of the set. */
  LiveTable table(RouteTable route) {
    return requireNonNull(tables.get(route.name()), "a table of the set");
  }

  MadeTable made() {
    return made;
  }

  StoredTable stored() {
    return stored;
  }

  Set<String> subjects() {
    return subjects;
  }

  ConsentWatch consents() {
    return consents;
  }

  /** Returns true when the tables are still what {@code request} has to be given. */
  boolean serves(TableRequest request, Set<String> group) {
    return stored.cuts().equals(request.cut().numbers())
        && stored.setDigest().equals(request.set().digest())
        && stored.group().equals(group)
        && consents.permit(request);
  }

  /**
   * What a live set is made of.
   *
   * @param tables what may leave, by the names of the tables
   * @param subjects the subjects in it
   * @param metadata the form that the columns of each table have
   */
  record Content(
      Map<String, ProtectedTable> tables,
      Set<String> subjects,
      Map<String, FormatMetadata> metadata) {}
}
