package io.dukou.gateway.pipeline;

import io.dukou.anonymizer.AnonymizerException;
import io.dukou.audit.AuditException;
import io.dukou.audit.LogBusyException;
import io.dukou.audit.LogSpaceException;
import io.dukou.gateway.cut.OriginException;
import io.dukou.gateway.cut.UnreadableBodyException;
import io.dukou.gateway.outbound.OutboundException;
import io.dukou.gateway.release.SelectionException;
import io.dukou.gateway.release.TableRefusedException;
import io.dukou.gateway.spool.SpoolException;
import io.dukou.policies.Decision;
import io.dukou.policies.Outcome;
import io.dukou.policies.PolicyException;
import io.dukou.policies.Reason;
import io.dukou.policies.Wording;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * The one place where a failure becomes an HTTP status and words. The words are fixed; none depends
 * on a value, a place in the data, or anything the caller wrote.
 */
final class Problems {
  static final Problem UNKNOWN_ROUTE =
      Problem.of(404, "not_found", "Not found", "There is nothing at this path for this caller.");
  static final Problem NOT_A_RECIPIENT =
      Problem.of(
          403,
          "not_a_recipient",
          "Not a recipient",
          "This client is not registered to read releases.");
  static final Problem RETIRED =
      Problem.of(
          503,
          "table_retired",
          "The table was replaced",
          "The protected table was replaced while it was read; start again from the first page.");
  static final Problem TOO_SLOW =
      Problem.of(
          503,
          "too_slow",
          "Took too long",
          "The answer was not ready in time; nothing was released. Try again later.");
  static final Problem STOPPING =
      Problem.of(
          503,
          "stopping",
          "The gateway stops",
          "The gateway stops before the answer was ready; nothing was released. Try again later.");
  static final Problem NOT_RECORDED =
      Problem.of(
          503,
          "not_recorded",
          "Could not be recorded",
          "The decision could not be recorded, so nothing was released. Try again later.");
  static final Problem BUSY =
      Problem.of(
          503, "busy", "Busy", "Too much is in work; nothing was released. Try again later.");
  static final Problem INTERNAL =
      Problem.of(
          500,
          "internal",
          "Internal error",
          "Something went wrong inside the gateway; nothing was released.");

  private static final Problem NO_ROOM =
      Problem.of(
          503,
          "log_space",
          "No room for records",
          "The room that is left for records is kept, so nothing was released. Try again later.");
  private static final Problem POLICY =
      Problem.of(
          503,
          "policy_unavailable",
          "No decision",
          "The policy could not decide, so nothing was released. Try again later.");
  private static final Problem ORIGIN_SLOW =
      Problem.of(
          504,
          "origin_timeout",
          "The origin is too slow",
          "The data could not be read in time; nothing was released.");
  private static final Problem ORIGIN =
      Problem.of(
          502,
          "origin_failed",
          "The origin cannot be used",
          "The data could not be read from its origin; nothing was released.");
  private static final Problem UNREADABLE =
      Problem.of(
          502,
          "origin_unreadable",
          "The origin's data cannot be used",
          "The data is not in the form that this route is configured for; nothing was released.");

  private Problems() {}

  /** Returns what the caller of a failed request is told. */
  static Problem of(Throwable failure) {
    Throwable cause = unwrap(failure);
    if (cause instanceof RefusedException refused) {
      return refused.problem();
    }
    if (cause instanceof SelectionException selection) {
      return selection(selection);
    }
    if (cause instanceof TableRefusedException table) {
      return table(table.kind());
    }
    return cause instanceof OutboundException
            || cause instanceof OriginException
            || cause instanceof UnreadableBodyException
        ? origin(cause)
        : internal(cause);
  }

  /** Returns what a caller is told when the policy did not allow. */
  static Problem refusedBy(Decision decision) {
    boolean waits = decision.outcome() != Outcome.DENY;
    return new Problem(
        403,
        waits ? "approval_required" : "denied",
        waits ? "Approval required" : "Denied",
        waits
            ? "The rules below hold this back until a person has approved or discharged a duty."
            : "The rules below do not let this leave China.",
        decision.reasons().stream().map(Problems::shown).toList());
  }

  /** Returns the failure inside those that futures wrap it in. */
  static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static ShownReason shown(Reason reason) {
    return new ShownReason(
        reason.rule(),
        reason.code(),
        reason.citations(),
        Wording.standard().publicText(reason, Locale.ENGLISH),
        Wording.standard().publicText(reason, Locale.CHINESE));
  }

  private static Problem origin(Throwable cause) {
    if (cause instanceof OutboundException outbound) {
      return outbound.failure().slow() ? ORIGIN_SLOW : ORIGIN;
    }
    return cause instanceof UnreadableBodyException ? UNREADABLE : ORIGIN;
  }

  private static Problem internal(Throwable cause) {
    if (cause instanceof LogSpaceException) {
      return NO_ROOM;
    }
    if (cause instanceof AuditException) {
      return cause instanceof LogBusyException ? BUSY : NOT_RECORDED;
    }
    if (cause instanceof PolicyException) {
      return POLICY;
    }
    if (cause instanceof RejectedExecutionException || cause instanceof SpoolException) {
      return BUSY;
    }
    if (cause instanceof TimeoutException) {
      return TOO_SLOW;
    }
    return cause instanceof AnonymizerException
        ? table(TableRefusedException.Kind.DOES_NOT_FIT)
        : INTERNAL;
  }

  private static Problem selection(SelectionException refused) {
    return switch (refused.kind()) {
      case MALFORMED ->
          Problem.of(
              400,
              "query_malformed",
              "The query is not understood",
              "A query holds limit, cursor and COLUMN=value filters, each at most once.");
      case LIMIT ->
          Problem.of(
              400,
              "limit_invalid",
              "The limit is not understood",
              "The limit is a number from 1 to %d, the largest page of this gateway."
                  .formatted(refused.pageRows()));
      case CURSOR ->
          Problem.of(
              400,
              "cursor_invalid",
              "The cursor cannot be used",
              "A cursor serves its caller, table, filter and limit only; start from the first"
                  + " page.");
      case FILTER ->
          Problem.of(
              422,
              "filter_refused",
              "The filter is refused",
              "A filter is COLUMN=value with a released column and a value that the column can"
                  + " hold as it is released; there are no operators.");
    };
  }

  private static Problem table(TableRefusedException.Kind kind) {
    return switch (kind) {
      case SECOND_TABLE_OF_STUDY ->
          Problem.of(
              403,
              "second_table_of_study",
              "Another table of the study was given",
              "A study releases to a recipient and those it shares with only tables that are"
                  + " planned together.");
      case INFEASIBLE, DOES_NOT_FIT, WARNINGS, IDENTIFIERS, NO_ROWS, NO_CONSENT, HISTORY ->
          Problem.of(
              422,
              "not_protectable",
              "No protected table",
              "The data cannot be protected as this route requires, so nothing was released.");
    };
  }
}
