package io.dukou.gateway.benchmark;

import io.dukou.anonymizer.plan.PlanKey;
import io.dukou.anonymizer.plan.PlanOptions;
import io.dukou.anonymizer.plan.PlanOutcome;
import io.dukou.anonymizer.plan.Planner;
import io.dukou.anonymizer.plan.ReleasePlan;
import io.dukou.anonymizer.release.OrderKey;
import io.dukou.anonymizer.release.Protection;
import io.dukou.anonymizer.release.Protector;
import io.dukou.anonymizer.spec.ReleaseSpec;
import io.dukou.anonymizer.spec.SpecFiles;
import io.dukou.anonymizer.spec.SpecParser;
import io.dukou.anonymizer.table.CsvOptions;
import io.dukou.anonymizer.table.CsvReader;
import io.dukou.anonymizer.table.CsvWriter;
import io.dukou.anonymizer.table.Table;
import io.dukou.audit.BodyDigester;
import io.dukou.audit.DigestSuite;
import io.dukou.gateway.endtoend.Site;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Small answers a second and megabytes a second of five ways to serve the same study, in one run:
 * the origin itself, a bare reverse proxy, that proxy asking a real OPA about each request, and
 * Dukou whole, with the embedded policy and with OPA. And, apart from these, how fast a protected
 * table is made from a data cut.
 *
 * <p>Started by {@code gateway/bin/benchmark}; see docs/benchmark.md.
 */
