package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running proxy that asks a real OPA server. */
@Tag("real-server")
@Timeout(300)
final class LiveOpaTest {
  private RawOrigin origin;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    origin = new RawOrigin();
    origin.on("/data.csv", RawOrigin.ok("text/csv", "", SmallStudy.csv()));
  }

  @AfterEach
  void stop() throws IOException {
    origin.close();
  }

  @Test
  void tableThatOpaAllows_isReleasedUntilOpaStops() throws Exception {
    try (LiveOpa opa = LiveOpa.start(folder, LiveOpa.committedRevision())) {
      Site site = site(opa);
      try (RunningSite gateway = RunningSite.start(site)) {
        Client.Seen allowed = ask(gateway, site);
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.rows()).hasSize(60);
        opa.kill();
        site.put("facts.yaml", Files.readString(folder.resolve("facts.yaml")) + "\n");
        gateway.reload(); // under other facts nothing that OPA decided before counts
        assertUnavailable(ask(gateway, site));
      }
    }
  }

  @Test
  void useThatOpaDenies_isRefusedWithReasons() throws Exception {
    try (LiveOpa opa = LiveOpa.start(folder, LiveOpa.committedRevision())) {
      Site site = site(opa);
      site.edit("facts.yaml", "status: in-force", "status: ended");
      try (RunningSite gateway = RunningSite.start(site)) {
        Client.Seen refused = ask(gateway, site);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("\"rule\":\"R40\"");
        assertThat(origin.heads()).isEmpty();
      }
    }
  }

  @Test
  void rulesOfAnotherRevision_refuse() throws Exception {
    try (LiveOpa opa = LiveOpa.start(folder, "another")) {
      Site site = site(opa);
      try (RunningSite gateway = RunningSite.start(site)) {
        assertUnavailable(ask(gateway, site));
        assertThat(origin.heads()).isEmpty();
      }
    }
  }

  private static void assertUnavailable(Client.Seen answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.body()).contains("policy_unavailable");
  }

  private static Client.Seen ask(RunningSite gateway, Site site) throws IOException {
    return new Client(gateway.url(), site.token("alpha-1")).get(SmallStudy.TABLE);
  }

  private Site site(LiveOpa opa) throws IOException {
    return SmallStudy.decidedBy(
        opa.address(), SmallStudy.site(folder, origin.url("/data.csv"), origin.hostAndPort(), ""));
  }
}
