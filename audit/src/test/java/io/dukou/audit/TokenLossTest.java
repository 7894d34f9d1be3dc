package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a log whose token is taken away while it is written. */
@Tag("real-server")
final class TokenLossTest {
  @TempDir private Path folder;

  @Test
  void token_is_taken_away_and_every_entry_has_its_signature_or_no_acknowledgement()
      throws Exception {
    SoftHsm hsm = SoftHsm.in(folder.resolve("hsm"));
    hsm.token("dukou");
    hsm.key("dukou", "log", "01");
    String site = folder.resolve("site").toString();
    String uri = hsm.uri("dukou", ";object=log");
    assertThat(hsm.java(TokenLog.class, site, uri)).contains("receipt 2");

    String said = hsm.java(TokenLoss.class, site, uri, hsm.tokens().toString());
    assertThat(said.lines().filter(line -> line.startsWith("TOLD LogFailedException")))
        .as("each writer, and one after the token was back")
        .hasSize(5);
    assertThat(said)
        .containsOnlyOnce("OWNER the log's key cannot sign: ")
        .contains("see that the token is there and works, then start again", "HEALTHY false");
    Matcher acknowledged = Pattern.compile("ACKNOWLEDGED (\\d+)").matcher(said);
    assertThat(acknowledged.find()).as(said).isTrue();
    long entries = 3 + Long.parseLong(acknowledged.group(1));

    String again = hsm.java(TokenLog.class, site, uri);
    assertThat(again).as("the next one").contains("receipt " + entries);
    String vkey = again.lines().filter(line -> line.endsWith(" 0 -")).findFirst().orElseThrow();
    LogReport report = LogCheck.check(folder.resolve("site/log"), VerifierKeys.parse(vkey + "\n"));
    assertThat(report.findings()).isEqualTo(List.of());
    assertThat(report.size()).isEqualTo(entries + 3);
  }

  @Test
  void log_does_not_open_without_its_token() throws Exception {
    SoftHsm hsm = SoftHsm.in(folder.resolve("hsm"));
    hsm.token("dukou");
    hsm.key("dukou", "log", "01");
    String site = folder.resolve("site").toString();
    String uri = hsm.uri("dukou", ";object=log");
    assertThat(hsm.java(TokenLog.class, site, uri)).contains("receipt 2");
    Path away = Files.move(hsm.tokens(), folder.resolve("away"));
    Files.createDirectory(hsm.tokens());
    assertThat(hsm.java(TokenLog.class, site, uri))
        .contains("REFUSED ", "log.key: no slot holds the token; put it in");
    Files.delete(hsm.tokens());
    Files.move(away, hsm.tokens());
    assertThat(hsm.java(TokenLog.class, site, uri)).contains("receipt 5");
  }
}
