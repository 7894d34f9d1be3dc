package io.dukou.gateway.benchmark;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.net.URI;

/**
 * What the gateway is compared with: the origin itself, a bare reverse proxy, and that proxy asking
 * an OPA server about every request. None of them protects or records anything.
 */
final class Peers {
  private static final int POOL = 64;

  private Peers() {}

  /** Serves {@code small} at {@code /small.csv} and {@code large} at {@code /large.csv}. */
  static Future<HttpServer> origin(Vertx vertx, Buffer small, Buffer large) {
    return vertx
        .createHttpServer()
        .requestHandler(
            request -> {
              Buffer body = request.path().equals("/large.csv") ? large : small;
              request
                  .response()
                  .putHeader("Content-Type", "text/csv; charset=utf-8")
                  .putHeader("ETag", "\"" + body.length() + "\"")
                  .end(body);
            })
        .listen(0, "127.0.0.1");
  }

  /** Passes everything on to {@code origin}. */
  static Future<HttpServer> bareProxy(Vertx vertx, int origin) {
    return serve(vertx, proxy(vertx, origin));
  }

  /** Asks {@code opa} about {@code input} for every request and passes it on when allowed. */
  static Future<HttpServer> askingProxy(
      Vertx vertx, int origin, URI opa, String decisionPath, JsonObject input) {
    WebClient client =
        WebClient.create(vertx, new WebClientOptions(), new PoolOptions().setHttp1MaxSize(POOL));
    Buffer question = new JsonObject().put("input", input).toBuffer();
    HttpProxy proxy = proxy(vertx, origin);
    proxy.addInterceptor(
        new ProxyInterceptor() {
          @Override
          public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
            return client
                .post(opa.getPort(), opa.getHost(), "/v1/data/" + decisionPath)
                .sendBuffer(question)
                .compose(
                    answer ->
                        allowed(answer.bodyAsJsonObject())
                            ? context.sendRequest()
                            : Future.failedFuture("not allowed: " + answer.bodyAsString()));
          }
        });
    return serve(vertx, proxy);
  }

  private static boolean allowed(JsonObject answer) {
    JsonObject result = answer.getJsonObject("result");
    return result != null && result.getString("outcome", "deny").startsWith("allow");
  }

  private static HttpProxy proxy(Vertx vertx, int origin) {
    return HttpProxy.reverseProxy(vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(POOL)))
        .origin(SocketAddress.inetSocketAddress(origin, "127.0.0.1"));
  }

  private static Future<HttpServer> serve(Vertx vertx, HttpProxy proxy) {
    return vertx
        .createHttpServer(new HttpServerOptions())
        .requestHandler(proxy)
        .listen(0, "127.0.0.1");
  }
}
