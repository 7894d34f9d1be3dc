package io.dukou.gateway.running;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What our classes have logged as a warning or worse since this was opened or emptied. */
public final class LogLines implements AutoCloseable {
  private final Logger ours = (Logger) LoggerFactory.getLogger("io.dukou");
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  private LogLines() {
    appender.start();
    ours.addAppender(appender);
  }

  public static LogLines open() {
    return new LogLines();
  }

  /** Returns the lines and forgets them. */
  public List<String> take() {
    synchronized (appender) {
      List<String> lines =
          List.copyOf(appender.list).stream()
              .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
              .map(ILoggingEvent::getFormattedMessage)
              .toList();
      appender.list.clear();
      return lines;
    }
  }

  @Override
  public void close() {
    ours.detachAppender(appender);
    appender.stop();
  }
}
