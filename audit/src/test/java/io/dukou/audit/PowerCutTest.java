package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dukou.audit.PowerCutDisk.Cut;
import io.dukou.audit.PowerCutDisk.Fault;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Cuts the power at every operation of a run. The property {@code dukou.cuts} multiplies how often
 * each is tried with another choice of what survives.
 */
final class PowerCutTest {
  private static final int ROUNDS = Integer.getInteger("dukou.cuts", 1);

  private static final List<Cut> CUTS =
      List.of(Cut.LOSE_ALL, Cut.KEEP_ALL, Cut.KEEP_PREFIX, Cut.KEEP_ANY);

  @Test
  void no_acknowledged_entry_is_lost_when_tiles_are_written_at_once() {
    assertThat(cutEverywhere(Start.empty(Fixture.eager()), PowerCutTest::none)).isEmpty();
  }

  @Test
  void no_acknowledged_entry_is_lost_when_only_the_journal_has_it() {
    assertThat(cutEverywhere(Start.empty(Fixture.lazy()), PowerCutTest::none)).isEmpty();
  }

  @Test
  void no_acknowledged_entry_is_lost_while_a_tile_becomes_full() {
    Start nearlyFull = new Start(CrashWorkload.nearlyFullTile(), Fixture.eager(), 1);
    assertThat(cutEverywhere(nearlyFull, PowerCutTest::none)).isEmpty();
  }

  @Test
  void no_acknowledged_entry_is_lost_when_the_power_fails_during_recovery_from_a_kill() {
    assertThat(cutDuringRecovery(PowerCutTest::none)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"log/journal/.*dkj", "domestic/.*dkd", "log/journal/", "domestic/"})
  void a_log_that_left_out_one_sync_before_acknowledging_is_caught(String sync) {
    assertThat(cutEverywhere(Start.empty(Fixture.lazy()), path -> path.matches(sync))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "log/checkpoint.tmp",
        "log/cosigned.tmp",
        "log/tile/0/.*tmp",
        "log/tile/entries/.*tmp",
        "log/tile/0/000.p/",
        "log/tile/entries/",
        "log/tile/",
        "log/"
      })
  void a_log_that_left_out_one_sync_before_publishing_is_caught(String sync) {
    assertThat(cutEverywhere(Start.empty(Fixture.eager()), path -> path.matches(sync))).isPresent();
  }

  /** So that a sync that is new gets a mutant of its own above, or a reason here. */
  @Test
  void every_sync_of_a_run_has_its_mutant() {
    List<String> mutants =
        List.of(
            "log/journal/.*dkj",
            "domestic/.*dkd",
            "log/journal/",
            "domestic/",
            "log/checkpoint.tmp",
            "log/cosigned.tmp",
            "log/tile/[01]/.*tmp",
            "log/tile/entries/.*tmp",
            "log/tile/[01]/00[01].p/",
            "log/tile/[01]/",
            "log/tile/entries/(00[01].p/)?",
            "log/tile/",
            "log/");
    Set<String> syncs = new TreeSet<>();
    for (LogOptions options : List.of(Fixture.eager(), Fixture.lazy())) {
      PowerCutDisk empty = new PowerCutDisk();
      new CrashWorkload().run(empty, options, 2, 4);
      syncs.addAll(empty.syncs());
      PowerCutDisk full = CrashWorkload.nearlyFullTile();
      CrashWorkload.onTopOf(full).run(full, options, 1, 8);
      syncs.addAll(full.syncs());
    }
    assertThat(syncs).hasSizeGreaterThan(10);
    assertThat(syncs).allSatisfy(path -> assertThat(mutants).as(path).anyMatch(path::matches));
  }

  @Test
  void a_recovery_that_trusts_unsynced_names_is_caught() {
    assertThat(cutDuringRecovery(path -> path.equals("log/"))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"LOSE_ALL", "KEEP_ALL", "KEEP_PREFIX", "KEEP_ANY"})
  void a_disk_that_was_synced_keeps_everything_in_any_cut(Cut cut) {
    PowerCutDisk disk = CrashWorkload.nearlyFullTile();
    PowerCutDisk found = disk.powerCut(cut, new Random(1));
    CrashWorkload workload = CrashWorkload.onTopOf(found);
    workload.judge(found);
  }

  /** Returns the first violation found, if any. */
  private static Optional<String> cutEverywhere(Start start, Predicate<String> ignoredSyncs) {
    int cuts = 0;
    for (int round = 0; round < ROUNDS; round++) {
      boolean reached = true;
      for (int operation = 1; reached; operation++) {
        PowerCutDisk disk = start.disk.killed();
        CrashWorkload workload = start.workload.copy();
        disk.ignoreSyncs(ignoredSyncs);
        disk.cutAt(operation, operation % 2 == 0 ? Fault.PERSISTED : Fault.NOT_PERSISTED);
        workload.run(disk, start.options, start.sessions, 4);
        reached = disk.failed();
        Random random = new Random(1000L * round + operation);
        Cut cut = CUTS.get((round + operation) % CUTS.size());
        Optional<String> violation = judge(workload, disk, disk.powerCut(cut, random));
        if (violation.isPresent()) {
          return violation.map(v -> "cut at operation " + operation(disk, cut) + v);
        }
        cuts++;
      }
    }
    assertThat(cuts).isGreaterThan(100 * ROUNDS);
    return Optional.empty();
  }

  /** Kills at every operation, then cuts the power at each of the first of the next start. */
  private static Optional<String> cutDuringRecovery(Predicate<String> ignoredSyncs) {
    boolean reached = true;
    for (int kill = 1; reached; kill += 3) {
      PowerCutDisk disk = new PowerCutDisk();
      CrashWorkload workload = new CrashWorkload();
      disk.cutAt(kill, Fault.PERSISTED);
      workload.run(disk, Fixture.eager(), 2, 4);
      reached = disk.failed();
      PowerCutDisk killed = disk.killed();
      killed.ignoreSyncs(ignoredSyncs);
      killed.cutAt(1 + kill % 29, Fault.PERSISTED);
      workload.run(killed, Fixture.eager(), 1, 2);
      Cut cut = kill % 2 == 0 ? Cut.LOSE_ALL : Cut.KEEP_ANY;
      Optional<String> violation = judge(workload, killed, killed.powerCut(cut, new Random(kill)));
      if (violation.isPresent()) {
        return violation;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> judge(
      CrashWorkload workload, PowerCutDisk before, PowerCutDisk after) {
    try {
      workload.judge(after);
      return Optional.empty();
    } catch (AssertionError | AuditException e) {
      return Optional.of(": " + e + "\nafter\n" + before.trace());
    }
  }

  private static String operation(PowerCutDisk disk, Cut cut) {
    return disk.operations() + " (" + cut + ")";
  }

  private static boolean none(String path) {
    return false;
  }

  /** What a run begins with. */
  private static final class Start {
    private final PowerCutDisk disk;
    private final CrashWorkload workload;
    private final LogOptions options;
    private final int sessions;

    Start(PowerCutDisk disk, LogOptions options, int sessions) {
      this.disk = disk;
      this.workload = CrashWorkload.onTopOf(disk);
      this.options = options;
      this.sessions = sessions;
    }

    private Start(LogOptions options) {
      this.disk = new PowerCutDisk();
      this.workload = new CrashWorkload();
      this.options = options;
      this.sessions = 2;
    }

    static Start empty(LogOptions options) {
      return new Start(options);
    }
  }
}
