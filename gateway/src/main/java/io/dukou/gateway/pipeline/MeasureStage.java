package io.dukou.gateway.pipeline;

import io.dukou.gateway.facts.ReleaseMeasures;
import io.dukou.gateway.facts.ReleaseMeasures.PersonCounts;
import io.dukou.gateway.pipeline.Progress.Measured;
import io.dukou.gateway.pipeline.Progress.Shielded;
import io.dukou.gateway.release.LiveTable;
import io.dukou.gateway.release.PersonTally;
import io.dukou.gateway.release.ReleaseMemory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Measures what would leave: the smallest class, the columns, the state of consents, and how many
 * persons the exporter will have provided this year. From here on the persons are reserved.
 */
final class MeasureStage implements Stage<Shielded, Measured> {
  private final PersonTally tally;

  MeasureStage(PersonTally tally) {
    this.tally = tally;
  }

  @Override
  public CompletionStage<Measured> run(Shielded input) {
    LiveTable table = input.table();
    int year = ReleaseMemory.yearOf(input.identified().at());
    PersonTally.Reservation persons =
        tally.reserve(
            new PersonTally.Bucket(table.exporter(), year, table.sensitive()),
            table.index(),
            table.persons());
    PersonTally.Bucket other = new PersonTally.Bucket(table.exporter(), year, !table.sensitive());
    try {
      ReleaseMeasures measures =
          new ReleaseMeasures(
              table.table().minClassSize(),
              table.columns(),
              counts(table, persons, tally.distinct(other)),
              table.consents(
                  input.intended().use(), input.identified().facts(), input.identified().at()));
      return CompletableFuture.completedFuture(new Measured(input, measures, persons));
    } catch (RuntimeException | Error e) {
      persons.cancel();
      throw e;
    }
  }

  private static PersonCounts counts(
      LiveTable table, PersonTally.Reservation persons, long others) {
    return table.sensitive()
        ? new PersonCounts(persons.added(), 0, persons.earlier(), others)
        : new PersonCounts(0, persons.added(), others, persons.earlier());
  }
}
