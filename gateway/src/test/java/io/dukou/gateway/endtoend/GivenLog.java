package io.dukou.gateway.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import io.dukou.audit.AuditLog;
import io.dukou.audit.Leaf;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogStorage;
import io.dukou.audit.LoggedEntry;
import io.dukou.audit.postgres.PostgresHome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log of a gateway that was stopped, read whole, with its domestic parts. */
final class GivenLog {
  private final List<Given> entries = new ArrayList<>();
  private final SignedRoots roots = new SignedRoots();

  private GivenLog(AuditLog log) {
    log.replay(this::add);
    entries.forEach(given -> roots.add(log.receipt(given.index).leaf()));
  }

  /** Reads the log, which no gateway may have open. */
  static GivenLog read(Site site) {
    try (AuditLog log =
        AuditLog.open(
            LogStorage.posix(site.log()), site.domestic(), site.logKeys(), LogOptions.defaults())) {
      return new GivenLog(log);
    }
  }

  /** Reads the log in a database, which no gateway may be writing to. */
  static GivenLog read(DatabaseSite where) throws IOException {
    Site site = where.site();
    try (PostgresHome home = PostgresHome.open(where.database());
        AuditLog log =
            AuditLog.open(
                home.log(),
                site.domesticIn(home.domestic()),
                site.logKeys(),
                LogOptions.defaults())) {
      return new GivenLog(log);
    }
  }

  /** One entry: its place, what it says abroad, and the client in its domestic part, or "". */
  record Given(long index, Leaf leaf, String client) {
    /** Returns true when this entry says that {@code other} ended so. */
    boolean closes(Given other, String outcome) {
      return leaf.decision().path("of").asLong(-1) == other.index
          && leaf.decision().path("outcome").asText().equals(outcome);
    }
  }

  /** Returns the number of entries. */
  int size() {
    return entries.size();
  }

  /** Returns the entry of a decision, if there is one. */
  Optional<Given> find(long decision) {
    return decision >= 0 && decision < entries.size()
        ? Optional.of(entries.get((int) decision))
        : Optional.empty();
  }

  /** Returns all entries of a kind. */
  List<Given> all(LeafKind kind) {
    return entries.stream().filter(given -> given.leaf.kind() == kind).toList();
  }

  /** Returns the root of the tree when there were so many entries. */
  String rootAt(long size) {
    return roots.at(size);
  }

  private void add(LoggedEntry entry) {
    String client =
        entry.domestic().map(part -> part.fields().get("client")).map(JsonNode::asText).orElse("");
    entries.add(new Given(entry.index(), entry.leaf(), client));
  }
}
