package io.dukou.gateway.identity;

import static java.util.Objects.requireNonNull;

import io.dukou.gateway.config.ClientConfig.ClientRole;

/**
 * An authenticated caller. Everything is taken from its registration and the network; nothing from
 * a claim or a header, except which registration it is.
 *
 * @param clientId the registration
 * @param organisation the organisation
 * @param role what it may do
 * @param recipient who gets what it reads
 * @param purpose what it reads for
 * @param location where it is
 */
public record Caller(
    String clientId,
    String organisation,
    ClientRole role,
    String recipient,
    String purpose,
    Location location) {
  /** Checks that the parts are there. */
  public Caller {
    requireNonNull(clientId, "clientId");
    requireNonNull(organisation, "organisation");
    requireNonNull(role, "role");
    requireNonNull(recipient, "recipient");
    requireNonNull(purpose, "purpose");
    requireNonNull(location, "location");
  }
}
