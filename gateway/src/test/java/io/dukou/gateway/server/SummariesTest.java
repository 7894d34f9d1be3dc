package io.dukou.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.gateway.identity.Refusal;
import io.dukou.gateway.identity.RefusalCounter;
import io.dukou.gateway.server.Counters.Event;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was refused unheard is recorded once, and not lost when it cannot be recorded. */
final class SummariesTest {
  private final RefusalCounter refusals = new RefusalCounter();
  private final Counters counters = new Counters();
  private final List<Map<String, Long>> recorded = new ArrayList<>();
  private boolean failing;
  private final Summaries summaries = new Summaries(refusals, counters, this::take);

  @Test
  void nothingRefused_recordsNothing() {
    counters.count(Event.ANSWERED);
    summaries.record();
    assertThat(recorded).isEmpty();
  }

  @Test
  void whatWasRefused_isRecordedOnce() {
    refusals.add(Refusal.BAD_SIGNATURE);
    refusals.add(Refusal.BAD_SIGNATURE);
    counters.count(Event.BUSY);
    summaries.record();
    summaries.record();
    assertThat(recorded).containsExactly(Map.of("bad_signature", 2L, "busy", 1L));
  }

  @Test
  void whatCouldNotBeRecorded_isInTheNextSummary() {
    refusals.add(Refusal.BAD_TIMES);
    counters.count(Event.BUSY);
    failing = true;
    assertThat(summaries.record().succeeded()).isTrue();
    failing = false;
    counters.count(Event.BUSY);
    summaries.record();
    assertThat(recorded).containsExactly(Map.of("bad_times", 1L, "busy", 2L));
  }

  private Future<Void> take(Map<String, Long> counts) {
    if (failing) {
      return Future.failedFuture(new IllegalStateException("no log"));
    }
    recorded.add(counts);
    return Future.succeededFuture();
  }
}
