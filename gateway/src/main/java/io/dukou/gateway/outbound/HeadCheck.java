package io.dukou.gateway.outbound;

import io.dukou.gateway.outbound.OutboundException.Failure;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides from the head of an answer whether its body may be read at all. */
final class HeadCheck {
  private final OutboundRequest request;
  private final OutboundLimits limits;
  private final HttpClientResponse answer;

  private HeadCheck(OutboundRequest request, OutboundLimits limits, HttpClientResponse answer) {
    this.request = request;
    this.limits = limits;
    this.answer = answer;
  }

  /**
   * Returns the announced length of the body, or -1 where it comes in chunks or there is none.
   *
   * @throws OutboundException where the answer may not be used
   */
  static long check(OutboundRequest request, OutboundLimits limits, HttpClientResponse answer) {
    HeadCheck check = new HeadCheck(request, limits, answer);
    check.status();
    check.fields();
    check.contentType();
    check.contentCoding();
    return request.method() == OutboundRequest.Method.HEAD ? -1 : check.length();
  }

  private void status() {
    int status = answer.statusCode();
    if (status >= 300 && status < 400) {
      throw failure(Failure.REDIRECT);
    }
    if (!request.statuses().contains(status)) {
      throw failure(Failure.STATUS);
    }
  }

  private void fields() {
    if (answer.headers().entries().size() > limits.fields()) {
      throw failure(Failure.TOO_MANY_FIELDS);
    }
  }

  private void contentType() {
    List<String> types = answer.headers().getAll(HttpHeaders.CONTENT_TYPE);
    if (request.mediaTypes().isEmpty()) {
      return;
    }
    if (types.size() != 1 || !request.mediaTypes().contains(essence(types.get(0)))) {
      throw failure(Failure.CONTENT_TYPE);
    }
  }

  private void contentCoding() {
    for (String coding : answer.headers().getAll(HttpHeaders.CONTENT_ENCODING)) {
      if (!coding.trim().equalsIgnoreCase("identity")) {
        throw failure(Failure.CONTENT_CODED);
      }
    }
  }

  private long length() {
    List<String> lengths = answer.headers().getAll(HttpHeaders.CONTENT_LENGTH);
    List<String> codings = answer.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
    if (!codings.isEmpty()) {
      return chunked(lengths, codings);
    }
    if (lengths.isEmpty()) {
      if (answer.version() == HttpVersion.HTTP_2) {
        return -1; // HTTP/2 marks the end itself
      }
      throw failure(Failure.UNFRAMED);
    }
    if (lengths.size() != 1) {
      throw failure(Failure.MALFORMED);
    }
    return bounded(lengths.get(0));
  }

  private long chunked(List<String> lengths, List<String> codings) {
    boolean plainChunks =
        lengths.isEmpty()
            && codings.size() == 1
            && codings.get(0).trim().equalsIgnoreCase("chunked");
    if (!plainChunks) {
      throw failure(Failure.MALFORMED);
    }
    return -1;
  }

  private long bounded(String digits) {
    long length = parse(digits);
    if (length > limits.bodyBytes()) {
      throw failure(Failure.TOO_LARGE);
    }
    return length;
  }

  private long parse(String digits) {
    if (!digits.matches("[0-9]{1,19}")) {
      throw failure(Failure.MALFORMED);
    }
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new OutboundException(Failure.TOO_LARGE, request.uri().getHost(), e);
    }
  }

  /** Returns the media type without its parameters, in lower case. */
  static String essence(@Nullable String contentType) {
    if (contentType == null) {
      return "";
    }
    int semicolon = contentType.indexOf(';');
    String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    return type.trim().toLowerCase(Locale.ROOT);
  }

  private OutboundException failure(Failure failure) {
    return new OutboundException(failure, request.uri().getHost());
  }
}
