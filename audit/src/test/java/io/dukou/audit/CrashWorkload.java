package io.dukou.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A run of a log that a fault may end at any operation, and the judgement of what is found
 * afterwards: nothing acknowledged is lost, nothing that was ever signed is contradicted.
 */
final class CrashWorkload {
  /** Receipts that callers got, which is a promise. */
  private final List<Receipt> acknowledged = new ArrayList<>();

  /** The size of the newest cosigned checkpoint that the log said it keeps. */
  private long kept;

  private int next;

  /**
   * Makes a log of a few hundred entries, all durable and published, so that a run soon completes
   * tiles.
   */
  static PowerCutDisk nearlyFullTile() {
    PowerCutDisk disk = new PowerCutDisk();
    try (AuditLog log = Fixture.create(disk, Fixture.lazy())) {
      Fixture.appendTogether(log, 0, 250);
    }
    return disk;
  }

  /** Starts with the entries a disk has already. */
  static CrashWorkload onTopOf(PowerCutDisk disk) {
    CrashWorkload workload = new CrashWorkload();
    try (AuditLog log = Fixture.open(disk, Fixture.lazy())) {
      workload.next = (int) log.size();
      for (long index = 0; index < log.size(); index += 50) {
        workload.acknowledged.add(log.receipt(index));
      }
    }
    return workload;
  }

  /**
   * Opens the log, creating it if need be, appends, closes, and does so again; stops at a fault.
   */
  void run(PowerCutDisk disk, LogOptions options, int sessions, int appends) {
    try {
      for (int session = 0; session < sessions; session++) {
        try (AuditLog log = openOrCreate(disk, options)) {
          appendSome(log, appends);
          kept = Fixture.keepCosigned(log).size();
        }
      }
    } catch (LogFailedException | CompletionException e) {
      assertThat(disk.failed()).as("%s without a fault", e).isTrue();
    }
  }

  /** Opens what is left of the disk, compares it with the promises, and goes on appending. */
  void judge(PowerCutDisk disk) {
    try (AuditLog log = openOrCreate(disk, Fixture.eager())) {
      assertThat(log.cosigned().map(Checkpoint::size).orElse(0L))
          .as("cosigned checkpoint")
          .isBetween(kept, log.size());
      judgeEntries(log, disk);
      next = Math.toIntExact(log.size());
      appendSome(log, 3);
      judgeEntries(log, disk);
    }
    LogReport report = Fixture.check(disk);
    assertThat(report.findings()).isEmpty();
    assertThat(report.journalled()).isZero();
  }

  /** Returns a workload that goes on from the same promises. */
  CrashWorkload copy() {
    CrashWorkload copy = new CrashWorkload();
    copy.acknowledged.addAll(acknowledged);
    copy.next = next;
    copy.kept = kept;
    return copy;
  }

  private AuditLog openOrCreate(PowerCutDisk disk, LogOptions options) {
    try {
      return Fixture.open(disk, options);
    } catch (LogDamagedException e) {
      boolean neverCreated = acknowledged.isEmpty() && e.problem().equals("missing");
      assertThat(neverCreated).as("%s", e).isTrue();
      return Fixture.create(disk, options);
    }
  }

  /** Appends one by one, then a few together. */
  private void appendSome(AuditLog log, int appends) {
    for (int i = 0; i < appends; i++) {
      acknowledged.add(log.append(Fixture.draft(next), Fixture.part(next)).join());
      next++;
    }
    List<CompletableFuture<Receipt>> together = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      together.add(log.append(Fixture.draft(next), Fixture.part(next)));
      next++;
    }
    together.forEach(receipt -> acknowledged.add(receipt.join()));
  }

  private void judgeEntries(AuditLog log, PowerCutDisk disk) {
    Map<Long, String> roots = new HashMap<>();
    Map<Long, LoggedEntry> entries = new HashMap<>();
    CompactTree tree = new CompactTree(new TreeHash());
    log.replay(entry -> entries.put(entry.index(), entry));
    TileReader tiles = new TileReader(disk.storage("log"), log.size());
    for (long index = 0; index < log.size(); index++) {
      tree.add(tiles.node(0, index));
      roots.put(tree.size(), StrictText.hex(tree.root()));
    }
    for (Receipt receipt : acknowledged) {
      judgeReceipt(receipt, entries.get(receipt.index()), roots);
    }
  }

  private static void judgeReceipt(Receipt receipt, LoggedEntry entry, Map<Long, String> roots) {
    assertThat(entry).as("acknowledged entry %d", receipt.index()).isNotNull();
    byte[] leaf = receipt.leaf().getBytes(StandardCharsets.UTF_8);
    assertThat(Leaf.parse(leaf)).isEqualTo(entry.leaf());
    int number = entry.leaf().decision().get("number").intValue();
    assertThat(entry.domestic()).contains(Fixture.part(number));
    TlogProof proof = TlogProof.parse(receipt.tlogProof());
    Checkpoint signed = Checkpoint.open(proof.checkpoint(), Fixture.VKEY);
    assertThat(roots.get(signed.size()))
        .as("root at %d", signed.size())
        .isEqualTo(signed.rootHash());
  }
}
