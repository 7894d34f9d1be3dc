package io.dukou.anonymizer.table;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.util.Random;

/**
 * Measures how many megabytes of CSV a CPU second reads into a table, digests and writes.
 *
 * <p>Run it with {@code mvn -q -pl anonymizer test-compile dependency:build-classpath} and {@code
 * java -cp ... io.dukou.anonymizer.table.CsvBenchmark [megabytes] [rounds]}. The data are
 * laboratory rows of a made-up study.
 */
public final class CsvBenchmark {
  private static final int MEGABYTE = 1_000_000;

  private CsvBenchmark() {}

  /** Runs the benchmark; prints one line a round. */
  public static void main(String[] arguments) {
    int megabytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8;
    byte[] csv = laboratoryRows(megabytes * MEGABYTE);
    for (int round = 1; round <= rounds; round++) {
      long start = cpuNanos();
      Table table =
          CsvReader.read(
              new ByteArrayInputStream(csv), CsvOptions.DEFAULT, CsvLimits.DEFAULT, "benchmark");
      long read = cpuNanos();
      String digest = table.digest();
      long digested = cpuNanos();
      CsvWriter.write(
          table.columns(), table.rowCount(), CsvOptions.DEFAULT, OutputStream.nullOutputStream());
      long written = cpuNanos();
      System.out.printf(
          "round %d: %,d rows; read %.0f, digest %.0f, write %.0f MB per CPU second (%s)%n",
          round,
          table.rowCount(),
          rate(csv.length, read - start),
          rate(csv.length, digested - read),
          rate(csv.length, written - digested),
          digest.substring(0, 8));
    }
  }

  private static double rate(int bytes, long nanos) {
    return bytes * 1_000.0 / nanos;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Makes about {@code size} bytes: one row for each subject, visit and test. */
  static byte[] laboratoryRows(int size) {
    Random random = new Random(20_260_101);
    ByteArrayOutputStream csv = new ByteArrayOutputStream(size + 1_000);
    StringBuilder text =
        new StringBuilder(
            "STUDYID,USUBJID,SEX,AGE,SITEID,VISIT,LBDTC,LBTESTCD,LBTEST,LBORRES,LBORRESU,LBNRIND\n");
    String[] codes = {"ALT", "AST", "BILI", "CREAT", "GLUC", "HGB", "PLAT", "WBC"};
    String[] tests = {
      "Alanine Aminotransferase", "Aspartate Aminotransferase", "Bilirubin", "Creatinine",
      "Glucose", "Hemoglobin", "Platelets", "Leukocytes"
    };
    String[] units = {"U/L", "U/L", "umol/L", "umol/L", "mmol/L", "g/L", "10^9/L", "10^9/L"};
    for (int subject = 1; csv.size() < size; subject++) {
      String person =
          String.format(
              "LC-2026-01,LC01-%05d,%s,%d,%03d,",
              subject, random.nextBoolean() ? "F" : "M", 18 + random.nextInt(70), subject % 37);
      for (int visit = 1; visit <= 6; visit++) {
        String date = String.format("20%02d-%02d-%02d", 20 + visit % 5, visit, 1 + subject % 28);
        for (int test = 0; test < codes.length; test++) {
          text.append(person).append("VISIT ").append(visit).append(',').append(date).append(',');
          text.append(codes[test]).append(",\"").append(tests[test]).append("\",");
          text.append(random.nextInt(4_000) / 10.0).append(',').append(units[test]).append(',');
          text.append(random.nextInt(9) == 0 ? "HIGH" : "NORMAL").append('\n');
        }
      }
      drain(text, csv);
    }
    return csv.toByteArray();
  }

  private static void drain(StringBuilder text, ByteArrayOutputStream csv) {
    try {
      csv.write(text.toString().getBytes(US_ASCII));
      text.setLength(0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
