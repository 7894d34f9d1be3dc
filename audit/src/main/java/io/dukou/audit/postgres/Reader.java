package io.dukou.audit.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what is committed. Any thread may call; each call is one statement, so one snapshot. */
final class Reader {
  private static final String HERE = " FROM node WHERE root = ? AND directory = ? AND name = ?";

  /** The size is found out once: as a condition of the join it would be for each extent. */
  private static final String OPEN =
      "WITH f AS MATERIALIZED (SELECT id, size_of(id) AS size"
          + HERE
          + " AND NOT folder) SELECT f.id, f.size, e.position, e.content"
          + " FROM f LEFT JOIN extent e ON e.file = f.id AND f.size <= ?"
          + " ORDER BY e.position";

  /** The extents that reach into a range, the first of which may begin before it. */
  private static final String EXTENTS =
      "SELECT position, content FROM extent WHERE file = ? AND position < ? AND position >="
          + " coalesce((SELECT max(position) FROM extent WHERE file = ? AND position <= ?), 0)"
          + " ORDER BY position";

  private final Session session;

  Reader(Session session) {
    this.session = session;
  }

  /** Tells whether there is a file or directory. */
  boolean exists(Place place) throws IOException {
    return session.call(
        "looking for " + place,
        connection -> {
          try (PreparedStatement statement = at(connection, "SELECT 1" + HERE, place);
              ResultSet row = statement.executeQuery()) {
            return row.next();
          }
        });
  }

  /** Returns the names in a directory, in no order. */
  List<String> list(String root, String directory) throws IOException {
    return session.call(
        "listing " + root + "/" + directory,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT name FROM node WHERE root = ? AND directory = ?")) {
            statement.setString(1, root);
            statement.setString(2, directory);
            return names(statement);
          }
        });
  }

  /**
   * Opens a file as it is at one instant.
   *
   * @return the file, with all it holds if that is not more than {@code limit} bytes
   * @throws NoSuchFileException if there is none
   */
  Opened open(Place place, long limit) throws IOException {
    return session
        .call(
            "opening " + place,
            connection -> {
              try (PreparedStatement statement = at(connection, OPEN, place)) {
                statement.setLong(4, limit);
                return Optional.ofNullable(opened(statement, limit));
              }
            })
        .orElseThrow(() -> new NoSuchFileException(session.name() + " " + place));
  }

  /** Reads from a position until the buffer is full or the file ends; returns how much was read. */
  int read(Opened file, Place place, long position, ByteBuffer target) throws IOException {
    int wanted = (int) Math.max(0, Math.min(target.remaining(), file.size - position));
    byte[] bytes = new byte[wanted];
    if (wanted > 0) {
      boolean any =
          session.call(
              "reading " + place, connection -> fill(connection, file.id, position, bytes));
      if (!any) {
        throw new NoSuchFileException(session.name() + " " + place + ", removed meanwhile");
      }
      target.put(bytes);
    }
    return wanted;
  }

  private static @Nullable Opened opened(PreparedStatement statement, long limit)
      throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      Opened opened = null;
      while (rows.next()) {
        long size = rows.getLong(2);
        if (opened == null) {
          byte[] content = size > limit ? null : new byte[(int) size];
          opened = new Opened(rows.getLong(1), size, content);
        }
        byte[] extent = rows.getBytes(4);
        if (opened.content != null && extent != null) {
          copy(extent, rows.getLong(3), opened.content);
        }
      }
      return opened;
    }
  }

  private static boolean fill(Connection connection, long file, long position, byte[] bytes)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(EXTENTS)) {
      statement.setLong(1, file);
      statement.setLong(2, position + bytes.length);
      statement.setLong(3, file);
      statement.setLong(4, position);
      try (ResultSet rows = statement.executeQuery()) {
        boolean any = false;
        while (rows.next()) {
          copy(rows.getBytes(2), rows.getLong(1) - position, bytes);
          any = true;
        }
        return any;
      }
    }
  }

  /** Copies the part of an extent that lies within the bytes wanted. */
  private static void copy(byte[] extent, long offset, byte[] wanted) {
    int from = (int) Math.max(0, -offset);
    int to = (int) Math.max(0, offset);
    int length = Math.min(extent.length - from, wanted.length - to);
    if (length > 0) {
      System.arraycopy(extent, from, wanted, to, length);
    }
  }

  private static PreparedStatement at(Connection connection, String sql, Place place)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, place.root());
    statement.setString(2, place.directory());
    statement.setString(3, place.name());
    return statement;
  }

  private static List<String> names(PreparedStatement statement) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  /** A file when it was opened. */
  static final class Opened {
    private final long id;
    private final long size;
    private final byte @Nullable [] content;

    private Opened(long id, long size, byte @Nullable [] content) {
      this.id = id;
      this.size = size;
      this.content = content;
    }

    /** Returns its size in bytes. */
    long size() {
      return size;
    }

    /** Returns all of it, or null if it is larger than was asked for. */
    byte @Nullable [] content() {
      return content;
    }
  }
}
