package io.dukou.gateway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A cell that would steer the terminal of a recipient keeps its table in China. */
@Timeout(120)
final class SteeringCellTest {
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @TempDir Path folder;

  @BeforeEach
  void listen() {
    lines.start();
    root().addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    root().detachAppender(lines);
  }

  @Test
  void tableWithOne_isNotProtectableAndTheLogSaysWhy() throws Exception {
    Client.Seen answer = answer(SmallStudy.csv().replaceFirst(",a\n", ",\u001b]0;x\u0007\n"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body()).contains("not_protectable").doesNotContain("arm", "\u001b");
    assertThat(lines.list)
        .map(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.contains("column arm holds control characters"))
        .noneMatch(line -> line.contains("\u001b"));
  }

  @Test
  void tableWithAFormula_isGivenAsItIs() throws Exception {
    Client.Seen answer = answer(SmallStudy.csv().replace(",a\n", ",=1+1\n"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains(",=1+1");
  }

  private Client.Seen answer(String csv) throws Exception {
    try (RawOrigin origin = new RawOrigin()) {
      origin.on("/data.csv", RawOrigin.ok("text/csv", "", csv));
      Site site = SmallStudy.site(folder, origin.url("/data.csv"), origin.hostAndPort(), "");
      try (RunningSite gateway = RunningSite.start(site)) {
        return new Client(gateway.url(), site.token("alpha-1")).get(SmallStudy.TABLE);
      }
    }
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
