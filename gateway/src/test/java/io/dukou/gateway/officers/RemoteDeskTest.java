package io.dukou.gateway.officers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.dukou.audit.Erasure;
import io.dukou.audit.Hold;
import io.dukou.audit.LogKeys;
import io.dukou.audit.Order;
import io.dukou.audit.SignedOrder;
import io.dukou.gateway.officers.RecordsDesk.Subject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that answers something else than it was asked for. */
final class RemoteDeskTest {
  private static final Hold HOLD = new Hold("case-7", "lc-001", 0, 9);
  private static final String COMMITMENT = "ab".repeat(32);

  private HttpServer liar;
  private String nonce = "abcdefghijklmnopqrst";
  private String answer = "";

  @BeforeEach
  void start() throws IOException {
    liar = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    liar.createContext(
        "/",
        exchange -> {
          boolean asksNonce = exchange.getRequestURI().getPath().equals("/v1/nonce");
          String text = asksNonce ? "{\"nonce\":\"" + nonce + "\"}" : answer;
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    liar.start();
  }

  @AfterEach
  void stop() {
    liar.stop(0);
  }

  @Test
  void anotherOrderThanWasAskedFor_isNotTaken() {
    Order erase = order(Order.Action.ERASE, null, new Erasure(4, COMMITMENT, List.of()));
    Order part =
        order(
            Order.Action.ERASE,
            null,
            new Erasure(3, COMMITMENT, List.of(new Erasure.Cut(1, List.of()))));
    Order hold = order(Order.Action.HOLD, HOLD);
    Order lift = order(Order.Action.LIFT, HOLD);
    for (Order other : List.of(erase, part, hold, lift)) {
      answer = other.text();
      refuses(() -> desk().forget(new Subject(3L, List.of()), "a reason"));
      refuses(() -> desk().lay(new Hold("case-8", null, 0, 9), "a reason"));
      refuses(() -> desk().lift("case-8", "a reason"));
      refuses(() -> desk().lay(HOLD, "another reason"));
    }
    answer = hold.text();
    assertThat(desk().lay(HOLD, "a reason")).isEqualTo(hold);
    answer = lift.text();
    assertThat(desk().lift("case-7", "a reason")).isEqualTo(lift);
    answer = erase.text();
    assertThat(desk().forget(new Subject(4L, List.of()), "a reason")).isEqualTo(erase);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{}", "{\"entry\":\"none\"}", "[]", "<html>"})
  void anAnswerThatIsNone_isNotTaken(String text) {
    answer = text;
    SignedOrder order = SignedOrder.parse(order(Order.Action.HOLD, HOLD).text());
    refuses(() -> desk().execute(order));
  }

  /** It is put into what the officer signs. */
  @ParameterizedTest
  @ValueSource(strings = {"", "short", "a\\nb", "abcdefghijklmnopqrst\\\";keyid=\\\"other"})
  void aNonceThatIsNone_isNotSigned(String text) {
    nonce = text;
    answer = "{\"entry\":1}";
    SignedOrder order = SignedOrder.parse(order(Order.Action.HOLD, HOLD).text());
    refuses(() -> desk().execute(order));
  }

  private static Order order(Order.Action action, Hold hold, Erasure... erasures) {
    return new Order("test.example/log", action, "a reason", hold, List.of(erasures));
  }

  private RecordsDesk desk() {
    LogKeys officer = LogKeys.generate("one.officer.example", new SecureRandom());
    URI address = URI.create("http://127.0.0.1:" + liar.getAddress().getPort());
    return RemoteDesk.of(address, officer, null);
  }

  private static void refuses(Runnable request) {
    assertThatExceptionOfType(DeskRefusal.class).isThrownBy(request::run);
  }
}
