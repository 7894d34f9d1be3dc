package io.dukou.anonymizer.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.anonymizer.identifier.PhoneFinder;
import io.dukou.anonymizer.identifier.PlainText;
import io.dukou.anonymizer.identifier.ResidentIdFinder;
import io.dukou.anonymizer.table.Column;
import io.dukou.anonymizer.table.Table;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No cell of a real table without such numbers is taken for an ID or a telephone number. */
final class RealTablesHoldNoNumberTest {
  @ParameterizedTest
  @ValueSource(strings = {"sdtm/dm.json", "sdtm/ae.json", "adam/adsl.json", "adam/adae.json"})
  void pilotStudy_holdsNoNumberOfAPerson(String name) {
    assertThat(columnsWithNumbers(Tables.cdisc(name))).isEmpty();
  }

  @Test
  void adult_holdsNoNumberOfAPerson() {
    assertThat(columnsWithNumbers(Tables.adult())).isEmpty();
  }

  private static List<String> columnsWithNumbers(Table table) {
    List<String> found = new ArrayList<>();
    for (String name : table.names()) {
      if (hasNumber(table.column(name))) {
        found.add(name);
      }
    }
    return found;
  }

  private static boolean hasNumber(Column column) {
    for (int code = 0; code < column.cardinality(); code++) {
      String value = column.value(code);
      String text = value == null ? "" : PlainText.fold(value);
      if (ResidentIdFinder.foundIn(text) || PhoneFinder.foundIn(text)) {
        return true;
      }
    }
    return false;
  }
}
