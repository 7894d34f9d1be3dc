package io.dukou.gateway.outbound;

import static java.util.Objects.requireNonNull;

/**
 * Says why an outgoing exchange did not yield an answer that may be used.
 *
 * <p>The message names the failure and the configured host, never anything the peer sent.
 */
public final class OutboundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  /** Creates a failure that happened while talking to {@code host}. */
  OutboundException(Failure failure, String host) {
    super(describe(failure, host));
    this.failure = failure;
  }

  /** Creates a failure with its cause; the cause is for debugging inside China only. */
  OutboundException(Failure failure, String host, Throwable cause) {
    super(describe(failure, host), cause);
    this.failure = failure;
  }

  /** Returns what went wrong. */
  public Failure failure() {
    return failure;
  }

  private static String describe(Failure failure, String host) {
    return requireNonNull(failure, "failure").remedy() + " [" + failure + ", host " + host + "]";
  }

  /** What can go wrong, each with the words an operator reads. */
  public enum Failure {
    /** The host is not on the configured list. */
    HOST_NOT_LISTED("add the host to outbound.hosts if the gateway may talk to it"),
    /** The name could not be resolved. */
    UNRESOLVED("the host name does not resolve"),
    /** The name resolves to an address that is never used, such as a metadata service. */
    ADDRESS_REFUSED("the host name resolves to a link-local, loopback or metadata address"),
    /** No connection could be made. */
    UNREACHABLE("no connection could be made"),
    /** The TLS handshake failed or the certificate does not match. */
    TLS("the TLS handshake failed; check the certificate and outbound trust settings"),
    /** The whole exchange took too long. */
    TIMEOUT("the answer took longer than the configured time"),
    /** The peer sent nothing for too long. */
    STALLED("the peer stopped sending"),
    /** The connection ended before the answer did. */
    TRUNCATED("the connection ended before the answer did"),
    /** The peer's bytes are not HTTP, or more came than the peer announced. */
    MALFORMED("the answer is not well-formed HTTP or does not match its announced length"),
    /** The body has neither an announced length nor chunks, so its end cannot be known. */
    UNFRAMED("the answer has neither Content-Length nor chunks, so its end cannot be known"),
    /** The body is larger than allowed. */
    TOO_LARGE("the answer is larger than the configured limit"),
    /** The head has too many fields. */
    TOO_MANY_FIELDS("the answer has too many header fields"),
    /** The peer redirects; redirects are never followed. */
    REDIRECT("the answer is a redirect; configure the final URL"),
    /** The status is not 200. */
    STATUS("the answer's status is not 200"),
    /** The content type is not the expected one. */
    CONTENT_TYPE("the answer's content type is not the configured one"),
    /** The body is content-coded although identity was asked for. */
    CONTENT_CODED("the answer has a Content-Encoding although identity was asked for"),
    /** The gateway is stopping. */
    CLOSED("the gateway is stopping");

    private final String remedy;

    Failure(String remedy) {
      this.remedy = remedy;
    }

    /** Returns fixed words for an operator. */
    public String remedy() {
      return remedy;
    }

    /** Returns true when the peer was too slow rather than wrong. */
    public boolean slow() {
      return this == TIMEOUT || this == STALLED;
    }
  }
}
