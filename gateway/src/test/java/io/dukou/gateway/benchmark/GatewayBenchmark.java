package io.dukou.gateway.benchmark;

import io.dukou.gateway.endtoend.Site;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  private static final int CUT_ROUNDS = 5;
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
    CutThroughput.print(csv, CUT_ROUNDS);
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

  /** A recording, and when in it small answers were measured. */
  private record Profiled(Path recording, Instant from, Instant to) {}
}
