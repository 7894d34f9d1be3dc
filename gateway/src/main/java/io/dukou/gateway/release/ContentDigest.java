package io.dukou.gateway.release;

import static java.util.Objects.requireNonNull;

import io.dukou.anonymizer.release.ProtectedTable;
import io.dukou.anonymizer.release.ReleasedColumn;
import io.dukou.gateway.format.FormatMetadata;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of everything that a recipient can learn from protected tables: columns, what may be
 * asked of them, cells, and the order of the rows.
 *
 * <p>Codes count in the order in which values first occur in the released rows, so equal tables
 * have equal codes and dictionaries, and nothing has to be serialised. One use, one thread.
 */
final class ContentDigest {
  private static final int ROWS_AT_ONCE = 4096;

  private final MessageDigest digest = sha256();

  private ContentDigest() {}

  /**
   * Returns the digest of tables in lower-case hexadecimal.
   *
   * @param metadata the form of the columns of each table
   */
  static String of(Map<String, ProtectedTable> tables, Map<String, FormatMetadata> metadata) {
    ContentDigest content = new ContentDigest();
    tables.forEach(
        (name, table) -> {
          if (tables.size() > 1) { // one alone is what it was before there could be several
            content.text(name);
            content.number(table.columns().size());
          }
          content.table(table, requireNonNull(metadata.get(name), "metadata"));
        });
    return HexFormat.of().formatHex(content.digest.digest());
  }

  private void table(ProtectedTable table, FormatMetadata metadata) {
    number(table.rowCount());
    for (ReleasedColumn column : table.columns()) {
      head(column, metadata);
      dictionary(column);
      codes(column, table.rowCount());
    }
  }

  private void head(ReleasedColumn column, FormatMetadata metadata) {
    text(column.name());
    text(column.role().word());
    text(column.originalType().word());
    text(String.valueOf(metadata.of(column.name())));
    number(column.level());
    number(column.isGeneralised() ? 1 : 0);
  }

  private void dictionary(ReleasedColumn column) {
    number(column.cardinality());
    for (int code = 0; code < column.cardinality(); code++) {
      text(column.value(code));
    }
  }

  private void codes(ReleasedColumn column, int rows) {
    int[] codes = new int[ROWS_AT_ONCE];
    ByteBuffer bytes = ByteBuffer.allocate(ROWS_AT_ONCE * Integer.BYTES);
    for (int row = 0; row < rows; row += ROWS_AT_ONCE) {
      int count = Math.min(ROWS_AT_ONCE, rows - row);
      column.copyCodes(row, count, codes);
      bytes.clear().asIntBuffer().put(codes, 0, count);
      digest.update(bytes.limit(count * Integer.BYTES));
    }
  }

  /** Takes in a text behind its length, or -1 for a missing one. */
  private void text(@Nullable String text) {
    if (text == null) {
      number(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    digest.update(bytes);
  }

  private void number(int number) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
