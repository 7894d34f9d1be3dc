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
    requireNonNull(failure, "failure");
    return "%s; %s [%s, host %s]".formatted(failure.problem(), failure.remedy(), failure, host);
  }

  /** What can go wrong, each with the words an operator reads. */
  public enum Failure {
    /** The host is not on the configured list. */
    HOST_NOT_LISTED(
        "the host is not on the list", "add it to outbound.hosts if the gateway may talk to it"),
    /** The name could not be resolved. */
    UNRESOLVED("the host name does not resolve", "mend the name in origin.url, or its name server"),
    /** The name resolves to an address that is never used, such as a metadata service. */
    ADDRESS_REFUSED(
        "the host name resolves to an address that is refused",
        "name its network in outbound.networks; link-local, loopback and metadata addresses are"
            + " never used"),
    /** No connection could be made. */
    UNREACHABLE("no connection could be made", "start the server, or open the way to it"),
    /** The TLS handshake failed or the certificate does not match. */
    TLS(
        "the TLS handshake failed",
        "mend the certificate, or name its authorities in origin.authorities"),
    /** The whole exchange took too long. */
    TIMEOUT(
        "the answer took longer than the configured time",
        "make the server faster, or raise origin.timeout or, where connecting is slow,"
            + " outbound.connectTimeout"),
    /** The peer sent nothing for too long. */
    STALLED(
        "the peer stopped sending",
        "find what holds it up: it may be silent for origin.timeout, and never longer than 30"
            + " seconds"),
    /** The connection ended before the answer did. */
    TRUNCATED(
        "the connection ended before the answer did",
        "find what closes it: the server, or something between"),
    /** The peer's bytes are not HTTP, or more came than the peer announced. */
    MALFORMED(
        "the answer is not well-formed HTTP or does not match its announced length",
        "mend the server"),
    /** The body has neither an announced length nor chunks, so its end cannot be known. */
    UNFRAMED(
        "the answer has neither Content-Length nor chunks, so its end cannot be known",
        "have the server send one of them"),
    /** The body is larger than allowed. */
    TOO_LARGE("the answer is larger than the limit", "raise origin.maxBytes"),
    /** The head has too many fields. */
    TOO_MANY_FIELDS(
        "the answer has too many header fields", "have the server send no more than 100"),
    /** The peer redirects; redirects are never followed. */
    REDIRECT("the answer is a redirect", "configure the final URL as origin.url"),
    /** The status is not 200. */
    STATUS("the answer's status is not 200", "mend origin.url, origin.tokenFile or the server"),
    /** The content type is not the expected one. */
    CONTENT_TYPE(
        "the answer's content type is not the configured one",
        "have the server send the type of origin.format, or mend that"),
    /** The body is content-coded although identity was asked for. */
    CONTENT_CODED(
        "the answer has a Content-Encoding although identity was asked for",
        "have the server send the body as it is"),
    /** The gateway is stopping. */
    CLOSED("the gateway is stopping", "ask again once it runs");

    private final String problem;
    private final String remedy;

    Failure(String problem, String remedy) {
      this.problem = problem;
      this.remedy = remedy;
    }

    /** Returns fixed words on what went wrong. */
    public String problem() {
      return problem;
    }

    /** Returns fixed words on what an operator can do where an origin was asked. */
    public String remedy() {
      return remedy;
    }

    /** Returns true when the peer was too slow rather than wrong. */
    public boolean slow() {
      return this == TIMEOUT || this == STALLED;
    }
  }
}
