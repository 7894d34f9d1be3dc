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
 * A protected table from which answers are given; it may be one of several that were made together.
 * Immutable but for what it remembers having checked; any thread.
 */
public final class LiveTable {
  private final LiveSet set;
  private final RouteTable route;
  private final ProtectedTable table;
  private final AnswerWriter writer;

  LiveTable(LiveSet set, RouteTable route, ProtectedTable table, FormatMetadata metadata) {
    this.set = requireNonNull(set, "set");
    this.route = requireNonNull(route, "route");
    this.table = requireNonNull(table, "table");
    this.writer = AnswerWriter.create(route.format(), answerTable(metadata));
  }

  /** Returns the index of the table's entry in the log, which it may share with others. */
  public long index() {
    return set.index();
  }

  /** Returns the dataset, which tells it from others of the same entry. */
  public String dataset() {
    return route.config().dataset();
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
    return set.made().exporter();
  }

  /** Returns true when the persons come with sensitive personal information. */
  public boolean sensitive() {
    return set.made().sensitive();
  }

  /** Returns the persons of all tables that were made together, as opaque keys. */
  public Set<String> persons() {
    return set.made().classOf().keySet();
  }

  /** Returns the route it is given by. */
  public RouteTable route() {
    return route;
  }

  /**
   * Counts the subjects of all tables that were made together by the state of their consent.
   *
   * @param withdrawnAfterRelease counts subjects whose data the group has and who have withdrawn
   *     since
   */
  public ConsentCounts consents(TableRequest request, LongSupplier withdrawnAfterRelease) {
    return set.consents().count(request, withdrawnAfterRelease);
  }

  AnswerWriter writer() {
    return writer;
  }

  private AnswerTable answerTable(FormatMetadata metadata) {
    List<AnswerColumn> columns =
        table.columns().stream()
            .map(column -> new AnswerColumn(column.cells(), column.isGeneralised(), null))
            .toList();
    return new AnswerTable(
        new AnswerDataset(route.config().dataset(), null, set.stored().madeAt()),
        columns,
        table.rowCount(),
        metadata,
        route.options().csv());
  }
}
