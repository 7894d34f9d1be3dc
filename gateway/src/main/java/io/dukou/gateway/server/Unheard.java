package io.dukou.gateway.server;

import io.dukou.gateway.pipeline.Problem;

/** What a caller is told whose request never reached a decision, since nobody knows who asked. */
enum Unheard {
  /** The request head cannot be parsed. */
  MALFORMED(400, "malformed_request", "Malformed request", "the request is not valid HTTP"),
  /** Nobody is known by these credentials. */
  UNAUTHENTICATED(401, "unauthenticated", "Not authenticated", "valid credentials are required"),
  /** The request did not come in time. */
  TIMED_OUT(408, "request_timeout", "Request timeout", "the request did not arrive in time"),
  /** The request line is longer than is parsed. */
  TARGET_TOO_LONG(414, "target_too_long", "Target too long", "the request target is too long"),
  /** The peer failed to authenticate too often. */
  TOO_MANY_FAILURES(
      429, "too_many_failures", "Too many failures", "too many failed attempts: try again later"),
  /** The header fields are longer than are parsed. */
  HEADERS_TOO_LARGE(
      431,
      "headers_too_large",
      "Header fields too large",
      "the header fields are too many or too long"),
  /** A fault of the gateway. */
  INTERNAL(500, "internal", "Internal error", "the request could not be answered"),
  /** Too many requests are in work. */
  BUSY(503, "busy", "Busy", "too many requests are in work: try again later"),
  /** Neither HTTP/1.0, HTTP/1.1 nor HTTP/2. */
  UNKNOWN_VERSION(
      505, "unknown_version", "Unknown HTTP version", "HTTP/1.1 and HTTP/2 are understood");

  private final int status;
  private final String code;
  private final String title;
  private final String detail;

  Unheard(int status, String code, String title, String detail) {
    this.status = status;
    this.code = code;
    this.title = title;
    this.detail = detail;
  }

  /** Returns what the caller is told. */
  Problem problem() {
    return Problem.of(status, code, title, detail);
  }
}
