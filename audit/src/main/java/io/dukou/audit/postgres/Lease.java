package io.dukou.audit.postgres;

import io.dukou.audit.LogInUseException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The right to write to a log, for one process at a time.
 *
 * <p>Safety rests on the token alone, which grows with each holder and which every write names
 * ({@code fence} in the schema); the time decides only when others may take the lease. A holder
 * that was paused, or whose clock is wrong, finds its token outdated or its lease run out, and
 * fails. It is held once for both roots: taken with the first lock, given back with the last.
 *
 * <p>Any thread may call.
 */
final class Lease {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Session session;
  private final Duration duration;
  private final Set<String> locked = new HashSet<>();
  private @Nullable ScheduledExecutorService heartbeat;
  private volatile long token;

  Lease(Session session, Duration duration) {
    this.session = session;
    this.duration = duration;
  }

  /**
   * Locks a root, taking the lease if this process does not have it. Waits for a holder that is
   * silent until its lease has run out.
   *
   * @throws LogInUseException if another holder renews its lease, or the root is locked already
   */
  synchronized Closeable lock(String root) throws IOException {
    if (locked.contains(root)) {
      throw new LogInUseException(session.name() + ": in use by another log of this process");
    }
    if (locked.isEmpty()) {
      token = acquire();
      heartbeat = startHeartbeat();
    }
    locked.add(root);
    return () -> unlock(root);
  }

  /** Returns the token that a write must name; one that is never valid if the lease is not held. */
  long token() {
    return token;
  }

  /** Tells whether both roots are locked. */
  synchronized boolean holdsBoth() {
    return locked.size() == PostgresHome.ROOTS;
  }

  private synchronized void unlock(String root) throws IOException {
    if (locked.remove(root) && locked.isEmpty()) {
      stopHeartbeat();
      long held = token;
      token = 0;
      if (session.usable()) {
        session.perform(
            "giving the lease back", "SELECT release(?)", statement -> statement.setLong(1, held));
      }
    }
  }

  private long acquire() throws IOException {
    long end = System.nanoTime() + duration.plus(POLL).multipliedBy(2).toNanos();
    Answer first = ask();
    Answer answer = first;
    while (answer.granted == 0) {
      boolean renewed = !Objects.equals(answer.until, first.until);
      if (renewed || System.nanoTime() - end > 0) {
        throw new LogInUseException(
            session.name()
                + ": in use by "
                + answer.holder
                + "; only one may write here. It is taken over when that one ends");
      }
      sleep();
      answer = ask();
    }
    return answer.granted;
  }

  private Answer ask() throws IOException {
    return session.call("taking the lease", this::ask);
  }

  private Answer ask(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT coalesce(granted, 0), held_by, held_until::text FROM acquire(?, ?)")) {
      statement.setString(1, self());
      statement.setLong(2, duration.toMillis());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Answer(row.getLong(1), row.getString(2), row.getString(3));
      }
    }
  }

  private static void sleep() throws IOException {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the lease");
    }
  }

  private ScheduledExecutorService startHeartbeat() {
    ScheduledExecutorService executor =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "dukou-audit-lease");
              thread.setDaemon(true);
              return thread;
            });
    long pause = duration.toMillis() / 3;
    var unused = executor.scheduleWithFixedDelay(this::renew, pause, pause, TimeUnit.MILLISECONDS);
    return executor;
  }

  /** Ends the heartbeat; one that is under way renews a lease that is given back after it. */
  private synchronized void stopHeartbeat() {
    ScheduledExecutorService executor = heartbeat;
    if (executor != null) {
      executor.shutdown();
      heartbeat = null;
    }
  }

  private void renew() {
    try {
      session.perform(
          "renewing the lease",
          "SELECT renew(?, ?)",
          statement -> {
            statement.setLong(1, token);
            statement.setLong(2, duration.toMillis());
          });
    } catch (IOException e) {
      // The session remembers it and refuses the next write, which then tells the log.
      stopHeartbeat();
    }
  }

  /** Returns how this process is named to others that want the lease. */
  private static String self() {
    long process = ProcessHandle.current().pid();
    try {
      return InetAddress.getLocalHost().getHostName() + ", process " + process;
    } catch (UnknownHostException e) {
      return "process " + process;
    }
  }

  /** What came of asking for the lease; a token of 0 is none. */
  private record Answer(long granted, String holder, String until) {}
}
