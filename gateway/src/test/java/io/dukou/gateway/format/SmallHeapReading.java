package io.dukou.gateway.format;

import io.dukou.anonymizer.table.CsvOptions;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;

/** Started as a process of its own with little memory: reads and writes 50 MB in each format. */
final class SmallHeapReading {
  private SmallHeapReading() {}

  /**
   * Prints a line for each format: its name, rows, and megabytes a CPU second read and written.
   *
   * @param arguments the number of bytes of each body
   */
  public static void main(String[] arguments) throws Exception {
    long bytes = Long.parseLong(arguments[0]);
    for (TableFormat format : TableFormat.values()) {
      long rows = bytes / (LongBody.of(format, 1_000).length() / 1_000);
      long start = cpuNanos();
      ParsedTable read = format.read(LongBody.of(format, rows), ReadOptions.of("long body"));
      long between = cpuNanos();
      write(format, read);
      long end = cpuNanos();
      System.out.printf(
          "%s %s %.0f %.0f%n",
          format,
          read.table().rowCount() == rows ? "whole" : "wrong",
          bytes * 1e3 / (between - start),
          bytes * 1e3 / (end - between));
    }
  }

  private static void write(TableFormat format, ParsedTable read) throws Exception {
    List<AnswerColumn> columns =
        read.table().columns().stream()
            .map(column -> new AnswerColumn(column, false, null))
            .toList();
    AnswerTable table =
        new AnswerTable(
            new AnswerDataset("long", null, Instant.EPOCH),
            columns,
            read.table().rowCount(),
            read.metadata(),
            CsvOptions.DEFAULT);
    AnswerWriter.create(format, table)
        .write(AnswerRows.all(read.table().rowCount()), OutputStream.nullOutputStream());
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
