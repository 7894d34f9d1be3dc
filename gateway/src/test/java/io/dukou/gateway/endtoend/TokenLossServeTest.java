package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.SoftHsm;
import io.dukou.gateway.cli.CommandRun;
import io.dukou.gateway.keys.GatewayKeys;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code dukou serve} whose log is signed in a token that is taken away and brought back. */
@Tag("real-server")
@Timeout(300)
final class TokenLossServeTest {
  @TempDir private Path folder;

  @Test
  void gatewayRefusesSaysWhyAndEnds_andServesAgainOnceTheTokenIsBack() throws Exception {
    SoftHsm hsm = SoftHsm.in(folder.resolve("hsm"));
    hsm.token("dukou");
    hsm.key("dukou", "log", "01");
    Map<String, String> environment = Map.of("SOFTHSM2_CONF", hsm.environment().split("=", 2)[1]);
    try (LargeStudy study = LargeStudy.of(new Canaries(3), 60, 4_000_000)) {
      Site site = study.site(Files.createDirectory(folder.resolve("site")));
      Path key = GatewayKeys.logKeyFile(site.folder().resolve("keys"));
      Files.writeString(key, hsm.uri("dukou", ";object=log") + "\n");
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));

      String vkey = loseToken(site, hsm, environment);

      Path away = folder.resolve("away");
      try (ServeProcess without = ServeProcess.start(site, environment)) {
        assertThat(without.awaitEnd()).isEqualTo(2);
        assertThat(without.output())
            .contains("log.key: the module of module-path cannot be started");
      }
      Files.move(away, hsm.tokens());
      try (ServeProcess back = ServeProcess.start(site, environment)) {
        Client alpha = new Client(back.url(), site.token("alpha-1"));
        assertThat(alpha.get(Site.PREFIX).status()).isEqualTo(200);
        assertThat(back.admin("/readyz").body()).isEqualTo("ready\n");
        back.signal("TERM");
        assertThat(back.awaitEnd()).isZero();
      }
      CommandRun check = CommandRun.of("log", "check", site.log().toString(), "--vkey", vkey);
      assertThat(check.status()).as(check.out() + check.err()).isZero();
      assertThat(check.out()).contains("SOUND").doesNotContain("NOT SOUND");
    }
  }

  /** Takes the token away while an answer is under way; returns the verifier key. */
  private String loseToken(Site site, SoftHsm hsm, Map<String, String> environment)
      throws Exception {
    try (ServeProcess gateway = ServeProcess.start(site, environment);
        SlowCaller caller = SlowCaller.ask(gateway.url(), site.token("alpha-1"), Site.PREFIX)) {
      caller.readHead();
      assertThat(gateway.admin("/readyz").body()).isEqualTo("ready\n");
      Files.move(hsm.tokens(), folder.resolve("away"));
      Client beta = new Client(gateway.url(), site.token("beta-1"));
      Set<String> told = ConcurrentHashMap.newKeySet();
      Thread operator = new Thread(() -> askUntilTheEnd(gateway, told));
      operator.start();
      var refused = beta.get(Site.PREFIX);
      assertThat(refused.status()).as(refused.body()).isEqualTo(503);
      assertThat(gateway.awaitEnd()).isEqualTo(70);
      operator.join();
      assertThat(told)
          .anySatisfy(
              body ->
                  assertThat(body)
                      .contains("the log takes no entries")
                      .contains("the process must end: the log's key cannot sign: "));
      assertThat(gateway.output())
          .contains("this process must end: the log's key cannot sign: ")
          .contains("see that the token is there and works, then start again");
      return gateway.awaitLine("receipts verify with ([^\\s\"]+)").group(1);
    }
  }

  private static void askUntilTheEnd(ServeProcess gateway, Set<String> told) {
    try {
      while (true) {
        HttpResponse<String> ready = gateway.admin("/readyz");
        if (ready.statusCode() == 503) {
          told.add(ready.body());
        }
      }
    } catch (IOException e) {
      return; // it has ended
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
