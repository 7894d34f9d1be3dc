package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard of heads spoils, wherever the network cuts it. */
final class HeadGuardTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET / HTTP/1.1\r\nX:  a \t b \r\n\r\nGET / HTTP/1.1\r\n\r\n",
        "\r\n\r\nGET / HTTP/1.1\r\n\r\n\r\nHEAD / HTTP/1.0\r\nA:\r\n\r\n",
        "GET /\u00e9\u00ff HTTP/1.1\r\nX: \u00e9\r\n\r\n"
      })
  void soundHeads_passAsTheyAre(String heads) {
    for (int cut = 0; cut <= heads.length(); cut++) {
      assertThat(passed(heads, cut)).isEqualTo(heads);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'GET / HTTP/1.1|A: b|', ' c: d'",
    "'GET / HTTP/1.1|A: b|', '~c: d'",
    "'GET / HTTP/1.1|', ' '",
    "'GET ', ' / HTTP/1.1'",
    "'GET / HTTP/1.1', ' '",
    "'GET / ', ''",
    "'GET /', '~HTTP/1.1'",
    "'', '~GET / HTTP/1.1'",
    "'GET / HTTP/1.1|||GET ', ' /'"
  })
  void doubtfulLine_isSpoiledFromTheDoubtOn(String before, String doubtful) {
    String sound = before.replace("|", "\r\n");
    String rest = doubtful.replace('~', '\t') + "\r";
    String heads = sound + rest + "\nE: f\r\n\r\n";
    String spoiled = sound + "\u007f".repeat(rest.length()) + "\nE: f\r\n\r\n";
    for (int cut = 0; cut <= heads.length(); cut++) {
      assertThat(passed(heads, cut)).isEqualTo(spoiled);
    }
  }

  private static String passed(String heads, int cut) {
    EmbeddedChannel channel = new EmbeddedChannel(new HeadGuard());
    channel.writeInbound(bytes(heads.substring(0, cut)), bytes(heads.substring(cut)));
    StringBuilder passed = new StringBuilder();
    for (ByteBuf next = channel.readInbound(); next != null; next = channel.readInbound()) {
      passed.append(next.toString(StandardCharsets.ISO_8859_1));
    }
    return passed.toString();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }
}
