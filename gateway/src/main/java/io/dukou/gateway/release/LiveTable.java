package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.release.ProtectedTable;
import io.dukou.anonymizer.release.ReleasedColumn;
import io.dukou.gateway.cut.RouteTable;
import io.dukou.gateway.facts.ReleaseMeasures.ConsentCounts;
import io.dukou.gateway.format.AnswerColumn;
import io.dukou.gateway.format.AnswerDataset;
import io.dukou.gateway.format.AnswerTable;
import io.dukou.gateway.format.AnswerWriter;
import io.dukou.gateway.format.FormatMetadata;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * A protected table from which answers are given. Immutable but for what it remembers having
 * checked; any thread.
 */
public final class LiveTable {
  private final RouteTable route;
  private final StoredTable stored;
  private final MadeTable made;
  private final ProtectedTable table;
  private final Set<String> subjects;
  private final AnswerWriter writer;
  private final ConsentWatch consents;

  LiveTable(RouteTable route, StoredTable stored, MadeTable made, Content content) {
    this.route = requireNonNull(route, "route");
    this.stored = requireNonNull(stored, "stored");
    this.made = requireNonNull(made, "made");
    this.table = content.table();
    this.subjects = Set.copyOf(content.subjects());
    this.writer = AnswerWriter.create(route.format(), answerTable(content.metadata()));
    this.consents = new ConsentWatch(subjects);
  }

  /** Returns the index of the table's entry in the log, which names the table. */
  public long index() {
    return made.index();
  }

  /** Returns what may leave. */
  public ProtectedTable table() {
    return table;
  }

  /** Returns the names of the columns that leave. */
  public List<String> columns() {
    return table.columns().stream().map(ReleasedColumn::name).toList();
  }

  /** Returns the exporter whose persons they are. */
  public String exporter() {
    return made.exporter();
  }

  /** Returns true when the persons come with sensitive personal information. */
  public boolean sensitive() {
    return made.sensitive();
  }

  /** Returns the persons, as opaque keys. */
  public Set<String> persons() {
    return made.classOf().keySet();
  }

  /** Returns the subjects; personal data. */
  public Set<String> subjects() {
    return subjects;
  }

  /** Returns the route it is given by. */
  public RouteTable route() {
    return route;
  }

  /**
   * Counts the subjects by the state of their consent.
   *
   * @param withdrawnAfterRelease counts subjects whose data the group has and who have withdrawn
   *     since
   */
  public ConsentCounts consents(TableRequest request, LongSupplier withdrawnAfterRelease) {
    return consents.count(request, withdrawnAfterRelease);
  }

  AnswerWriter writer() {
    return writer;
  }

  StoredTable stored() {
    return stored;
  }

  /** Returns true when the table is still what {@code request} has to be given. */
  boolean serves(TableRequest request, Set<String> group) {
    return stored.cut() == request.cut().cut().number()
        && stored.routeDigest().equals(request.route().digest())
        && stored.group().equals(group)
        && consents.permit(request);
  }

  private AnswerTable answerTable(FormatMetadata metadata) {
    List<AnswerColumn> columns =
        table.columns().stream()
            .map(column -> new AnswerColumn(column.cells(), column.isGeneralised(), null))
            .toList();
    return new AnswerTable(
        new AnswerDataset(route.config().dataset(), null, stored.madeAt()),
        columns,
        table.rowCount(),
        metadata,
        route.options().csv());
  }

  /**
   * What a live table is made of.
   *
   * @param table what may leave
   * @param subjects the subjects in it
   * @param metadata the form that the columns had
   */
  record Content(ProtectedTable table, Set<String> subjects, FormatMetadata metadata) {}
}