public final class GatewayBenchmark {
  private static final int SUBJECTS = 9_000;
  private static final int LARGE_BYTES = 50_000_000;
  private static final int CONNECTIONS = 32;
  private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("warmup", 8));
  private static final Duration MEASURED = Duration.ofSeconds(Integer.getInteger("seconds", 10));
  private static final boolean PROFILE = Boolean.getBoolean("profile");
  private static final String SMALL_QUERY = "?limit=20";

  private final Vertx vertx = Vertx.vertx();
  private final Map<String, Load.Result> small = new LinkedHashMap<>();
  private final Map<String, Load.Result> large = new LinkedHashMap<>();
  private final Map<String, Double> cpuMicros = new LinkedHashMap<>();
  private final Map<String, Profiled> profiled = new LinkedHashMap<>();
  private final Path folder;

  private GatewayBenchmark(Path folder) {
    this.folder = folder;
  }

  /** Runs everything and prints a table; the first argument is OPA, the second its bundle. */
  public static void main(String[] args) throws Exception {
    GatewayBenchmark benchmark =
        new GatewayBenchmark(Files.createTempDirectory("dukou-benchmark-"));
    List<String> subjects = StudyFile.subjects(SUBJECTS);
    byte[] csv = StudyFile.csv(subjects, LARGE_BYTES);
    benchmark.run(subjects, csv, args);
    benchmark.print();
    benchmark.printProfiles();
    protect(csv);
    System.exit(0);
  }

  private void run(List<String> subjects, byte[] csv, String[] args) throws Exception {
    Path largeFile = Files.write(folder.resolve("large.csv"), csv);
    Path smallFile = Files.write(folder.resolve("small.csv"), new byte[1]);
    try (Child first = Child.java("origin", smallFile.toString(), largeFile.toString())) {
      Site site = site("probe", first.port(), subjects, "");
      try (Child dukou = Child.java("dukou", site.configuration().toString())) {
        Files.write(smallFile, page(dukou.port(), site.token("alpha-1")));
      }
    }
    try (Child origin = Child.java("origin", smallFile.toString(), largeFile.toString())) {
      measure("origin, direct", origin, "", Map.of());
      try (Child proxy = Child.java("proxy", Integer.toString(origin.port()))) {
        measure("bare proxy", proxy, "", Map.of());
      }
      int opaPort = freePort();
      try (Child opa = Child.opa(args[0], args[1], opaPort)) {
        awaitOpa(opaPort);
        String opaUrl = "http://127.0.0.1:" + opa.port();
        try (Child asking =
            Child.java("asking", Integer.toString(origin.port()), opaUrl, args[2])) {
          measure("proxy that asks OPA", asking, "", Map.of());
        }
        dukou("Dukou, embedded policy", site("embedded", origin.port(), subjects, ""));
        dukou(
            "Dukou, with OPA",
            site(
                "opa",
                origin.port(),
                subjects,
                "policy: {engine: opa, timeout: 10s, opa: {url: \"" + opaUrl + "\"}}"));
      }
    }
  }

  private void dukou(String name, Site site) throws Exception {
    Path recording = folder.resolve(name.replaceAll("[^A-Za-z]+", "-") + ".jfr");
    String configuration = site.configuration().toString();
    try (Child dukou =
        PROFILE
            ? Child.recorded(recording, "dukou", configuration)
            : Child.java("dukou", configuration)) {
      Map<String, String> headers = Map.of("Authorization", "Bearer " + site.token("alpha-1"));
      page(dukou.port(), site.token("alpha-1"));
      Instant from = measure(name, dukou, Site.PREFIX, headers);
      if (PROFILE) {
        profiled.put(name, new Profiled(recording, from, from.plus(MEASURED)));
      }
    }
  }

  /** Measures a server; returns when the measured small answers began. */
  private Instant measure(String name, Child server, String prefix, Map<String, String> headers)
      throws Exception {
    String base = "http://127.0.0.1:" + server.port() + prefix;
    String smallUrl = base + (prefix.isEmpty() ? "/small.csv" : SMALL_QUERY);
    Load.run(vertx, smallUrl, headers, CONNECTIONS, WARM_UP);
    Instant from = Instant.now();
    Duration before = server.cpu();
    Load.Result result = Load.run(vertx, smallUrl, headers, CONNECTIONS, MEASURED);
    Duration used = server.cpu().minus(before);
    small.put(name, result);
    cpuMicros.put(name, used.toNanos() / 1e3 / result.answers());
    String largeUrl = base + (prefix.isEmpty() ? "/large.csv" : "");
    Load.run(vertx, largeUrl, headers, 2, Duration.ofSeconds(2));
    large.put(name, Load.run(vertx, largeUrl, headers, 2, MEASURED));
    System.err.println("measured: " + name);
    return from;
  }

  private Site site(String name, int origin, List<String> subjects, String more)
      throws IOException {
    Path siteFolder = Files.createDirectories(folder.resolve(name));
    String hosts = "127.0.0.1:" + origin;
    String route =
        """
          - prefix: /st-1/data
            study: st-1
            dataset: data
            origin: {url: "http://%s/large.csv", version: etag, recheck: 1h, format: csv}
            specification: spec.yaml
        """
            .formatted(hosts);
    int opa = more.indexOf("127.0.0.1:");
    String allowed =
        opa < 0 ? hosts : hosts + "\", \"" + more.substring(opa, more.indexOf('"', opa));
    return Site.write(
        siteFolder,
        new Site.Plan(
            allowed,
            route,
            List.of("spec.yaml", StudyFile.SPECIFICATION),
            subjects,
            StudyFile.FIELDS,
            more));
  }

  private static byte[] page(int port, String token) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + Site.PREFIX + SMALL_QUERY))
                    .header("Authorization", "Bearer " + token)
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IOException(
          "status "
              + answer.statusCode()
              + ": "
              + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
    }
    return answer.body();
  }

  private static void awaitOpa(int port) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest health =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health?bundles")).build();
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < end) {
      try {
        if (client.send(health, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        Thread.onSpinWait(); // not listening yet
      }
    }
    throw new IOException("OPA did not start");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void print() {
    double asking = small.get("proxy that asks OPA").requestsPerSecond();
    System.out.printf(
        "%-24s %12s %10s %10s %12s %10s %8s%n",
        "", "requests/s", "p50 ms", "p99 ms", "x asking OPA", "CPU us", "MB/s");
    small.forEach(
        (name, result) ->
            System.out.printf(
                "%-24s %12.0f %10.2f %10.2f %12.2f %10.0f %8.0f%n",
                name,
                result.requestsPerSecond(),
                result.p50().toNanos() / 1e6,
                result.p99().toNanos() / 1e6,
                result.requestsPerSecond() / asking,
                cpuMicros.get(name),
                large.get(name).megabytesPerSecond()));
  }

  private void printProfiles() throws IOException {
    for (Map.Entry<String, Profiled> one : profiled.entrySet()) {
      Profiled of = one.getValue();
      StageProfile.read(of.recording(), of.from(), of.to()).print(one.getKey());
    }
  }

  /** Reads, protects, writes and digests a cut, and prints megabytes for each CPU second. */
  private static void protect(byte[] csv) throws IOException {
    ReleaseSpec spec = SpecParser.parse(StudyFile.SPECIFICATION, "spec.yaml", SpecFiles.none());
    PlanKey key = PlanKey.generate(new SecureRandom());
    Table planned = read(csv);
    ReleasePlan plan =
        ((PlanOutcome.Planned) Planner.optimal().plan(planned, spec, PlanOptions.with(key))).plan();
    for (int round = 0; round < 5; round++) {
      long start = cpuNanos();
      Table cut = read(csv);
      long afterRead = cpuNanos();
      Protection protection =
          Protector.protect(cut, plan, key, OrderKey.generate(new SecureRandom()), Set.of());
      long afterProtect = cpuNanos();
      BodyDigester digester = new BodyDigester(DigestSuite.SHA256);
      CsvWriter.write(
          protection.table().columns(),
          protection.table().rowCount(),
          CsvOptions.DEFAULT,
          new DigestOnly(digester));
      digester.finish();
      long end = cpuNanos();
      System.out.printf(
          "protected table from a cut: %.0f MB for each CPU second"
              + " (read %.2f s, protect %.2f s, write and digest %.2f s)%n",
          csv.length / 1e6 / ((end - start) / 1e9),
          (afterRead - start) / 1e9,
          (afterProtect - afterRead) / 1e9,
          (end - afterProtect) / 1e9);
    }
  }

  private static Table read(byte[] csv) throws IOException {
    return CsvReader.read(
        new ByteArrayInputStream(csv),
        CsvOptions.DEFAULT,
        io.dukou.anonymizer.table.CsvLimits.DEFAULT,
        "cut");
  }

  /** Returns the CPU time of the whole process, garbage collection included. */
  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** A recording, and when in it small answers were measured. */
  private record Profiled(Path recording, Instant from, Instant to) {}

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
