package io.dukou.gateway.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.anonymizer.table.CodedColumn;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a released dataset, made from the plan and the configuration.
 *
 * <p>Only what the standard requires, {@code length} of text, and {@code targetDataType}, without
 * which a reader would not turn dates back into numbers. Nothing else is made up, and nothing else
 * of the origin's is repeated. A length is the longest value of the column in the whole protected
 * table, so it is the same in each answer and depends on released rows only. Immutable.
 */
final class DatasetMetadata {
  private static final String GENERALISED = " (generalised)";

  private final String beforeRecords;
  private final String afterRecords;

  private DatasetMetadata(String beforeRecords, String afterRecords) {
    this.beforeRecords = beforeRecords;
    this.afterRecords = afterRecords;
  }

  static DatasetMetadata of(AnswerTable table) {
    AnswerDataset dataset = table.dataset();
    String before =
        "{\"datasetJSONCreationDateTime\":"
            + quoted(dataset.created().truncatedTo(ChronoUnit.SECONDS).toString())
            + ",\"datasetJSONVersion\":\"1.1.0\",\"itemGroupOID\":"
            + quoted("IG." + dataset.name())
            + ",\"records\":";
    StringBuilder after = new StringBuilder(",\"name\":").append(quoted(dataset.name()));
    String label = dataset.label() == null ? dataset.name() : dataset.label();
    after.append(",\"label\":").append(quoted(label)).append(",\"columns\":[");
    String separator = "";
    for (AnswerColumn column : table.columns()) {
      after.append(separator).append(column(table, column));
      separator = ",";
    }
    return new DatasetMetadata(before, after.append(']').toString());
  }

  /** Returns an open object with every member but the rows, for an answer of {@code records}. */
  String members(int records) {
    return beforeRecords + records + afterRecords;
  }

  private static String column(AnswerTable table, AnswerColumn column) {
    String name = column.cells().name();
    DataType type = datasetType(table.typeOf(column));
    DataType target = column.generalised() ? null : table.source().of(name).target();
    StringBuilder text = new StringBuilder("{\"itemOID\":");
    text.append(quoted("IT." + table.dataset().name() + "." + name));
    text.append(",\"name\":").append(quoted(name));
    text.append(",\"label\":").append(quoted(label(column)));
    text.append(",\"dataType\":").append(quoted(type.wireName()));
    appendTarget(text, target);
    if (type == DataType.STRING) {
      text.append(",\"length\":").append(longest(column.cells(), table.rowCount()));
    }
    return text.append('}').toString();
  }

  private static void appendTarget(StringBuilder text, @Nullable DataType target) {
    if (target != null) {
      text.append(",\"targetDataType\":").append(quoted(target.wireName()));
    }
  }

  private static String label(AnswerColumn column) {
    String label = column.label() == null ? column.cells().name() : column.label();
    return column.generalised() ? label + GENERALISED : label;
  }

  /** Plain JSON numbers have no data type of their own; they are doubles by {@link JsonNumbers}. */
  private static DataType datasetType(DataType type) {
    return type == DataType.NUMBER ? DataType.DOUBLE : type;
  }

  /** Returns the characters of the longest released value, at least 1 as the standard has it. */
  private static int longest(CodedColumn cells, int rows) {
    BitSet seen = new BitSet(cells.cardinality());
    int longest = 1;
    for (int row = 0; row < rows; row++) {
      int code = cells.code(row);
      if (!seen.get(code)) {
        seen.set(code);
        String value = cells.value(code);
        longest = value == null ? longest : Math.max(longest, characters(value));
      }
    }
    return longest;
  }

  private static int characters(String value) {
    return value.codePointCount(0, value.length());
  }

  private static String quoted(String text) {
    return new String(CellForm.quoted(text), UTF_8);
  }
}
