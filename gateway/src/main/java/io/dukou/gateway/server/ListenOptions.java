package io.dukou.gateway.server;

import io.dukou.gateway.config.ServerConfig;
import io.dukou.gateway.config.ServerConfig.RequestLimits;
import io.dukou.gateway.config.ServerConfig.Tls;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Translates the configuration into the options of Vert.x. Everything that changes a protocol or a
 * coding is off: no HTTP/2 without TLS, no compression, no WebSocket extension, no push, no
 * automatic {@code 100 Continue}.
 */
final class ListenOptions {
  /** The method, the version and the spaces of the longest request line that is parsed. */
  private static final int LINE_BEYOND_TARGET = 64;

  /** Streams that one HTTP/2 connection may have open, at most. */
  private static final int STREAMS = 100;

  /** Streams that one HTTP/2 connection may reset in a window (CVE-2023-44487). */
  private static final int RESETS = 200;

  private static final int RESET_WINDOW_SECONDS = 30;

  /** Continuation frames of one header block that carry next to nothing (CVE-2024-27316). */
  private static final int SMALL_CONTINUATIONS = 8;

  private ListenOptions() {}

  /** Returns the options of the listener for callers. */
  static HttpServerOptions of(ServerConfig config) {
    RequestLimits limits = config.limits();
    HttpServerOptions options =
        plain()
            .setMaxInitialLineLength(limits.urlBytes().toInt() + LINE_BEYOND_TARGET)
            .setMaxHeaderSize(limits.headerBytes().toInt())
            .setInitialSettings(
                new Http2Settings()
                    .setPushEnabled(false)
                    .setMaxConcurrentStreams(streams(limits))
                    .setMaxHeaderListSize(limits.headerBytes().bytes()))
            .setHttp2RstFloodMaxRstFramePerWindow(RESETS)
            .setHttp2RstFloodWindowDuration(RESET_WINDOW_SECONDS)
            .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
            .setHttp2MaxSmallContinuationFrames(SMALL_CONTINUATIONS);
    if (config.transport() instanceof Tls tls) {
      protect(options, tls, config);
    }
    return options;
  }

  /** Returns how many requests one connection may have open. */
  static int streams(RequestLimits limits) {
    return Math.min(STREAMS, limits.concurrentRequestsPerClient());
  }

  /** Returns options in which nothing is on that changes a protocol or a coding. */
  static HttpServerOptions plain() {
    return new HttpServerOptions()
        .setHttp2ClearTextEnabled(false)
        .setHandle100ContinueAutomatically(false)
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }

  private static void protect(HttpServerOptions options, Tls tls, ServerConfig config) {
    options
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .setCertPath(tls.certificate().toString())
                .setKeyPath(tls.key().toString()))
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
        .setSslHandshakeTimeout(config.timeouts().request().toMillis())
        .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
        .setUseAlpn(true)
        .setAlpnVersions(
            config.http2()
                ? List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1)
                : List.of(HttpVersion.HTTP_1_1));
    if (tls.clientAuthorities() != null) {
      options
          .setTrustOptions(new PemTrustOptions().addCertPath(tls.clientAuthorities().toString()))
          .setClientAuth(ClientAuth.REQUEST);
    }
  }
}
