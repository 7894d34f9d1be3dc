package io.dukou.gateway.cut;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.format.ParsedTable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The data cuts of all tables of a set, which all were current at one moment. Immutable; rows may
 * be read from the disk again.
 *
 * @param cuts the cut of each table by its name, in the order of the set
 */
public record JointCut(Map<String, DataCut> cuts) {
  /** Keeps a copy in the same order. */
  public JointCut {
    cuts = Collections.unmodifiableMap(new LinkedHashMap<>(cuts));
  }

  /** Returns the cut of one table. */
  public DataCut of(RouteTable table) {
    return requireNonNull(cuts.get(table.name()), "a table of the set");
  }

  /** Returns the numbers of the cuts, in the order of the set. */
  public List<Long> numbers() {
    return cuts.values().stream().map(cut -> cut.cut().number()).toList();
  }

  /** Returns the rows of each table by its name; may read the disk, so worker threads only. */
  public Map<String, ParsedTable> rows() {
    Map<String, ParsedTable> rows = new LinkedHashMap<>();
    cuts.forEach((name, cut) -> rows.put(name, cut.rows()));
    return rows;
  }
}
