package io.dukou.gateway.server;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * An alarm that is put off far more often than it goes off: setting it writes a number, and one
 * timer looks at that number only when it would have gone off. Confined to one event loop.
 */
final class Deadline {
  private static final long UNSET = -1;

  private final Vertx vertx;
  private final Runnable alarm;
  private long due;
  private boolean set;
  private long timer = UNSET;
  private long timerDue;

  /** Creates an alarm that is not set. */
  Deadline(Vertx vertx, Runnable alarm) {
    this.vertx = vertx;
    this.alarm = alarm;
  }

  /** Lets the alarm go off after {@code delay} unless it is set or cleared before. */
  void set(Duration delay) {
    due = System.nanoTime() + delay.toNanos();
    set = true;
    if (timer != UNSET && timerDue - due > 0) {
      vertx.cancelTimer(timer);
      timer = UNSET;
    }
    if (timer == UNSET) {
      schedule();
    }
  }

  /** Keeps the alarm from going off until it is set again. */
  void clear() {
    set = false;
  }

  /** Ends the alarm's timer; for when it will not be set again. */
  void cancel() {
    set = false;
    if (timer != UNSET) {
      vertx.cancelTimer(timer);
      timer = UNSET;
    }
  }

  private void schedule() {
    timerDue = due;
    long millis = Math.max(1, (due - System.nanoTime()) / 1_000_000 + 1);
    timer = vertx.setTimer(millis, id -> look());
  }

  private void look() {
    timer = UNSET;
    if (!set) {
      return;
    }
    if (System.nanoTime() - due >= 0) {
      set = false;
      alarm.run();
    } else {
      schedule();
    }
  }
}
