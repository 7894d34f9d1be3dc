package io.dukou.gateway.server;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Answers operators on this machine: {@code /livez}, {@code /readyz} with what is missing, and
 * {@code /metrics} in the text format of Prometheus.
 */
final class AdminDesk implements Handler<HttpServerRequest> {
  private static final String TEXT = "text/plain; charset=utf-8";

  private final Readiness readiness;
  private final BooleanSupplier draining;
  private final Desk desk;
  private final PeerShares connections;

  /** Creates a desk that shows the state of one server. */
  AdminDesk(Readiness readiness, BooleanSupplier draining, Desk desk, PeerShares connections) {
    this.readiness = readiness;
    this.draining = draining;
    this.desk = desk;
    this.connections = connections;
  }

  @Override
  public void handle(HttpServerRequest request) {
    handle(request, () -> ready(request), this::metrics);
  }

  /** Answers for a gateway that waits for its turn to write to the log. */
  static void answerStandingBy(HttpServerRequest request, String reason) {
    handle(
        request,
        () -> answer(request, 503, listed("not ready", List.of("standing by: " + reason))),
        () -> {
          StringBuilder text = new StringBuilder();
          gauge(text, "standing_by", 1);
          return text.toString();
        });
  }

  private static void handle(HttpServerRequest request, Runnable ready, Supplier<String> metrics) {
    if (!HttpMethod.GET.equals(request.method())) {
      answer(request, 405, "only GET is answered\n");
      return;
    }
    switch (String.valueOf(request.path())) {
      case "/livez" -> answer(request, 200, "live\n");
      case "/readyz" -> ready.run();
      case "/metrics" -> answer(request, 200, metrics.get());
      default -> answer(request, 404, "try /livez, /readyz or /metrics\n");
    }
  }

  private void ready(HttpServerRequest request) {
    List<String> missing = new ArrayList<>(readiness.missing());
    if (draining.getAsBoolean()) {
      missing.add(0, "the gateway is stopping");
    }
    if (missing.isEmpty()) {
      answer(request, 200, listed("ready", readiness.faults()));
    } else {
      answer(request, 503, listed("not ready", missing));
    }
  }

  private static String listed(String verdict, List<String> items) {
    return verdict + items.stream().map("\n- "::concat).collect(Collectors.joining()) + "\n";
  }

  private String metrics() {
    StringBuilder text = new StringBuilder(1024);
    gauge(text, "requests_in_work", desk.admission().inWork());
    gauge(text, "requests_in_work_limit", desk.admission().limit());
    gauge(text, "requests_unfinished", desk.unfinished().all());
    gauge(text, "requests_unfinished_limit", desk.unfinished().limit());
    gauge(text, "connections_open", connections.all());
    gauge(text, "connections_open_limit", connections.limit());
    gauge(text, "faults", readiness.faults().size());
    gauge(text, "standing_by", 0);
    new TreeMap<>(readiness.figures()).forEach((name, value) -> gauge(text, name, value));
    text.append("# TYPE dukou_http_events_total counter\n");
    desk.counters()
        .all()
        .forEach(
            (code, count) ->
                text.append("dukou_http_events_total{event=\"")
                    .append(code)
                    .append("\"} ")
                    .append(count)
                    .append('\n'));
    return text.toString();
  }

  private static void gauge(StringBuilder text, String name, long value) {
    text.append("# TYPE dukou_").append(name).append(" gauge\n");
    text.append("dukou_").append(name).append(' ').append(value).append('\n');
  }

  private static void answer(HttpServerRequest request, int status, String text) {
    request
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, TEXT)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(text);
  }
}
