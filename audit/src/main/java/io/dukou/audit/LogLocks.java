package io.dukou.audit;

import java.io.Closeable;
import java.io.IOException;

/** The locks of a log's two directories, held while it is open. */
final class LogLocks implements Closeable {
  private final Closeable log;
  private final Closeable domestic;

  private LogLocks(Closeable log, Closeable domestic) {
    this.log = log;
    this.domestic = domestic;
  }

  /**
   * Takes both or none.
   *
   * @throws LogInUseException if one is held by another
   */
  static LogLocks take(LogStorage log, LogStorage domestic) throws IOException {
    Closeable first = log.lock();
    try {
      return new LogLocks(first, domestic.lock());
    } catch (IOException | LogInUseException e) {
      first.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (log) {
      domestic.close();
    }
  }
}
