package io.dukou.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a stranger reads in the demonstration, and what stands in its way. */
@Timeout(300)
final class DemoTest {
  private static final String RAW_COLUMNS =
      "subject,name,id_no,phone,address,county,sex,age,enrolled,diagnosis,arm,va_baseline,"
          + "va_week24,comment";
  private static final Pattern RAW_ROW =
      Pattern.compile("LC014-\\d{5},\\p{IsHan}{2,4},\\d{17}[0-9X],1\\d{10},\\p{IsHan}+\\d+号,.*");

  private static Demo demo;
  private static String told;

  @BeforeAll
  static void play() throws IOException {
    demo = Demo.start();
    StringWriter story = new StringWriter();
    demo.play(new PrintWriter(story));
    told = story.toString();
  }

  @AfterAll
  static void close() throws IOException {
    demo.close();
  }

  @Test
  void anotherDemo_startsBesideItAndBesideAGatewayWithDefaults() throws IOException {
    try (ServerSocket callers = hold(8443);
        ServerSocket operators = hold(8444);
        Demo other = Demo.start()) {
      StringWriter words = new StringWriter();
      other.explain(new PrintWriter(words));
      assertThat(words.toString())
          .containsPattern("http://127\\.0\\.0\\.1:\\d+/lc-rws-014/demographics")
          .doesNotContain(":" + callers.getLocalPort() + "/", ":" + operators.getLocalPort() + "/");
    }
  }

  @Test
  void story_introducesPlaceRecipientAndTables() {
    assertThat(told)
        .contains("Boao Lecheng pilot zone in Hainan", "Rhein Pharma AG in Switzerland")
        .contains("demographics (2400 rows)", "visits (9600 rows)", "labs (28800 rows)")
        .containsPattern("adverse-events \\(\\d{4} rows\\)\\s+have none yet");
  }

  @Test
  void story_showsARawRowBesideTheReleasedOnes() {
    List<String> lines = told.lines().map(String::strip).toList();
    int raw = lines.indexOf(RAW_COLUMNS);
    assertThat(lines.get(raw - 1)).contains("inside China", "invented");
    assertThat(lines.get(raw + 1)).matches(RAW_ROW).doesNotEndWith(",");
    assertThat(lines.get(raw + 2)).startsWith("in Basel, 3 of ");
    assertThat(lines.get(raw + 4)).startsWith("county,sex,age,").doesNotContain("name");
    assertThat(lines.subList(raw + 5, raw + 8)).noneMatch(row -> row.contains("LC014"));
  }

  @Test
  void story_countsSubjectsByColumnsThatTellSomething() {
    Matcher classes =
        Pattern.compile(
                "another subject; those with equal ([a-z, ]+) are\\s+one class: \\d+ classes, the"
                    + " smallest of (\\d+) subjects")
            .matcher(told);
    assertThat(classes.find()).as(told).isTrue();
    assertThat(Integer.parseInt(classes.group(2))).isGreaterThanOrEqualTo(11);
    List<String> lines = told.lines().map(String::strip).toList();
    int header = lines.indexOf(RAW_COLUMNS) + 4;
    Map<String, String> row =
        CsvReader.builder()
            .ofNamedCsvRecord(lines.get(header) + "\n" + lines.get(header + 1))
            .iterator()
            .next()
            .getFieldsAsMap();
    assertThat(row.keySet()).contains(classes.group(1).split(", ", -1));
    for (String column : classes.group(1).split(", ", -1)) {
      assertThat(row.get(column)).as(column).doesNotMatch("\\*+");
    }
  }

  @Test
  void story_saysWhyDecisionNumbersJump() {
    assertThat(told).contains("decision numbers are places in the log; each read of the origin");
  }

  /** Holds a loopback port, or returns an unbound socket where another program has it already. */
  private static ServerSocket hold(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (BindException taken) {
      assertThat(socket.isBound()).isFalse();
    }
    return socket;
  }
}
