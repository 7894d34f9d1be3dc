package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.LogCheck;
import io.dukou.audit.LogReport;
import io.dukou.audit.ReceiptVerifier;
import io.dukou.audit.postgres.PostgresHome;
import io.dukou.audit.postgres.PostgresOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A site whose log is in a database, and the judgement of what its gateways gave.
 *
 * @param site the configuration, keys and facts
 * @param database the database, with a lease of 3 seconds
 */
record DatabaseSite(Site site, PostgresOptions database) {
  /** Says where operators are answered who ask a gateway that stands by. */
  static final String STANDING_BY = "health while standing by: (http://\\S+)/readyz";

  /** Moves the log of a site, which has not been started, into a database. */
  static DatabaseSite of(Site site, PostgresOptions database) throws IOException {
    site.edit(
        "dukou.yaml",
        "audit: {origin: test.dukou.example/log, reserve: 0 B}",
        """
        audit:
          origin: test.dukou.example/log
          database: {url: "%s", user: %s, passwordFile: "%s", lease: 3s, timeout: 2s}
        """
            .formatted(database.url(), database.user(), database.passwordFile()));
    return new DatabaseSite(site, database);
  }

  /** Writes a configuration that differs in nothing but the folder of the state. */
  Site withOwnState() throws IOException {
    site.edit("dukou.yaml", "\nfacts: ", "\nstate: {directory: state2}\nfacts: ");
    return site;
  }

  /** Gives the next gateway that is started a port of its own for operators; returns where. */
  URI withOwnAdminPort() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    site.edit("dukou.yaml", "admin: {port: 0}", "admin: {port: " + port + "}");
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** Waits until one of two gateways serves; returns which. */
  ServeProcess whicheverServes(ServeProcess one, ServeProcess other) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (System.nanoTime() < end) {
      for (ServeProcess each : List.of(one, other)) {
        if (each.output().contains("listening on port")) {
          return each;
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("neither serves: " + one.output() + other.output());
  }

  /** Takes a table from a gateway, which must give it. */
  Client.Seen ask(ServeProcess gateway, String path) throws IOException, InterruptedException {
    Client.Seen seen = new Client(gateway.url(), site.token("alpha-1")).get(path);
    assertThat(seen.status()).as(gateway.output()).isEqualTo(200);
    return seen;
  }

  /** Proves each receipt, and the log that they are all of. */
  void assertSound(Client.Seen... answers) throws IOException {
    for (Client.Seen answer : answers) {
      String receipt =
          new String(
              Base64.getDecoder().decode(answer.headers().get("dukou-receipt")),
              StandardCharsets.UTF_8);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      assertThat(
              ReceiptVerifier.verify(receipt, site.verifierKey(), new ByteArrayInputStream(body))
                  .bodyProved())
          .isTrue();
    }
    try (PostgresHome home = PostgresHome.open(database)) {
      LogReport report =
          LogCheck.checkAll(
              home.log(),
              site.verifierKey(),
              new LogCheck.Also(site.domesticIn(home.domestic()), null, null));
      assertThat(report.findings()).isEmpty();
      assertThat(report.size()).isGreaterThan(answers.length);
    }
  }

  /** Returns what an operator is told. */
  static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
