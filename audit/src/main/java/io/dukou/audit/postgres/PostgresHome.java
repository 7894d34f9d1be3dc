package io.dukou.audit.postgres;

import io.dukou.audit.LogFailedException;
import io.dukou.audit.LogHomeRefusedException;
import io.dukou.audit.LogStorage;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A database that holds one log and its domestic parts.
 *
 * <pre>{@code
 * try (PostgresHome home = PostgresHome.open(options)) {
 *   DomesticStorage domestic = new DomesticStorage(home.domestic(), key);
 *   try (AuditLog log = AuditLog.open(home.log(), domestic, keys, LogOptions.defaults())) {
 *     …
 *   }
 * }
 * }</pre>
 *
 * <h2>Who writes</h2>
 *
 * Any number of processes may open the same database and read; to write one must hold its lease,
 * which {@link LogStorage#lock} takes. The lease has a token that grows with each holder. Every
 * write is one statement that first locks the lease's row and compares token and time: a process
 * that was paused, cut off or wrong about the time cannot add anything once another has taken over,
 * nor once its lease has run out. Whoever waits for the lease gets it only when no write of the
 * holder before is under way.
 *
 * <h2>Failure</h2>
 *
 * After a failed call, a lost answer to a commit included, nothing further is done with either
 * connection: close the home and open another, which finds out what was committed.
 *
 * <p>Any thread may call. Close the log first.
 */
public final class PostgresHome implements Closeable {
  /** How many roots there are: that of the log, and that of the domestic parts. */
  static final int ROOTS = 2;

  private final Session writing;
  private final Session reading;
  private final Session.Failure failure;
  private final LogStorage log;
  private final LogStorage domestic;

  private PostgresHome(
      Session writing, Session reading, Session.Failure failure, PostgresOptions options) {
    this.failure = failure;
    this.writing = writing;
    this.reading = reading;
    Lease lease = new Lease(writing, options.lease());
    Reader reader = new Reader(reading);
    Writer writer = new Writer(writing, lease);
    this.log = new PostgresStorage("log", writing.name(), reader, writer, lease);
    this.domestic = new PostgresStorage("domestic", writing.name(), reader, writer, lease);
  }

  /**
   * Connects, and makes the schema or brings it up to date.
   *
   * @throws LogHomeRefusedException if the database cannot be reached, would lose what it has
   *     acknowledged, is a copy that cannot be written, or has a schema this program does not know
   * @throws io.dukou.audit.KeyFileException if the password file cannot be used
   * @throws LogFailedException if a call fails
   */
  public static PostgresHome open(PostgresOptions options) {
    Session.Failure failure = new Session.Failure();
    List<Session> sessions = new ArrayList<>();
    boolean opened = false;
    try {
      sessions.add(Session.open(options, failure));
      requireDurability(sessions.get(0));
      Migrations.run(sessions.get(0));
      sessions.add(Session.open(options, failure));
      PostgresHome home = new PostgresHome(sessions.get(0), sessions.get(1), failure, options);
      opened = true;
      return home;
    } catch (IOException e) {
      throw new LogFailedException(String.valueOf(e.getMessage()), e);
    } finally {
      if (!opened) {
        sessions.forEach(PostgresHome::abandon);
      }
    }
  }

  /** Returns the storage of the log itself, for use with {@link #domestic} alone. */
  public LogStorage log() {
    return log;
  }

  /** Returns the storage of the domestic parts of the log, under the same lease. */
  public LogStorage domestic() {
    return domestic;
  }

  /**
   * Names who is told, once and on whatever thread, when the home fails: also when it has lost its
   * lease while nothing was being written, of which the log knows only with the next append.
   */
  public void whenFailed(Consumer<Throwable> listener) {
    failure.tell(listener);
  }

  /** Ends both connections. */
  @Override
  public void close() throws IOException {
    try (reading) {
      writing.close();
    }
  }

  private static void requireDurability(Session session) throws IOException {
    String problem = session.call("reading its settings", PostgresHome::problem);
    if (!problem.isEmpty()) {
      throw new LogHomeRefusedException(
          session.name(),
          problem,
          "turn it on, for this role and database too (ALTER ROLE, ALTER DATABASE), and start"
              + " again",
          null);
    }
  }

  /** Returns what keeps a commit from being durable, empty if nothing does. */
  private static String problem(Connection connection) throws SQLException {
    if ("on".equals(setting(connection, "transaction_read_only"))) {
      return "it takes no writes: it is a standby, or default_transaction_read_only is on; a log"
          + " needs the primary";
    }
    for (String name : List.of("synchronous_commit", "fsync", "full_page_writes")) {
      if ("off".equals(setting(connection, name))) {
        return name + " is off, so it may lose what it has acknowledged";
      }
    }
    return "";
  }

  private static String setting(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW " + name)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void abandon(Session session) {
    try {
      session.close();
    } catch (IOException e) {
      throw new LogFailedException(session.name() + ": closing failed", e);
    }
  }
}
