package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dukou.audit.LeafKind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dukou serve} does as a process: signals, health, exit codes. */
@Timeout(300)
final class ServeTest {
  @TempDir Path folder;

  private LargeStudy study;
  private Site site;
  private ServeProcess gateway;

  @BeforeEach
  void prepare() throws IOException {
    study = LargeStudy.of(new Canaries(3), 60, 4_000_000);
    site = study.site(folder);
    site.edit("dukou.yaml", "recheck: 1s", "recheck: 1h"); // so that only a signal makes it look
  }

  @AfterEach
  void leaveNothingRunning() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
    study.close();
  }

  @Test
  void sigterm_letsTheAnswerInFlightEndAndExitsWithZero() throws Exception {
    gateway = ServeProcess.start(site);
    try (SlowCaller caller = SlowCaller.ask(gateway.url(), site.token("alpha-1"), Site.PREFIX)) {
      caller.readHead();
      gateway.signal("TERM");
      gateway.awaitLine("stopping: requests in work may end");
      HttpResponse<String> ready = gateway.admin("/readyz");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("the gateway is stopping");
      assertThat(caller.rest().rows()).hasSize(60);
    }
    assertThat(gateway.awaitEnd()).isZero();
    GivenLog log = GivenLog.read(site);
    GivenLog.Given release = log.all(LeafKind.RELEASE).get(0);
    assertThat(log.all(LeafKind.CLOSE))
        .anySatisfy(close -> assertThat(close.closes(release, "complete")).isTrue());
  }

  @Test
  void sighup_takesAContractThatWasMissing() throws Exception {
    assumeTrue(ServeProcess.canHearHangUp(), "SKIPPED: SIGHUP is ignored here, as below nohup");
    site.edit("facts.yaml", "status: in-force", "status: ended");
    gateway = ServeProcess.start(site);
    Client alpha = new Client(gateway.url(), site.token("alpha-1"));
    assertThat(alpha.get(Site.PREFIX).body()).contains("\"rule\":\"R40\"");
    site.edit("facts.yaml", "status: ended", "status: in-force");
    assertThat(alpha.get(Site.PREFIX).status()).isEqualTo(403);
    gateway.signal("HUP");
    gateway.awaitLine("facts, keys and certificate were read again");
    assertThat(alpha.get(Site.PREFIX).status()).isEqualTo(200);
  }

  @Test
  void sighupDuringTheStart_isHeededAfterIt() throws Exception {
    assumeTrue(ServeProcess.canHearHangUp(), "SKIPPED: SIGHUP is ignored here, as below nohup");
    gateway = ServeProcess.start(site);
    gateway.awaitLine("rules are loaded"); // and nothing is listened on yet
    gateway.signal("HUP");
    gateway.awaitLine("facts, keys and certificate were read again");
    Client alpha = new Client(gateway.url(), site.token("alpha-1"));
    assertThat(alpha.get(Site.PREFIX).status()).isEqualTo(200);
  }

  @Test
  void portThatIsTaken_exitsWithTwoAndLeavesTheLogWell() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      site.edit("dukou.yaml", "admin: {port: 0}", "admin: {port: " + taken.getLocalPort() + "}");
      gateway = ServeProcess.start(site);
      assertThat(gateway.awaitEnd()).isEqualTo(2);
      assertThat(gateway.output())
          .contains("cannot listen on port")
          .doesNotContain("must end")
          .doesNotContain("ERROR")
          .doesNotContain("WARN");
      site.edit("dukou.yaml", "admin: {port: " + taken.getLocalPort() + "}", "admin: {port: 0}");
    }
    serveOnceAndStop();
  }

  @Test
  void sighup_takesTheIssuersNewKey() throws Exception {
    assumeTrue(ServeProcess.canHearHangUp(), "SKIPPED: SIGHUP is ignored here, as below nohup");
    gateway = ServeProcess.start(site);
    Client before = new Client(gateway.url(), site.token("alpha-1"));
    site.renewIssuer();
    Client after = new Client(gateway.url(), site.token("alpha-1"));
    assertThat(before.get(Site.PREFIX).status()).isEqualTo(200);
    assertThat(after.get(Site.PREFIX).status()).isEqualTo(401);
    gateway.signal("HUP");
    gateway.awaitLine("facts, keys and certificate were read again");
    assertThat(before.get(Site.PREFIX).status()).isEqualTo(401);
    assertThat(after.get(Site.PREFIX).status()).isEqualTo(200);
  }

  @Test
  void filesThatCannotBeUsed_areToldByReadyzAndLeaveTheOldInForce() throws Exception {
    assumeTrue(ServeProcess.canHearHangUp(), "SKIPPED: SIGHUP is ignored here, as below nohup");
    gateway = ServeProcess.start(site);
    Client alpha = new Client(gateway.url(), site.token("alpha-1"));
    assertThat(gateway.admin("/readyz").body()).isEqualTo("ready\n");
    site.edit("facts.yaml", "status: in-force", "status: in-farce");
    site.edit("idp.pem", "BEGIN", "BEGUN");
    gateway.signal("HUP");
    gateway.awaitLine("facts, keys and certificate were read again");
    HttpResponse<String> ready = gateway.admin("/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).containsPattern("facts: .*facts\\.yaml:\\d+:\\d+: ");
    assertThat(ready.body()).containsPattern("identity: .*idp\\.pem");
    assertThat(gateway.admin("/livez").statusCode()).isEqualTo(200);
    assertThat(alpha.get(Site.PREFIX).status()).as(gateway.output()).isEqualTo(200);
  }

  @Test
  void configurationThatCannotBeUsed_exitsWithTwoAndNamesEachLine() throws Exception {
    site.edit("dukou.yaml", "audience:", "audiences:");
    site.edit("dukou.yaml", "recheck: 1h", "recheck: soon");
    gateway = ServeProcess.start(site);
    assertThat(gateway.awaitEnd()).isEqualTo(2);
    assertThat(gateway.output())
        .containsPattern("dukou\\.yaml:\\d+:\\d+: .*audiences")
        .containsPattern("dukou\\.yaml:\\d+:\\d+: .*recheck")
        .doesNotContain("\tat ");
  }

  @Test
  void portThatIsTaken_exitsWithTwoAndIsNamed() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      site.edit("dukou.yaml", "admin: {port: 0}", "admin: {port: " + other.getLocalPort() + "}");
      gateway = ServeProcess.start(site);
      assertThat(gateway.awaitEnd()).isEqualTo(2);
      assertThat(gateway.output())
          .contains("dukou: cannot listen on port " + other.getLocalPort() + " of 127.0.0.1: ")
          .contains("server.admin.port")
          .doesNotContain("ERROR")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void damagedLog_exitsWithSeventyAndNamesTheFile() throws Exception {
    serveOnceAndStop();
    Path checkpoint = site.log().resolve("checkpoint");
    try (RandomAccessFile file = new RandomAccessFile(checkpoint.toFile(), "rw")) {
      file.seek(file.length() - 10);
      int other = file.read() == 'A' ? 'B' : 'A';
      file.seek(file.length() - 10);
      file.write(other);
    }
    gateway = ServeProcess.start(site);
    assertThat(gateway.awaitEnd()).isEqualTo(70);
    assertThat(gateway.output()).contains(checkpoint.toString()).contains("remedy: ");
  }

  @Test
  void secondProcessOnTheSameFolders_refusesAndLeavesTheFirstAlone() throws Exception {
    gateway = ServeProcess.start(site);
    Client alpha = new Client(gateway.url(), site.token("alpha-1"));
    try (ServeProcess second = ServeProcess.start(site)) {
      assertThat(second.awaitEnd()).isEqualTo(2);
      assertThat(second.output()).contains("another gateway is using this folder");
    }
    assertThat(alpha.get(Site.PREFIX).status()).isEqualTo(200);
  }

  @Test
  void secondProcessOnTheSameLogAlone_refuses() throws Exception {
    gateway = ServeProcess.start(site);
    gateway.url();
    site.edit("dukou.yaml", "outbound:", "state: {directory: elsewhere}\noutbound:");
    try (ServeProcess second = ServeProcess.start(site)) {
      assertThat(second.awaitEnd()).isEqualTo(2);
      assertThat(second.output()).contains("audit/log: in use by another log");
    }
  }

  private void serveOnceAndStop() throws IOException, InterruptedException {
    gateway = ServeProcess.start(site);
    new Client(gateway.url(), site.token("alpha-1")).get(Site.PREFIX);
    gateway.signal("TERM");
    assertThat(gateway.awaitEnd()).isZero();
  }
}
