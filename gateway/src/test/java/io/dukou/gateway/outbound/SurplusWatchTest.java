package io.dukou.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When bytes behind an answer are noticed: those that are here already, and later ones. */
final class SurplusWatchTest {
  private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab";

  private final AtomicInteger noticed = new AtomicInteger();

  @Test
  void wholeAnswer_hasNoSurplus() {
    EmbeddedChannel connection = answered(ANSWER);
    connection.writeInbound(Unpooled.EMPTY_BUFFER);
    connection.finishAndReleaseAll();
    assertThat(noticed).hasValue(0);
  }

  @Test
  void interimAnswers_areNoSurplusAndNoEnd() {
    answered("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" + ANSWER);
    assertThat(noticed).hasValue(0);
    answered("HTTP/1.1 100 Continue\r\n\r\n" + ANSWER + "c");
    assertThat(noticed).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "\r\n", " ", "\0", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\n\r\n"})
  void bytesThatCameWithTheAnswer_areNoticed(String surplus) {
    answered(ANSWER + surplus);
    assertThat(noticed).hasValue(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "\r\n", " ", "\0", "HTTP/1.1 200 OK\r\n\r\n"})
  void bytesThatComeLater_areNoticed(String surplus) {
    EmbeddedChannel connection = answered(ANSWER);
    connection.writeInbound(bytes(surplus));
    assertThat(noticed).hasValue(1);
    assertThat(connection.<Object>readInbound()).isNull();
  }

  @Test
  void bytesThatCameBeforeAnybodyAsked_areNoticedThen() {
    EmbeddedChannel connection = new EmbeddedChannel(new HttpClientCodec());
    SurplusWatch watch = SurplusWatch.of(connection.pipeline());
    answer(connection, ANSWER + "c");
    watch.handler(noticed::incrementAndGet);
    assertThat(noticed).hasValue(1);
  }

  @Test
  void connectionWithoutTheCodecOfHttp1_isLeftAlone() {
    EmbeddedChannel connection = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    List<String> before = connection.pipeline().names();
    SurplusWatch.of(connection.pipeline());
    assertThat(connection.pipeline().names()).isEqualTo(before);
  }

  /** Returns a watched connection on which a request was sent and {@code bytes} came back. */
  private EmbeddedChannel answered(String bytes) {
    EmbeddedChannel connection = new EmbeddedChannel(new HttpClientCodec());
    SurplusWatch.of(connection.pipeline()).handler(noticed::incrementAndGet);
    answer(connection, bytes);
    return connection;
  }

  private static void answer(EmbeddedChannel connection, String bytes) {
    connection.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
    connection.writeInbound(bytes(bytes));
    connection.releaseInbound();
    connection.releaseOutbound();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(RawOrigin.latin1(text));
  }
}
