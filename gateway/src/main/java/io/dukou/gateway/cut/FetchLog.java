package io.dukou.gateway.cut;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.dukou.audit.LeafKind;
import io.dukou.gateway.config.RouteConfig;
import io.dukou.gateway.journal.Closing;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.journal.Journal;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Records each read of an origin: an entry before anything is sent, so that no read lacks one, and
 * one with the outcome. Both concern no recipient. Worker threads only.
 */
final class FetchLog {
  private final Journal journal;
  private final InstantSource clock;

  FetchLog(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * Records that {@code url} is about to be read; returns once that is durable.
   *
   * @return the index of the entry
   */
  long opened(RouteConfig route, What what, URI url) {
    return Entry.of(LeafKind.FETCH, clock.instant())
        .dataset(route.study(), route.dataset())
        .decision(
            JsonNodeFactory.instance
                .objectNode()
                .put("outcome", "sent")
                .put("reads", what.name().toLowerCase(Locale.ROOT)),
            null)
        .domestic("url", url.toString())
        .appendTo(journal)
        .join()
        .index();
  }

  /** Records how the read announced by entry {@code of} ended; returns once that is durable. */
  void closed(RouteConfig route, Closing closing, @Nullable String detail) {
    Entry.of(LeafKind.CLOSE, clock.instant())
        .dataset(route.study(), route.dataset())
        .decision(closing.toJson(), null)
        .domestic("detail", detail)
        .appendTo(journal)
        .join();
  }

  /** What is read. */
  enum What {
    /** The whole table. */
    TABLE,
    /** Its version alone. */
    VERSION
  }
}
