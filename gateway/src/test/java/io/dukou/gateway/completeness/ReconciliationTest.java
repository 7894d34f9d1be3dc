package io.dukou.gateway.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.Leaf;
import io.dukou.audit.LeafKind;
import io.dukou.gateway.journal.Closing;
import io.dukou.gateway.journal.Closing.Outcome;
import io.dukou.gateway.pipeline.Body.Ending;
import io.dukou.gateway.release.PersonTally.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Everything that agrees, in whatever order it is told; and each single thing that does not. */
final class ReconciliationTest {
  private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Bucket BUCKET = new Bucket("hospital", 2026, true);

  private Instant now = NOON;
  private final Reconciliation both = new Reconciliation(() -> now, PATIENCE);
  private long size;
  private long durable = Long.MAX_VALUE;

  private long entry(LeafKind kind, JsonNode decision, @Nullable Long length, DomesticPart part) {
    String hash = "ab".repeat(32);
    Leaf leaf =
        new Leaf(
            kind,
            NOON,
            null,
            null,
            null,
            null,
            null,
            decision,
            null,
            Map.of(),
            length == null ? null : hash,
            length,
            hash);
    both.entry(size, leaf, Optional.of(part));
    return size++;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private long table(String... persons) {
    ObjectNode parameters =
        object().put("study", "st-1").put("exporter", "hospital").put("sensitive", true);
    return entry(
        LeafKind.TABLE,
        object(),
        null,
        new DomesticPart(Map.of("table", parameters), List.of(persons)));
  }

  private long release(@Nullable Long length, long table) {
    DomesticPart part =
        table < 0
            ? DomesticPart.empty()
            : new DomesticPart(Map.of("releasedTable", LongNode.valueOf(table)), List.of());
    return entry(LeafKind.RELEASE, object().put("outcome", "allow"), length, part);
  }

  private void close(long of, Outcome outcome, long bytes) {
    entry(LeafKind.CLOSE, new Closing(outcome, of, bytes).toJson(), null, DomesticPart.empty());
  }

  private List<String> look(Map<Bucket, Long> counted) {
    return both.look(size, counted);
  }

  private List<String> look() {
    return look(Map.of());
  }

  @Test
  void releasesThatAgree_leaveNothing_inWhateverOrderTheyAreTold() {
    both.serve(() -> durable);
    Random random = new Random(1);
    for (int run = 0; run < 200; run++) {
      long index = release(100L, -1);
      long bytes = random.nextInt(3) == 0 ? 40 : 100;
      Ending ending = bytes == 100 ? Ending.COMPLETE : Ending.ABORTED;
      both.begun(index);
      List<Runnable> told =
          new ArrayList<>(
              List.of(
                  () -> both.over(index, ending, bytes),
                  () -> close(index, Outcome.valueOf(ending.name()), bytes)));
      Collections.shuffle(told, random);
      told.forEach(Runnable::run);
      assertThat(look()).isEmpty();
    }
    now = NOON.plus(Duration.ofDays(1));
    assertThat(look()).isEmpty();
    assertThat(both.figures())
        .containsEntry("completeness_answers", 200L)
        .containsEntry("completeness_releases", 200L)
        .containsEntry("completeness_releases_open", 0L);
  }

  @Test
  void headsAndCallersWhoAreGone_leaveNothing() {
    both.serve(() -> durable);
    close(release(null, -1), Outcome.NOTHING_LEFT, 0);
    long gone = release(7L, -1);
    both.begun(gone);
    both.over(gone, Ending.NOTHING_LEFT, 0);
    close(gone, Outcome.NOTHING_LEFT, 0);
    close(entry(LeafKind.FETCH, object(), null, DomesticPart.empty()), Outcome.COMPLETE, 5);
    now = NOON.plus(Duration.ofDays(1));
    assertThat(look()).isEmpty();
  }

  @Test
  void answerWithoutItsEntry_isADifferenceAtOnce() {
    both.serve(() -> durable);
    both.begun(4);
    assertThat(look()).singleElement().asString().contains("entry 4, which is no release");
    assertThat(look()).as("it stays").hasSize(1);
  }

  @Test
  void answerThatBeginsBeforeItsEntryIsDurable_isADifference_evenIfTheEntryFollows() {
    both.serve(() -> durable);
    durable = 0;
    both.begun(0);
    long index = release(10L, -1);
    both.over(index, Ending.COMPLETE, 10);
    close(index, Outcome.COMPLETE, 10);
    assertThat(look()).containsExactly("an answer began before entry 0 was durable");
    durable = size + 1;
    both.begun(release(10L, -1));
    assertThat(look()).hasSize(1);
  }

  @Test
  void answerForAnEntryOfAnotherKind_isADifference() {
    both.serve(() -> durable);
    long refusal =
        entry(LeafKind.REFUSAL, object().put("outcome", "deny"), null, DomesticPart.empty());
    both.begun(refusal);
    assertThat(look()).singleElement().asString().contains("entry 0, which is no open release");
  }

  @Test
  void answerThatLeavesTwice_isADifference() {
    both.serve(() -> durable);
    long index = release(10L, -1);
    both.begun(index);
    both.begun(index);
    assertThat(look()).singleElement().asString().contains("a second time");
    both.over(index, Ending.COMPLETE, 10);
    close(index, Outcome.COMPLETE, 10);
    both.begun(index);
    assertThat(look()).hasSize(2);
  }

  @Test
  void releaseThatTheLogSaysLeft_withoutAnAnswer_isADifference() {
    both.serve(() -> durable);
    close(release(10L, -1), Outcome.COMPLETE, 10);
    assertThat(look()).singleElement().asString().contains("complete with 10 bytes");
  }

  @Test
  void otherBytesThanTheLogSays_areADifference() {
    both.serve(() -> durable);
    for (long[] bytes : new long[][] {{9, 10}, {10, 9}}) {
      long index = release(10L, -1);
      both.begun(index);
      both.over(index, Ending.ABORTED, bytes[0]);
      close(index, Outcome.ABORTED, bytes[1]);
    }
    assertThat(look()).hasSize(2);
  }

  @Test
  void completeBodyThatIsNotAsLongAsItsEntrySays_isADifference() {
    both.serve(() -> durable);
    long index = release(10L, -1);
    both.begun(index);
    both.over(index, Ending.COMPLETE, 12);
    close(index, Outcome.COMPLETE, 12);
    assertThat(look()).singleElement().asString().contains("about 10 bytes, and 12 left");
  }

  @Test
  void endOfNothing_isADifference() {
    both.serve(() -> durable);
    close(17, Outcome.COMPLETE, 1);
    long index = release(null, -1);
    close(index, Outcome.NOTHING_LEFT, 0);
    close(index, Outcome.NOTHING_LEFT, 0);
    assertThat(look()).hasSize(2);
  }

  @Test
  void missingAnswersAndEnds_areDifferencesOnceTheyAreLate_andUntilTheyCome() {
    both.serve(() -> durable);
    long unanswered = release(10L, -1);
    long unended = release(10L, -1);
    both.begun(unended);
    both.over(unended, Ending.COMPLETE, 10);
    now = NOON.plus(PATIENCE);
    assertThat(look()).isEmpty();
    now = now.plusSeconds(1);
    assertThat(look()).hasSize(2);
    close(unanswered, Outcome.NOTHING_LEFT, 0);
    close(unended, Outcome.COMPLETE, 10);
    assertThat(look()).isEmpty();
  }

  @Test
  void answerUnderWay_maySendForLong() {
    both.serve(() -> durable);
    both.begun(release(10L, -1));
    now = NOON.plus(Duration.ofDays(1));
    assertThat(look()).isEmpty();
  }

  @Test
  void whatAnEarlierRunLeftOpen_isCountedOnly() {
    release(10L, -1);
    long ended = release(10L, -1);
    close(ended, Outcome.COMPLETE, 10);
    both.serve(() -> durable);
    now = NOON.plus(Duration.ofDays(1));
    assertThat(look()).isEmpty();
    assertThat(both.figures()).containsEntry("completeness_releases_left_open_by_earlier_runs", 1L);
  }

  /** Persons are those of tables that were released and not disproved, each once. */
  @Test
  void persons_areComparedOnceTheyHaveDifferedForLong() {
    both.serve(() -> durable);
    long one = table("a", "b", "c");
    long two = table("c", "d");
    table("nobody asked for this one");
    long first = release(5L, one);
    both.begun(first);
    both.over(first, Ending.COMPLETE, 5);
    close(first, Outcome.COMPLETE, 5);
    close(release(null, two), Outcome.NOTHING_LEFT, 0);
    assertThat(look(Map.of(BUCKET, 3L))).isEmpty();
    assertLate(Map.of(BUCKET, 4L), "3 persons released, and the counter 4");
    long second = release(5L, two);
    both.begun(second);
    both.over(second, Ending.ABORTED, 2);
    close(second, Outcome.ABORTED, 2);
    assertThat(look(Map.of(BUCKET, 4L))).isEmpty();
    assertLate(Map.of(), "4 persons released, and the counter 0");
    assertLate(
        Map.of(BUCKET, 4L, new Bucket("hospital", 2026, false), 1L), "0 persons released, and");
  }

  /** A person in several tables counts until the last of them was disproved. */
  @Test
  void persons_countAsLongAsOneTableThatWasReleasedHasThem() {
    both.serve(() -> durable);
    long first = release(null, table("a", "b"));
    long table = table("b", "c", "c");
    long second = release(null, table);
    long third = release(null, table);
    assertThat(look(Map.of(BUCKET, 3L))).isEmpty();
    assertThat(both.figures()).containsEntry("completeness_persons", 3L);
    close(second, Outcome.NOTHING_LEFT, 0);
    look();
    assertThat(both.figures()).containsEntry("completeness_persons", 3L);
    close(third, Outcome.NOTHING_LEFT, 0);
    look();
    assertThat(both.figures()).containsEntry("completeness_persons", 2L);
    close(first, Outcome.NOTHING_LEFT, 0);
    look();
    assertThat(both.figures()).containsEntry("completeness_persons", 0L);
  }

  private void assertLate(Map<Bucket, Long> counted, String words) {
    assertThat(look(counted)).isEmpty();
    now = now.plus(PATIENCE).plusSeconds(1);
    assertThat(look(counted)).singleElement().asString().contains(words);
  }
}
