package io.dukou.anonymizer.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.dukou.anonymizer.hierarchy.DivisionHierarchy;
import io.dukou.anonymizer.hierarchy.FlatHierarchy;
import io.dukou.anonymizer.hierarchy.HierarchySource;
import io.dukou.anonymizer.hierarchy.IntervalHierarchy;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.spec.AttributeSpec;
import io.dukou.anonymizer.spec.MetricSpec;
import io.dukou.anonymizer.spec.MissingRule;
import io.dukou.anonymizer.spec.ModelSpec;
import io.dukou.anonymizer.spec.Others;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.Role;
import io.dukou.anonymizer.spec.ValueType;
import io.dukou.anonymizer.table.CsvLimits;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.CsvWriter;
import io.dukou.anonymizer.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Measures how much CSV a CPU second turns into a protected table: read and encode, protect, write,
 * SHA-256.
 *
 * <p>A program, not a test. From the repository's root:
 *
 * <pre>{@code
 * mvn -q -pl anonymizer test-compile dependency:build-classpath -Dmdep.outputFile=target/cp
 * java -cp anonymizer/target/test-classes:anonymizer/target/classes:$(cat anonymizer/target/cp) \
 *     io.dukou.anonymizer.release.ProtectionThroughput [megabytes [rounds]]
 * }</pre>
 *
 * <p>The CSV is made from a seed: laboratory results of a study, some ten for each subject, with 14
 * columns, four of which never leave. Planning is not measured: a plan is made once and applied to
 * many cuts. CPU time is that of the whole process, garbage collection and compilation included, so
 * the first rounds are slower.
 */
public final class ProtectionThroughput {
  private static final long SEED = 20261122;
  private static final int VISITS = 10;
  private static final String HEADER =
      "STUDYID,USUBJID,SITEID,NAME,PHONE,AGE,SEX,HOME,VISIT,VISITDT,PARAM,VALUE,ARM,COMMENT\n";
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ProtectionThroughput() {}

  /** Prints one line for each round, and the best. */
  public static void main(String[] args) throws Exception {
    int megabytes = args.length > 0 ? Integer.parseInt(args[0]) : 50;
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 12;
    byte[] csv = csv(megabytes * 1_000_000);
    ReleasePlan plan = Study.plan(read(csv), spec());
    System.out.printf(
        "%.1f MB, levels %s%n",
        csv.length / 1e6, plan.quasiIdentifiers().stream().map(column -> column.level()).toList());
    double best = 0;
    for (int round = 1; round <= rounds; round++) {
      best = Math.max(best, round(csv, plan, round));
    }
    System.out.printf("best %.0f MB of CSV for each CPU second%n", best);
  }

  private static double round(byte[] csv, ReleasePlan plan, int round) throws Exception {
    long start = PROCESS.getProcessCpuTime();
    Table table = read(csv);
    long read = PROCESS.getProcessCpuTime();
    Protection protection = Study.protect(table, plan);
    long protectedAt = PROCESS.getProcessCpuTime();
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (OutputStream output = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      ProtectedTable released = protection.table();
      CsvWriter.write(released.columns(), released.rowCount(), CsvOptions.DEFAULT, output);
    }
    long written = PROCESS.getProcessCpuTime();
    double speed = csv.length / 1e6 / ((written - start) / 1e9);
    System.out.printf(
        Locale.ROOT,
        "round %2d: %4.0f MB/CPU s; ms: read %d, protect %d, write and digest %d; %s%n",
        round,
        speed,
        (read - start) / 1_000_000,
        (protectedAt - read) / 1_000_000,
        (written - protectedAt) / 1_000_000,
        protection.counts());
    return speed;
  }

  private static Table read(byte[] csv) {
    return CsvReader.read(
        new ByteArrayInputStream(csv), CsvOptions.DEFAULT, CsvLimits.DEFAULT, "study.csv");
  }

