package io.dukou.anonymizer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import io.dukou.anonymizer.table.TableBuilder;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ColumnRelationsTest {
  @Test
  void finerColumn_determinesTheCoarserAndNotTheOtherWayRound() {
    Table table = Tables.csv("day,month\n1,a\n1,a\n2,a\n2,a\n3,b\n3,b\n");
    ColumnRelations relations = new ColumnRelations(rows(table), null);

    assertThat(relations.determines(table.column("day"), table.column("month"))).isTrue();
    assertThat(relations.determines(table.column("month"), table.column("day"))).isFalse();
  }

  @Test
  void columnWithoutRepetition_determinesNothing() {
    Table table = Tables.csv("id,sex\n1,F\n2,M\n3,F\n");

    assertThat(
            new ColumnRelations(rows(table), null)
                .determines(table.column("id"), table.column("sex")))
        .isFalse();
  }

  @Test
  void rowsOfOnePersonThatRepeat_countOnce() {
    Table table = Tables.csv("who,a,b\n1,x,p\n1,x,p\n2,y,q\n2,y,q\n");
    ColumnRelations bySubject = new ColumnRelations(rows(table), table.column("who"));
    ColumnRelations byRow = new ColumnRelations(rows(table), null);

    assertThat(byRow.determines(table.column("a"), table.column("b"))).isTrue();
    assertThat(bySubject.determines(table.column("a"), table.column("b"))).isFalse();
  }

  @Test
  void rareValue_isCountedInPersons() {
    Table table = Tables.csv("who,a\n1,x\n1,x\n1,x\n2,y\n3,y\n4,y\n");

    assertThat(new ColumnRelations(rows(table), null).hasRareValue(table.column("a"), 3)).isFalse();
    assertThat(
            new ColumnRelations(rows(table), table.column("who"))
                .hasRareValue(table.column("a"), 3))
        .isTrue();
  }

  @Test
  void noRow_relatesNothing() {
    Table table = Tables.csv("a,b\nx,y\n");
    ColumnRelations relations = new ColumnRelations(new int[0], null);

    assertThat(relations.determines(table.column("a"), table.column("b"))).isFalse();
    assertThat(relations.hasRareValue(table.column("a"), 5)).isFalse();
  }

  @Test
  void everyAnswer_isThatOfTheDefinition() {
    Random random = new Random(11);
    int held = 0;
    for (int run = 0; run < 3_000; run++) {
      Table table = random(random);
      int[] rows = IntStream.of(rows(table)).filter(row -> random.nextInt(8) > 0).toArray();
      Column subject = random.nextBoolean() ? table.column("who") : null;
      ColumnRelations relations = new ColumnRelations(rows, subject);
      Column a = table.column("a");
      Column b = table.column("b");
      boolean determines = relations.determines(a, b);
      held += determines ? 1 : 0;
      assertThat(determines)
          .as("run %d", run)
          .isEqualTo(determinesByDefinition(rows, subject, a, b));
      int k = 1 + random.nextInt(4);
      assertThat(relations.hasRareValue(b, k))
          .as("run %d", run)
          .isEqualTo(rareByDefinition(rows, subject, b, k));
    }
    assertThat(held).isBetween(100, 2_900);
  }

  private static Table random(Random random) {
    TableBuilder builder = Table.builder(List.of("who", "a", "b"));
    int rows = 2 + random.nextInt(random.nextInt(10) == 0 ? 300 : 12);
    int width = 1 + random.nextInt(5);
    int noise = random.nextInt(3) == 0 ? 120 : 4;
    for (int row = 0; row < rows; row++) {
      int a = random.nextInt(width);
      builder.add(0, "p" + (row / 2));
      builder.add(1, "a" + a);
      builder.add(2, "b" + (random.nextInt(noise) == 0 ? random.nextInt(4) : a / 2));
      builder.endRow();
    }
    return builder.build();
  }

  private static boolean determinesByDefinition(int[] rows, Column subject, Column a, Column b) {
    Map<Integer, Map<Integer, Integer>> counts = new HashMap<>();
    Map<Integer, Integer> frequencies = new HashMap<>();
    int all = 0;
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      boolean follows = i > 0 && rows[i - 1] == row - 1;
      if (subject == null || !follows || !same(row, subject, a, b)) {
        counts
            .computeIfAbsent(a.code(row), n -> new HashMap<>())
            .merge(b.code(row), 1, Integer::sum);
        frequencies.merge(b.code(row), 1, Integer::sum);
        all++;
      }
    }
    if (counts.size() < 2 || frequencies.size() < 2) {
      return false;
    }
    int repetitions = all - counts.size();
    int agreements = -counts.size();
    for (Map<Integer, Integer> group : counts.values()) {
      agreements += Collections.max(group.values());
    }
    double share = (double) Collections.max(frequencies.values()) / all;
    return repetitions > 0
        && (agreements == repetitions || (agreements >= 0.99 * repetitions && share <= 0.9));
  }

  private static boolean same(int row, Column... columns) {
    for (Column column : columns) {
      if (column.code(row) != column.code(row - 1)) {
        return false;
      }
    }
    return true;
  }

  private static boolean rareByDefinition(int[] rows, Column subject, Column column, int k) {
    Map<Integer, Set<Integer>> holders = new HashMap<>();
    for (int row : rows) {
      holders
          .computeIfAbsent(column.code(row), n -> new HashSet<>())
          .add(subject == null ? row : subject.code(row));
    }
    return holders.values().stream().anyMatch(persons -> persons.size() < k);
  }

  private static int[] rows(Table table) {
    return IntStream.range(0, table.rowCount()).toArray();
  }
}
