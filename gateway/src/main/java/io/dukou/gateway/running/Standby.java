package io.dukou.gateway.running;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.LogHomeRefusedException;
import io.dukou.audit.postgres.LeaseWatch;
import io.dukou.audit.postgres.PostgresOptions;
import io.dukou.gateway.config.ServerConfig.Admin;
import io.dukou.gateway.server.StandbyDesk;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway that waits while another one writes to the log in their database.
 *
 * <p>It has nothing open of the log, holds no lock of the state folder, and takes no requests;
 * operators see on the admin listener that it lives and for whom it waits. It only looks at the
 * lease: whether it gets it is decided when the log is opened, and who comes second there waits
 * again.
 *
 * <p>{@link #awaitTurn} is for one thread; {@link #stop} may be called by any.
 */
public final class Standby implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Standby.class);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Vertx vertx;
  private final PostgresOptions database;
  private final Admin admin;
  private final SeldomSaid said = new SeldomSaid(Clock.systemUTC());
  private volatile String waitingFor = "";
  private boolean hasWaited;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable LeaseWatch watch;
  private @Nullable StandbyDesk desk;

  /**
   * Creates one that does not wait yet.
   *
   * @param admin where operators look
   */
  public Standby(Vertx vertx, PostgresOptions database, Admin admin) {
    this.vertx = requireNonNull(vertx, "vertx");
    this.database = requireNonNull(database, "database");
    this.admin = requireNonNull(admin, "admin");
  }

  /**
   * Blocks while another gateway may write to the log. A database that fails meanwhile is asked
   * again; it may be what is being repaired.
   *
   * @return whether it is this one's turn; false when it was told to stop
   * @throws LogHomeRefusedException if the database cannot be reached at the first look
   * @throws io.dukou.gateway.server.CannotListenException if the admin listener's port is taken
   */
  public boolean awaitTurn() throws InterruptedException {
    boolean first = true;
    while (!isStopped()) {
      Optional<String> reason = look(first);
      if (reason.isEmpty()) {
        endWaiting();
        return true;
      }
      first = false;
      waitFor(reason.get());
    }
    endWaiting();
    return false;
  }

  /**
   * Waits on although the lease is free, because opening the log showed that it is not this one's
   * turn.
   *
   * @param reason why, in words for the operator
   * @return whether to try again; false when it was told to stop
   */
  public boolean awaitAgain(String reason) throws InterruptedException {
    waitFor(reason);
    return !isStopped() && awaitTurn();
  }

  /** Returns whether another gateway wrote to the log since this one began. */
  public boolean hasWaited() {
    return hasWaited;
  }

  /** Ends the waiting, of now or later. */
  public void stop() {
    stopped.countDown();
  }

  /** Stops listening and looking. */
  @Override
  public void close() {
    endWaiting();
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private void waitFor(String reason) throws InterruptedException {
    waitingFor = reason;
    hasWaited = true;
    if (desk == null) {
      desk = StandbyDesk.open(vertx, admin, () -> waitingFor);
      LOG.info("health while standing by: http://{}:{}/readyz", admin.host(), desk.port());
    }
    if (said.isDue(reason)) {
      LOG.info("standing by: {}", reason);
    }
    var unused = stopped.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns why it is not this one's turn. */
  private Optional<String> look(boolean first) {
    try {
      if (watch == null) {
        watch = LeaseWatch.open(database);
      }
      return watch.holder().map(holder -> holder + " writes to the log");
    } catch (LogHomeRefusedException e) {
      if (first) {
        throw e;
      }
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      closeWatch();
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private void endWaiting() {
    closeWatch();
    if (desk != null) {
      desk.close();
      desk = null;
    }
  }

  private void closeWatch() {
    LeaseWatch open = watch;
    watch = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("a connection to look at the lease was not closed: {}", e.getMessage());
      }
    }
  }
}
