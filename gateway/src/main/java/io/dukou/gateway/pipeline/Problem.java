package io.dukou.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What a refused caller is told, as problem+json (RFC 9457). Fixed words only: no value, no place
 * in the data, nothing that the caller wrote.
 *
 * @param status the HTTP status, 400 to 599
 * @param code the registered code of the problem: lower-case letters, digits and underscores
 * @param title the kind of problem, the same for every problem with this code
 * @param detail what happened and what to do
 * @param reasons the rules that refused, if rules did
 */
public record Problem(
    int status, String code, String title, String detail, List<ShownReason> reasons) {
  /** Checks the parts and copies the list. */
  public Problem {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("no status of a problem: " + status);
    }
    requireNonNull(code, "code");
    requireNonNull(title, "title");
    requireNonNull(detail, "detail");
    reasons = List.copyOf(reasons);
  }

  /** Returns a problem that no rule gave a reason for. */
  public static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, List.of());
  }
}
