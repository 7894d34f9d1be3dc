package io.dukou.gateway.pipeline;

import static java.util.Objects.requireNonNull;

/**
 * What is wrong with an authenticated request as HTTP. A registered code: it may stand in a log and
 * in an answer, since it holds nothing that the caller wrote.
 */
public enum Misuse {
  /** A method other than GET and HEAD. */
  METHOD_NOT_ALLOWED(
      405, "method_not_allowed", "Method not allowed", "only GET and HEAD are answered"),
  /** A request body, or the announcement of one. */
  REQUEST_BODY(
      415, "request_body", "Request bodies are not understood", "a request body is not understood"),
  /** A request to change the protocol of the connection. */
  UPGRADE(400, "upgrade", "No other protocol", "the protocol of a connection cannot be changed"),
  /** A header field that must stand once stands twice, or fields contradict each other. */
  HEADERS(400, "headers", "Request not understood", "a header field is repeated or malformed"),
  /** A request target that is no path, or a path that means another path once it is decoded. */
  TARGET(400, "target", "Request not understood", "the request target is not a plain path"),
  /** A query that is not valid percent-encoded UTF-8. */
  QUERY_ENCODING(
      400, "query_encoding", "Request not understood", "the query is not validly encoded"),
  /** A request target longer than configured. */
  TARGET_TOO_LONG(414, "target_too_long", "Target too long", "the request target is too long"),
  /** More header fields, or longer ones, than configured. */
  HEADERS_TOO_LARGE(
      431,
      "headers_too_large",
      "Header fields too large",
      "the header fields are too many or too long"),
  /** More requests of this client in work at once than configured. */
  TOO_MANY_REQUESTS(
      429,
      "too_many_requests",
      "Too many requests",
      "too many requests of this client are in work");

  private final int status;
  private final String code;
  private final String title;
  private final String detail;

  Misuse(int status, String code, String title, String detail) {
    this.status = status;
    this.code = requireNonNull(code, "code");
    this.title = requireNonNull(title, "title");
    this.detail = requireNonNull(detail, "detail");
  }

  /** Returns the HTTP status of the answer. */
  public int status() {
    return status;
  }

  /** Returns the code in answer and log. */
  public String code() {
    return code;
  }

  /** Returns the title of the answer, the same for each status and code. */
  public String title() {
    return title;
  }

  /** Returns the words in the answer; they end without a stop. */
  public String detail() {
    return detail;
  }
}
