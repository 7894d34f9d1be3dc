package io.dukou.audit.postgres;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers operations on both roots and has them applied, in order, as one call.
 *
 * <p>One statement outside a transaction is a round trip, and is committed by the time it returns.
 * It also means that no pause of this process leaves a transaction open in which it would hold the
 * lease's row. If the answer is lost, the session fails, and opening the log again finds out what
 * was committed.
 *
 * <p>Any thread may call. A write that does not wait for its sync may become durable with somebody
 * else's, always after everything gathered before it.
 */
final class Writer {
  /** Bytes gathered before they are applied although nobody has asked for it. */
  private static final long GATHERED_BYTES = 32L << 20;

  private final Session session;
  private final Lease lease;
  private final List<Operation> gathered = new ArrayList<>();
  private long gatheredBytes;

  Writer(Session session, Lease lease) {
    this.session = session;
    this.lease = lease;
  }

  /** Gathers an operation. */
  synchronized void add(Operation operation) throws IOException {
    if (lease.token() == 0) {
      throw new IOException(session.name() + ": not locked, so nothing is written");
    }
    gathered.add(operation);
    gatheredBytes += operation.bytes();
    if (gatheredBytes > GATHERED_BYTES) {
      commit();
    }
  }

  /**
   * Makes all that is gathered durable and visible to everyone. Also whoever reads calls this, so
   * nothing may be left to apply of what an appender gathered: that is success only if it was
   * applied.
   *
   * @throws IOException if that failed, now or when somebody else called this
   */
  synchronized void commit() throws IOException {
    session.requireUsable();
    if (!gathered.isEmpty()) {
      List<Operation> operations = List.copyOf(gathered);
      gathered.clear();
      gatheredBytes = 0;
      session.perform(
          "writing",
          "SELECT apply(?, ?, ?, ?, ?, ?, ?, ?)",
          statement -> bind(statement, operations));
    }
  }

  /** Tells whether the log and the domestic parts that are open are both written here. */
  boolean writesBoth() {
    return lease.holdsBoth();
  }

  /** Commits, but for what a failure has left behind, of which nothing is known. */
  void commitIfUsable() throws IOException {
    if (session.usable()) {
      commit();
    }
  }

  private void bind(PreparedStatement statement, List<Operation> operations) throws SQLException {
    statement.setLong(1, lease.token());
    statement.setArray(2, text(statement, operations, o -> o.action));
    statement.setArray(3, text(statement, operations, o -> o.place.root()));
    statement.setArray(4, text(statement, operations, o -> o.place.directory()));
    statement.setArray(5, text(statement, operations, o -> o.place.name()));
    statement.setArray(6, text(statement, operations, o -> o.newName));
    statement.setArray(7, array(statement, "int8", operations, o -> o.position));
    statement.setArray(8, bytes(statement.getConnection(), operations));
  }

  private static Array text(
      PreparedStatement statement,
      List<Operation> operations,
      Function<Operation, @Nullable Object> part)
      throws SQLException {
    return array(statement, "text", operations, part);
  }

  private static Array array(
      PreparedStatement statement,
      String type,
      List<Operation> operations,
      Function<Operation, @Nullable Object> part)
      throws SQLException {
    return statement.getConnection().createArrayOf(type, operations.stream().map(part).toArray());
  }

  private static Array bytes(Connection connection, List<Operation> operations)
      throws SQLException {
    byte[][] contents = operations.stream().map(o -> o.content).toArray(byte[][]::new);
    return connection.createArrayOf("bytea", contents);
  }
}
