package io.dukou.gateway.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.ProtectedTable;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.CsvWriter;
import io.dukou.anonymizer.table.Table;
import io.dukou.audit.BodyDigester;
import io.dukou.audit.DigestSuite;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Set;

/**
 * How fast a protected table is made from a data cut: read, protect, write, digest, in megabytes of
 * CSV for each CPU second of the whole process, compilation and garbage collection included.
 *
 * <p>Part of {@link GatewayBenchmark}, and a program of its own, started by {@code
 * gateway/bin/benchmark cut [rounds]}; see docs/benchmark.md.
 */
public final class CutThroughput {
  private static final int SUBJECTS = 9_000;
  private static final int BYTES = 50_000_000;
  private static final int ROUNDS = 12;
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final byte[] csv;
  private final PlanKey key = PlanKey.generate(new SecureRandom());
  private final ReleasePlan plan;

  private CutThroughput(byte[] csv) throws IOException {
    this.csv = csv;
    ReleaseSpec spec = SpecParser.parse(StudyFile.SPECIFICATION, "spec.yaml", SpecFiles.none());
    PlanOutcome outcome = Planner.optimal().plan(read(), spec, PlanOptions.with(key));
    this.plan = ((PlanOutcome.Planned) outcome).plan();
  }

  /** Prints a line for each round; the argument, if there is one, is their number. */
  public static void main(String[] args) throws IOException {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : ROUNDS;
    print(StudyFile.csv(StudyFile.subjects(SUBJECTS), BYTES), rounds);
  }

  /** Prints a line for each round, in each of which the whole CSV is a new cut. */
  static void print(byte[] csv, int rounds) throws IOException {
    CutThroughput throughput = new CutThroughput(csv);
    for (int round = 0; round < rounds; round++) {
      throughput.printRound();
    }
  }

  private void printRound() throws IOException {
    long start = PROCESS.getProcessCpuTime();
    Table cut = read();
    long afterRead = PROCESS.getProcessCpuTime();
    Protection protection =
        Protector.protect(cut, plan, key, OrderKey.generate(new SecureRandom()), Set.of());
    long afterProtect = PROCESS.getProcessCpuTime();
    writeAndDigest(protection.table());
    long end = PROCESS.getProcessCpuTime();
    System.out.printf(
        Locale.ROOT,
        "protected table from a cut: %.0f MB for each CPU second"
            + " (read %.2f s, protect %.2f s, write and digest %.2f s)%n",
        csv.length / 1e6 / ((end - start) / 1e9),
        (afterRead - start) / 1e9,
        (afterProtect - afterRead) / 1e9,
        (end - afterProtect) / 1e9);
  }

  private Table read() throws IOException {
    return CsvReader.read(
        new ByteArrayInputStream(csv), CsvOptions.DEFAULT, CsvLimits.DEFAULT, "cut");
  }

  private static void writeAndDigest(ProtectedTable table) {
    BodyDigester digester = new BodyDigester(DigestSuite.SHA256);
    CsvWriter.write(
        table.columns(), table.rowCount(), CsvOptions.DEFAULT, new DigestOnly(digester));
    digester.finish();
  }

  /** A body that goes nowhere but into its digest. */
  private static final class DigestOnly extends OutputStream {
    private final BodyDigester digester;

    DigestOnly(BodyDigester digester) {
      this.digester = digester;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      digester.update(bytes, offset, length);
    }
  }
}
