package io.dukou.gateway.facts;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.identity.Location;
import java.time.Instant;
import java.util.List;

/**
 * What somebody is about to be given: the question put to the policies.
 *
 * @param study the study
 * @param dataset the dataset of the study
 * @param recipient who gets it
 * @param purpose what for
 * @param fields the columns that are meant to leave, in order; direct identifiers and free text
 *     never are
 * @param location where the caller is
 * @param kind how it would leave
 * @param at the time of the event
 */
public record TransferIntent(
    String study,
    String dataset,
    String recipient,
    String purpose,
    List<String> fields,
    Location location,
    Kind kind,
    Instant at) {
  /** Checks that the parts are there. */
  public TransferIntent {
    requireNonNull(study, "study");
    requireNonNull(dataset, "dataset");
    requireNonNull(recipient, "recipient");
    requireNonNull(purpose, "purpose");
    fields = List.copyOf(fields);
    requireNonNull(location, "location");
    requireNonNull(kind, "kind");
    requireNonNull(at, "at");
  }

  /** How data would leave. */
  public enum Kind {
    /** Somebody reads it through the reverse proxy. */
    PULL
  }
}
