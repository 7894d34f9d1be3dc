package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.yaml.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the gateway listens.
 *
 * @param host the address or host name to listen on
 * @param port the TCP port; 0 lets the system choose
 * @param transport how the connection is protected
 * @param http2 whether HTTP/2 is offered beside HTTP/1.1
 * @param limits what a request may be at most
 * @param timeouts how long a request may take
 * @param preAuthentication how often callers may fail before they are known
 * @param admin where operators inside China see health and counters
 */
public record ServerConfig(
    String host,
    int port,
    Transport transport,
    boolean http2,
    RequestLimits limits,
    Timeouts timeouts,
    PreAuthentication preAuthentication,
    Admin admin) {
  /** Checks that the parts are there. */
  public ServerConfig {
    requireNonNull(host, "host");
    requireNonNull(transport, "transport");
    requireNonNull(limits, "limits");
    requireNonNull(timeouts, "timeouts");
    requireNonNull(preAuthentication, "preAuthentication");
    requireNonNull(admin, "admin");
  }

  /** How the connection between caller and gateway is protected. */
  public sealed interface Transport {}

  /**
   * TLS by the gateway itself.
   *
   * @param certificate the PEM file with the certificate chain, leaf first
   * @param key the PEM file with the private key; its owner alone can read it
   * @param clientAuthorities the PEM file with the authorities that client certificates come from,
   *     or null when none are asked for
   */
  public record Tls(Path certificate, Path key, @Nullable Path clientAuthorities)
      implements Transport {
    /** Checks that certificate and key are there. */
    public Tls {
      requireNonNull(certificate, "certificate");
      requireNonNull(key, "key");
    }
  }

  /**
   * TLS ends at another program before the gateway. The peer address is then that program's and
   * says nothing about where a caller is, so every caller counts as abroad.
   *
   * @param statement who ends TLS, in the operator's words
   */
  public record TerminatedElsewhere(String statement) implements Transport {
    /** Checks that the statement is there. */
    public TerminatedElsewhere {
      requireNonNull(statement, "statement");
    }
  }

  /** No TLS, on a loopback address only. */
  public record LoopbackOnly() implements Transport {}

  /**
   * What a request may be at most.
   *
   * @param headerCount number of header fields
   * @param headerBytes bytes of all header fields together
   * @param urlBytes bytes of the request target
   * @param concurrentRequests requests in work at once, all callers together; as many again may be
   *     unfinished, their head come and their end not
   * @param concurrentRequestsPerClient requests in work at once for one client; as many may be
   *     unfinished from one peer, or open on one connection
   * @param connections connections open at once, all peers together
   * @param connectionsPerPeer connections open at once for one peer, where the gateway ends TLS and
   *     so sees who its peers are
   */
  public record RequestLimits(
      int headerCount,
      ByteSize headerBytes,
      ByteSize urlBytes,
      int concurrentRequests,
      int concurrentRequestsPerClient,
      int connections,
      int connectionsPerPeer) {
    /** Checks that no share is larger than the whole. */
    public RequestLimits {
      requireNonNull(headerBytes, "headerBytes");
      requireNonNull(urlBytes, "urlBytes");
      if (concurrentRequestsPerClient > concurrentRequests) {
        throw new IllegalArgumentException(
            "concurrentRequestsPerClient is larger than concurrentRequests: lower it");
      }
      if (connectionsPerPeer > connections) {
        throw new IllegalArgumentException(
            "connectionsPerPeer is larger than connections: lower it");
      }
    }
  }

  /**
   * How long a request may take.
   *
   * @param request from the connection or the last answer to the end of the request head
   * @param idle without a byte in either direction
   * @param answer from the decision to the last byte of the answer
   * @param drain for requests in work when the gateway is told to stop
   */
  public record Timeouts(Duration request, Duration idle, Duration answer, Duration drain) {
    /** Checks that the parts are there. */
    public Timeouts {
      requireNonNull(request, "request");
      requireNonNull(idle, "idle");
      requireNonNull(answer, "answer");
      requireNonNull(drain, "drain");
    }
  }

  /**
   * How often callers may fail to authenticate before they are turned away unheard.
   *
   * @param perPeerPerMinute failures of one peer address (IPv6: one /64) in a minute
   * @param perMinute failures of all peers in a minute
   * @param peers peers remembered at once
   */
  public record PreAuthentication(int perPeerPerMinute, int perMinute, int peers) {}

  /**
   * Where health and counters are shown. They are small counts, so no caller abroad may reach it.
   *
   * @param host the address to listen on
   * @param port the TCP port; 0 lets the system choose
   */
  public record Admin(String host, int port) {
    /** Checks that the address is there. */
    public Admin {
      requireNonNull(host, "host");
    }
  }
}
