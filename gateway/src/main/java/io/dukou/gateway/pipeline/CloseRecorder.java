package io.dukou.gateway.pipeline;

import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends close entries, which no answer waits for. */
final class CloseRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(CloseRecorder.class);

  private CloseRecorder() {}

  /**
   * Appends the entry that ends entry {@code of}.
   *
   * <p>Without it, what entry {@code of} announced counts as having happened.
   *
   * @param durable run once the entry is durable
   */
  static void append(Journal journal, Entry entry, long of, Runnable durable) {
    var unused =
        entry
            .appendTo(journal)
            .whenComplete(
                (receipt, failure) -> {
                  if (failure == null) {
                    durable.run();
                  } else {
                    LOG.warn("the end of entry {} could not be recorded", of);
                  }
                });
  }
}
