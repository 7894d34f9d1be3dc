package io.dukou.audit.postgres;

import io.dukou.audit.LogHomeRefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Looks at who may write to a log, without wanting to. It changes nothing and holds no lock, so
 * what it says may be out of date at once: the lease itself decides who writes.
 *
 * <p>One thread at a time. After a failure close it and open another.
 */
public final class LeaseWatch implements Closeable {
  private static final String SCHEMA = "SELECT to_regclass('dukou_log.lease') IS NOT NULL";
  private static final String HOLDER =
      "SELECT holder FROM dukou_log.lease WHERE expires > clock_timestamp()";

  private final Session session;

  private LeaseWatch(Session session) {
    this.session = session;
  }

  /**
   * Connects.
   *
   * @throws LogHomeRefusedException if the database cannot be reached
   * @throws io.dukou.audit.KeyFileException if the password file cannot be used
   */
  public static LeaseWatch open(PostgresOptions options) {
    return new LeaseWatch(Session.open(options, new Session.Failure()));
  }

  /**
   * Returns who may write now, as host and process; empty if nobody may, or there is no log yet.
   *
   * @throws IOException if the database does not say
   */
  public Optional<String> holder() throws IOException {
    return session.call("looking at the lease", LeaseWatch::holder);
  }

  /**
   * Returns whether the database takes writes now: it is no standby, and not read-only.
   *
   * @throws IOException if the database does not say
   */
  public boolean takesWrites() throws IOException {
    return session.call(
        "asking whether it takes writes",
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("SHOW transaction_read_only")) {
            return row.next() && "off".equals(row.getString(1));
          }
        });
  }

  private static Optional<String> holder(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet found = statement.executeQuery(SCHEMA)) {
        if (!found.next() || !found.getBoolean(1)) {
          return Optional.empty();
        }
      }
      try (ResultSet holder = statement.executeQuery(HOLDER)) {
        return holder.next() ? Optional.of(holder.getString(1)) : Optional.empty();
      }
    }
  }

  @Override
  public void close() throws IOException {
    session.close();
  }
}
