package io.dukou.anonymizer.plan;

import io.dukou.anonymizer.hierarchy.Hierarchy;
import io.dukou.anonymizer.hierarchy.TableHierarchy;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds blocks of codes in a table: a column that the codes determine, such as the organ class
 * beside the term of an adverse event. Stateless.
 */
final class CodeBlocks {
  private static final List<String> LEVELS = List.of("code", "block", "root");

  private CodeBlocks() {}

  /** Returns the hierarchy of codes, blocks and root; empty if there are no blocks. */
  static Optional<Hierarchy> hierarchy(Preparation part, String name) {
    Column codes = part.table().column(name);
    return column(part, name).map(blocks -> hierarchy(codes, blocks));
  }

  /**
   * Returns the finest column of blocks that has at most half as many values as the codes; empty if
   * there is none.
   */
  static Optional<Column> column(Preparation part, String name) {
    Column codes = part.table().column(name);
    return part.table().columns().stream()
        .filter(column -> isOpen(part, column.name()))
        .filter(column -> column.cardinality() > 1)
        .filter(column -> 2 * column.cardinality() <= codes.cardinality())
        .filter(column -> column.missingCode() < 0 && determines(codes, column))
        .max(Comparator.comparingInt(Column::cardinality));
  }

  /** Returns whether a column holds neither identifiers nor free text. */
  private static boolean isOpen(Preparation part, String name) {
    Optional<Role> role =
        part.attributes().stream()
            .filter(attribute -> attribute.name().equals(name))
            .map(AttributeSpec::role)
            .findFirst();
    return role.isEmpty() || role.get().isReleased();
  }

  private static boolean determines(Column codes, Column blocks) {
    int[] blockOf = new int[codes.cardinality()];
    Arrays.fill(blockOf, -1);
    for (int row = 0; row < codes.rowCount(); row++) {
      int code = codes.code(row);
      if (blockOf[code] >= 0 && blockOf[code] != blocks.code(row)) {
        return false;
      }
      blockOf[code] = blocks.code(row);
    }
    return true;
  }

  private static Hierarchy hierarchy(Column codes, Column blocks) {
    TableBuilder builder = Table.builder(LEVELS);
    boolean[] seen = new boolean[codes.cardinality()];
    for (int row = 0; row < codes.rowCount(); row++) {
      int code = codes.code(row);
      if (!seen[code] && code != codes.missingCode()) {
        builder.add(0, codes.value(code));
        builder.add(1, blocks.valueAt(row));
        builder.add(2, Hierarchy.ROOT);
        builder.endRow();
      }
      seen[code] = true;
    }
    return TableHierarchy.of(builder.build());
  }
}
