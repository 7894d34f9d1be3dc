package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ground on which personal information may be provided abroad. A part that is null is not known,
 * and what is not known allows nothing.
 *
 * @param id its name in the facts
 * @param exporter the exporter that it belongs to
 * @param type what it is
 * @param status how it stands
 * @param officialForm whether a contract follows the official form
 * @param effectiveAt the start of its effect
 * @param term whether and when it ends
 * @param filing whether a contract has been filed
 * @param scope what it covers
 */
public record Mechanism(
    String id,
    String exporter,
    Type type,
    @Nullable Status status,
    @Nullable Boolean officialForm,
    @Nullable Instant effectiveAt,
    Term term,
    Filing filing,
    Scope scope) {
  /** Checks that the parts are there. */
  public Mechanism {
    requireNonNull(id, "id");
    requireNonNull(exporter, "exporter");
    requireNonNull(type, "type");
    requireNonNull(term, "term");
    requireNonNull(filing, "filing");
    requireNonNull(scope, "scope");
  }

  /** Returns true when it is in force and has taken effect, and is not over, at {@code at}. */
  boolean holds(Instant at) {
    Instant end = term.expiresAt();
    return status == Status.IN_FORCE
        && effectiveAt != null
        && !effectiveAt.isAfter(at)
        && (end == null || end.isAfter(at));
  }

  /** Kinds of grounds. */
  public enum Type {
    /** A security assessment. */
    SA,
    /** A standard contract. */
    SCC,
    /** A certification. */
    CERT,
    /** The exemption of small volumes, Order 16 Art 5(1)4. */
    EXEMPT_SMALL_VOLUME,
    /** Proven anonymity. */
    ANONYMISED
  }

  /** How a ground stands. */
  public enum Status {
    /** It holds. */
    IN_FORCE,
    /** It has been applied for or signed and does not hold yet. */
    PENDING,
    /** It does not hold for now. */
    SUSPENDED,
    /** It is over. */
    ENDED
  }

  /**
   * Whether and when a ground ends.
   *
   * @param endless whether it is known to have no end
   * @param expiresAt the first instant at which it no longer holds, or null when not known
   */
  public record Term(boolean endless, @Nullable Instant expiresAt) {}

  /**
   * Whether a contract has been filed with the provincial authority.
   *
   * @param filed whether it has
   * @param filedAt when
   */
  public record Filing(@Nullable Boolean filed, @Nullable Instant filedAt) {}
}
