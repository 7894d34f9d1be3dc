package io.dukou.gateway.server;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Who is at the other end of the socket; forwarding fields are not looked at. */
final class Peers {
  private Peers() {}

  /** Returns the address at the other end of the socket. */
  static InetAddress addressOf(HttpServerRequest request) {
    return addressOf(request.connection());
  }

  /** Returns the address at the other end of {@code connection}. */
  static InetAddress addressOf(HttpConnection connection) {
    String address = connection.remoteAddress().hostAddress();
    try {
      return InetAddress.getByName(address); // an address, so nothing is looked up
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the socket has no address", e);
    }
  }
}
