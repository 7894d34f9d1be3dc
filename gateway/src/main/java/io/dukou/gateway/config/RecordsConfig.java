package io.dukou.gateway.config;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.Officers;
import io.dukou.audit.Retention;

/**
 * How long the domestic parts of the log are kept, and who may order what is done with them.
 *
 * @param retention how long at least
 * @param officers the officers, by their public keys
 * @param personSearches how many searches for persons an officer has in 24 hours
 */
public record RecordsConfig(Retention retention, Officers officers, int personSearches) {
  /** Checks that both are given. */
  public RecordsConfig {
    requireNonNull(retention, "retention");
    requireNonNull(officers, "officers");
  }
}