  private static ReleaseSpec spec() {
    HierarchySource ages =
        IntervalHierarchy.of(BigDecimal.ZERO, BigDecimal.valueOf(5), List.of(2, 2));
    HierarchySource homes =
        DivisionHierarchy.of(
            List.of(
                DivisionHierarchy.Unit.COUNTY,
                DivisionHierarchy.Unit.PREFECTURE,
                DivisionHierarchy.Unit.PROVINCE));
    List<AttributeSpec> attributes = new ArrayList<>();
    attributes.add(attribute("USUBJID", Role.DIRECT_IDENTIFIER, FlatHierarchy.INSTANCE));
    attributes.add(attribute("NAME", Role.DIRECT_IDENTIFIER, FlatHierarchy.INSTANCE));
    attributes.add(attribute("PHONE", Role.DIRECT_IDENTIFIER, FlatHierarchy.INSTANCE));
    attributes.add(attribute("COMMENT", Role.FREE_TEXT, FlatHierarchy.INSTANCE));
    attributes.add(attribute("AGE", Role.QUASI_IDENTIFIER, ages));
    attributes.add(attribute("SEX", Role.QUASI_IDENTIFIER, FlatHierarchy.INSTANCE));
    attributes.add(attribute("HOME", Role.QUASI_IDENTIFIER, homes));
    for (String name : List.of("STUDYID", "SITEID", "VISIT", "VISITDT", "PARAM", "ARM")) {
      attributes.add(attribute(name, Role.INSENSITIVE, FlatHierarchy.INSTANCE));
    }
    attributes.add(attribute("VALUE", Role.SENSITIVE, FlatHierarchy.INSTANCE));
    return new ReleaseSpec(
        CsvOptions.DEFAULT,
        "USUBJID",
        attributes,
        Others.REFUSE,
        List.of(new ModelSpec.KAnonymity(11)),
        0.05,
        MetricSpec.DEFAULT);
  }

  private static AttributeSpec attribute(String name, Role role, HierarchySource hierarchy) {
    return new AttributeSpec(
        name,
        role,
        ValueType.STRING,
        MissingRule.OWN_CATEGORY,
        AttributeSpec.DEFAULT_WEIGHT,
        hierarchy);
  }

  private static byte[] csv(int length) {
    Random random = new Random(SEED);
    ByteArrayOutputStream csv = new ByteArrayOutputStream(length + 4_096);
    csv.writeBytes(HEADER.getBytes(UTF_8));
    for (int subject = 0; csv.size() < length; subject++) {
      csv.writeBytes(subject(random, subject).getBytes(UTF_8));
    }
    return csv.toByteArray();
  }

  private static String subject(Random random, int subject) {
    String home =
        "%d%02d%02d"
            .formatted(31 + random.nextInt(7), 1 + random.nextInt(9), 1 + random.nextInt(6));
    String person =
        String.format(
            Locale.ROOT,
            "DK-301,DK-301-%02d-%06d,%02d,%s,1%010d,%d,%s,%s",
            subject % 17,
            subject,
            subject % 17,
            name(random),
            3_000_000_000L + random.nextInt(1_000_000_000),
            20 + random.nextInt(60),
            random.nextBoolean() ? "F" : "M",
            home);
    String arm = random.nextBoolean() ? "Placebo" : "Dukouximab 10 mg";
    StringBuilder rows = new StringBuilder();
    for (int visit = 0; visit < VISITS; visit++) {
      rows.append(person)
          .append(",VISIT ")
          .append(visit)
          .append(",2026-0")
          .append(1 + visit % 9)
          .append("-1")
          .append(random.nextInt(9))
          .append(visit % 2 == 0 ? ",Haemoglobin (g/L)," : ",Alanine aminotransferase (U/L),")
          .append(random.nextInt(2_000) / 10.0)
          .append(',')
          .append(arm)
          .append(random.nextInt(5) == 0 ? ",\"note, as given\"\n" : ",\n");
    }
    return rows.toString();
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      name.appendCodePoint(0x4e00 + random.nextInt(3_000));
    }
    return name.toString();
  }
}
