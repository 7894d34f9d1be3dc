package io.dukou.audit.postgres;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which database a log lives in, and how long its holder may be silent.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, without credentials; see {@link
 *     DatabaseUrl} for what may follow
 * @param user the role to connect as; it makes the schema at the first start
 * @param passwordFile an owner-only file with the password, or null where the server asks for none
 * @param lease how long a holder that does not renew its lease keeps others out; it renews it three
 *     times as often. Measured by the database's clock
 * @param timeout how long the database may work on one call; a call that takes longer fails, and
 *     the log with it
 */
public record PostgresOptions(
    String url, String user, @Nullable Path passwordFile, Duration lease, Duration timeout) {
  private static final Duration SHORTEST = Duration.ofMillis(500);

  /** Checks that the times fit: a call may not outlast the lease it is made under. */
  public PostgresOptions {
    DatabaseUrl.parse(requireNonNull(url, "url"));
    requireNonNull(user, "user");
    if (lease.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("lease is shorter than 0.5 s: " + lease);
    }
    if (timeout.toMillis() < 1 || timeout.multipliedBy(3).compareTo(lease.multipliedBy(2)) > 0) {
      throw new IllegalArgumentException(
          "timeout must be positive and at most two thirds of lease: " + timeout);
    }
  }

  /** Returns options with a lease of 15 seconds and calls of at most 10. */
  public static PostgresOptions of(String url, String user, @Nullable Path passwordFile) {
    return new PostgresOptions(
        url, user, passwordFile, Duration.ofSeconds(15), Duration.ofSeconds(10));
  }

  /** Returns a copy with other times. */
  public PostgresOptions withTimes(Duration newLease, Duration newTimeout) {
    return new PostgresOptions(url, user, passwordFile, newLease, newTimeout);
  }
}
