package io.dukou.gateway.server;

import io.dukou.gateway.config.ServerConfig.RequestLimits;
import io.dukou.gateway.identity.Caller;
import io.dukou.gateway.pipeline.Misuse;
import io.dukou.gateway.pipeline.Request;
import io.dukou.gateway.pipeline.Request.Parameter;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Looks at a request as HTTP: what it asks for, or what is wrong with it.
 *
 * <p>A path is taken as it was sent. One that a router, a proxy or a file system could read as
 * another path (percent signs, dot segments, empty segments, backslashes) is refused rather than
 * normalised, so that what was decided is what was asked.
 *
 * <p>Range, conditional and Accept-Encoding fields, {@code Expect} and forwarding fields are not
 * looked at: the answer is the same with and without them.
 */
final class RequestCheck {
  /** A host and port as clients send them; no other form names one that could be ours. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]*)?");

  private final RequestLimits limits;

  /** Creates a check against {@code limits}. */
  RequestCheck(RequestLimits limits) {
    this.limits = limits;
  }

  /**
   * Returns true when the head of {@code request} says that something follows that will not be
   * read: a body, or the bytes of a tunnel.
   */
  static boolean leavesBytesUnread(HttpServerRequest request) {
    return HttpMethod.CONNECT.equals(request.method()) || announcesBody(request);
  }

  /**
   * Returns true when the head of {@code request} says that a body follows, of any length but 0.
   */
  static boolean announcesBody(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (headers.contains(HttpHeaders.TRANSFER_ENCODING)) {
      return true;
    }
    return headers.getAll(HttpHeaders.CONTENT_LENGTH).stream()
        .anyMatch(length -> !length.equals("0"));
  }

  /**
   * Returns true when nothing behind the head of {@code request} may be looked at, since it could
   * be taken for something else than it is. HTTP/2 frames each request apart.
   */
  static boolean isLast(HttpServerRequest request) {
    return request.version() != HttpVersion.HTTP_2
        && (leavesBytesUnread(request) || isDoubtful(request));
  }

  /**
   * Returns true when the fields of {@code request} are such that another program on the way may
   * have read them otherwise: a nameless one, a {@code Host} that is missing, repeated or no host,
   * or a repeated {@code Authorization}.
   */
  private static boolean isDoubtful(HttpServerRequest request) {
    MultiMap headers = request.headers();
    return headers.names().contains("")
        || headers.getAll(HttpHeaders.AUTHORIZATION).size() > 1
        || !hasSoundHost(request.version(), headers.getAll(HttpHeaders.HOST));
  }

  private static boolean hasSoundHost(HttpVersion version, List<String> hosts) {
    if (hosts.isEmpty()) {
      return version != HttpVersion.HTTP_1_1; // HTTP/1.0 has none, HTTP/2 has a field of its own
    }
    return hosts.size() == 1 && AUTHORITY.matcher(hosts.get(0)).matches();
  }

  /** Returns true when only the head of the answer is wanted. */
  static boolean wantsHead(HttpServerRequest request) {
    return HttpMethod.HEAD.equals(request.method());
  }

  /**
   * Returns what the pipeline is asked.
   *
   * @param seen what was found wrong with the request already; a body counts before everything
   *     else, so that it is answered alike whatever it comes with
   */
  Request read(HttpServerRequest request, Caller caller, Optional<Misuse> seen) {
    String target = request.uri() == null ? "" : request.uri();
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    Optional<List<Parameter>> query = Query.parse(mark < 0 ? "" : target.substring(mark + 1));
    Optional<Misuse> misuse =
        seen.filter(Misuse.REQUEST_BODY::equals)
            .or(() -> misuse(request, target, path))
            .or(() -> seen);
    if (misuse.isEmpty() && query.isEmpty()) {
      misuse = Optional.of(Misuse.QUERY_ENCODING);
    }
    return new Request(caller, wantsHead(request), path, query.orElse(List.of()), misuse);
  }

  private Optional<Misuse> misuse(HttpServerRequest request, String target, String path) {
    if (!wantsHead(request) && !HttpMethod.GET.equals(request.method())) {
      return Optional.of(Misuse.METHOD_NOT_ALLOWED);
    }
    if (asksForUpgrade(request.headers())) {
      return Optional.of(Misuse.UPGRADE);
    }
    if (target.length() > limits.urlBytes().bytes()) {
      return Optional.of(Misuse.TARGET_TOO_LONG);
    }
    return headerMisuse(request)
        .or(() -> isPlain(path) ? Optional.empty() : Optional.of(Misuse.TARGET));
  }

  private static boolean asksForUpgrade(MultiMap headers) {
    return headers.contains(HttpHeaders.UPGRADE)
        || headers.contains("http2-settings")
        || headers.getAll(HttpHeaders.CONNECTION).stream()
            .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
  }

  private Optional<Misuse> headerMisuse(HttpServerRequest request) {
    if (request.headers().entries().size() > limits.headerCount()) {
      return Optional.of(Misuse.HEADERS_TOO_LARGE);
    }
    if (isDoubtful(request)) {
      return Optional.of(Misuse.HEADERS);
    }
    return Optional.empty();
  }

  /**
   * Returns true when {@code path} is {@code /}, or segments that mean themselves and nothing else.
   * Loops, since a regular expression of nested repetitions takes stack for each segment, of which
   * a caller may send thousands.
   */
  private static boolean isPlain(String path) {
    boolean plain = path.startsWith("/");
    int start = 1;
    while (plain && start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      plain = isPlainSegment(path, start, end);
      start = end + 1;
    }
    return plain || path.equals("/");
  }

  private static boolean isPlainSegment(String path, int start, int end) {
    boolean plain = end > start;
    boolean dots = end - start <= 2;
    for (int at = start; at < end; at++) {
      char sign = path.charAt(at);
      plain &= isUnreserved(sign);
      dots &= sign == '.';
    }
    return plain && !dots;
  }

  /** Returns true for the characters that never need a percent sign (RFC 3986, 2.3). */
  private static boolean isUnreserved(char sign) {
    return (sign >= 'a' && sign <= 'z')
        || (sign >= 'A' && sign <= 'Z')
        || (sign >= '0' && sign <= '9')
        || "._~-".indexOf(sign) >= 0;
  }
}
