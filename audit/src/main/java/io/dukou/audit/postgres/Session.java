package io.dukou.audit.postgres;

import io.dukou.audit.LogHomeRefusedException;
import io.dukou.audit.OwnerOnlyFile;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection, used by one thread at a time and never replaced: after a failure of whatever kind
 * nothing is known of what the database did, so this session, and all that share its {@link
 * Failure}, refuse further calls. Each call is a transaction of its own.
 */
final class Session implements Closeable {
  private static final String CONNECT_SECONDS = "10";

  private final Connection connection;
  private final String name;
  private final Failure failure;

  private Session(Connection connection, String name, Failure failure) {
    this.connection = connection;
    this.name = name;
    this.failure = failure;
  }

  /**
   * Connects.
   *
   * @throws LogHomeRefusedException if the server does not let the role in or cannot be reached
   */
  static Session open(PostgresOptions options, Failure failure) {
    DatabaseUrl url = DatabaseUrl.parse(options.url());
    try {
      Connection connection = DriverManager.getConnection(url.url(), properties(options));
      Session session = new Session(connection, url.name(), failure);
      session.prepare(options.timeout());
      return session;
    } catch (SQLException e) {
      throw new LogHomeRefusedException(
          url.name(),
          "no connection: " + e.getMessage(),
          "look whether the server runs, whether the role and its password are right, and whether"
              + " its certificate is by an authority that is known here",
          e);
    }
  }

  /**
   * Does a piece of work as one statement.
   *
   * @param what says what is being done, for the message
   * @throws IOException if it, or any call before it, failed
   */
  synchronized <T> T call(String what, Work<T> work) throws IOException {
    failure.requireNone();
    boolean done = false;
    try {
      T result = work.on(connection);
      done = true;
      return result;
    } catch (SQLException e) {
      throw failure.set(new IOException(name + ": " + what + ": " + e.getMessage() + remedy(e), e));
    } finally {
      if (!done) {
        failure.set(new IOException(name + ": " + what + " failed"));
      }
    }
  }

  /** Calls a function that returns nothing. */
  void perform(String what, String sql, Binding binding) throws IOException {
    call(
        what,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binding.to(statement);
            return statement.execute();
          }
        });
  }

  /**
   * Checks that nothing has failed yet.
   *
   * @throws IOException if something has
   */
  void requireUsable() throws IOException {
    failure.requireNone();
  }

  /** Tells whether nothing has failed yet. */
  boolean usable() {
    return failure.first.get() == null;
  }

  String name() {
    return name;
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException(name + ": the connection cannot be closed", e);
    }
  }

  /**
   * Returns what a person can do about a failure that is of the database and not of this program,
   * by its code (PostgreSQL, appendix A); nothing for others.
   */
  private static String remedy(SQLException failure) {
    return switch (String.valueOf(failure.getSQLState())) {
      case "53100" -> "; remedy: make room on the disk of the database";
      case "25006" ->
          "; remedy: it takes no writes any more, as a standby or by its settings; have it take"
              + " them, or name the primary";
      case "57P01", "57P02", "57P03" -> "; remedy: the server was stopped; see that it runs again";
      default -> "";
    };
  }

  private static Properties properties(PostgresOptions options) {
    Properties properties = new Properties();
    properties.setProperty("user", options.user());
    if (options.passwordFile() != null) {
      properties.setProperty("password", OwnerOnlyFile.read(options.passwordFile()));
    }
    properties.setProperty("ApplicationName", "dukou");
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", CONNECT_SECONDS);
    properties.setProperty("socketTimeout", "" + options.timeout().plusSeconds(2).toSeconds());
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("logServerErrorDetail", "false");
    properties.setProperty("prepareThreshold", "1");
    return properties;
  }

  private void prepare(Duration timeout) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SET search_path TO dukou_log; SET default_transaction_isolation TO 'read committed';"
              + " SET statement_timeout TO "
              + timeout.toMillis()
              + "; SET idle_in_transaction_session_timeout TO "
              + timeout.toMillis());
    }
  }

  /** Something done on a connection. */
  @FunctionalInterface
  interface Work<T> {
    /** Does it and returns what came of it. */
    T on(Connection connection) throws SQLException;
  }

  /** Sets the parameters of a statement. */
  @FunctionalInterface
  interface Binding {
    /** Sets them. */
    void to(PreparedStatement statement) throws SQLException;
  }

  /** The first failure of any session of a home. Any thread. */
  static final class Failure {
    private final AtomicReference<@Nullable IOException> first = new AtomicReference<>();
    private volatile Consumer<Throwable> listener = failure -> {};

    /** Names who is told of the first failure, on the thread that met it. */
    void tell(Consumer<Throwable> whom) {
      listener = whom;
    }

    /** Notes a failure unless there was one before, and returns the one given. */
    IOException set(IOException failure) {
      if (first.compareAndSet(null, failure)) {
        listener.accept(failure);
      }
      return failure;
    }

    /** Throws if anything failed before. */
    void requireNone() throws IOException {
      IOException before = first.get();
      if (before != null) {
        throw new IOException(
            "after a failure nothing more is done: " + before.getMessage(), before);
      }
    }
  }
}
