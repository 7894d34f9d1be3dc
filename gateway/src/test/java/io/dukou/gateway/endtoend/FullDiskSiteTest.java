package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dukou.audit.LeafKind;
import io.dukou.audit.LogCheck;
import io.dukou.audit.LoopDisk;
import io.dukou.audit.SpaceReserve;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole gateway with everything of it on one real ext4 that somebody else fills: what an
 * operator is told and when, what callers get, and what is in the log afterwards.
 */
@Tag("real-server")
@Timeout(300)
final class FullDiskSiteTest {
  private static final long RESERVE = 16L << 20;
  private static final int K = 11;

  @TempDir Path folder;

  private final Canaries canaries = new Canaries(12);
  private LoopDisk disk;
  private LargeStudy study;
  private Site site;
  private Takings takings;
  private ServeProcess gateway;

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(LoopDisk.isPossible(), "SKIPPED: needs root, a loop device and mkfs.ext4");
    disk = LoopDisk.small(folder, 192);
    study = LargeStudy.of(canaries, 400, 6_000_000);
    site = study.site(Files.createDirectory(disk.root().resolve("site")));
    site.edit("dukou.yaml", "reserve: 0 B", "reserve: 16 MiB");
    takings = new Takings(site.verifierKey());
    gateway = ServeProcess.start(site);
  }

  @AfterEach
  void leaveNothingRunning() throws Exception {
    if (gateway != null) {
      gateway.close();
      gateway.awaitEnd();
    }
    if (study != null) {
      study.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  @Test
  void fullDisk_isToldLongBefore_refusesReleases_andRecordsWhatMustBe() throws Exception {
    take(200);
    assertThat(gateway.admin("/readyz").body()).isEqualTo("ready\n");

    leave(RESERVE + (4L << 20));
    gateway.awaitLine("make room there, or nothing will be released");
    assertThat(gateway.admin("/readyz").statusCode()).isEqualTo(200);
    assertThat(gateway.admin("/readyz").body()).contains("make room there");
    assertThat(gateway.admin("/metrics").body())
        .contains("dukou_log_reserve_held_bytes " + RESERVE, "dukou_faults 1");
    take(200);

    try (Socket begun = beginToTake()) {
      disk.fill();
      gateway.awaitLine("nothing is released until there is room");
      assertThat(gateway.admin("/readyz").statusCode()).isEqualTo(503);
      assertThat(gateway.admin("/readyz").body()).contains("nothing is released");
      for (int i = 0; i < 200; i++) {
        assertThat(take(503).answer().body()).contains("log_space");
      }
      assertThat(begun.isClosed()).isFalse();
    } // the caller goes away in the middle of the body
    take(503);
    assertThat(heldBytes()).isLessThan(RESERVE);

    Files.delete(disk.root().resolve("ballast"));
    Files.delete(disk.root().resolve("other"));
    gateway.awaitLine("the log has enough room again");
    assertThat(gateway.admin("/readyz").body()).isEqualTo("ready\n");
    take(200);
    assertThat(heldBytes()).isEqualTo(RESERVE);
    endAndJudge();
    GivenLog log = GivenLog.read(site);
    assertThat(log.all(LeafKind.REFUSAL)).hasSize(201);
    assertThat(log.all(LeafKind.CLOSE))
        .filteredOn(entry -> !entry.leaf().decision().path("outcome").asText().equals("complete"))
        .as("how the transfer ended that was under way")
        .hasSize(1);
  }

  /** A start on a full disk is what a restart at the worst time is. */
  @Test
  void gatewayThatStartsOnAFullDisk_refusesReleases_untilThereIsRoom() throws Exception {
    take(200);
    gateway.kill();
    gateway.awaitEnd();
    takings.endLife();
    disk.fill();
    gateway = ServeProcess.start(site);
    assertThat(take(503).answer().body()).contains("log_space");
    assertThat(gateway.admin("/readyz").statusCode()).isEqualTo(503);
    Files.delete(disk.root().resolve("ballast"));
    gateway.awaitLine("the log has enough room again");
    take(200);
    endAndJudge();
  }

  private Taken take(int status) throws IOException, InterruptedException {
    Taken taken = new Client(gateway.url(), site.token("alpha-1")).take("alpha-1", Site.PREFIX);
    takings.add(taken);
    assertThat(taken.status()).as(gateway.output()).isEqualTo(status);
    return taken;
  }

  /** Starts a transfer and reads its head only. */
  private Socket beginToTake() throws IOException, InterruptedException {
    URI url = gateway.url();
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8 << 10);
    socket.connect(new InetSocketAddress(url.getHost(), url.getPort()));
    socket
        .getOutputStream()
        .write(
            Client.request("GET", Site.PREFIX, site.token("alpha-1"), "")
                .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1))
        .isEqualTo("HTTP/1.1 200");
    return socket;
  }

  /** Lets somebody else take all but so many bytes. */
  private void leave(long bytes) throws IOException {
    byte[] piece = new byte[1 << 16];
    try (var out = Files.newOutputStream(disk.root().resolve("other"))) {
      while (Files.getFileStore(disk.root()).getUsableSpace() > bytes) {
        out.write(piece);
      }
    }
  }

  private long heldBytes() throws IOException {
    return Files.size(site.log().resolve(SpaceReserve.FILE));
  }

  private void endAndJudge() throws IOException, InterruptedException {
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).as(gateway.output()).isZero();
    takings.endLife();
    assertThat(LogCheck.check(site.log(), site.verifierKey(), site.domestic()).findings())
        .isEqualTo(List.of());
    takings.judge(GivenLog.read(site), K);
  }
}
