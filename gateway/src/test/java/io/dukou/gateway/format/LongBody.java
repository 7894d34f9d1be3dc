package io.dukou.gateway.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.util.Objects;

/** A body of any length that repeats rows and is never held as a whole. */
final class LongBody extends InputStream {
  private final byte[] start;
  private final byte[] row;
  private final byte[] end;
  private final long rows;

  private long written;
  private byte[] part;
  private int at;

  private LongBody(String start, String row, String end, long rows) {
    this.start = start.getBytes(UTF_8);
    this.row = row.getBytes(UTF_8);
    this.end = end.getBytes(UTF_8);
    this.rows = rows;
    this.part = this.start;
  }

  /** Returns a body of {@code rows} rows of about 50 bytes. */
  static LongBody of(TableFormat format, long rows) {
    String json = "{\"site\":\"701\",\"sex\":\"F\",\"age\":54,\"arm\":\"Placebo\",\"ok\":true}";
    String cells = "[\"701\",\"F\",54,\"Placebo and some more text\",\"2026-03-01\"]";
    return switch (format) {
      case CSV ->
          new LongBody(
              "site,sex,age,arm,text\n",
              "701,F,54,Placebo,\"some more, quoted, text\"\n",
              "",
              rows);
      case JSON -> new LongBody("[" + json, "," + json, "]", rows - 1);
      case NDJSON -> new LongBody("", json + "\n", "", rows);
      case DATASET_JSON ->
          new LongBody(metadata(rows) + ",\"rows\":[" + cells, "," + cells, "]}", rows - 1);
      case DATASET_NDJSON -> new LongBody(metadata(rows) + "}\n", cells + "\n", "", rows);
    };
  }

  private static String metadata(long rows) {
    StringBuilder columns = new StringBuilder();
    String[] types = {"string", "string", "integer", "string", "date"};
    for (int i = 0; i < types.length; i++) {
      columns
          .append(i == 0 ? "" : ",")
          .append("{\"itemOID\":\"I\",\"name\":\"C" + i + "\",\"label\":\"\",\"dataType\":\"")
          .append(types[i])
          .append("\"}");
    }
    return "{\"datasetJSONCreationDateTime\":\"2026-03-01T10:00:00\","
        + "\"datasetJSONVersion\":\"1.1.0\",\"itemGroupOID\":\"IG.DM\",\"name\":\"DM\","
        + "\"label\":\"\",\"records\":"
        + rows
        + ",\"columns\":["
        + columns
        + "]";
  }

  /** Returns how many bytes the whole body has. */
  long length() {
    return start.length + rows * row.length + end.length;
  }

  @Override
  public int read() {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    int filled = 0;
    while (filled < length && next()) {
      int count = Math.min(length - filled, part.length - at);
      System.arraycopy(part, at, target, offset + filled, count);
      at += count;
      filled += count;
    }
    return filled == 0 ? -1 : filled;
  }

  private boolean next() {
    while (at == part.length) {
      if (written > rows) {
        return false;
      }
      part = written == rows ? end : row;
      written++;
      at = 0;
    }
    return true;
  }
}
