package io.dukou.anonymizer.spec;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.table.CsvOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a specification says of one of several tables.
 *
 * @param name how the specification calls it; no dot is in it
 * @param data where its rows are, as written; null if the specification does not say
 * @param csv how it is written, if it is CSV
 * @param attributes the columns named, in the order of the file
 * @param others what becomes of columns not named
 * @param counts column that holds, instead of the rows, the number of rows of each subject of the
 *     study; null if the rows themselves are released
 */
public record TableSpec(
    String name,
    @Nullable String data,
    CsvOptions csv,
    List<AttributeSpec> attributes,
    Others others,
    @Nullable String counts) {
  /** Copies the list and refuses a name with a dot. */
  public TableSpec {
    requireNonNull(csv, "csv");
    requireNonNull(others, "others");
    attributes = List.copyOf(attributes);
    if (name.isEmpty() || name.indexOf('.') >= 0) {
      throw new IllegalArgumentException("a table has no name, or a dot in it");
    }
  }

  /** Returns the name of one of its columns among those of all tables. */
  public String qualify(String column) {
    return name + "." + column;
  }
}
