package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.pipeline.Misuse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Header blocks of HTTP/2 that RFC 9113 calls malformed, and some that it does not. */
@Timeout(60)
final class Http2MalformedTest {
  private static final String[] SOUND = {
    ":method",
    "GET",
    ":scheme",
    "https",
    ":authority",
    "localhost",
    ":path",
    "/s/d",
    "authorization",
    "Bearer alice"
  };

  private static TestTls tls;
  private TestServer server;

  @BeforeAll
  static void makeCertificate() throws Exception {
    tls = new TestTls();
  }

  @AfterAll
  static void deleteCertificate() {
    tls.close();
  }

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(settings -> settings.with(tls.transport()));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void soundHead_isAnswered() throws Exception {
    assertThat(outcome(SOUND)).isEqualTo("200 a,b\n1,2\n");
    assertThat(outcome(soundWith("te", "trailers"))).startsWith("200 ");
    assertThat(outcome(soundWith("host", "localhost"))).startsWith("200 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ":method|POST",
        ":path|/other",
        ":authority|other",
        ":status|200",
        ":protocol|websocket",
        ":unknown|x",
        "''|x",
        "x y|z",
        "x:y|z",
        "X-Upper|z",
        "connection|close",
        "keep-alive|1",
        "proxy-connection|x",
        "transfer-encoding|chunked",
        "upgrade|h2c",
        "te|gzip",
        "host|other",
        "content-length|5",
        "content-length|x",
      })
  void malformedField_resetsTheStream(String name, String value) throws Exception {
    assertThat(outcome(soundWith(name, value))).isEqualTo("reset");
    assertThat(server.pipeline().asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "a\nb: c", "a\rb", "a\r\nb: c"})
  void controlsInAValue_resetTheStream(String value) throws Exception {
    assertThat(outcome(soundWith("x", value))).isEqualTo("reset");
    assertThat(server.pipeline().asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {":method", ":scheme", ":path"})
  void missingPseudoField_resetsTheStream(String name) throws Exception {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < SOUND.length; i += 2) {
      if (!SOUND[i].equals(name)) {
        fields.addAll(List.of(SOUND[i], SOUND[i + 1]));
      }
    }
    assertThat(outcome(fields.toArray(new String[0]))).isEqualTo("reset");
    assertThat(server.pipeline().asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    ":path,''",
    ":path,'/s/d HTTP/1.1'",
    ":authority,''",
    ":authority,user@localhost",
    ":authority,a b"
  })
  void malformedPseudoField_isNeverAnsweredWithData(String name, String value) throws Exception {
    assertThat(outcome(with(name, value))).matches("(?s)reset|400 .*");
    assertThat(server.pipeline().asked()).allMatch(request -> request.misuse().isPresent());
  }

  @ParameterizedTest
  @CsvSource({":path,*", ":path,http://localhost/s/d", ":path,s/d"})
  void targetThatIsNoPath_isRefusedAndRecorded(String name, String value) throws Exception {
    assertThat(outcome(with(name, value))).startsWith("400 ");
    assertThat(server.pipeline().misuse()).contains(Misuse.TARGET);
  }

  @Test
  void twoAuthorizations_areRefusedAndRecorded() throws Exception {
    assertThat(outcome(soundWith("authorization", "Bearer bob"))).startsWith("400 ");
    assertThat(server.pipeline().misuse()).contains(Misuse.HEADERS);
  }

  @Test
  void tunnelForAnotherProtocol_isNotOpened() throws Exception {
    String[] extended = with(":method", "CONNECT");
    assertThat(outcome(soundWith(extended, ":protocol", "websocket"))).isEqualTo("reset");
    assertThat(outcome(":method", "CONNECT", ":authority", "h:1", "authorization", "Bearer alice"))
        .startsWith("405 ");
  }

  @Test
  void fieldsBeyondWhatIsParsed_endTheConnection() throws Exception {
    String[] fields = SOUND;
    for (int i = 0; i < 500; i++) { // each counts 32 octets more than it has (RFC 9113, 6.5.2)
      fields = soundWith(fields, "x", "y");
    }
    assertThat(outcome(fields)).isIn("goaway", "reset", "431 ");
    assertThat(server.pipeline().asked()).isEmpty();
  }

  @Test
  void malformedStream_leavesTheOthersAlone() throws Exception {
    try (RawHttp2 client = new RawHttp2(tls.trusting(), server.port())) {
      assertThat(client.head(1, soundWith("x y", "z")).outcome(1)).isEqualTo("reset");
      assertThat(client.head(3, SOUND).outcome(3)).startsWith("200 ");
    }
  }

  private String outcome(String... fields) throws Exception {
    try (RawHttp2 client = new RawHttp2(tls.trusting(), server.port())) {
      return client.head(1, fields).outcome(1);
    } catch (IOException e) {
      throw new AssertionError("the server neither answered nor reset", e);
    }
  }

  private static String[] soundWith(String name, String value) {
    return soundWith(SOUND, name, value);
  }

  private static String[] soundWith(String[] fields, String name, String value) {
    List<String> more = new ArrayList<>(List.of(fields));
    more.addAll(List.of(name, value));
    return more.toArray(new String[0]);
  }

  private static String[] with(String name, String value) {
    String[] changed = SOUND.clone();
    for (int i = 0; i < changed.length; i += 2) {
      changed[i + 1] = changed[i].equals(name) ? value : changed[i + 1];
    }
    return changed;
  }
}
