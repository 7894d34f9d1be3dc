package io.dukou.gateway.pipeline;

import io.dukou.gateway.facts.ReleaseMeasures;
import io.dukou.gateway.facts.ReleaseMeasures.PersonCounts;
import io.dukou.gateway.pipeline.Progress.Measured;
import io.dukou.gateway.pipeline.Progress.Shielded;
import io.dukou.gateway.release.LiveTable;
import io.dukou.gateway.release.PersonTally;
import io.dukou.gateway.release.PersonTally.Bucket;
import io.dukou.gateway.release.PersonTally.Reservation;
import io.dukou.gateway.release.ProtectedTables;
import io.dukou.gateway.release.ReleaseMemory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Measures what would leave: the smallest class, the columns, the state of consents, and how many
 * persons the exporter will have provided this year. From here on the persons are reserved.
 */
final class MeasureStage implements Stage<Shielded, Measured> {
  private final PersonTally tally;
  private final ProtectedTables tables;

  MeasureStage(PersonTally tally, ProtectedTables tables) {
    this.tally = tally;
    this.tables = tables;
  }

  @Override
  public CompletionStage<Measured> run(Shielded input) {
    LiveTable table = input.table();
    int year = ReleaseMemory.yearOf(input.identified().at());
    Bucket bucket = new Bucket(table.exporter(), year, table.sensitive());
    Reservation persons = tally.reserve(bucket, table.index(), table.persons());
    try {
      Bucket other = new Bucket(table.exporter(), year, !table.sensitive());
      ReleaseMeasures measures =
          new ReleaseMeasures(
              table.table().minClassSize(),
              table.columns(),
              counts(table, persons, tally.distinct(other)),
              tables.consents(table, input.wanted()));
      return CompletableFuture.completedFuture(new Measured(input, measures, persons));
    } catch (RuntimeException | Error e) {
      persons.cancel();
      throw e;
    }
  }

  private static PersonCounts counts(LiveTable table, Reservation persons, long others) {
    long event = table.persons().size();
    long year = persons.distinct();
    return table.sensitive()
        ? new PersonCounts(event, event, 0, year, others)
        : new PersonCounts(event, 0, event, others, year);
  }
}
