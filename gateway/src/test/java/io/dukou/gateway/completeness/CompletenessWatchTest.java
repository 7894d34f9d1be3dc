package io.dukou.gateway.completeness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dukou.audit.AuditLog;
import io.dukou.audit.DomesticKey;
import io.dukou.audit.DomesticPart;
import io.dukou.audit.DomesticStorage;
import io.dukou.audit.LeafKind;
import io.dukou.audit.LogKeys;
import io.dukou.audit.LogOptions;
import io.dukou.audit.LogStorage;
import io.dukou.audit.LoggedEntry;
import io.dukou.gateway.config.ServerConfig.Timeouts;
import io.dukou.gateway.journal.Closing;
import io.dukou.gateway.journal.Closing.Outcome;
import io.dukou.gateway.journal.Entry;
import io.dukou.gateway.release.PersonTally.Bucket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch over a real log, beside counters and answers that are made to be wrong. */
final class CompletenessWatchTest {
  private static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LATE = Duration.ofMinutes(1);
  private static final Bucket BUCKET = new Bucket("hospital", 2026, true);

  @TempDir private Path folder;

  private Instant now = NOON;
  private Supplier<Map<Bucket, Long>> counted = () -> Map.of(BUCKET, 2L);
  private AuditLog log;
  private CompletenessWatch watch;

  @BeforeEach
  void start() throws IOException {
    SecureRandom random = new SecureRandom();
    byte[] key = new byte[32];
    random.nextBytes(key);
    LogKeys keys = LogKeys.generate("dukou.test.example/log", random);
    LogStorage storage = LogStorage.posix(Files.createDirectory(folder.resolve("log")));
    DomesticStorage domestic =
        new DomesticStorage(
            LogStorage.posix(Files.createDirectory(folder.resolve("domestic"))),
            DomesticKey.of(key));
    AuditLog.create(storage, domestic, keys);
    log = AuditLog.open(storage, domestic, keys, LogOptions.defaults());
    watch =
        CompletenessWatch.over(
            log,
            (index, leaf, part) -> {},
            () -> counted.get(),
            new Timeouts(SECOND, SECOND, SECOND, SECOND),
            () -> now);
    ObjectNode table = object("exporter", "hospital").put("study", "st-1").put("sensitive", true);
    long made =
        append(
            Entry.of(LeafKind.TABLE, NOON)
                .decision(object("outcome", "made"), null)
                .domestic(new DomesticPart(Map.of("table", table), List.of("secret-a", "b"))));
    long release =
        append(
            Entry.of(LeafKind.RELEASE, NOON)
                .decision(object("outcome", "allow"), null)
                .domestic("releasedTable", made));
    append(
        Entry.of(LeafKind.RELEASE, NOON)
            .decision(object("outcome", "allow"), null)
            .domestic("releasedTable", made));
    close(release + 1);
    close(append(Entry.of(LeafKind.RELEASE, NOON).decision(object("outcome", "allow"), null)));
    watch.answers().begun(release); // and is under way
  }

  @AfterEach
  void stop() {
    watch.close();
    log.close();
  }

  private static ObjectNode object(String name, String value) {
    return JsonNodeFactory.instance.objectNode().put(name, value);
  }

  private long append(Entry entry) {
    return entry.appendTo(log::append).join().index();
  }

  private void close(long of) {
    append(
        Entry.of(LeafKind.CLOSE, NOON)
            .decision(new Closing(Outcome.NOTHING_LEFT, of, 0).toJson(), null));
  }

  private void look() {
    log.publish();
    watch.look();
  }

  /** Looks, and again once everything that may be late is. */
  private void lookUntilLate() {
    look();
    now = now.plus(LATE);
    look();
  }

  private List<String> alarms() {
    log.publish();
    List<String> outcomes = new ArrayList<>();
    log.replay(entry -> addAlarm(entry, outcomes));
    return outcomes;
  }

  private static void addAlarm(LoggedEntry entry, List<String> outcomes) {
    if (entry.leaf().kind() == LeafKind.COMPLETENESS) {
      outcomes.add(entry.leaf().decision().path("outcome").asText());
    }
  }

  @Test
  void countersThatAgree_raiseNothing() {
    lookUntilLate();
    assertThat(watch.difference()).isEmpty();
    assertThat(watch.figures())
        .containsEntry("completeness_persons", 2L)
        .containsEntry("completeness_last_look_seconds", now.getEpochSecond());
    assertThat(alarms()).isEmpty();
  }

  @Test
  void counterThatForgotAPerson_raisesTheAlarm_withoutNamingAnybody_untilItCountsAgain() {
    counted = () -> Map.of(BUCKET, 1L);
    lookUntilLate();
    assertThat(watch.difference().orElseThrow())
        .contains("the log has 2 persons released, and the counter 1")
        .doesNotContain("secret-a");
    append(Entry.of(LeafKind.START, NOON).decision(object("outcome", "start"), null)); // a barrier
    assertThat(alarms()).containsExactly("differs");
    counted = () -> Map.of(BUCKET, 2L);
    look();
    assertThat(watch.difference()).isEmpty();
    append(Entry.of(LeafKind.START, NOON).decision(object("outcome", "start"), null));
    assertThat(alarms()).containsExactly("differs", "agrees");
  }

  @Test
  void answerThatBeganTwice_orBeforeItsEntry_raisesTheAlarm() {
    long release =
        append(Entry.of(LeafKind.RELEASE, NOON).decision(object("outcome", "allow"), null));
    watch.answers().begun(release);
    look();
    assertThat(watch.difference()).isEmpty();
    watch.answers().begun(release);
    look();
    assertThat(watch.difference().orElseThrow()).contains("in 1 points", "left a second time");
    watch.answers().begun(log.size() + 5);
    look();
    assertThat(watch.difference().orElseThrow()).contains("in 3 points");
  }

  @Test
  void answerThatWasDropped_raisesTheAlarmOnceItIsLate() {
    long release =
        append(Entry.of(LeafKind.RELEASE, NOON).decision(object("outcome", "allow"), null));
    lookUntilLate();
    assertThat(watch.difference().orElseThrow())
        .contains("of the release in entry " + release + " neither an answer nor its end");
  }

  /** A watch that cannot see must not look as if all were well. */
  @Test
  void lookThatFails_isADifferenceUntilOneSucceeds_andTellsNoPerson() {
    counted =
        () -> {
          throw new IllegalStateException("secret-a");
        };
    look();
    assertThat(watch.difference().orElseThrow())
        .contains("could not be compared", "IllegalStateException")
        .doesNotContain("secret-a");
    assertThat(watch.figures())
        .containsEntry("completeness_differences", 1L)
        .containsEntry("completeness_last_look_seconds", 0L);
    counted = () -> Map.of(BUCKET, 2L);
    look();
    assertThat(watch.difference()).isEmpty();
  }
}
