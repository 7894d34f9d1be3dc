package io.dukou.gateway.running;

import static java.util.Objects.requireNonNull;

import io.dukou.audit.LogHomeRefusedException;
import io.dukou.audit.postgres.LeaseWatch;
import io.dukou.audit.postgres.PostgresOptions;
import io.dukou.gateway.config.ServerConfig.Admin;
import io.dukou.gateway.seldom.SeldomSaid;
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
  private static final int LOOKS_FOR_A_WRITER = 40;
  private static final String TURN = "this one takes over, and reads the log";

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
   * Blocks while another gateway may write to the log. A database that fails meanwhile, or takes no
   * writes, is asked again; it may be what is being repaired.
   *
   * <p>Once it has waited, operators go on to be answered until this is closed: while the log is
   * opened and, on the same port, beside the gateway that then listens there.
   *
   * @return whether it is this one's turn; false when it was told to stop
   * @throws LogHomeRefusedException if the database cannot be reached at the very first look
   * @throws io.dukou.gateway.server.CannotListenException if the admin listener's port is taken
   */
  public boolean awaitTurn() throws InterruptedException {
    while (!isStopped()) {
      Optional<String> reason = look();
      if (reason.isEmpty()) {
        closeWatch();
        waitingFor = TURN;
        return true;
      }
      waitFor(reason.get());
    }
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

  /**
   * Waits ten seconds at most for another gateway to begin to write: one that was started at the
   * same moment may hold the state folder and not yet the lease.
   *
   * @return whether there is one
   */
  public boolean awaitWriter() throws InterruptedException {
    try {
      for (int looks = 0; looks < LOOKS_FOR_A_WRITER && !isStopped(); looks++) {
        if (look().isPresent()) {
          return true;
        }
        var unused = stopped.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (LogHomeRefusedException e) {
      LOG.warn("nobody can be seen to write: {}", e.getMessage());
    }
    return false;
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
    closeWatch();
    if (desk != null) {
      desk.close();
      desk = null;
    }
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
  private Optional<String> look() {
    try {
      if (watch == null) {
        watch = LeaseWatch.open(database);
      }
      Optional<String> holder = watch.holder();
      if (holder.isEmpty() && hasWaited && !watch.takesWrites()) {
        closeWatch(); // a connection may keep the setting that it was made with
        return Optional.of("the database takes no writes: it is a standby, or read-only");
      }
      return holder.map(name -> name + " writes to the log");
    } catch (LogHomeRefusedException e) {
      if (!hasWaited) {
        throw e;
      }
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      closeWatch();
      return Optional.of(String.valueOf(e.getMessage()));
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
