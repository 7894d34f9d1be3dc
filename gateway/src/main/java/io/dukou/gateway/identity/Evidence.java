package io.dukou.gateway.identity;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * All of a request that tells who is calling: its {@code Authorization} fields, the certificate of
 * its connection and the address of its peer. Nothing else of it is looked at.
 *
 * @param authorization the values of the {@code Authorization} fields
 * @param certificate the client certificate, whose chain the TLS layer has checked, or null
 * @param peer the address at the other end of the connection, or null when it has none
 */
record Evidence(
    List<String> authorization, @Nullable X509Certificate certificate, @Nullable InetAddress peer) {
  Evidence {
    authorization = List.copyOf(authorization);
  }

  /** Takes the evidence of {@code request}. */
  static Evidence of(HttpServerRequest request) {
    return new Evidence(
        request.headers().getAll("authorization"),
        certificate(request).orElse(null),
        address(request.connection().remoteAddress()));
  }

  private static Optional<X509Certificate> certificate(HttpServerRequest request) {
    if (!request.connection().isSsl()) {
      return Optional.empty();
    }
    try {
      List<Certificate> chain = request.connection().peerCertificates();
      return chain.stream()
          .limit(1)
          .filter(X509Certificate.class::isInstance)
          .map(X509Certificate.class::cast)
          .findFirst();
    } catch (SSLPeerUnverifiedException e) {
      // The caller showed none, which it may do when it has a token.
      return Optional.empty();
    }
  }

  private static @Nullable InetAddress address(@Nullable SocketAddress remote) {
    String literal = remote == null ? null : remote.hostAddress();
    if (literal == null) {
      return null;
    }
    try {
      // An address literal, so nothing is looked up. A scope says nothing about where a peer is.
      int scope = literal.indexOf('%');
      return InetAddress.getByName(scope < 0 ? literal : literal.substring(0, scope));
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
