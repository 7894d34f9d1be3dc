package io.dukou.gateway.server;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** Ends exchanges short of their answer. */
final class Resets {
  /** {@code CANCEL}, RFC 9113, section 7. */
  private static final long CANCEL = 0x8;

  /** {@code NO_ERROR}: the answer is whole, the rest of the request is not wanted (8.1). */
  private static final long NO_ERROR = 0x0;

  /** {@code REFUSED_STREAM}: nothing was done with the request. */
  private static final long REFUSED = 0x7;

  private Resets() {}

  /**
   * Resets the stream of {@code request} with HTTP/2 and closes its connection with HTTP/1, where
   * nothing else tells the caller that an answer is not whole.
   */
  static void reset(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(CANCEL);
    } else {
      Connection.closeNow(request.connection());
    }
  }

  /** Tells the caller of a request over HTTP/2, if it is still there, to send no more of it. */
  static void stopUpload(HttpServerRequest request) {
    if (!request.response().closed()) {
      request.response().reset(NO_ERROR);
    }
  }

  /** Turns a request over HTTP/2 away before anything is done with it. */
  static void refuse(HttpServerRequest request) {
    request.response().reset(REFUSED);
  }
}
