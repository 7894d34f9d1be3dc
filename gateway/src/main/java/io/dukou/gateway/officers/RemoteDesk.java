package io.dukou.gateway.officers;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.Hold;
import io.dukou.audit.LogKeys;
import io.dukou.audit.MalformedException;
import io.dukou.audit.Order;
import io.dukou.audit.SignedOrder;
import io.dukou.gateway.config.Loopback;
import io.dukou.gateway.journal.LogSearch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The desk of an officer at a gateway that runs, asked over HTTP ({@link OfficerServer}). Each
 * request is signed with the officer's key over a nonce that the gateway gave. One thread.
 */
public final class RemoteDesk implements RecordsDesk {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(10);
  private static final int LONGEST_ANSWER = 64 << 20;
  private static final String JSON = "application/json";

  /** Anything else would be signed as something that it is not. */
  private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{16,64}");

  private static final Pattern RANGE = Pattern.compile("([0-9]{1,16})-([0-9]{1,16})");

  private final URI gateway;
  private final LogKeys key;
  private final HttpClient client;

  private RemoteDesk(URI gateway, LogKeys key, HttpClient client) {
    this.gateway = gateway;
    this.key = key;
    this.client = client;
  }

  /**
   * Returns the desk of an officer.
   *
   * @param gateway {@code https://HOST:PORT}; {@code http} only on this machine
   * @param key the officer's key
   * @param trust whom to trust, or null for the authorities of the Java runtime
   * @throws DeskRefusal if that is no such address
   */
  public static RemoteDesk of(URI gateway, LogKeys key, @Nullable SSLContext trust) {
    String host = gateway.getHost();
    boolean isHttp = "https".equals(gateway.getScheme()) || "http".equals(gateway.getScheme());
    String path = gateway.getRawPath();
    if (host == null
        || !isHttp
        || !Loopback.protectedOrLocal(gateway)
        || !(path == null || path.isEmpty() || path.equals("/"))
        || gateway.getRawQuery() != null
        || gateway.getRawUserInfo() != null) {
      throw DeskRefusal.malformed(
          "a gateway is https://HOST:PORT, or http://127.0.0.1:PORT on this machine");
    }
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER);
    if (trust != null) {
      builder.sslContext(trust);
    }
    return new RemoteDesk(gateway, key, builder.build());
  }

  @Override
  public LogSearch.Page search(Search search) {
    try {
      return Wire.page(Wire.object(post("/v1/search", JSON, Wire.bytes(Wire.of(search)))));
    } catch (IOException e) {
      throw unavailable(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Order forget(Subject subject, String reason) {
    Order order = draft(Wire.of(subject, reason));
    boolean isOfEntry =
        subject.entry() == null
            || order.erasures().stream().allMatch(e -> e.entry() == subject.entry() && e.whole());
    return requireAsked(
        order, order.action() == Order.Action.ERASE && isOfEntry && order.reason().equals(reason));
  }

  @Override
  public Order lay(Hold hold, String reason) {
    Order order = draft(Wire.of(hold, reason));
    return requireAsked(
        order,
        order.action() == Order.Action.HOLD
            && hold.equals(order.hold())
            && order.reason().equals(reason));
  }

  @Override
  public Order lift(String id, String reason) {
    Order order = draft(Wire.json().put("reason", reason).put("lift", id));
    Hold hold = order.hold();
    return requireAsked(
        order,
        order.action() == Order.Action.LIFT
            && hold != null
            && hold.id().equals(id)
            && order.reason().equals(reason));
  }

  /** An officer signs what was asked for, whatever the gateway answers. */
  private static Order requireAsked(Order order, boolean wasAsked) {
    if (!wasAsked) {
      throw unavailable("the gateway answered with another order than was asked for; sign nothing");
    }
    return order;
  }

  private Order draft(ObjectNode request) {
    byte[] text = post("/v1/orders/draft", JSON, Wire.bytes(request));
    try {
      return SignedOrder.parse(new String(text, StandardCharsets.UTF_8)).order();
    } catch (MalformedException e) {
      throw unavailable("the gateway did not answer with an order");
    }
  }

  @Override
  public List<Hold> holds() {
    List<Hold> holds = new ArrayList<>();
    for (JsonNode hold : Wire.object(ask("GET", "/v1/holds", null, new byte[0])).path("holds")) {
      holds.add(Wire.hold(hold));
    }
    return holds;
  }

  @Override
  public long execute(SignedOrder order) {
    byte[] text = order.note().getBytes(StandardCharsets.UTF_8);
    JsonNode entry =
        Wire.object(post("/v1/orders", "text/plain; charset=utf-8", text)).path("entry");
    if (!entry.isIntegralNumber()) {
      throw unavailable("the gateway did not say which entry records the order");
    }
    return entry.asLong();
  }

  @Override
  public void export(Export export, Target where) throws IOException {
    byte[] body = Wire.bytes(Wire.of(export));
    HttpResponse<InputStream> answer = send("POST", "/v1/export", JSON, body);
    try (InputStream content = answer.body()) {
      if (answer.statusCode() != 200) {
        throw refusal(answer.statusCode(), content.readNBytes(LONGEST_ANSWER));
      }
      Optional<Long> entry = answer.headers().firstValue("dukou-entry").map(Long::valueOf);
      Matcher range = RANGE.matcher(answer.headers().firstValue("dukou-entries").orElse(""));
      if (!range.matches()) {
        throw unavailable("the gateway did not say which entries it hands out");
      }
      HandOver handOver =
          new HandOver(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)), entry);
      OutputStream out = where.open(handOver);
      content.transferTo(out);
      out.close();
    }
  }

  private byte[] post(String path, String mediaType, byte[] body) {
    return ask("POST", path, mediaType, body);
  }

  private byte[] ask(String method, String path, @Nullable String mediaType, byte[] body) {
    try {
      HttpResponse<InputStream> answer = send(method, path, mediaType, body);
      try (InputStream content = answer.body()) {
        byte[] bytes = content.readNBytes(LONGEST_ANSWER);
        if (answer.statusCode() != 200) {
          throw refusal(answer.statusCode(), bytes);
        }
        return bytes;
      }
    } catch (IOException e) {
      throw notReached(e);
    }
  }

  private HttpResponse<InputStream> send(
      String method, String path, @Nullable String mediaType, byte[] body) throws IOException {
    String digest = MessageSignature.digest(body);
    Map<String, String> signature =
        MessageSignature.sign(
            key,
            nonce(),
            component ->
                switch (component) {
                  case "@method" -> method;
                  case "@path" -> path;
                  case "@authority" -> authority();
                  default -> digest;
                });
    HttpRequest.Builder request =
        request(path)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .header(MessageSignature.DIGEST_HEADER, digest);
    signature.forEach(request::header);
    if (mediaType != null) {
      request.header("content-type", mediaType);
    }
    return send(request);
  }

  private String nonce() throws IOException {
    HttpResponse<InputStream> answer = send(request("/v1/nonce").GET());
    try (InputStream content = answer.body()) {
      byte[] bytes = content.readNBytes(LONGEST_ANSWER);
      if (answer.statusCode() != 200) {
        throw refusal(answer.statusCode(), bytes);
      }
      String nonce = Wire.object(bytes).path("nonce").asText();
      if (!NONCE.matcher(nonce).matches()) {
        throw unavailable("that is no gateway's officers' port: it gave no nonce");
      }
      return nonce;
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(gateway.resolve(path)).timeout(ANSWER);
  }

  private HttpResponse<InputStream> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw notReached(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted");
    }
  }

  /** Returns host and port as they are signed: in lower case, the usual port left out. */
  private String authority() {
    String host = requireNonNull(gateway.getHost(), "host").toLowerCase(Locale.ROOT);
    int usual = "https".equals(gateway.getScheme()) ? 443 : 80;
    int port = gateway.getPort();
    return port == -1 || port == usual ? host : host + ":" + port;
  }

  private DeskRefusal notReached(IOException e) {
    if (e instanceof SSLException) {
      return unavailable(
          "no TLS with "
              + authority()
              + ": it does not speak it, or its certificate is for another name or of an authority"
              + " that is not trusted here (--authorities); nothing was asked");
    }
    if (e instanceof ConnectException || e instanceof HttpConnectTimeoutException) {
      return unavailable(
          "nothing answers at " + authority() + " (records.api of the gateway); nothing was asked");
    }
    return unavailable(
        "no answer from the gateway at "
            + authority()
            + " ("
            + e.getClass().getSimpleName()
            + "); what was asked may have been done: see the log, then ask again");
  }

  private static DeskRefusal refusal(int status, byte[] body) {
    String detail;
    try {
      detail = Wire.object(body).path("detail").asText();
    } catch (DeskRefusal e) {
      detail = "";
    }
    DeskRefusal.Kind kind =
        switch (status) {
          case 400, 404 -> DeskRefusal.Kind.MALFORMED;
          case 401 -> DeskRefusal.Kind.UNKNOWN_OFFICER;
          case 409 -> DeskRefusal.Kind.REFUSED;
          case 429 -> DeskRefusal.Kind.TOO_OFTEN;
          default -> DeskRefusal.Kind.UNAVAILABLE;
        };
    return new DeskRefusal(
        kind, detail.isEmpty() ? "the gateway answered with status " + status : detail);
  }

  private static DeskRefusal unavailable(String message) {
    return new DeskRefusal(DeskRefusal.Kind.UNAVAILABLE, message);
  }
}
