package io.dukou.gateway.outbound;

import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway asks a peer; every part is fixed by configuration.
 *
 * @param method the method
 * @param uri an absolute {@code http} or {@code https} URL without user info and fragment
 * @param mediaTypes the media types the answer may have; empty where any will do
 * @param trust what the peer's certificate must come from, and what the gateway shows
 * @param content what a {@code POST} carries; null for the other methods
 * @param statuses the statuses the answer may have; 200 alone unless a protocol has others
 */
public record OutboundRequest(
    Method method,
    URI uri,
    Set<String> mediaTypes,
    Trust trust,
    @Nullable Content content,
    Set<Integer> statuses) {
  private static final Set<Integer> OK = Set.of(200);

  /** Checks the URL. */
  public OutboundRequest {
    String scheme = uri.getScheme();
    if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
      throw new IllegalArgumentException("the URL must be http or https");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException("the URL must name a host and no user or fragment");
    }
    if ((method == Method.POST) != (content != null)) {
      throw new IllegalArgumentException("a POST has content, and nothing else has");
    }
    mediaTypes = Set.copyOf(mediaTypes);
    statuses = Set.copyOf(statuses);
  }

  /** Returns a request for a body of one of {@code mediaTypes}. */
  public static OutboundRequest get(URI uri, Set<String> mediaTypes) {
    return new OutboundRequest(Method.GET, uri, mediaTypes, Trust.PLATFORM, null, OK);
  }

  /** Returns a request for the head alone. */
  public static OutboundRequest head(URI uri) {
    return new OutboundRequest(Method.HEAD, uri, Set.of(), Trust.PLATFORM, null, OK);
  }

  /** Returns a request that hands {@code content} over and takes one of {@code mediaTypes}. */
  public static OutboundRequest post(URI uri, Content content, Set<String> mediaTypes) {
    return new OutboundRequest(Method.POST, uri, mediaTypes, Trust.PLATFORM, content, OK);
  }

  /** Returns this request with another trust. */
  public OutboundRequest with(Trust other) {
    return new OutboundRequest(method, uri, mediaTypes, other, content, statuses);
  }

  /** Returns this request for an answer of one of these statuses. */
  public OutboundRequest taking(Set<Integer> others) {
    return new OutboundRequest(method, uri, mediaTypes, trust, content, others);
  }

  /** Returns true for {@code https}. */
  boolean secure() {
    return uri.getScheme().toLowerCase(Locale.ROOT).equals("https");
  }

  /** Returns the port, the scheme's own where the URL names none. */
  int port() {
    int port = uri.getPort();
    return port >= 0 ? port : secure() ? 443 : 80;
  }

  /** Returns path and query as they go into the request line. */
  String target() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /**
   * How a peer is known, and how the gateway is known to it.
   *
   * @param authorities PEM file of the authorities that its certificate comes from, or null for
   *     those of the Java platform
   * @param tokenFile owner-only file of the bearer token that is shown to it, or null
   */
  public record Trust(@Nullable Path authorities, @Nullable Path tokenFile) {
    /** The platform's authorities and no token. */
    public static final Trust PLATFORM = new Trust(null, null);
  }

  /**
   * What a request carries.
   *
   * @param type the media type, such as {@code application/timestamp-query}
   * @param bytes all of it; not copied, and must not change
   */
  public record Content(String type, Buffer bytes) {}

  /** The methods the gateway uses. */
  public enum Method {
    /** Asks for the head and the body. */
    GET,
    /** Asks for the head alone. */
    HEAD,
    /** Hands over what the configuration says may leave, and asks for the answer. */
    POST
  }
}
