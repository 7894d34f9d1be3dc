package io.dukou.audit;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An append-only log of two-part entries, each acknowledged only when it is durable.
 *
 * <p>Usable from any thread. One process at a time may have a log open.
 *
 * <pre>{@code
 * try (AuditLog log = AuditLog.open(storage, domestic, keys, LogOptions.defaults())) {
 *   log.replay(entry -> counters.add(entry));
 *   Receipt receipt = log.append(draft, part).join();
 * }
 * }</pre>
 *
 * <h2>Commit</h2>
 *
 * A thread of the log takes what waits, writes and syncs the domestic records, then the leaves with
 * one signed checkpoint, and only then completes the futures. While it syncs, the next batch
 * gathers; there is no timer, so a single caller waits for two syncs and a crowd shares them. Tiles
 * and the {@code checkpoint} file are written behind, from memory; after a crash from the journal.
 *
 * <h2>Failure</h2>
 *
 * After any failed write or sync the log is poisoned: everything that waits and everything appended
 * later fails with {@link LogFailedException}, {@link #healthy} is false, and {@link
 * LogOptions#onFailure} is told. Nothing is retried, since a sync that succeeds after one that
 * failed proves nothing. What became of the failed entries is known after the log is opened again:
 * each is in it with both parts, or not at all.
 *
 * <h2>Time</h2>
 *
 * The {@code at} of an entry is what the caller's clock said. Clocks go backwards; the log records
 * that rather than hide it, orders by index alone, and {@link LogCheck} counts such steps.
 */
public final class AuditLog implements AutoCloseable {
  private static final long DOMESTIC_SEGMENT_BYTES = 256L << 20;

  private final LogStorage storage;
  private final LogOptions options;
  private final DomesticSeal seal;
  private final VerifierKey vkey;
  private final VerifierKeys verifier;
  private final LogLocks locks;
  private final DomesticStore domestic;
  private final CosignedCheckpoint cosigned;
  private final CommitLoop loop;
  private final OrderBook orders = new OrderBook();
  private final AtomicBoolean closed = new AtomicBoolean();

  private AuditLog(
      LogStorage storage,
      Context context,
      RecoveredLog recovered,
      AcknowledgedCheckpoint acknowledged,
      CosignedCheckpoint cosigned) {
    this.cosigned = cosigned;
    this.storage = storage;
    this.options = context.options;
    this.seal = new DomesticSeal(context.domestic.key());
    this.vkey = context.keys.newest();
    this.verifier = context.keys.verifier();
    this.locks = context.locks;
    this.domestic = recovered.domestic();
    this.loop = new CommitLoop(storage, recovered, context.keys, options, acknowledged);
  }

  /**
   * Tells whether one of two existing directories holds part of a log. What {@link #create} leaves
   * when the process dies in it is none: it can be called again.
   *
   * @throws LogFailedException if a directory cannot be read
   */
  public static boolean exists(LogStorage log, DomesticStorage domestic) {
    try {
      return LogRecovery.exists(log, domestic.storage());
    } catch (IOException e) {
      throw new LogFailedException(log.describe("") + ": the directory cannot be read", e);
    }
  }

  /**
   * Makes an empty log in two existing directories. Kept apart from {@link #open} so that a
   * directory that is empty by mistake, such as one whose disk is not mounted, never starts a
   * second log under the same key.
   *
   * @throws LogDamagedException if one of the directories holds a log already
   * @throws LogInUseException if another process holds one of them
   * @throws LogFailedException if a file cannot be written
   */
  public static void create(LogStorage log, DomesticStorage domestic, LogSigners keys) {
    try (LogLocks locks = LogLocks.take(log, domestic.storage())) {
      requireNonNull(locks, "locks");
      LogRecovery.create(log, domestic.storage(), keys);
    } catch (IOException e) {
      throw new LogFailedException(log.describe("") + ": the log cannot be created", e);
    }
  }

  /** Does the same with one key. */
  public static void create(LogStorage log, DomesticStorage domestic, LogKeys keys) {
    create(log, domestic, LogSigners.of(keys));
  }

  private static boolean isFull(IOException failure) {
    return String.valueOf(failure.getMessage()).contains("No space left");
  }

  /**
   * Opens an existing log: recovers it from a crash, re-reads all of it and starts its threads.
   *
   * @throws LogDamagedException if the files do not prove each other; the message names the file
   *     and what to do
   * @throws LogInUseException if another process has the log open
   * @throws LogFailedException if a file cannot be read or written
   */
  public static AuditLog open(
      LogStorage log, DomesticStorage domestic, LogSigners keys, LogOptions options) {
    try {
      LogLocks locks = LogLocks.take(log, domestic.storage());
      return open(log, new Context(domestic, keys, options, locks));
    } catch (IOException e) {
      throw new LogFailedException(
          log.describe("")
              + ": the log cannot be opened: "
              + (isFull(e)
                  ? "there is no space left; free some, nothing is lost, and start again"
                  : "a file cannot be read or written; look at the disk and the permissions"),
          e);
    }
  }

  /** Does the same with one key. */
  public static AuditLog open(
      LogStorage log, DomesticStorage domestic, LogKeys keys, LogOptions options) {
    return open(log, domestic, LogSigners.of(keys), options);
  }

  /**
   * Appends an entry.
   *
   * <p>Never waits for the disk and never throws. The domestic part is salted, hashed and encrypted
   * on the calling thread; call from a worker when it has thousands of persons. Entries appended by
   * one thread are sequenced in the order of its calls.
   *
   * @return completes, on a thread of the log that must not be blocked for long, when both parts
   *     are durable; fails with {@link EntryRefusedException}, {@link LogBusyException} or {@link
   *     LogFailedException}
   */
  public CompletableFuture<Receipt> append(LeafDraft draft, DomesticPart part) {
    return append(draft, part, UnlessReleased.NEVER);
  }

  /**
   * Appends an entry, unless a study was released since a look at the log.
   *
   * @return as above; fails with {@link OrderRefusedException} where it was
   */
  CompletableFuture<Receipt> append(LeafDraft draft, DomesticPart part, UnlessReleased condition) {
    try {
      PreparedEntry entry = PreparedEntry.prepare(draft, part, seal, options.random(), condition);
      loop.submit(entry);
      return entry.receipt();
    } catch (RuntimeException e) {
      // Whatever is wrong with a draft or part, the caller hears of it by the future alone.
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Returns the number of durable entries. */
  public long size() {
    return loop.durable().size();
  }

  /** Returns the newest durable checkpoint. */
  public Checkpoint checkpoint() {
    return loop.durable();
  }

  /** Returns the public key that checks this log's new receipts. */
  public VerifierKey vkey() {
    return vkey;
  }

  /** Returns all keys that this log has or had, with the sizes they are valid for. */
  public VerifierKeys verifier() {
    return verifier;
  }

  /**
   * Makes a receipt for any entry, against the newest published checkpoint. Blocks on the disk and
   * publishes first where the entry is too new.
   *
   * @throws IndexOutOfBoundsException if there is no such durable entry
   * @throws LogDamagedException if a file is missing or does not lead to the checkpoint's root
   * @throws LogFailedException if the log is poisoned
   */
  public Receipt receipt(long index) {
    Checkpoint checkpoint = publishedWith(index);
    return new StoredReceipts(storage).at(checkpoint, index);
  }

  /**
   * Returns the newest checkpoint whose tiles are all on disk, after publishing what waits; null
   * while the log is empty. Blocks on the disk.
   *
   * @throws LogFailedException if the log is poisoned
   */
  public @Nullable Checkpoint publish() {
    long size = size();
    return size == 0 ? null : publishedWith(size - 1);
  }

  /**
   * Makes a receipt for an entry against a checkpoint that was published before, such as one that
   * witnesses have cosigned. Blocks on the disk.
   *
   * @throws IndexOutOfBoundsException if the checkpoint does not cover the entry
   * @throws LogDamagedException if a file is missing or does not lead to the checkpoint's root
   */
  public Receipt receipt(long index, Checkpoint published) {
    return new StoredReceipts(storage).at(published, index);
  }

  /**
   * Returns what a witness is asked about a published checkpoint: the body of {@code
   * add-checkpoint} of c2sp.org/tlog-witness. Blocks on the disk.
   *
   * @param oldSize size of the tree that the witness cosigned last, at most that of the checkpoint
   * @throws LogDamagedException if a file is missing
   */
  public byte[] witnessQuestion(long oldSize, Checkpoint published) {
    ConsistencyProof proof =
        ConsistencyProof.of(oldSize, published.size(), new TileReader(storage, published.size()));
    StringBuilder text = new StringBuilder("old ").append(oldSize).append('\n');
    proof
        .path()
        .forEach(hash -> text.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
    return text.append('\n').append(published.note()).toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Returns what others may read of this log, as far as it is published at each moment. */
  public PublishedLog published() {
    return new PublishedLog(storage, loop::published, cosigned);
  }

  /**
   * Keeps a checkpoint that enough witnesses cosigned, durably and beside the log, in place of the
   * one kept before unless that is of a larger tree; it is shown as the log's checkpoint from then
   * on. Blocks on the disk.
   *
   * @param checkpoint one that {@link #publish} returned, with cosignatures
   * @throws LogFailedException if the log is closed or poisoned, which a failure here does to it
   */
  public void keepCosigned(Checkpoint checkpoint) {
    if (checkpoint.size() > loop.published().size()) {
      throw new IllegalArgumentException("a checkpoint is kept once it is published");
    }
    loop.requireHealthy();
    try {
      cosigned.keep(checkpoint);
    } catch (IOException e) {
      throw loop.fail(e);
    }
  }

  /** Shows the log's own checkpoints, until one with cosignatures is kept again. */
  public void goOnWithoutWitnesses() {
    cosigned.goOnWithout();
  }

  /** Returns the checkpoint that was kept last, with its cosignatures. */
  public Optional<Checkpoint> cosigned() {
    return Optional.ofNullable(cosigned.newest());
  }

  /** Returns the time stamps of this log's checkpoints. */
  public TimeStamps timeStamps() {
    return new TimeStamps(storage);
  }

  /**
   * Reads an entry back; blocks on the disk.
   *
   * @throws IndexOutOfBoundsException if there is no such durable entry
   * @throws LogDamagedException if its file is missing or garbled
   * @throws LogFailedException if the log is poisoned
   */
  public LoggedEntry entry(long index) {
    Checkpoint checkpoint = publishedWith(index);
    return logged(index, new TileReader(storage, checkpoint.size()).entry(index));
  }

  /**
   * Hands all entries that are durable now to a reader, in order, on the calling thread. Appends
   * may go on meanwhile. What the reader throws ends the replay and is passed on.
   *
   * @throws LogDamagedException if a file is missing or garbled
   * @throws LogFailedException if the log is poisoned
   */
  public void replay(Consumer<LoggedEntry> reader) {
    long size = size();
    if (size == 0) {
      return;
    }
    TileReader tiles = new TileReader(storage, publishedWith(size - 1).size());
    for (long first = 0; first < size; first += TilePath.WIDTH) {
      long index = first;
      for (byte[] leaf : tiles.entries(first / TilePath.WIDTH)) {
        if (index < size) {
          reader.accept(logged(index, leaf));
        }
        index++;
      }
    }
  }

  /**
   * Hands published entries, in order, to a reader, without having anything published for it.
   * Blocks on the disk; appends may go on meanwhile.
   *
   * @param from the first to read
   * @return the index behind the last one read
   * @throws LogDamagedException if a file is missing or garbled
   */
  public long readOn(long from, Consumer<LoggedEntry> reader) {
    return read(from, loop.published().size(), reader);
  }

  /**
   * Hands the durable entries of a range, in order, to a reader, having what waits published first.
   * Blocks on the disk; appends may go on meanwhile.
   *
   * @param from the first to read
   * @param end the index behind the last to read; those that the log does not have are not read
   * @return the index behind the last one read
   * @throws LogDamagedException if a file is missing or garbled
   * @throws LogFailedException if the log is poisoned
   */
  public long readRange(long from, long end, Consumer<LoggedEntry> reader) {
    long last = Math.min(end, size());
    return from >= last ? from : read(from, Math.min(last, publishedWith(last - 1).size()), reader);
  }

  private long read(long from, long end, Consumer<LoggedEntry> reader) {
    if (from >= end) {
      return from;
    }
    TileReader tiles = new TileReader(storage, loop.published().size());
    for (long bundle = from / TilePath.WIDTH; bundle * TilePath.WIDTH < end; bundle++) {
      long index = bundle * TilePath.WIDTH;
      for (byte[] leaf : tiles.entries(bundle)) {
        if (index >= from && index < end) {
          reader.accept(logged(index, leaf));
        }
        index++;
      }
    }
    return end;
  }

  /**
   * Returns the index that was kept last, unless something it is over was erased since. Blocks on
   * the disk.
   *
   * @throws LogFailedException if it cannot be read
   */
  public Optional<KeptIndex> keptIndex() {
    try {
      return domestic.keptIndex().filter(index -> index.size() <= size());
    } catch (IOException e) {
      throw new LogFailedException("the index over the domestic parts cannot be read", e);
    }
  }

  /**
   * Returns a number that changes with every erasure: what was made of domestic parts while it
   * stayed the same has nothing in it that was erased meanwhile, and what was made before it
   * changed may have.
   */
  public long erasures() {
    return domestic.erasures();
  }

  /**
   * Keeps an index over domestic parts beside them, encrypted as they are; it goes when any of them
   * is erased. Blocks on the disk; appends may go on meanwhile.
   *
   * @param since what {@link #erasures} returned before the first of the parts was read for it
   * @return whether it is kept: not where something was erased since
   * @throws LogFailedException if it cannot be written
   */
  public boolean keep(KeptIndex index, long since) {
    try {
      return domestic.keep(index, since, options.random());
    } catch (IOException e) {
      throw new LogFailedException("the index over the domestic parts cannot be written", e);
    }
  }

  /**
   * Writes a range of entries as a ZIP archive that proves itself with the verifier key alone; see
   * {@link ArchiveCheck}. Blocks on the disk and leaves the stream open.
   *
   * @param first the first entry
   * @param last the last entry
   * @param withDomestic whether the domestic parts are in it, in plain; such an archive must not
   *     leave China
   * @throws IndexOutOfBoundsException if there is no such durable entry
   * @throws LogDamagedException if a file is missing or garbled
   * @throws LogFailedException if the log is poisoned
   * @throws IOException if the stream cannot be written, or a file not be read
   */
  public void export(OutputStream out, long first, long last, boolean withDomestic)
      throws IOException {
    requireDurable(first);
    if (last < first) {
      throw new IndexOutOfBoundsException("no entry from " + first + " to " + last);
    }
    Checkpoint kept = cosigned.newest(); // first, so that it is not of a larger tree
    Checkpoint checkpoint = publishedWith(last);
    TileReader tiles = new TileReader(storage, checkpoint.size());
    new ArchiveWriter(checkpoint, kept, tiles, first, last)
        .write(
            out,
            verifier,
            new ArchiveWriter.DomesticParts() {
              @Override
              public boolean included() {
                return withDomestic;
              }

              @Override
              public Optional<DomesticRecord> read(long index, String commitment)
                  throws IOException {
                return withDomestic ? domestic.read(index, commitment) : Optional.empty();
              }
            });
  }

  /**
   * Erases the domestic part of an entry, or items of it, for good; every checkpoint and receipt
   * stays valid. Blocks until the erasure is durable; does nothing when it was erased before.
   * Whether it may be erased is the caller's to decide, and to log first.
   *
   * @param order index of the entry of the order
   * @throws IndexOutOfBoundsException if there is no such durable entry
   * @throws LogFailedException if the log is closed or poisoned, which a failure here does to it
   */
  void erase(Erasure erasure, long order) {
    requireDurable(erasure.entry());
    if (closed.get()) {
      throw new LogFailedException(storage.describe("") + ": the log is closed", null);
    }
    loop.requireHealthy();
    try {
      domestic.erase(erasure, order, options.random());
    } catch (IOException e) {
      throw loop.fail(e);
    }
  }

  /** Returns what the log says of orders; whoever uses it holds its lock. */
  OrderBook orders() {
    return orders;
  }

  /** Tells whether the log can take appends, as far as is known. */
  public boolean healthy() {
    return loop.healthy();
  }

  /**
   * Takes no further appends, commits and publishes what waits, ends the threads and lets go of the
   * directories. Not to be called on a thread of the log.
   *
   * @throws LogFailedException if a file cannot be closed
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      cosigned.close();
      try (locks;
          domestic;
          loop) {
        requireNonNull(loop, "loop");
      } catch (IOException e) {
        throw new LogFailedException(storage.describe("") + ": closing failed", e);
      }
    }
  }

  private static AuditLog open(LogStorage log, Context context) throws IOException {
    boolean opened = false;
    try {
      AcknowledgedCheckpoint acknowledged =
          AcknowledgedCheckpoint.in(context.options.acknowledged());
      CosignedCheckpoint cosigned = CosignedCheckpoint.in(log, context.keys.verifier());
      LogRecovery recovery = new LogRecovery(log, context.keys, acknowledged, cosigned);
      RecoveredLog recovered = recovery.run(context.domestic, DOMESTIC_SEGMENT_BYTES);
      recovery.erasures().finish(recovered.domestic(), context.options.random());
      AuditLog opening = new AuditLog(log, context, recovered, acknowledged, cosigned);
      opening.loop.start();
      opened = true;
      return opening;
    } finally {
      if (!opened) {
        context.locks.close();
      }
    }
  }

  private Checkpoint publishedWith(long index) {
    requireDurable(index);
    return loop.publishedWith(index);
  }

  private void requireDurable(long index) {
    if (index < 0 || index >= size()) {
      throw new IndexOutOfBoundsException("no entry " + index);
    }
  }

  private LoggedEntry logged(long index, byte[] leaf) {
    try {
      return new LoggedEntry(index, Leaf.parse(leaf), domestic);
    } catch (MalformedException e) {
      throw damaged(index, e.getMessage());
    }
  }

  private LogDamagedException damaged(long index, String problem) {
    return new LogDamagedException(
        storage.describe(TilePath.entries(index / TilePath.WIDTH, TilePath.WIDTH)),
        "entry " + index + " " + problem,
        "run `dukou log check`, which names the file at fault, and restore that from a copy");
  }

  /** What a log is opened with. */
  private record Context(
      DomesticStorage domestic, LogSigners keys, LogOptions options, LogLocks locks) {}
}
