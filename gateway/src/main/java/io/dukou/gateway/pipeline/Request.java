package io.dukou.gateway.pipeline;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.identity.Caller;
import java.util.List;
import java.util.Optional;

/**
 * An authenticated request as the HTTP layer understood it. Nothing else of what the caller sent
 * reaches the stages.
 *
 * @param caller who asks
 * @param head whether only the head of the answer is wanted
 * @param path the path exactly as it was sent, without the query; not decoded, not normalised
 * @param query the parameters in the order in which they were sent, decoded; repeated names are
 *     kept. Empty when the query could not be decoded
 * @param misuse what was wrong with the request as HTTP; it is refused with this, whatever else it
 *     asks for, and recorded like any other refusal
 */
public record Request(
    Caller caller, boolean head, String path, List<Parameter> query, Optional<Misuse> misuse) {
  /** Checks that the parts are there and copies the list. */
  public Request {
    requireNonNull(caller, "caller");
    requireNonNull(path, "path");
    query = List.copyOf(query);
    requireNonNull(misuse, "misuse");
  }

  /**
   * One parameter of the query, decoded as {@code application/x-www-form-urlencoded}.
   *
   * @param name the text before the first equals sign; never empty
   * @param value the text after it; empty if there is nothing or no equals sign
   */
  public record Parameter(String name, String value) {
    /** Checks that the parts are there. */
    public Parameter {
      requireNonNull(name, "name");
      requireNonNull(value, "value");
    }
  }
}
