package io.dukou.audit.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dukou.audit.LogHomeRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings the schema {@code dukou_log} to the version this program knows.
 *
 * <p>Each migration is a file of SQL, applied once and in order, all missing ones in one
 * transaction under a lock of the database, so that of several gateways that start together one
 * does it. Number and digest of each are kept in the database: a schema of a newer program, or one
 * made from other files, is refused.
 */
final class Migrations {
  private static final List<String> FILES = List.of("1-log.sql");

  /**
   * Key of the advisory lock, which other users of the database must not take: "dukou" in ASCII.
   */
  private static final long LOCK = 0x64756b6f75L;

  private Migrations() {}

  /**
   * Applies what is missing.
   *
   * @throws LogHomeRefusedException if the schema is not one this program can bring up to date
   */
  static void run(Session session) throws IOException {
    String problem = session.call("bringing the schema up to date", Migrations::inOneTransaction);
    if (!problem.isEmpty()) {
      throw new LogHomeRefusedException(
          session.name(),
          problem,
          "use the release of Dukou that wrote the schema dukou_log, or a newer one",
          null);
    }
  }

  /** Returns what is wrong, empty if nothing is. */
  private static String inOneTransaction(Connection connection) throws SQLException {
    if (applied(connection).size() == FILES.size()) {
      return difference(applied(connection));
    }
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
      String problem = applyMissing(connection, statement);
      connection.commit();
      return problem;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String applyMissing(Connection connection, Statement statement)
      throws SQLException {
    Map<Integer, String> applied = applied(connection);
    String problem = difference(applied);
    if (!problem.isEmpty()) {
      return problem;
    }
    statement.execute("CREATE SCHEMA IF NOT EXISTS dukou_log");
    statement.execute(
        "CREATE TABLE IF NOT EXISTS dukou_log.migration (number integer PRIMARY KEY,"
            + " sha256 text NOT NULL, applied timestamptz NOT NULL DEFAULT now())");
    for (int number = applied.size() + 1; number <= FILES.size(); number++) {
      statement.execute(text(number));
      try (PreparedStatement note =
          connection.prepareStatement("INSERT INTO migration (number, sha256) VALUES (?, ?)")) {
        note.setInt(1, number);
        note.setString(2, digest(number));
        note.execute();
      }
    }
    return "";
  }

  private static Map<Integer, String> applied(Connection connection) throws SQLException {
    Map<Integer, String> applied = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      if (isThere(statement)) {
        try (ResultSet rows = statement.executeQuery("SELECT number, sha256 FROM migration")) {
          while (rows.next()) {
            applied.put(rows.getInt(1), rows.getString(2));
          }
        }
      }
    }
    return applied;
  }

  private static boolean isThere(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT to_regclass('dukou_log.migration') IS NOT NULL")) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static String difference(Map<Integer, String> applied) {
    for (var migration : applied.entrySet()) {
      int number = migration.getKey();
      if (number < 1 || number > FILES.size()) {
        return "its schema has version " + number + ", this program knows " + FILES.size();
      }
      if (!digest(number).equals(migration.getValue())) {
        return "version " + number + " of its schema was made by another program";
      }
    }
    return "";
  }

  private static String text(int number) {
    String file = FILES.get(number - 1);
    try (InputStream in = Migrations.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("this program lacks its file " + file);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(int number) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text(number).getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
