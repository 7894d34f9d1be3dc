package io.dukou.gateway.format;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Which names a column may have: any text that is not empty and that UTF-8 can write. */
final class ColumnNames {
  private ColumnNames() {}

  /** Returns what is wrong with {@code name}, or null. */
  static @Nullable BadTableCode problem(String name) {
    if (name.isEmpty()) {
      return BadTableCode.EMPTY_COLUMN_NAME;
    }
    if (name.indexOf('\0') >= 0) {
      return BadTableCode.NUL_CHARACTER;
    }
    return StandardCharsets.UTF_8.newEncoder().canEncode(name)
        ? null
        : BadTableCode.UNDECODABLE_BYTES;
  }
}
