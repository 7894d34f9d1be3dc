package io.dukou.gateway.outbound;

import io.vertx.core.http.impl.HttpClientConnectionInternal;
import io.vertx.core.http.impl.UnpooledHttpClientConnection;

/** A connection for one request, on which bytes behind the answer are noticed. */
final class WatchedConnection extends UnpooledHttpClientConnection {
  private final SurplusWatch watch;

  WatchedConnection(HttpClientConnectionInternal actual) {
    super(actual);
    watch = SurplusWatch.of(actual.channelHandlerContext().pipeline());
  }

  /** Sets what is run, on the event loop, when bytes have come or come behind the answer. */
  void surplusHandler(Runnable noticed) {
    watch.handler(noticed);
  }
}
