package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.Random;

/** Makes tables of any length that are like another, the same in every run. */
public final class MadeRows {
  private MadeRows() {}

  /**
   * Returns rows like those of {@code table}: copies of them in which some cells come from other
   * rows.
   *
   * @param foreign share of cells that come from another row
   */
  public static Table like(Table table, int rows, double foreign) {
    Random random = new Random(1);
    TableBuilder builder = Table.builder(table.names());
    for (int row = 0; row < rows; row++) {
      int like = random.nextInt(table.rowCount());
      for (int column = 0; column < table.columns().size(); column++) {
        int from = random.nextDouble() < foreign ? random.nextInt(table.rowCount()) : like;
        builder.add(column, table.value(from, column));
      }
      builder.endRow();
    }
    return builder.build();
  }
}
